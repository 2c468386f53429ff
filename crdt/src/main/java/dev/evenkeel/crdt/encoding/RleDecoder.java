package dev.evenkeel.crdt.encoding;

/// Reads what [RleEncoder] writes.
public final class RleDecoder {

    private final Lib0Reader in;
    private int value;
    private long left;
    private boolean last;

    public RleDecoder(Lib0Reader column) {
        this.in = column;
    }

    public int read() {
        if (left == 0 && !last) {
            value = in.readByte();
            if (in.hasMore()) {
                left = in.readVarUint() + 1;
            } else {
                last = true;
            }
        }
        left--;
        return value;
    }

    /// Complains if there is more in the column than was read.
    public void finish() {
        if (in.hasMore() || (left > 0 && !last)) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), "a column with more than was asked for");
        }
    }
}
