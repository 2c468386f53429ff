package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// A byte string.
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record BinaryContent(byte[] bytes) implements SingleContent {

    @Override
    public void write(Lib0Writer out, int length, int offset) {
        out.writeVarBytes(bytes);
    }
}
