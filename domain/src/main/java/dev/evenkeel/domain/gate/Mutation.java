package dev.evenkeel.domain.gate;

/// A change that somebody asks for. The bytes of an update are not here: the gate does not read
/// them.
public sealed interface Mutation {

    /// A Yjs update from somebody in the room.
    record ClientUpdate(int bytes) implements Mutation {}

    /// Store the live content as the row's.
    record Save() implements Mutation {}

    /// Put the live document back to what is stored.
    record Reset() implements Mutation {}

    /// Insert the row if it is absent.
    record Create() implements Mutation {}

    /// Change the row from outside of the live document.
    record OutsideWrite() implements Mutation {}

    /// Soft-delete the row.
    record Delete() implements Mutation {}

    /// Take a soft delete back.
    record Undelete() implements Mutation {}

    /// Remove the document for good.
    record Purge() implements Mutation {}
}
