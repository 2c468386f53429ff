package dev.evenkeel.application.join;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.List;

/// A participant's place in a room or before a version: what it can do there. The answers come as
/// [dev.evenkeel.application.room.RoomEvent]s. No method waits; calls of one seat must not overlap.
public interface Seat {

    /// Sync step 1: what does this participant lack?
    void compare(StateVector known);

    /// Sync step 2 or an update.
    void apply(Update update);

    void announce(List<AwarenessEntry> entries);

    void askPresence();

    /// Get up. Nothing else may be called after it.
    void leave();
}
