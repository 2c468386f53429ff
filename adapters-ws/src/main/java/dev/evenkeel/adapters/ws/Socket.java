package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.ws.wire.Frame;

/// One open WebSocket, as a connection sees it. No method waits; safe for concurrent use.
interface Socket {

    /// Send a binary frame.
    ///
    /// @param gone called once, when the frame has left or never will
    void send(Frame frame, Runnable gone);

    void ping();

    /// Answer a ping.
    ///
    /// @param gone called once, when the answer has left or never will
    void pong(byte[] payload, Runnable gone);

    /// Begin the closing handshake. What comes in from now on is thrown away.
    void close(int code, String reason);

    /// End it at once, whatever waits.
    void abort();
}
