package dev.evenkeel.adapters.ws;

import dev.evenkeel.application.join.Admission;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.JoinDocument.Wish;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.document.DocumentName.Parsed;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.row.StorageUnavailableException;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Turns away, before there is a socket, who may not open one. Runs on virtual threads because it
/// asks storage.
///
/// Of the document only this is asked here: whether somebody may come near it. Everything else is
/// for the join, which answers on the socket, where a client can read the reason.
@ServerFilter("/sync/**")
final class SyncFilter {

    /// Where an admitted request carries what the filter found out.
    static final String ADMITTED = "evenkeel.sync";

    private static final Logger LOG = LoggerFactory.getLogger(SyncFilter.class);

    private final Sessions sessions;
    private final AdmitSession admission;
    private final Rooms rooms;
    private final Kinds kinds;
    private final WsSettings settings;
    private final Counters counters;
    private final Connections connections;

    SyncFilter(
            Sessions sessions,
            AdmitSession admission,
            Rooms rooms,
            Kinds kinds,
            WsSettings settings,
            Counters counters,
            Connections connections) {
        this.sessions = sessions;
        this.admission = admission;
        this.rooms = rooms;
        this.kinds = kinds;
        this.settings = settings;
        this.counters = counters;
        this.connections = connections;
    }

    record Admitted(Session session, Wish wish) {}

    /// The work is done on a virtual thread, but the answer comes on the event loop: the framework
    /// opens the socket on the thread that the answer comes on, and on another one it would race
    /// with the client's first frames.
    @RequestFilter
    CompletableFuture<Optional<MutableHttpResponse<?>>> admit(HttpRequest<?> request) {
        Executor loop =
                request instanceof NettyHttpRequest<?> netty
                        ? netty.getChannelHandlerContext().channel().eventLoop()
                        : Runnable::run;
        return CompletableFuture.supplyAsync(() -> decide(request), SyncFilter::onVirtualThread)
                .thenApplyAsync(Function.identity(), loop);
    }

    private static void onVirtualThread(Runnable task) {
        Thread.ofVirtual().name("upgrade").start(task);
    }

    private Optional<MutableHttpResponse<?>> decide(HttpRequest<?> request) {
        MutableHttpResponse<?> refusal = refusal(request);
        if (refusal != null) {
            counters.add("evenkeel.ws.turned-away", Integer.toString(refusal.code()));
        }
        return Optional.ofNullable(refusal);
    }

    private @Nullable MutableHttpResponse<?> refusal(HttpRequest<?> request) {
        if (!Upgrade.isWebSocket(request)) {
            return refused(HttpStatus.UPGRADE_REQUIRED, "Expected a WebSocket upgrade.")
                    .header(HttpHeaders.UPGRADE, "websocket")
                    .header(HttpHeaders.SEC_WEBSOCKET_VERSION, "13");
        }
        if (rooms.isDraining()) {
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "The server is about to stop.");
        }
        if (settings.connectionsMax() <= connections.count()) {
            WsLimit.CONNECTIONS.reached(counters);
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "Too many connections.");
        }
        if (!Upgrade.isFromAllowedOrigin(request, settings.allowedOrigins())) {
            return refused(HttpStatus.FORBIDDEN, "Pages of this origin may not connect.");
        }
        try {
            return switch (sessions.open(Upgrade.token(request))) {
                case Sessions.Opening.Refused(boolean expired) ->
                        refused(
                                        HttpStatus.UNAUTHORIZED,
                                        expired ? "The token has expired." : "Expected a token.")
                                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                case Sessions.Opening.Opened(Session session) -> refusal(request, session);
            };
        } catch (StorageUnavailableException e) {
            LOG.warn("upgrade failed cause={}", e.toString());
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "Storage gives no answer.");
        }
    }

    private @Nullable MutableHttpResponse<?> refusal(HttpRequest<?> request, Session session) {
        Optional<String> text = Upgrade.name(request);
        if (text.isEmpty()) {
            return refused(HttpStatus.BAD_REQUEST, "Expected a name in percent-encoded UTF-8.");
        }
        Optional<String> action = Optional.ofNullable(request.getParameters().get("action"));
        if (action.isPresent() && !action.get().equals("new") && !action.get().equals("edit")) {
            return refused(HttpStatus.BAD_REQUEST, "Expected action=new or action=edit.");
        }
        Optional<String> project = Optional.ofNullable(request.getParameters().get("project"));
        if (project.isPresent() && !ProjectId.isValid(project.get())) {
            return refused(HttpStatus.BAD_REQUEST, "Expected a project id like project=demo.");
        }
        return switch (DocumentName.parse(text.get(), kinds.names())) {
            case Parsed.Invalid(String why) -> refused(HttpStatus.BAD_REQUEST, why + ".");
            case Parsed.Valid(DocumentName name) ->
                    refusal(request, session, new Wish(name, action, project.map(ProjectId::new)));
        };
    }

    private @Nullable MutableHttpResponse<?> refusal(
            HttpRequest<?> request, Session session, Wish wish) {
        Admission admitted =
                admission.admit(session, wish.name().document(), action(wish), wish.project());
        if (admitted instanceof Admission.TurnedAway(var why, _)
                && (why == Admission.Why.FORBIDDEN || why == Admission.Why.WRONG_PROJECT)) {
            return refused(HttpStatus.FORBIDDEN, "You may not open this document.");
        }
        request.setAttribute(ADMITTED, new Admitted(session, wish));
        return null;
    }

    private static Action action(Wish wish) {
        if (wish.name().version().isPresent()) {
            return new Action.View(wish.name().version().getAsLong());
        }
        return wish.action().equals(Optional.of("new")) ? new Action.New() : new Action.Edit();
    }

    private static MutableHttpResponse<?> refused(HttpStatus status, String why) {
        return HttpResponse.status(status).contentType(MediaType.TEXT_PLAIN_TYPE).body(why + "\n");
    }
}
