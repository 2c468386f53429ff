package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Role;

import java.util.List;
import java.util.Optional;

/// The projects in tables `projects` and `members`.
final class JdbcProjects implements Projects {

    private final Database database;

    JdbcProjects(Database database) {
        this.database = database;
    }

    @Override
    public boolean create(Project project) {
        String id = project.id().value();
        return database.write(
                "create project " + id,
                () -> {
                    if (database.projects.find(id).isPresent()) {
                        return false;
                    }
                    database.projects.insert(id, project.name());
                    return true;
                });
    }

    @Override
    public List<Project> list() {
        return database.read(
                "list of projects",
                () -> database.projects.list().stream().map(JdbcProjects::project).toList());
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return database.read(
                "project " + id,
                () -> database.projects.find(id.value()).map(JdbcProjects::project));
    }

    @Override
    public void putMember(Member member) {
        var actor = member.actor();
        String project = member.project().value();
        var _ =
                database.write(
                        "member " + actor.id() + " of " + project,
                        () -> {
                            long before = database.projects.deleteMember(project, actor.id());
                            database.projects.insertMember(
                                    project,
                                    actor.id(),
                                    actor.type().name(),
                                    actor.name(),
                                    member.role().name());
                            return before;
                        });
    }

    @Override
    public boolean removeMember(ProjectId project, String actorId) {
        return database.write(
                "remove member " + actorId + " of " + project,
                () -> 0 < database.projects.deleteMember(project.value(), actorId));
    }

    @Override
    public List<Member> members(ProjectId project) {
        return database.read(
                "members of " + project,
                () ->
                        database.projects.members(project.value()).stream()
                                .map(JdbcProjects::member)
                                .toList());
    }

    private static Project project(ProjectTable.ProjectRecord each) {
        return new Project(new ProjectId(each.id()), each.title());
    }

    private static Member member(ProjectTable.MemberRecord each) {
        return new Member(
                new ProjectId(each.project()),
                Columns.actor(each.actorType(), each.actorId(), each.actorName()),
                Role.valueOf(each.role()));
    }
}
