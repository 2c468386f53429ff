package dev.evenkeel.crdt.encoding;

/// A column of bytes as runs: a byte, and how often it comes again. Of the last run only the byte
/// is written; readers repeat it for ever.
public final class RleEncoder {

    private final Lib0Writer out = new Lib0Writer(16);
    private int value;
    private int count;

    public void write(int next) {
        if (count > 0 && next == value) {
            count++;
            return;
        }
        if (count > 0) {
            out.writeVarUint(count - 1L);
        }
        value = next;
        count = 1;
        out.writeByte(next);
    }

    /// Writes the column with its length.
    public void finish(Lib0Writer to) {
        to.writeVarBytes(out);
    }
}
