package dev.evenkeel.crdt;

/// Somebody else turned out to write under the client id of a document, which has taken another
/// one. What both have written under the old id at the same clocks stays different for ever; a
/// document should never have been given an id that is not its own.
///
/// @param before the id that both have used
/// @param now the id under which the document writes from now on, random
public record ClientIdChange(long before, long now) {}
