package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// One client of one document. There is exactly one per id, so entries are compared by identity.
final class ClientEntry {

    final long id;
    final StructList structs = new StructList();

    /// The next clock that is expected.
    int state;

    /// How many clients had structs here before this one had.
    int rank;

    /// The last transaction that added structs, and the state that it found.
    @Nullable Transaction touchedBy;

    int stateBefore;

    ClientEntry(long id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return id + ":" + state;
    }
}
