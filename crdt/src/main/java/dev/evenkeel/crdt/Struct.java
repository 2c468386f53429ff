package dev.evenkeel.crdt;

/// A run of clocks of one client in a document.
abstract sealed class Struct permits Item, GcStruct {

    final ClientEntry client;
    int clock;
    int length;

    Struct(ClientEntry client, int clock, int length) {
        this.client = client;
        this.clock = clock;
        this.length = length;
    }

    final int end() {
        return clock + length;
    }

    abstract boolean isDeleted();

    /// Writes the struct without its first `offset` clocks.
    abstract void write(FieldWriter out, int offset);
}
