package dev.evenkeel.crdt.encoding;

/// Reads what [UintOptRleEncoder] writes.
public final class UintOptRleDecoder {

    private final Lib0Reader in;
    private long value;
    private long left;

    public UintOptRleDecoder(Lib0Reader column) {
        this.in = column;
    }

    public long read() {
        if (left == 0) {
            long bits = in.readVarIntBits();
            value = bits >> 1;
            left = (bits & 1) == 0 ? 1 : in.readVarUint() + 2;
        }
        left--;
        return value;
    }

    /// Complains if there is more in the column than was read.
    public void finish() {
        if (in.hasMore() || left > 0) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), "a column with more than was asked for");
        }
    }
}
