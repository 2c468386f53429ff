package dev.evenkeel.domain.actor;

/// An actor together with what the credential allows it.
public record Principal(Actor actor, Scope scope) {

    public sealed interface Scope {

        /// Every project: operators, and everybody on an open server.
        record Everything() implements Scope {}

        record OneProject(ProjectId project, Access access) implements Scope {}
    }

    public Access accessTo(ProjectId project) {
        return switch (scope) {
            case Scope.Everything() -> Access.MANAGE;
            case Scope.OneProject(ProjectId own, Access access) ->
                    own.equals(project) ? access : Access.NONE;
        };
    }
}
