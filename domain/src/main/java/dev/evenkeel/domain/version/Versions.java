package dev.evenkeel.domain.version;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The versions of all documents. Those of rows are stored by
/// [dev.evenkeel.domain.row.Rows#commit]; here they are read, and drafts are kept. Called from any
/// thread; may block. Throws [dev.evenkeel.domain.row.StorageUnavailableException] if no answer
/// could be had.
public interface Versions {

    Optional<Version> find(DocumentId document, VersionLabel label);

    /// The last stored first, stored ones and drafts together, at most `countMax`.
    List<Version> list(DocumentId document, int countMax);

    /// Keep a content that is about to leave the live document; its reason is `draft`. Durable when
    /// this returns.
    VersionLabel keepDraft(
            DocumentId document, String title, Value.Obj content, Actor actor, Instant at);
}
