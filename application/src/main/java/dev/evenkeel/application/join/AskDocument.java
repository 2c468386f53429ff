package dev.evenkeel.application.join;

import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.resolve.Request.Action;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// One request to a document by somebody who is not in its room: resolve, admit, ask the room.
/// Saves, resets, outside writes and questions all go this way.
public final class AskDocument {

    private final AdmitSession admission;
    private final Rooms rooms;

    public AskDocument(AdmitSession admission, Rooms rooms) {
        this.admission = admission;
        this.rooms = rooms;
    }

    public sealed interface Answer<T> {

        record Answered<T>(T result) implements Answer<T> {}

        record TurnedAway<T>(Admission.Why why, String detail) implements Answer<T> {}
    }

    /// Ask the room of `document`. Blocks; throws what [Rooms#ask] throws.
    ///
    /// @param action what the caller believes of the document: that it exists, or that it may be
    ///   new
    /// @param project the project that the caller names, if it names one
    /// @param command makes the command, given where its reply goes
    public <T> Answer<T> ask(
            Session session,
            DocumentId document,
            Action action,
            Optional<ProjectId> project,
            Function<CompletableFuture<T>, RoomCommand> command) {
        return switch (admission.admit(session, document, action, project)) {
            case Admission.TurnedAway(var why, String detail) ->
                    new Answer.TurnedAway<>(why, detail);
            case Admission.Admitted _ -> new Answer.Answered<>(rooms.ask(document, command));
        };
    }
}
