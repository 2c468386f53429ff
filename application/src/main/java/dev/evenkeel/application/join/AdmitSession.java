package dev.evenkeel.application.join;

import dev.evenkeel.application.join.Admission.Admitted;
import dev.evenkeel.application.join.Admission.TurnedAway;
import dev.evenkeel.application.join.Admission.Why;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Principal.Scope;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.resolve.DocumentResolver;
import dev.evenkeel.domain.resolve.Request;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.resolve.Resolution;
import dev.evenkeel.domain.row.Row;

import java.util.Optional;

/// The first step of every use case: ask the resolver what the document is, then whether the
/// session may see it. Whoever may not is told so before anything is opened.
public final class AdmitSession {

    private final DocumentResolver resolver;
    private final Projects projects;
    private final Optional<ProjectId> defaultProject;

    /// @param defaultProject where new documents go when nobody says; for servers that are open
    public AdmitSession(
            DocumentResolver resolver, Projects projects, Optional<ProjectId> defaultProject) {
        this.resolver = resolver;
        this.projects = projects;
        this.defaultProject = defaultProject;
    }

    /// Admit `session` to `document` for `action`.
    ///
    /// @param project the project that the caller names, if it names one
    public Admission admit(
            Session session, DocumentId document, Action action, Optional<ProjectId> project) {
        Resolution resolution = resolver.resolve(new Request(document, action, project));
        return switch (resolution) {
            case Resolution.Fresh _ -> fresh(session, project, resolution);
            case Resolution.Existing(Row row) -> ifAllowed(session, row.project(), resolution);
            case Resolution.Deleted(Row row, _) -> ifAllowed(session, row.project(), resolution);
            case Resolution.Past(_, ProjectId owner) -> ifAllowed(session, owner, resolution);
            case Resolution.Purged(ProjectId owner) ->
                    session.accessTo(owner) == Access.NONE
                            ? away(Why.FORBIDDEN, document.toString())
                            : away(Why.DOCUMENT_PURGED, document.toString());
            case Resolution.NotFound() -> away(Why.NOT_FOUND, document.toString());
            case Resolution.WrongProject() -> away(Why.WRONG_PROJECT, document.toString());
            case Resolution.VersionNotFound(long version) ->
                    away(Why.VERSION_NOT_FOUND, document + " has no version " + version);
            case Resolution.InvalidAction(String asked) -> away(Why.INVALID_ACTION, asked);
        };
    }

    private Admission fresh(Session session, Optional<ProjectId> named, Resolution resolution) {
        Optional<ProjectId> project = named.or(() -> own(session)).or(() -> defaultProject);
        if (project.isEmpty()) {
            return away(Why.PROJECT_NEEDED, "a new document needs a project");
        }
        if (projects.find(project.get()).isEmpty()) {
            return away(Why.NOT_FOUND, "project " + project.get());
        }
        return session.accessTo(project.get()).allows(Access.WRITE)
                ? new Admitted(project.get(), session.accessTo(project.get()), resolution)
                : away(Why.FORBIDDEN, "project " + project.get());
    }

    private static Optional<ProjectId> own(Session session) {
        return switch (session.principal().scope()) {
            case Scope.OneProject(ProjectId project, _) -> Optional.of(project);
            case Scope.Everything() -> Optional.empty();
        };
    }

    private static Admission ifAllowed(Session session, ProjectId project, Resolution resolution) {
        Access access = session.accessTo(project);
        return access.allows(Access.READ)
                ? new Admitted(project, access, resolution)
                : away(Why.FORBIDDEN, "project " + project);
    }

    private static Admission away(Why why, String detail) {
        return new TurnedAway(why, detail);
    }
}
