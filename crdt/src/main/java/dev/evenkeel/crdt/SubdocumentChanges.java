package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What happens to subdocuments in one transaction.
final class SubdocumentChanges {

    private final Set<Subdocument> added = new LinkedHashSet<>();
    private final Set<Subdocument> removed = new LinkedHashSet<>();
    private final Set<Subdocument> loaded = new LinkedHashSet<>();

    void add(Subdocument subdocument) {
        added.add(subdocument);
        if (subdocument.shouldLoad()) {
            loaded.add(subdocument);
        }
    }

    void load(Subdocument subdocument) {
        loaded.add(subdocument);
    }

    /// Its item was deleted.
    void delete(Subdocument subdocument) {
        if (!added.remove(subdocument)) {
            removed.add(subdocument);
        }
    }

    void remove(Subdocument subdocument) {
        removed.add(subdocument);
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && loaded.isEmpty();
    }

    Set<Subdocument> added() {
        return added;
    }

    Set<Subdocument> removed() {
        return removed;
    }

    SubdocumentsEvent event(Transaction transaction) {
        return new SubdocumentsEvent(
                Collections.unmodifiableSet(added),
                Collections.unmodifiableSet(removed),
                Collections.unmodifiableSet(loaded),
                transaction);
    }
}
