package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.row.Commit.RequestId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What the headers of a changing request say: `If-Match` and `Idempotency-Key`.
final class Outside {

    private static final int KEY_MAX = 255;
    private static final Pattern TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private Outside() {}

    /// The lock_version that the row must be at, if the request says so.
    static OptionalLong expected(HttpRequest<?> request) {
        String tag = request.getHeaders().get(HttpHeaders.IF_MATCH);
        if (tag == null || tag.strip().equals("*")) {
            return OptionalLong.empty();
        }
        var form = TAG.matcher(tag.strip());
        if (!form.matches()) {
            throw ProblemException.of(
                    Code.INVALID_REQUEST, "Expected If-Match: \"<lock_version>\", in quotes.");
        }
        return OptionalLong.of(Long.parseLong(form.group(1)));
    }

    /// The request's own name, if it has one. Names of different actors and projects are apart;
    /// what was asked is remembered as a hash of method, path and body.
    static Optional<RequestId> requestId(
            HttpRequest<?> request, Session session, ProjectId project, byte[] body) {
        String key = request.getHeaders().get("Idempotency-Key");
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || KEY_MAX < key.length()) {
            throw ProblemException.of(
                    Code.INVALID_REQUEST,
                    "Expected an Idempotency-Key of 1 to " + KEY_MAX + " characters.");
        }
        var actor = session.actor();
        String type = actor.type().name().toLowerCase(Locale.ROOT);
        return Optional.of(
                new RequestId(
                        project + "/" + type + ":" + actor.id(), key, fingerprint(request, body)));
    }

    private static String fingerprint(HttpRequest<?> request, byte[] body) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            String line = request.getMethodName() + " " + request.getUri() + "\n";
            sha256.update(line.getBytes(StandardCharsets.UTF_8));
            sha256.update(body);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
