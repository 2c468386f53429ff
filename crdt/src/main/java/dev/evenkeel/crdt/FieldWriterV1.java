package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// Format V1: one field behind the other.
final class FieldWriterV1 extends FieldWriter {

    private final Lib0Writer out;

    FieldWriterV1() {
        this(64);
    }

    FieldWriterV1(int capacity) {
        out = new Lib0Writer(capacity);
    }

    @Override
    void number(long value) {
        out.writeVarUint(value);
    }

    @Override
    void client(long id) {
        out.writeVarUint(id);
    }

    @Override
    void info(int info) {
        out.writeByte(info);
    }

    @Override
    void leftId(long client, int clock) {
        out.writeVarUint(client);
        out.writeVarUint(clock);
    }

    @Override
    void rightId(long client, int clock) {
        out.writeVarUint(client);
        out.writeVarUint(clock);
    }

    @Override
    void parentIsRoot(boolean root) {
        out.writeVarUint(root ? 1 : 0);
    }

    @Override
    void string(String value) {
        out.writeVarString(value);
    }

    @Override
    void text(byte[] utf8, int from, int to, int units) {
        out.writeVarBytes(utf8, from, to);
    }

    @Override
    void key(String value) {
        out.writeVarString(value);
    }

    @Override
    void typeRef(int ref) {
        out.writeVarUint(ref);
    }

    @Override
    void length(int value) {
        out.writeVarUint(value);
    }

    @Override
    void literal(Literal value) {
        value.writeJson(out);
    }

    @Override
    void binary(byte[] bytes, int from, int to) {
        out.writeVarBytes(bytes, from, to);
    }

    @Override
    void any(byte[] bytes, int from, int to) {
        out.writeBytes(bytes, from, to);
    }

    @Override
    void deletes(DeleteSet deletes) {
        deletes.write(out);
    }

    @Override
    byte[] finish() {
        return out.toByteArray();
    }
}
