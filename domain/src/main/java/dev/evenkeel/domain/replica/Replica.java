package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;

/// One copy of a Yjs document. Confined to one thread at a time; never blocks.
///
/// It may be no more than bytes until somebody asks for its content.
public interface Replica {

    /// Read `update` without changing anything. News is also said of a deletion that was done
    /// already because it follows from something else, where nobody has looked at the content yet;
    /// [#has] knows better.
    Reading read(Update update);

    /// Take in an update that [#read] called well formed. Structs whose predecessors are missing
    /// are parked until those arrive. Throws [IllegalStateException] for one that was not read, and
    /// the replica is then unusable.
    void integrate(Update update);

    /// What is here and unknown to somebody who has `known`.
    ///
    /// @throws IllegalArgumentException if `known` is no state vector
    Update diff(StateVector known);

    StateVector stateVector();

    /// Whether something is parked because what it builds on is missing here.
    boolean hasGaps();

    /// The content as the schema reads it, and what stands in the document that the schema does not
    /// allow.
    ///
    /// @throws CorruptHistoryException if no content can be made of what the document holds
    Projection project(Schema schema);

    /// The whole document as one update, parked structs included.
    default Update state() {
        return diff(StateVector.NOTHING);
    }

    /// Whether all of an update is here already. False for one that is not well formed. May take as
    /// long as opening the document and reading its content.
    default boolean has(Update update) {
        return read(update) instanceof Reading.NothingNew;
    }

    /// The whole document as something to keep: without what was deleted, if that is much of it.
    default Update compacted() {
        return state();
    }

    /// The whole document without what was deleted. May take as long as [#has].
    default Update collected() {
        return state();
    }

    /// The content alone.
    default Value.Obj content(Schema schema) {
        return project(schema).content();
    }
}
