package dev.evenkeel.domain.row;

import dev.evenkeel.domain.actor.ProjectId;

/// What is stored under a document's id.
public sealed interface Lookup {

    record Present(Row row) implements Lookup {}

    /// There never was a row.
    record Absent() implements Lookup {}

    /// There was one and it is gone for good; the id is never used again.
    record Purged(ProjectId project) implements Lookup {}
}
