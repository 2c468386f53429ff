package dev.evenkeel.adapters.http;

import java.time.Duration;
import java.util.Set;

/// What bounds the HTTP API. Every number has a key under `evenkeel.http` in the configuration.
///
/// @param bodyBytesMax a larger body is refused, before it is read
/// @param jsonDepthMax how deep a body may nest
/// @param listMax the most entries of a list in one answer
/// @param eventQueueMax events that wait for one slow reader before its stream is closed
/// @param eventKeepalive how long a stream stays silent at most
/// @param allowedOrigins origins, besides the server's own, whose pages may send changes
public record HttpSettings(
        int bodyBytesMax,
        int jsonDepthMax,
        int listMax,
        int eventQueueMax,
        Duration eventKeepalive,
        Set<String> allowedOrigins) {

    public static final HttpSettings DEFAULT =
            new HttpSettings(16 << 20, 128, 1_000, 1_000, Duration.ofSeconds(15), Set.of());

    public HttpSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
