package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.IssueToken;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.content.Value;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// The tokens of a project's members. A secret is shown once, when it is made.
@Controller("/api/projects/{project}/tokens")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TokensController {

    private static final long EXPIRES_IN_MAX = Duration.ofDays(3_660).toSeconds();

    private final Tokens tokens;
    private final Projects projects;
    private final IssueToken issueToken;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Doors doors;
    private final Bodies bodies;

    TokensController(
            Tokens tokens,
            Projects projects,
            IssueToken issueToken,
            Sessions sessions,
            InstantSource clock,
            Doors doors,
            Bodies bodies) {
        this.tokens = tokens;
        this.projects = projects;
        this.issueToken = issueToken;
        this.sessions = sessions;
        this.clock = clock;
        this.doors = doors;
        this.bodies = bodies;
    }

    @Get
    HttpResponse<byte[]> list(Session session, String project) {
        ProjectId id = doors.project(session, project, Access.MANAGE).id();
        return Responses.ok(Shown.list(tokens.list(Optional.of(id)), Shown::token));
    }

    @Post
    HttpResponse<byte[]> issue(Session session, String project, @Body byte[] body) {
        ProjectId id = doors.project(session, project, Access.MANAGE).id();
        var members = new Members("token", bodies.object(body));
        String label = members.text("label");
        OptionalLong expiresIn = members.optionalCount("expires_in", EXPIRES_IN_MAX);
        Member member = members.has("member") ? known(id, members) : named(id, members);
        members.check();
        if (find(id, member.actor().id()).isEmpty()) {
            projects.putMember(member);
        }
        Optional<Instant> expiresAt =
                expiresIn.isPresent()
                        ? Optional.of(clock.instant().plusSeconds(expiresIn.getAsLong()))
                        : Optional.empty();
        var issued = issueToken.issue(Optional.of(id), member.actor(), label, expiresAt);
        sessions.recheck();
        return Responses.json(
                HttpStatus.CREATED,
                Shown.token(issued.stored()).with("token", Value.of(issued.secret())));
    }

    @Delete("/{id}")
    HttpResponse<byte[]> revoke(Session session, String project, String id) {
        ProjectId owner = doors.project(session, project, Access.MANAGE).id();
        boolean ours =
                tokens.list(Optional.of(owner)).stream().anyMatch(token -> token.id().equals(id));
        if (!ours || !tokens.revoke(id)) {
            throw ProblemException.notFound();
        }
        sessions.recheck();
        return HttpResponse.noContent();
    }

    /// A member by the id of its actor.
    private Member known(ProjectId project, Members members) {
        Optional<Member> member = find(project, members.text("member"));
        if (member.isEmpty()) {
            members.wrong("member", "is no member of this project");
        }
        members.check();
        return member.orElseThrow();
    }

    /// A member, or somebody who becomes one with a role.
    private Member named(ProjectId project, Members members) {
        Actor actor = MembersController.actor(members.object("actor"));
        Optional<Role> role = MembersController.role(members);
        Optional<Member> before = find(project, actor.id());
        if (before.isPresent()) {
            if (before.get().actor().type() != actor.type()) {
                members.wrong("actor", "is a member of another type");
            }
            if (role.isPresent() && role.get() != before.get().role()) {
                members.wrong("role", "is another for this member; change it under members");
            }
        } else if (role.isEmpty() && !members.has("role")) {
            members.wrong("role", "can't be blank for a new member");
        }
        members.check();
        return before.orElseGet(() -> new Member(project, actor, role.orElseThrow()));
    }

    private Optional<Member> find(ProjectId project, String actorId) {
        return projects.members(project).stream()
                .filter(member -> member.actor().id().equals(actorId))
                .findFirst();
    }
}
