package dev.evenkeel.domain.version;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.time.Instant;

/// An immutable state of a document's content.
///
/// @param reason what made it: `saved`, `reset`, or the source of an outside write: `http`,
///   `restore`
public record Version(
        DocumentId document,
        VersionLabel label,
        String title,
        Value.Obj content,
        Actor actor,
        Instant at,
        String reason) {}
