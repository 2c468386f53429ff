package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// One step of an [UndoManager]: all that was done between two pauses.
public final class StackItem {

    private ItemRanges insertions;
    private ItemRanges deletions;
    private final Map<Object, @Nullable Object> meta = new HashMap<>();

    StackItem(ItemRanges insertions, ItemRanges deletions) {
        this.insertions = insertions;
        this.deletions = deletions;
    }

    void add(ItemRanges inserted, ItemRanges deleted) {
        insertions = insertions.and(inserted);
        deletions = deletions.and(deleted);
    }

    ItemRanges inserted() {
        return insertions;
    }

    ItemRanges deleted() {
        return deletions;
    }

    /// What the step has brought, as clocks.
    public DeleteSet insertions() {
        return insertions.units();
    }

    public DeleteSet deletions() {
        return deletions.units();
    }

    /// Whatever the application wants to keep with the step, such as where the cursor was. May be
    /// modified.
    public Map<Object, @Nullable Object> meta() {
        return meta;
    }
}
