package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The clients of a document by id: an open-addressing table without boxes, and the one that was
/// asked for last.
final class ClientTable implements Clocks {

    private static final ClientEntry[] NO_ENTRIES = {};

    private @Nullable ClientEntry[] slots = new @Nullable ClientEntry[4];
    private int size;
    private int ranks;
    private @Nullable ClientEntry last;
    private ClientEntry[] descending = NO_ENTRIES;

    /// For a client that gets its first struct.
    int nextRank() {
        return ranks++;
    }

    @Override
    public int size() {
        return size;
    }

    @Nullable ClientEntry find(long id) {
        if (last != null && last.id == id) {
            return last;
        }
        ClientEntry entry = slots[slot(id)];
        if (entry != null) {
            last = entry;
        }
        return entry;
    }

    ClientEntry findOrAdd(long id) {
        ClientEntry known = find(id);
        if (known != null) {
            return known;
        }
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        var added = new ClientEntry(id);
        slots[slot(id)] = added;
        size++;
        last = added;
        return added;
    }

    @Override
    public int state(long id) {
        ClientEntry entry = find(id);
        return entry == null ? 0 : entry.state;
    }

    /// All entries, highest id first; not to be modified.
    ClientEntry[] descending() {
        if (descending.length != size) {
            var sorted = new ClientEntry[size];
            int count = 0;
            for (ClientEntry entry : slots) {
                if (entry != null) {
                    sorted[count++] = entry;
                }
            }
            Arrays.sort(sorted, (a, b) -> Long.compare(b.id, a.id));
            descending = sorted;
        }
        return descending;
    }

    private int slot(long id) {
        int mask = slots.length - 1;
        int at = (int) ((id * 0x9e3779b97f4a7c15L) >>> 40) & mask;
        while (true) {
            ClientEntry entry = slots[at];
            if (entry == null || entry.id == id) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    private void grow() {
        @Nullable ClientEntry[] old = slots;
        slots = new @Nullable ClientEntry[old.length * 2];
        for (ClientEntry entry : old) {
            if (entry != null) {
                slots[slot(entry.id)] = entry;
            }
        }
    }
}
