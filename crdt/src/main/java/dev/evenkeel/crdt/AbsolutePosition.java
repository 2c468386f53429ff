package dev.evenkeel.crdt;

/// Where a [RelativePosition] is in a document at the moment of asking.
///
/// @param index from 0 to the length of the type
/// @param assoc as the relative position has it
public record AbsolutePosition(YType type, int index, int assoc) {}
