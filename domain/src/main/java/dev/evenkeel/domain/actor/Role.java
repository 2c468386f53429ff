package dev.evenkeel.domain.actor;

/// What a member may do in a project, weakest first.
public enum Role {
    VIEWER(Access.READ),
    EDITOR(Access.WRITE),
    ADMIN(Access.MANAGE),
    OWNER(Access.MANAGE);

    private final Access access;

    Role(Access access) {
        this.access = access;
    }

    public Access access() {
        return access;
    }
}
