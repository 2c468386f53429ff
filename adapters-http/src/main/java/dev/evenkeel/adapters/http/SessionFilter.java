package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// The way in to the API: opens the session of every request, whatever it is for. Controllers get
/// it as an argument ([SessionBinder]).
///
/// Changes that a browser sends for a page of another origin are refused: an open server knows its
/// clients by nothing but that they reach it, and any page may try.
@ServerFilter({"/api", "/api/**"})
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SessionFilter {

    static final String SESSION = "evenkeel.session";

    private static final String BEARER = "bearer ";
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Sessions sessions;
    private final HttpSettings settings;
    private final Bodies bodies;

    SessionFilter(Sessions sessions, HttpSettings settings, Bodies bodies) {
        this.sessions = sessions;
        this.settings = settings;
        this.bodies = bodies;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void open(HttpRequest<?> request) {
        checkOrigin(request);
        bodies.checkLength(request.getContentLength());
        String token = token(request);
        switch (sessions.open(token)) {
            case Sessions.Opening.Opened(Session session) -> request.setAttribute(SESSION, session);
            case Sessions.Opening.Refused(boolean expired) ->
                    throw expired
                            ? ProblemException.of(
                                    Code.TOKEN_EXPIRED, "Ask an admin for another token.")
                            : ProblemException.of(
                                    Code.UNAUTHENTICATED,
                                    token.isEmpty()
                                            ? "Send a token: Authorization: Bearer <token>."
                                            : "Nobody has this token, or it was revoked.");
        }
    }

    private static String token(HttpRequest<?> request) {
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return header.substring(BEARER.length()).strip();
        }
        // A browser's EventSource cannot send a header.
        return request.getPath().endsWith("/events")
                ? request.getParameters().get("token", String.class).orElse("")
                : "";
    }

    private void checkOrigin(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        if (origin == null
                || READING.contains(request.getMethod())
                || settings.allowedOrigins().contains(origin)
                || isOwn(origin, request.getHeaders().get(HttpHeaders.HOST))) {
            return;
        }
        throw ProblemException.clearedBy(
                Code.ORIGIN_REFUSED,
                "The origin " + origin + " is not this server's.",
                "the origin among the allowed ones");
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
