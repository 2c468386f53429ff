package dev.evenkeel.domain.actor;

/// What an actor may do with a document or a project, each including those before it.
public enum Access {
    NONE,
    READ,
    WRITE,
    /// Also members, tokens and purging.
    MANAGE;

    public boolean allows(Access needed) {
        return needed.compareTo(this) <= 0;
    }
}
