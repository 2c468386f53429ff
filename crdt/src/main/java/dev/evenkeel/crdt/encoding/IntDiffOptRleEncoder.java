package dev.evenkeel.crdt.encoding;

/// A column of numbers as runs of equal steps. The lowest bit of a step says whether the length of
/// its run follows.
public final class IntDiffOptRleEncoder {

    private final Lib0Writer out = new Lib0Writer(16);
    private long value;
    private long step;
    private int count;

    public void write(int next) {
        if (next - value == step) {
            value = next;
            count++;
            return;
        }
        flush();
        step = next - value;
        value = next;
        count = 1;
    }

    private void flush() {
        if (count > 0) {
            long number = step * 2 + (count > 1 ? 1 : 0);
            out.writeVarInt(number < 0, Math.abs(number));
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
}
