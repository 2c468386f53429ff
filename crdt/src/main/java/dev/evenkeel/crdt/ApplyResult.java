package dev.evenkeel.crdt;

/// What became of an update.
///
/// @param changed structs were added or deleted
/// @param pending something is parked in the document after this call
/// @param scanSteps how many structs had to be passed to find the places of new ones. Nearly always
///   next to nothing; an update with more than 100,000 is worth a line in a log
public record ApplyResult(boolean changed, boolean pending, long scanSteps) {}
