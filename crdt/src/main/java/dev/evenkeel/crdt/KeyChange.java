package dev.evenkeel.crdt;

/// What became of a key of a map, or of an attribute.
public sealed interface KeyChange {

    /// It has a value and had none.
    record Added() implements KeyChange {}

    /// It has another value.
    ///
    /// @param old what it had; a type among it is deleted and can be read until the callback ends
    record Updated(YValue old) implements KeyChange {}

    /// It had a value and has none.
    ///
    /// @param old as with [Updated]
    record Deleted(YValue old) implements KeyChange {}
}
