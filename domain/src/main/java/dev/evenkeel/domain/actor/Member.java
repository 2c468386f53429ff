package dev.evenkeel.domain.actor;

/// An actor's membership of a project.
public record Member(ProjectId project, Actor actor, Role role) {}
