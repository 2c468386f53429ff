package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What happened to the stacks of an [UndoManager].
public sealed interface UndoEvent {

    /// What a step is for.
    enum Direction {
        UNDO,
        REDO
    }

    /// A step was put on the stack of its direction.
    ///
    /// @param origin of the transaction that made it
    /// @param changed the types that the transaction has changed, and all that they are in
    record Added(StackItem item, Direction direction, @Nullable Object origin, Set<YType> changed)
            implements UndoEvent {}

    /// The last step grew, because it was not long ago.
    ///
    /// @param origin of the transaction that was added to it
    /// @param changed the types that the transaction has changed, and all that they are in
    record Updated(StackItem item, Direction direction, @Nullable Object origin, Set<YType> changed)
            implements UndoEvent {}

    /// A step was undone or redone.
    ///
    /// @param changed the types that this has changed, and all that they are in; empty if it was
    ///   done inside a transaction that has not ended
    record Popped(StackItem item, Direction direction, Set<YType> changed) implements UndoEvent {}

    /// Steps were thrown away.
    record Cleared(boolean undoStack, boolean redoStack) implements UndoEvent {}
}
