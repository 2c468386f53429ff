package dev.evenkeel.application.room;

import java.time.Duration;

/// What bounds a room. Every number has a key under `evenkeel.room` in the configuration.
///
/// @param batchCommandsMax commands handled in one turn, which share one append
/// @param updateBytesMax also bounds a whole first sync
/// @param linger how long a room stays open with nobody in it
/// @param compactAfterEntries log entries after which a closing room writes a checkpoint
/// @param presenceTick the shortest time between two presence events to one participant
/// @param presenceTimeout after which an entry that was not renewed is taken for gone
/// @param presenceForget after which the clock of a client that is gone is forgotten
/// @param drainAtMost how long a stop may take
public record RoomLimits(
        int mailboxCommandsMax,
        int batchCommandsMax,
        int updateBytesMax,
        int documentBytesMax,
        int participantsMax,
        int openRoomsMax,
        int presenceIdsMax,
        int presenceStateBytesMax,
        int presenceClientsMax,
        Duration linger,
        int compactAfterEntries,
        Duration presenceTick,
        Duration presenceTimeout,
        Duration presenceForget,
        Duration drainAtMost) {

    public static final RoomLimits DEFAULT =
            new RoomLimits(
                    4_096,
                    256,
                    16 << 20,
                    50 << 20,
                    1_000,
                    10_000,
                    8,
                    4 << 10,
                    1_000,
                    Duration.ofSeconds(30),
                    200,
                    Duration.ofMillis(50),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10));
}
