package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

/// What is left of structs that nobody can refer to any more, because their parent is gone.
final class GcStruct extends Struct {

    GcStruct(ClientEntry client, int clock, int length) {
        super(client, clock, length);
    }

    @Override
    boolean isDeleted() {
        return true;
    }

    @Override
    void write(Lib0Writer out, int offset) {
        out.writeByte(Kind.GC);
        out.writeVarUint(length - offset);
    }
}
