package dev.evenkeel.domain.content;

import java.util.List;

/// One step from a content to another, small enough to become a few CRDT operations: nothing is
/// cleared and refilled, so cursors, selections and undo survive.
public sealed interface Change {

    Path path();

    /// Set a member of a map to a value as a whole (a scalar, an entry of an open map, or a nested
    /// map that was not there).
    record Put(Path path, Value value) implements Change {}

    /// Remove a member of a map.
    record Remove(Path path) implements Change {}

    /// Add an item at the end of the keyed list at `path`.
    record AddItem(Path path, String id, Value.Obj item) implements Change {}

    /// Remove the item from the keyed list at `path`.
    record RemoveItem(Path path, String id) implements Change {}

    /// Edit a shared text in place.
    record EditText(Path path, List<TextEdit> edits) implements Change {
        public EditText {
            edits = List.copyOf(edits);
        }
    }

    /// The list at `path` holds several items with this id: keep the first, remove the others.
    record Collapse(Path path, String id) implements Change {}
}
