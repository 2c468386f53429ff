package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// A value that stands in a text like a character.
record EmbedContent(Literal value) implements SingleContent {

    @Override
    public void write(Lib0Writer out, int length, int offset) {
        value.writeJson(out);
    }
}
