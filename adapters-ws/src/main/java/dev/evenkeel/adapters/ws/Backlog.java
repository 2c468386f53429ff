package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.ws.wire.Frame;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that wait for a client to read them. What answers a first sync is counted apart: it
/// may be larger than the limit by itself, and what happens meanwhile must not look like slowness.
/// Either count may pass the limit by one frame.
final class Backlog {

    private final long bytesMax;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong rest = new AtomicLong();

    Backlog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Send `frame` on its way; false when too much waits already, and then nothing was sent.
    boolean send(Socket socket, Frame frame, boolean answer) {
        AtomicLong waiting = answer ? answers : rest;
        if (bytesMax < waiting.get()) {
            return false;
        }
        waiting.addAndGet(frame.size());
        socket.send(frame, () -> waiting.addAndGet(-frame.size()));
        return true;
    }

    /// The same for the answer to a ping.
    boolean pong(Socket socket, byte[] payload) {
        if (bytesMax < rest.get()) {
            return false;
        }
        rest.addAndGet(payload.length);
        socket.pong(payload, () -> rest.addAndGet(-payload.length));
        return true;
    }

    boolean isEmpty() {
        return answers.get() == 0 && rest.get() == 0;
    }
}
