package dev.evenkeel.application.room;

import java.util.Locale;

/// The limits of a room. Each has a configuration key of the same name and a counter.
public enum Limit {
    /// Commands that wait for a room.
    MAILBOX_COMMANDS,
    /// Bytes of one update.
    UPDATE_BYTES,
    /// Bytes of a document's encoded state.
    DOCUMENT_BYTES,
    /// Participants of one room.
    PARTICIPANTS,
    /// Rooms open at once.
    OPEN_ROOMS,
    /// Awareness ids of one participant.
    PRESENCE_IDS,
    /// Bytes of one awareness state.
    PRESENCE_STATE_BYTES,
    /// Awareness ids of one room.
    PRESENCE_CLIENTS;

    /// As in configuration and metrics: `mailbox-commands`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
