package dev.evenkeel.crdt;

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
    void write(FieldWriter out, int offset) {
        out.info(Kind.GC);
        out.length(length - offset);
    }
}
