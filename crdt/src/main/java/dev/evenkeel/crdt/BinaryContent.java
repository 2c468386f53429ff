package dev.evenkeel.crdt;

/// A byte string.
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record BinaryContent(byte[] bytes) implements SingleContent {

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.binary(bytes, 0, bytes.length);
    }
}
