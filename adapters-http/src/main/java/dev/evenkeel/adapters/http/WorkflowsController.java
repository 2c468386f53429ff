package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.resolve.Resolution;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;
import java.util.Optional;

/// The rows of workflows. What is changed here is an *outside write*: it goes through the
/// document's room, which merges it with what people are typing.
@Controller("/api/projects/{project}/workflows")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WorkflowsController {

    private static final String SOURCE = "http";
    private static final byte[] NO_BODY = {};

    private final Rows rows;
    private final Doors doors;
    private final Bodies bodies;
    private final Answers answers;
    private final Ids ids;

    WorkflowsController(Rows rows, Doors doors, Bodies bodies, Answers answers, Ids ids) {
        this.rows = rows;
        this.doors = doors;
        this.bodies = bodies;
        this.answers = answers;
        this.ids = ids;
    }

    /// @param deleted whether soft-deleted ones are listed too
    @Get
    HttpResponse<byte[]> list(
            Session session, String project, @QueryValue(defaultValue = "false") boolean deleted) {
        ProjectId id = doors.project(session, project, Access.READ).id();
        List<Row> listed =
                rows.list(id, WorkflowKind.NAME).stream()
                        .filter(row -> deleted || row.deletedAt().isEmpty())
                        .toList();
        return Responses.ok(Shown.list(listed, Shown::rowWithoutContent));
    }

    @Post
    HttpResponse<byte[]> create(
            Session session, String project, HttpRequest<?> request, @Body byte[] body) {
        ProjectId owner = doors.project(session, project, Access.WRITE).id();
        Value.Obj content = bodies.object(body);
        var members = new Members(WorkflowKind.NAME, content);
        String wanted = members.optionalText("id").orElseGet(ids::uuid);
        members.check();
        DocumentId document = document(wanted);
        var result = create(session, owner, document, content, request, body);
        var response = answers.written(document, result, HttpStatus.CREATED);
        DocumentId made =
                result instanceof WriteResult.Repeated(var first, long _) ? first : document;
        return response.header("Location", "/api/projects/" + owner + "/workflows/" + made.key());
    }

    private WriteResult create(
            Session session,
            ProjectId owner,
            DocumentId document,
            Value.Obj content,
            HttpRequest<?> request,
            byte[] body) {
        try {
            return write(
                    session,
                    owner,
                    document,
                    new Action.New(),
                    new What.Create(owner, content),
                    request,
                    body);
        } catch (ProblemException e) {
            // Another project has the id. That it is taken is all that can be said.
            throw e.code() == Code.NOT_FOUND ? Answers.taken() : e;
        }
    }

    @Get("/{id}")
    HttpResponse<byte[]> show(Session session, String project, String id) {
        ProjectId owner = doors.project(session, project, Access.READ).id();
        var admitted = doors.admit(session, document(id), new Action.Edit(), Optional.of(owner));
        Row row =
                switch (admitted.resolution()) {
                    case Resolution.Existing(Row existing) -> existing;
                    case Resolution.Deleted(Row deleted, _) -> deleted;
                    case Resolution.Fresh _,
                            Resolution.Past _,
                            Resolution.Purged _,
                            Resolution.NotFound _,
                            Resolution.WrongProject _,
                            Resolution.VersionNotFound _,
                            Resolution.InvalidAction _ ->
                            throw ProblemException.notFound();
                };
        return Responses.tagged(HttpStatus.OK, row.lockVersion(), Shown.row(row));
    }

    @Put("/{id}")
    HttpResponse<byte[]> replace(
            Session session, String project, String id, HttpRequest<?> request, @Body byte[] body) {
        return change(session, project, id, new What.Replace(bodies.object(body)), request, body);
    }

    @Patch("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    HttpResponse<byte[]> patch(
            Session session, String project, String id, HttpRequest<?> request, @Body byte[] body) {
        return change(session, project, id, new What.Patch(bodies.object(body)), request, body);
    }

    /// @param purge remove it for good instead of marking it as deleted
    @Delete("/{id}")
    HttpResponse<byte[]> delete(
            Session session,
            String project,
            String id,
            @QueryValue(defaultValue = "false") boolean purge,
            HttpRequest<?> request) {
        What what = purge ? new What.Purge() : new What.Delete();
        return change(session, project, id, what, request, NO_BODY);
    }

    @Post("/{id}/undelete")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> undelete(
            Session session, String project, String id, HttpRequest<?> request) {
        return change(session, project, id, new What.Undelete(), request, NO_BODY);
    }

    private MutableHttpResponse<byte[]> change(
            Session session,
            String project,
            String id,
            What what,
            HttpRequest<?> request,
            byte[] body) {
        ProjectId owner = doors.project(session, project, Access.READ).id();
        DocumentId document = document(id);
        var result = write(session, owner, document, new Action.Edit(), what, request, body);
        return answers.written(document, result, HttpStatus.OK);
    }

    private WriteResult write(
            Session session,
            ProjectId owner,
            DocumentId document,
            Action action,
            What what,
            HttpRequest<?> request,
            byte[] body) {
        var change =
                new RowChange(
                        what,
                        Outside.expected(request),
                        Outside.requestId(request, session, owner, body),
                        SOURCE);
        return doors.ask(
                session,
                document,
                action,
                Optional.of(owner),
                reply -> new RoomCommand.Write(session, change, reply));
    }

    private DocumentId document(String id) {
        return doors.live(WorkflowKind.NAME + ":" + id).document();
    }
}
