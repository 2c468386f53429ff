package dev.evenkeel.crdt;

import java.util.Set;

/// What a transaction means for the subdocuments of a document. One that was added and deleted in
/// the same transaction is in neither of the two sets.
///
/// A deleted one comes twice: when it is deleted, and in a transaction of its own when it is
/// destroyed for that reason. That is how Yjs tells it.
///
/// @param added there from now on
/// @param removed not there any more, and about to be destroyed
/// @param loaded wanted from now on by somebody here
public record SubdocumentsEvent(
        Set<Subdocument> added,
        Set<Subdocument> removed,
        Set<Subdocument> loaded,
        Transaction transaction) {}
