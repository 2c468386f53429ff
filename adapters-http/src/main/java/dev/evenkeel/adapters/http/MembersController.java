package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Role;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.Optional;

/// The members of a project. What changes here takes effect on open connections at once.
@Controller("/api/projects/{project}/members")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MembersController {

    private final Projects projects;
    private final Sessions sessions;
    private final Doors doors;
    private final Bodies bodies;

    MembersController(Projects projects, Sessions sessions, Doors doors, Bodies bodies) {
        this.projects = projects;
        this.sessions = sessions;
        this.doors = doors;
        this.bodies = bodies;
    }

    @Get
    HttpResponse<byte[]> list(Session session, String project) {
        ProjectId id = doors.project(session, project, Access.MANAGE).id();
        return Responses.ok(Shown.list(projects.members(id), Shown::member));
    }

    @Put
    HttpResponse<byte[]> put(Session session, String project, @Body byte[] body) {
        ProjectId id = doors.project(session, project, Access.MANAGE).id();
        var members = new Members("member", bodies.object(body));
        Members actor = members.object("actor");
        Optional<Role> role = role(members);
        members.check();
        Actor who = actor(actor);
        if (role.isEmpty()) {
            members.wrong("role", "can't be blank");
        }
        members.check();
        var member = new Member(id, who, role.orElseThrow());
        projects.putMember(member);
        sessions.recheck();
        return Responses.ok(Shown.member(member));
    }

    @Post
    HttpResponse<byte[]> add(Session session, String project, @Body byte[] body) {
        return put(session, project, body);
    }

    @Delete("/{actor}")
    HttpResponse<byte[]> remove(Session session, String project, String actor) {
        ProjectId id = doors.project(session, project, Access.MANAGE).id();
        if (!Members.isPlain(actor) || !projects.removeMember(id, actor)) {
            throw ProblemException.notFound();
        }
        sessions.recheck();
        return HttpResponse.noContent();
    }

    /// `{type, id, name}`. Operators, guests and the server itself are no members.
    static Actor actor(Members actor) {
        String type = actor.text("type");
        String id = actor.text("id");
        String name = actor.optionalText("name").orElse(id);
        Optional<Actor.Type> known =
                switch (type) {
                    case "person" -> Optional.of(Actor.Type.PERSON);
                    case "agent" -> Optional.of(Actor.Type.AGENT);
                    case "connection" -> Optional.of(Actor.Type.CONNECTION);
                    case "plugin" -> Optional.of(Actor.Type.PLUGIN);
                    default -> Optional.empty();
                };
        if (known.isEmpty() && !type.isEmpty()) {
            actor.wrong("type", "must be person, agent, connection or plugin");
        }
        actor.check();
        return new Actor(known.orElseThrow(), id, name);
    }

    static Optional<Role> role(Members members) {
        return members.optionalText("role")
                .flatMap(
                        role ->
                                switch (role) {
                                    case "viewer" -> Optional.of(Role.VIEWER);
                                    case "editor" -> Optional.of(Role.EDITOR);
                                    case "admin" -> Optional.of(Role.ADMIN);
                                    case "owner" -> Optional.of(Role.OWNER);
                                    default -> {
                                        members.wrong(
                                                "role", "must be viewer, editor, admin or owner");
                                        yield Optional.empty();
                                    }
                                });
    }
}
