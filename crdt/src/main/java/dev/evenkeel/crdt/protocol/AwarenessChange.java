package dev.evenkeel.crdt.protocol;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Whose states were added, updated and removed, in the order in which it happened.
///
/// @param added clients that were not known
/// @param updated clients that have another state, or the same one renewed; also those who were
///   gone and are back
/// @param removed clients that are gone
/// @param origin what was given to [Awareness#apply] or [Awareness#remove], or an [Awareness.Cause]
public record AwarenessChange(
        List<Long> added, List<Long> updated, List<Long> removed, @Nullable Object origin) {

    public AwarenessChange {
        added = List.copyOf(added);
        updated = List.copyOf(updated);
        removed = List.copyOf(removed);
    }

    /// All of them, added ones first: whom to tell others of.
    public List<Long> clients() {
        var all = new ArrayList<Long>(added.size() + updated.size() + removed.size());
        all.addAll(added);
        all.addAll(updated);
        all.addAll(removed);
        return all;
    }

    boolean isEmpty() {
        return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
    }
}
