package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// Content of one clock whose payload is kept as it came: binary, embed, format mark, subdocument.
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record RawContent(byte[] payload) implements Content {

    @Override
    public void write(Lib0Writer out, int length, int offset) {
        out.writeBytes(payload, 0, payload.length);
    }

    @Override
    public Content split(int length, int diff) {
        throw new CorruptDocumentException("content of one clock cannot be split");
    }

    @Override
    public void append(int length, Content right, int rightLength) {
        throw new CorruptDocumentException("content of one clock cannot be appended to");
    }
}
