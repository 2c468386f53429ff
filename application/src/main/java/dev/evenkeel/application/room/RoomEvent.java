package dev.evenkeel.application.room;

import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.List;

/// What a room tells a participant.
public sealed interface RoomEvent {

    /// The document is loaded: this is what the server has, and who else is there.
    record Welcome(StateVector known, List<AwarenessEntry> presence) implements RoomEvent {}

    /// The answer to a state vector: what its sender lacks.
    record Missing(Update update) implements RoomEvent {}

    /// Something new, kept in the log. Goes to everybody, its author included.
    record News(Update update) implements RoomEvent {}

    /// What this participant sent builds on something that is not here (an update of its own that
    /// was refused, say), or may do so, for the document was undeleted and refuses nothing any
    /// more: it should send all that the server lacks. Sync step 1 again.
    record Incomplete(StateVector known) implements RoomEvent {}

    /// `updates` of this participant's own updates are kept, or were known already.
    record Kept(int updates) implements RoomEvent {}

    /// Who is there, as far as it changed; or everybody, when asked for.
    record PresenceChanged(List<AwarenessEntry> entries) implements RoomEvent {}

    /// A frame of this participant's changed nothing.
    record Refused(Refusal refusal) implements RoomEvent {}

    /// A limit was reached and the frame that reached it had no effect.
    record OverLimit(Limit limit) implements RoomEvent {}

    /// Bytes of this participant's are no update. It should be disconnected.
    ///
    /// @param code stable, kebab-case
    record Malformed(String code, String why) implements RoomEvent {}

    /// The last event: this participant is not in the room any more.
    record Ended(Reason reason) implements RoomEvent {}

    enum Reason {
        /// The server stops; come back after its restart.
        RESTART,
        /// The room ended because something failed; it is opened again for whoever comes back.
        FAILED,
        /// Too much is waiting here; come back in a moment.
        OVERLOADED,
        /// For good: no rights.
        FORBIDDEN,
        /// For good: the document was purged.
        PURGED
    }
}
