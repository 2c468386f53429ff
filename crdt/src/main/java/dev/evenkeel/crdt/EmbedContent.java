package dev.evenkeel.crdt;

/// A value that stands in a text like a character.
record EmbedContent(Literal value) implements SingleContent {

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.literal(value);
    }
}
