package dev.evenkeel.domain.actor;

/// A project: the boundary of membership and of names.
public record Project(ProjectId id, String name) {}
