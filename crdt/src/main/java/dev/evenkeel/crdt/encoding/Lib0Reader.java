package dev.evenkeel.crdt.encoding;

/// A bounds-checked cursor over lib0 bytes.
///
/// Nothing is allocated by a size that the input names before the input was seen to hold that many
/// bytes. Every complaint is a [MalformedEncodingException] with the offset.
public final class Lib0Reader {

    /// The largest integer that a JavaScript number holds exactly.
    public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private static final int MAX_VAR_UINT_BYTES = 8;

    private final byte[] bytes;
    private final int end;
    private int at;

    public Lib0Reader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public Lib0Reader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    public byte[] source() {
        return bytes;
    }

    public int position() {
        return at;
    }

    public int end() {
        return end;
    }

    public int remaining() {
        return end - at;
    }

    public boolean hasMore() {
        return at < end;
    }

    public int readByte() {
        if (at >= end) {
            throw truncated("a byte");
        }
        return bytes[at++] & 0xff;
    }

    public void skip(int count) {
        if (count > end - at) {
            throw truncated(count + " bytes");
        }
        at += count;
    }

    /// Reads 0 to 2^53-1; over-long forms of up to eight bytes are accepted.
    public long readVarUint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        int start = at;
        long value = 0;
        for (int i = 0; i < MAX_VAR_UINT_BYTES; i++) {
            if (at >= end) {
                throw truncated("a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (value > MAX_SAFE_INTEGER) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedEncodingException("number-too-large", start, "more than 2^53-1");
    }

    /// Reads a number that must fit an int; `code` names the complaint when it does not.
    public int readVarUintAsInt(String code) {
        int start = at;
        long value = readVarUint();
        if (value > Integer.MAX_VALUE) {
            throw new MalformedEncodingException(code, start, value + " is more than 2^31-1");
        }
        return (int) value;
    }

    /// Reads a count of things that take at least `bytesEach` bytes each, and checks that there is
    /// room for them.
    public int readCount(int bytesEach) {
        int start = at;
        long count = readVarUint();
        if (count > remaining() / bytesEach) {
            throw new MalformedEncodingException(
                    "impossible-count", start, count + " things in " + remaining() + " bytes");
        }
        return (int) count;
    }

    /// Reads a length-prefixed run of bytes and leaves the cursor behind it; the run is the
    /// returned number of bytes before [#position()].
    public int skipVarBytes() {
        int start = at;
        long length = readVarUint();
        if (length > remaining()) {
            throw new MalformedEncodingException(
                    "truncated", start, length + " bytes wanted, " + remaining() + " left");
        }
        at += (int) length;
        return (int) length;
    }

    public byte[] readVarBytes() {
        int length = skipVarBytes();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, at - length, copy, 0, length);
        return copy;
    }

    public String readVarString() {
        int length = skipVarBytes();
        Utf8.validate(bytes, at - length, at);
        return Utf8.decode(bytes, at - length, at);
    }

    /// A reader of the length-prefixed run of bytes here, which this one skips.
    public Lib0Reader readColumn() {
        int length = skipVarBytes();
        return new Lib0Reader(bytes, at - length, at);
    }

    /// Skips a string and checks that it is UTF-8; returns its byte length.
    public int skipVarString() {
        int length = skipVarBytes();
        Utf8.validate(bytes, at - length, at);
        return length;
    }

    public long readLong() {
        if (end - at < 8) {
            throw truncated("8 bytes");
        }
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    public int readInt() {
        if (end - at < 4) {
            throw truncated("4 bytes");
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    /// Reads a sign-and-magnitude number as a double, because minus zero is a value of its own.
    public double readVarIntAsDouble() {
        long bits = readVarIntBits();
        double magnitude = bits >> 1;
        return (bits & 1) == 0 ? magnitude : -magnitude;
    }

    /// Reads a sign-and-magnitude number: twice the magnitude, and one more if the sign is minus,
    /// which zero can have too.
    public long readVarIntBits() {
        int start = at;
        int first = readByte();
        boolean negative = (first & 0x40) != 0;
        long magnitude = first & 0x3f;
        int shift = 6;
        int next = first;
        while ((next & 0x80) != 0) {
            if (shift > 55) {
                throw new MalformedEncodingException("number-too-large", start, "more than 2^53-1");
            }
            next = readByte();
            magnitude |= (long) (next & 0x7f) << shift;
            shift += 7;
        }
        if (magnitude > MAX_SAFE_INTEGER) {
            throw new MalformedEncodingException("number-too-large", start, "more than 2^53-1");
        }
        return magnitude << 1 | (negative ? 1 : 0);
    }

    private MalformedEncodingException truncated(String wanted) {
        return new MalformedEncodingException("truncated", at, wanted + " wanted, input ends");
    }
}
