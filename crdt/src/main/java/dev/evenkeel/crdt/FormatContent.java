package dev.evenkeel.crdt;

/// A mark in a text: from here on the attribute `key` has this value, or is gone if that is null.
record FormatContent(String key, Literal value) implements SingleContent {

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.key(key);
        out.literal(value);
    }
}
