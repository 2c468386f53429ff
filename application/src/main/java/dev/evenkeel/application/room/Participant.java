package dev.evenkeel.application.room;

import dev.evenkeel.application.session.Session;

/// Somebody in a room, or before a version: one connection's part in one document.
public interface Participant {

    Session session();

    /// Take note of `event`. Called from the room's thread; must return at once and never throw: a
    /// participant that cannot keep up is for its connection to end.
    void tell(RoomEvent event);
}
