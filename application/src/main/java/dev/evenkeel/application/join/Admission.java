package dev.evenkeel.application.join;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.resolve.Resolution;

/// Whether a session may come near a document, and what the document is.
public sealed interface Admission {

    /// It may.
    ///
    /// @param access at least [Access#READ]
    record Admitted(ProjectId project, Access access, Resolution resolution) implements Admission {}

    /// It may not, or there is nothing to come near to.
    record TurnedAway(Why why, String detail) implements Admission {}

    /// The codes travel to clients in lower case: add, never rename.
    enum Why {
        NOT_FOUND,
        VERSION_NOT_FOUND,
        WRONG_PROJECT,
        FORBIDDEN,
        DOCUMENT_PURGED,
        INVALID_ACTION,
        /// A new document needs a project, and neither the request nor the token names one.
        PROJECT_NEEDED
    }
}
