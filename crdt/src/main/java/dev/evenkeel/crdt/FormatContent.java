package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// A mark in a text: from here on the attribute `key` has this value, or is gone if that is null.
record FormatContent(String key, Literal value) implements SingleContent {

    @Override
    public void write(Lib0Writer out, int length, int offset) {
        out.writeVarString(key);
        value.writeJson(out);
    }
}
