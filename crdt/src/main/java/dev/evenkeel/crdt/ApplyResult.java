package dev.evenkeel.crdt;

/// What became of an update.
///
/// @param changed structs were added or deleted
/// @param pending something is parked in the document after this call
public record ApplyResult(boolean changed, boolean pending) {}
