package dev.evenkeel.adapters.ws;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the request that opens a socket says.
final class Upgrade {

    /// The sub-protocol that this server speaks, for clients that want one chosen.
    static final String PROTOCOL = "evenkeel";

    /// A sub-protocol that starts with this carries a token: browsers can set no other header.
    static final String TOKEN_PROTOCOL = PROTOCOL + ".token.";

    private static final String PATH = "/sync/";
    private static final String BEARER = "Bearer ";

    private Upgrade() {}

    /// The token, or an empty text when there is none. A header counts before the query, whose
    /// contents end up in the logs of proxies.
    static String token(HttpRequest<?> request) {
        String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        for (String protocol : protocols(request)) {
            if (protocol.startsWith(TOKEN_PROTOCOL)) {
                return protocol.substring(TOKEN_PROTOCOL.length());
            }
        }
        String token = request.getParameters().get("token");
        return token == null ? "" : token;
    }

    private static List<String> protocols(HttpRequest<?> request) {
        var protocols = new ArrayList<String>();
        for (String line : request.getHeaders().getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : line.split(",", -1)) {
                protocols.add(protocol.trim());
            }
        }
        return protocols;
    }

    static boolean isWebSocket(HttpRequest<?> request) {
        String upgrade = request.getHeaders().get("Upgrade");
        return "websocket".equalsIgnoreCase(upgrade);
    }

    /// The document's name: the path behind `/sync/`, decoded once. Empty when it is no UTF-8 in
    /// percent encoding. The router's own variable is not used, because it drops a trailing slash.
    static Optional<String> name(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        int at = path.indexOf(PATH);
        return at < 0 ? Optional.empty() : decoded(path.substring(at + PATH.length()));
    }

    static Optional<String> decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            if (bytes.length <= i + 2) {
                return Optional.empty();
            }
            int high = Character.digit(bytes[i + 1], 16);
            int low = Character.digit(bytes[i + 2], 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// Whether the page that opens the socket may. No page, no question: other clients send no
    /// origin. The scheme is not compared, because a proxy in front may have ended TLS.
    static boolean isFromAllowedOrigin(HttpRequest<?> request, Set<String> allowed) {
        String origin = request.getHeaders().get("Origin");
        if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
            return true;
        }
        int scheme = origin.indexOf("://");
        String host = request.getHeaders().get("Host");
        if (scheme < 0 || host == null) {
            return false;
        }
        String port = origin.startsWith("https") ? ":443" : ":80";
        return withPort(origin.substring(scheme + 3), port).equalsIgnoreCase(withPort(host, port));
    }

    private static String withPort(String host, String port) {
        // Behind the last bracket: an IPv6 address has colons of its own.
        return host.indexOf(':', host.lastIndexOf(']') + 1) < 0 ? host + port : host;
    }
}
