package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.gate.Verdict;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A document as of now, for whoever asks.
///
/// @param project empty when nobody has said yet where a new document belongs
/// @param lockVersion the row's; 0 when it was never saved
/// @param baseVersion the version on which row and live document last agreed; equal to lockVersion,
///   because the room levels itself before it answers
/// @param unsaved the live content differs from the row's
/// @param present who is connected, by connection
/// @param update what the gate says to an update by whoever asks
/// @param save what it says to a save
public record RoomState(
        Optional<ProjectId> project,
        long lockVersion,
        long baseVersion,
        boolean unsaved,
        Optional<Instant> deletedAt,
        List<Actor> present,
        Verdict update,
        Verdict save) {}
