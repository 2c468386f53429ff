package dev.evenkeel.application.session;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.ProjectId;

/// Who is behind an open connection or a request. What it may do can change while it is open, so
/// rights are asked for at each frame and never remembered.
public final class Session {

    private final String token;
    private volatile Principal principal;

    Session(String token, Principal principal) {
        this.token = token;
        this.principal = principal;
    }

    public Actor actor() {
        return principal.actor();
    }

    public Access accessTo(ProjectId project) {
        return principal.accessTo(project);
    }

    public Principal principal() {
        return principal;
    }

    String token() {
        return token;
    }

    void become(Principal now) {
        principal = now;
    }

    /// Never the token.
    @Override
    public String toString() {
        return "Session(" + principal.actor().type() + " " + principal.actor().id() + ")";
    }
}
