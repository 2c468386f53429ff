package dev.evenkeel.domain.log;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.replica.Update;

import java.time.Instant;

/// An update and who sent it when.
public record LogEntry(Update update, Actor actor, Instant at) {}
