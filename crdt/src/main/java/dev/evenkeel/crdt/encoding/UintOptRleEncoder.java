package dev.evenkeel.crdt.encoding;

/// A column of unsigned numbers as runs. The sign says whether a length follows, so that a number
/// that comes once costs nothing more; a run of zeros begins with minus zero.
public final class UintOptRleEncoder {

    private final Lib0Writer out = new Lib0Writer(16);
    private long value;
    private int count;

    public void write(long next) {
        if (next == value) {
            count++;
            return;
        }
        flush();
        value = next;
        count = 1;
    }

    private void flush() {
        if (count > 0) {
            out.writeVarInt(count > 1, value);
            if (count > 1) {
                out.writeVarUint(count - 2L);
            }
            count = 0;
        }
    }

    /// Writes the column with its length. Nothing more can be added to it.
    public void finish(Lib0Writer to) {
        flush();
        to.writeVarBytes(out);
    }

    /// Writes the column without its length. Nothing more can be added to it.
    void finishRaw(Lib0Writer to) {
        flush();
        to.writeBytes(out);
    }
}
