package dev.evenkeel.domain.resolve;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;

import java.time.Instant;
import java.util.Optional;

/// The answer of a [DocumentResolver]. Which of them it is decides between INSERT and UPDATE, and
/// nothing else does.
public sealed interface Resolution {

    /// Nothing is or was stored under this id. The first save inserts it.
    ///
    /// @param project where it will belong; empty when nobody has said
    record Fresh(Optional<ProjectId> project) implements Resolution {}

    /// There is a row; a save updates it, whatever the caller believed.
    record Existing(Row row) implements Resolution {}

    /// An immutable state of the past: there is no way to write to it.
    record Past(Version version, ProjectId project) implements Resolution {}

    /// There is a row, soft-deleted. It can be looked at and nothing else.
    record Deleted(Row row, Instant at) implements Resolution {}

    /// The id was used and its row is gone for good; it is never inserted again.
    record Purged(ProjectId project) implements Resolution {}

    record NotFound() implements Resolution {}

    record WrongProject() implements Resolution {}

    record VersionNotFound(long version) implements Resolution {}

    record InvalidAction(String asked) implements Resolution {}
}
