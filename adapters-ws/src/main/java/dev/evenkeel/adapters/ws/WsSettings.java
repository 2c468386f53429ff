package dev.evenkeel.adapters.ws;

import java.time.Duration;
import java.util.Set;

/// What bounds and times the sockets. Every number has a key under `evenkeel.ws` in the
/// configuration.
///
/// @param frameBytesMax of one message, however it is fragmented or compressed; at most
///   [#FRAME_BYTES_MOST]
/// @param earlyFramesMax frames that wait while the document is opened
/// @param earlyBytesMax bytes that wait while the document is opened
/// @param messagesPerSecondMax messages of one connection, in the long run
/// @param messagesBurstMax messages of one connection at once
/// @param messagesPerFrameMax messages in one frame
/// @param sendBufferBytesMax bytes that wait for one client to read them; first syncs are counted
///   apart, with the same limit
/// @param awarenessBytesMax bytes of one awareness message
/// @param awarenessDepthMax how deep an awareness state may nest
/// @param connectionsMax connections at once
/// @param keepaliveAfter silence towards a client after which it is sent a sign of life; stock
///   clients give up after 30 seconds
/// @param pingEvery time between pings; a client that did not answer one by the next is gone
/// @param closeAtMost how long a closing handshake may take
/// @param allowedOrigins origins of pages that may connect besides the server's own, like
///   `https://app.example.org`; `*` for all
public record WsSettings(
        int frameBytesMax,
        int earlyFramesMax,
        int earlyBytesMax,
        int messagesPerSecondMax,
        int messagesBurstMax,
        int messagesPerFrameMax,
        int sendBufferBytesMax,
        int awarenessBytesMax,
        int awarenessDepthMax,
        int connectionsMax,
        Duration keepaliveAfter,
        Duration pingEvery,
        Duration closeAtMost,
        Set<String> allowedOrigins) {

    /// The framework takes this one as a constant only: an update of 16 MiB with its framing.
    public static final int FRAME_BYTES_MOST = (16 << 20) + 16;

    public static final WsSettings DEFAULT =
            new WsSettings(
                    FRAME_BYTES_MOST,
                    100,
                    256 << 10,
                    1_000,
                    5_000,
                    1_000,
                    4 << 20,
                    64 << 10,
                    32,
                    10_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Set.of());

    public WsSettings {
        if (frameBytesMax < 1 || FRAME_BYTES_MOST < frameBytesMax) {
            throw new IllegalArgumentException(
                    "Expected frame-bytes-max from 1 to "
                            + FRAME_BYTES_MOST
                            + ", but it is "
                            + frameBytesMax);
        }
        if (messagesBurstMax < messagesPerFrameMax) {
            throw new IllegalArgumentException(
                    "Expected messages-burst-max to be at least messages-per-frame-max, but "
                            + messagesBurstMax
                            + " < "
                            + messagesPerFrameMax);
        }
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
