package dev.evenkeel.domain.resolve;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentId;

import java.util.Optional;

/// What somebody asks for.
///
/// @param project the project the caller believes it is in; empty when it does not say
public record Request(DocumentId document, Action action, Optional<ProjectId> project) {

    public sealed interface Action {

        /// To work on a document that need not exist yet. A client that was told so long ago may
        /// still believe it when there is a row; the answer is then [Resolution.Existing].
        record New() implements Action {}

        /// To work on a document that exists.
        record Edit() implements Action {}

        /// To look at a stored version.
        record View(long version) implements Action {}

        /// What a client asked for that is none of the above.
        record Unknown(String asked) implements Action {}
    }
}
