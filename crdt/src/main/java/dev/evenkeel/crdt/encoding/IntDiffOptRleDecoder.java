package dev.evenkeel.crdt.encoding;

/// Reads what [IntDiffOptRleEncoder] writes: numbers from 0 to 2^31-1.
public final class IntDiffOptRleDecoder {

    private final Lib0Reader in;
    private long value;
    private long step;
    private long left;

    public IntDiffOptRleDecoder(Lib0Reader column) {
        this.in = column;
    }

    public int read() {
        if (left == 0) {
            long bits = in.readVarIntBits();
            long number = (bits & 1) == 0 ? bits >> 1 : -(bits >> 1);
            step = number >> 1;
            left = (number & 1) == 0 ? 1 : in.readVarUint() + 2;
        }
        left--;
        value += step;
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedEncodingException(
                    "clock-overflow", in.position(), value + " is not 0 to 2^31-1");
        }
        return (int) value;
    }

    /// Complains if there is more in the column than was read.
    public void finish() {
        if (in.hasMore() || left > 0) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), "a column with more than was asked for");
        }
    }
}
