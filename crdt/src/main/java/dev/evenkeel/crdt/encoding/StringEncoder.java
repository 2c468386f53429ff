package dev.evenkeel.crdt.encoding;

/// A column of strings: all of them as one, then their lengths in UTF-16 units.
public final class StringEncoder {

    private final Lib0Writer text = new Lib0Writer(16);
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();

    public void write(String value) {
        byte[] utf8 = Utf8.encode(value);
        write(utf8, 0, utf8.length, value.length());
    }

    /// Writes UTF-8 that is `units` UTF-16 units long.
    public void write(byte[] utf8, int from, int to, int units) {
        text.writeBytes(utf8, from, to);
        lengths.write(units);
    }

    /// Writes the column with its length. Nothing more can be added to it.
    public void finish(Lib0Writer to) {
        var column = new Lib0Writer(text.size() + 16);
        column.writeVarBytes(text);
        lengths.finishRaw(column);
        to.writeVarBytes(column);
    }
}
