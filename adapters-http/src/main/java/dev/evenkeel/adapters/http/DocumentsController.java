package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.ResetResult;
import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.room.RoomState;
import dev.evenkeel.application.room.SaveResult;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.resolve.Resolution;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Live documents, by name. A name may hold slashes, encoded or not.
@Controller("/api/documents")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocumentsController {

    private static final byte[] NO_BODY = {};

    private final Doors doors;
    private final Kinds kinds;
    private final Journal journal;
    private final Answers answers;

    DocumentsController(Doors doors, Kinds kinds, Journal journal, Answers answers) {
        this.doors = doors;
        this.kinds = kinds;
        this.journal = journal;
        this.answers = answers;
    }

    @Get("/{name:.+}/state")
    HttpResponse<byte[]> state(
            Session session,
            String name,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String project) {
        DocumentName document = doors.live(name);
        Wish wish = new Wish(action, project);
        known(session, document.document(), wish);
        RoomState state =
                doors.ask(
                        session,
                        document.document(),
                        wish.action(),
                        wish.project(),
                        reply -> new RoomCommand.Describe(session, reply));
        return Responses.ok(Shown.state(document, state));
    }

    /// The live content; of a version's name, the version's.
    @Get("/{name:.+}/content")
    HttpResponse<byte[]> content(
            Session session,
            String name,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String project) {
        DocumentName document = doors.name(name);
        Wish wish = new Wish(action, project);
        if (document.version().isPresent()) {
            var view = new Action.View(document.version().getAsLong());
            var admitted = doors.admit(session, document.document(), view, wish.project());
            return admitted.resolution() instanceof Resolution.Past(var version, _)
                    ? Responses.ok(version.content())
                    : notFound();
        }
        known(session, document.document(), wish);
        if (kinds.get(document.document().kind()) instanceof Kind.Free) {
            throw Answers.refusal(Refusal.KIND_HAS_NO_ROW);
        }
        Optional<Value.Obj> content =
                doors.ask(
                        session,
                        document.document(),
                        wish.action(),
                        wish.project(),
                        reply -> new RoomCommand.ReadContent(session, reply));
        return Responses.ok(content.orElseThrow(ProblemException::notFound));
    }

    private static HttpResponse<byte[]> notFound() {
        throw ProblemException.notFound();
    }

    @Post("/{name:.+}/save")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> save(
            Session session,
            String name,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String project,
            HttpRequest<?> request) {
        DocumentId document = doors.live(name).document();
        Wish wish = new Wish(action, project);
        ProjectId owner = doors.admit(session, document, wish.action(), wish.project()).project();
        var id = Outside.requestId(request, session, owner, NO_BODY);
        SaveResult result =
                doors.ask(
                        session,
                        document,
                        wish.action(),
                        wish.project(),
                        reply -> new RoomCommand.Save(session, id, reply));
        return Answers.saved(document, result);
    }

    @Post("/{name:.+}/reset")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> reset(Session session, String name) {
        ResetResult result =
                doors.ask(
                        session,
                        doors.live(name).document(),
                        new Action.Edit(),
                        Optional.empty(),
                        reply -> new RoomCommand.Reset(session, reply));
        return Answers.reset(result);
    }

    /// An outside write with the content of a version or a draft.
    @Post("/{name:.+}/versions/{label}/restore")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> restore(
            Session session, String name, String label, HttpRequest<?> request) {
        DocumentId document = doors.live(name).document();
        var edit = new Action.Edit();
        ProjectId owner = doors.admit(session, document, edit, Optional.empty()).project();
        var change =
                new RowChange(
                        new What.Restore(VersionsController.label(label)),
                        Outside.expected(request),
                        Outside.requestId(request, session, owner, NO_BODY),
                        "restore");
        WriteResult result =
                doors.ask(
                        session,
                        document,
                        edit,
                        Optional.empty(),
                        reply -> new RoomCommand.Write(session, change, reply));
        return answers.written(document, result, HttpStatus.OK);
    }

    /// A document that may be new is nobody's until somebody has opened it: then its journal says
    /// where it belongs. Before that there is nothing to ask.
    private void known(Session session, DocumentId document, Wish wish) {
        var admitted = doors.admit(session, document, wish.action(), wish.project());
        if (admitted.resolution() instanceof Resolution.Fresh && journal.last(document) == 0) {
            throw ProblemException.notFound();
        }
    }

    /// What the caller believes of the document, as the query says.
    private record Wish(Action action, Optional<ProjectId> project) {

        Wish(@Nullable String action, @Nullable String project) {
            this(actionOf(action), projectOf(project));
        }

        private static Action actionOf(@Nullable String action) {
            return switch (action) {
                case null -> new Action.Edit();
                case "edit" -> new Action.Edit();
                case "new" -> new Action.New();
                case String other -> new Action.Unknown(other);
            };
        }

        private static Optional<ProjectId> projectOf(@Nullable String project) {
            if (project == null) {
                return Optional.empty();
            }
            if (!ProjectId.isValid(project)) {
                throw ProblemException.notFound();
            }
            return Optional.of(new ProjectId(project));
        }
    }
}
