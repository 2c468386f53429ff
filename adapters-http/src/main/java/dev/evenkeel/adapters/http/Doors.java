package dev.evenkeel.adapters.http;

import dev.evenkeel.application.join.Admission;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.AskDocument;
import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.resolve.Request.Action;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// From what a path says to a project or a document that the session may come near. Every endpoint
/// goes through one of these doors; each ends the request when it stays shut.
@Singleton
final class Doors {

    private final Projects projects;
    private final AdmitSession admission;
    private final AskDocument documents;
    private final Kinds kinds;

    Doors(Projects projects, AdmitSession admission, AskDocument documents, Kinds kinds) {
        this.projects = projects;
        this.admission = admission;
        this.documents = documents;
        this.kinds = kinds;
    }

    /// The project, for somebody who has `needed` access to it.
    Project project(Session session, String id, Access needed) {
        if (!ProjectId.isValid(id)) {
            throw ProblemException.notFound();
        }
        var project = new ProjectId(id);
        Access access = session.accessTo(project);
        if (access == Access.NONE) {
            throw ProblemException.notFound();
        }
        Project found = projects.find(project).orElseThrow(ProblemException::notFound);
        if (!access.allows(needed)) {
            throw Answers.refusal(
                    needed == Access.MANAGE ? Refusal.MANAGE_ONLY : Refusal.READ_ONLY);
        }
        return found;
    }

    /// A document or a version of one.
    DocumentName name(String text) {
        return switch (DocumentName.parse(text, kinds.names())) {
            case DocumentName.Parsed.Valid(DocumentName name) -> name;
            case DocumentName.Parsed.Invalid(String why) ->
                    throw ProblemException.of(Code.INVALID_NAME, why + ".");
        };
    }

    /// A document that is not a view of a version.
    DocumentName live(String text) {
        DocumentName name = name(text);
        if (name.version().isPresent()) {
            throw ProblemException.clearedBy(
                    Code.INVALID_NAME,
                    "A version has content and nothing else, and never changes.",
                    "the document's name without its version");
        }
        return name;
    }

    Admission.Admitted admit(
            Session session, DocumentId document, Action action, Optional<ProjectId> project) {
        return switch (admission.admit(session, document, action, project)) {
            case Admission.Admitted admitted -> admitted;
            case Admission.TurnedAway(var why, String detail) ->
                    throw Answers.turnedAway(why, detail, action);
        };
    }

    <T> T ask(
            Session session,
            DocumentId document,
            Action action,
            Optional<ProjectId> project,
            Function<CompletableFuture<T>, RoomCommand> command) {
        return switch (documents.ask(session, document, action, project, command)) {
            case AskDocument.Answer.Answered<T>(T result) -> result;
            case AskDocument.Answer.TurnedAway<T>(var why, String detail) ->
                    throw Answers.turnedAway(why, detail, action);
        };
    }
}
