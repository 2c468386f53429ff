package dev.evenkeel.domain.journal;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;

import java.time.Instant;

/// Something that happened to a document, for its history and for whoever watches it.
///
/// @param type stable, snake_case: `created`, `saved`, `external_change`, `reset`, `deleted`, …
/// @param lockVersion the row's after it
/// @param detail what a watcher needs: changed ids, conflicts, source. Kept for good, so it may
///   hold document content (a conflict's values) and goes only to those who may read the document
public record Happening(String type, Actor actor, Instant at, long lockVersion, Value.Obj detail) {

    /// What a version says it was made by: the source of an outside write, else the type.
    public String reason() {
        String source = detail.text("source");
        return source.isEmpty() ? type : source;
    }

    public Happening withLockVersion(long lockVersion) {
        return new Happening(type, actor, at, lockVersion, detail);
    }
}
