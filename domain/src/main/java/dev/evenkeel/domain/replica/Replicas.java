package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;

import java.util.List;
import java.util.Optional;

/// Makes replicas and updates. Called from any thread; never blocks.
public interface Replicas {

    /// A replica with this history, in the order it was kept.
    ///
    /// @throws CorruptHistoryException if what was kept cannot be read; never an empty document
    Replica open(List<Update> history);

    /// The updates as one, without a document. They must be well formed.
    Update merge(List<Update> updates);

    /// The operations that apply `changes` in a document of state `state`, authored by client
    /// `clientId`, as one update. A pure function: the same arguments give the same bytes.
    ///
    /// @param mirrors values for the schema's mirrors, written where they differ
    Update compose(
            Update state, long clientId, Schema schema, List<Change> changes, Mirrors mirrors);

    /// What the mirrors of a row show.
    ///
    /// @param deletedAt ISO-8601, or empty for null
    record Mirrors(long lockVersion, Optional<String> deletedAt) {}
}
