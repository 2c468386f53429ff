package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;

/// One copy of a Yjs document. Confined to one thread at a time; never blocks.
public interface Replica {

    /// Read `update` without changing anything.
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
    Projection project(Schema schema);

    /// The whole document as one update, parked structs included.
    default Update state() {
        return diff(StateVector.NOTHING);
    }

    /// The content alone.
    default Value.Obj content(Schema schema) {
        return project(schema).content();
    }
}
