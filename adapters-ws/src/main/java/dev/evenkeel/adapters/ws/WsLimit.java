package dev.evenkeel.adapters.ws;

import dev.evenkeel.application.room.Counters;

import java.util.Locale;

/// The limits of a connection. Each has a configuration key of nearly the same name and a counter.
enum WsLimit {
    FRAME_BYTES,
    EARLY_FRAMES,
    MESSAGE_RATE,
    SEND_BUFFER_BYTES,
    AWARENESS_BYTES,
    CONNECTIONS;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void reached(Counters counters) {
        counters.add("evenkeel.limit.reached", key());
    }
}
