package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Principal.Scope;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;

@Controller("/api/projects")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProjectsController {

    private final Projects projects;
    private final Doors doors;
    private final Bodies bodies;
    private final Ids ids;

    ProjectsController(Projects projects, Doors doors, Bodies bodies, Ids ids) {
        this.projects = projects;
        this.doors = doors;
        this.bodies = bodies;
        this.ids = ids;
    }

    /// Those that the session may see.
    @Get
    HttpResponse<byte[]> list(Session session) {
        List<Project> seen =
                switch (session.principal().scope()) {
                    case Scope.Everything() -> projects.list();
                    case Scope.OneProject(ProjectId id, Access access) ->
                            access.allows(Access.READ)
                                    ? projects.find(id).stream().toList()
                                    : List.of();
                };
        return Responses.ok(Shown.list(seen, Shown::project));
    }

    @Post
    HttpResponse<byte[]> create(Session session, @Body byte[] body) {
        if (!(session.principal().scope() instanceof Scope.Everything)) {
            throw ProblemException.clearedBy(
                    Code.FORBIDDEN, "Only operators create projects.", "an operator's token");
        }
        var members = new Members("project", bodies.object(body));
        String name = members.text("name");
        String id = members.optionalText("id").orElseGet(ids::uuid);
        if (!ProjectId.isValid(id)) {
            members.wrong("id", "must be lower-case letters, digits and dashes, at most 64");
        }
        members.check();
        var project = new Project(new ProjectId(id), name);
        if (!projects.create(project)) {
            throw Answers.taken();
        }
        return Responses.json(HttpStatus.CREATED, Shown.project(project))
                .header("Location", "/api/projects/" + id);
    }

    @Get("/{project}")
    HttpResponse<byte[]> show(Session session, String project) {
        return Responses.ok(Shown.project(doors.project(session, project, Access.READ)));
    }
}
