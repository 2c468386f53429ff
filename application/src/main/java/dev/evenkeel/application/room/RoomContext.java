package dev.evenkeel.application.room;

import dev.evenkeel.domain.gate.MutationGate;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.reconcile.Reconciler;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Versions;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What every room works with: the ports, the decisions, time, chance and limits.
public record RoomContext(
        Kinds kinds,
        Rows rows,
        UpdateLog log,
        Versions versions,
        Journal journal,
        Replicas replicas,
        Reconciler reconciler,
        MutationGate gate,
        Watchers watchers,
        InstantSource clock,
        RandomGenerator random,
        RoomLimits limits,
        Counters counters) {}
