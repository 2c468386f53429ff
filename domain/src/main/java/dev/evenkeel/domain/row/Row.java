package dev.evenkeel.domain.row;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.time.Instant;
import java.util.Optional;

/// A document's stored truth.
///
/// @param title unique among the rows of its kind in the project, soft-deleted rows included; for a
///   free document its key
/// @param content normalised; empty for a free document
/// @param lockVersion rises by one with each write, 1 after the first; 0 for a free document for
///   ever
/// @param deletedAt when it was soft-deleted
public record Row(
        DocumentId document,
        ProjectId project,
        String title,
        Value.Obj content,
        long lockVersion,
        Optional<Instant> deletedAt) {}
