package dev.evenkeel.domain.row;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentId;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of all documents. Called from any thread; may block; what a method changed is durable
/// when it returns. Every method throws [StorageUnavailableException] if no answer could be had;
/// after a failed [#commit] it is not known whether it was stored, and asking again with the same
/// [Commit#request] is safe.
public interface Rows {

    Lookup find(DocumentId document);

    /// Change a row in one transaction with its version, its journal entry and, for a save, the
    /// base.
    CommitResult commit(Commit commit);

    /// What the request with this id led to: [CommitResult.Repeated], or
    /// [CommitResult.RequestIdReused] when it was used for something else; empty when it was never
    /// committed. Asked before anything is judged, so that a retry gets its answer although the
    /// first try changed what the judgement would see.
    Optional<CommitResult> answered(Commit.RequestId request);

    /// The rows of a project, soft-deleted ones included, by title.
    List<Row> list(ProjectId project, String kind);

    /// The lock_version of each of `documents` that has a row, purged ones left out. One query.
    Map<DocumentId, Long> lockVersions(Collection<DocumentId> documents);
}
