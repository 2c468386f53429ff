package dev.evenkeel.domain.row;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.log.Base;

import java.time.Instant;
import java.util.Optional;

/// A change of a row.
///
/// @param request lets a retry of the same request have the first one's answer
/// @param base the live document's new base, when the change came out of it: stored with the row or
///   not at all, so a crash never leaves a save that its own live document takes for somebody
///   else's. Its lockVersion must be the one that the change will produce
/// @param happening what the journal says of it; its lockVersion is filled in with the new one
public record Commit(
        DocumentId document,
        Write write,
        Actor actor,
        Instant at,
        Optional<RequestId> request,
        Optional<Base> base,
        Happening happening) {

    public sealed interface Write {

        /// Insert if absent. The row gets lock_version 1 and version 1 (a free document 0 and
        /// none).
        record Insert(ProjectId project, String title, Value.Obj content) implements Write {}

        /// Update where lock_version is `expected`; it rises by one and a version is stored.
        /// Whether the row is soft-deleted stays as it is.
        record Replace(long expected, String title, Value.Obj content) implements Write {}

        /// Set or clear deleted_at where lock_version is `expected`; a version is stored.
        record Mark(long expected, String title, Value.Obj content, Optional<Instant> deletedAt)
                implements Write {}

        /// Remove content, versions, log and base for good and remember that the id was used. Of
        /// the journal, who did what when remains; the details, which may quote content, do not.
        /// Whoever holds the document's room closes it first: a later append would start a new log.
        record Purge() implements Write {}
    }

    /// A client's own name for a request.
    ///
    /// @param scope keeps the names of different callers and projects apart
    /// @param key as the client sent it, 1 to 255 characters
    /// @param fingerprint a hash of what was asked, so that a key used for something else is
    ///   noticed
    public record RequestId(String scope, String key, String fingerprint) {}
}
