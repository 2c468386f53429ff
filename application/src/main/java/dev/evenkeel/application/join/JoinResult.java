package dev.evenkeel.application.join;

/// What became of a join.
public sealed interface JoinResult {

    /// In: the participant is told [dev.evenkeel.application.room.RoomEvent.Welcome] when the
    /// document is loaded.
    record Joined(Seat seat) implements JoinResult {}

    record TurnedAway(Admission.Why why, String detail) implements JoinResult {}

    /// The server is about to stop.
    record Draining() implements JoinResult {}
}
