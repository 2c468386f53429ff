package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.ws.wire.YWebsocketCodec;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.channel.Channel;

/// Where y-websocket clients connect: `/sync/` and the document's name.
///
/// Any sub-protocol is chosen that the client names first, because a browser gives up when it named
/// some and none was chosen. There is deliberately no method for closing: with one, the framework
/// does not answer a client's close frame.
@ServerWebSocket(value = "/sync/{name:.+}", subprotocols = "*")
public final class YWebsocketEndpoint {

    private final JoinDocument joinDocument;
    private final Sessions sessions;
    private final WsSettings settings;
    private final Counters counters;
    private final Connections connections;
    private final YWebsocketCodec codec;

    YWebsocketEndpoint(
            JoinDocument joinDocument,
            Sessions sessions,
            WsSettings settings,
            Counters counters,
            Connections connections) {
        this.joinDocument = joinDocument;
        this.sessions = sessions;
        this.settings = settings;
        this.counters = counters;
        this.connections = connections;
        this.codec =
                new YWebsocketCodec(
                        settings.messagesPerFrameMax(),
                        settings.awarenessBytesMax(),
                        settings.awarenessDepthMax());
    }

    @OnOpen
    void open(WebSocketSession socket, HttpRequest<?> request) {
        var admitted =
                request.getAttribute(SyncFilter.ADMITTED, SyncFilter.Admitted.class).orElse(null);
        if (admitted == null || !(request instanceof NettyHttpRequest<?> netty)) {
            socket.close(CloseReason.INTERNAL_ERROR);
            return;
        }
        Channel channel = netty.getChannelHandlerContext().channel();
        Session session = admitted.session();
        var connection =
                new SyncConnection(
                        session,
                        new NettySocket(channel),
                        settings,
                        codec,
                        counters,
                        System::nanoTime,
                        () -> sessions.release(session));
        channel.attr(SyncFrames.CONNECTION).set(connection);
        connections.add(connection);
        sessions.hold(session, connection::tokenEnded);
        channel.closeFuture()
                .addListener(
                        _ -> {
                            connection.socketClosed();
                            connections.remove(connection);
                        });
        Thread.ofVirtual()
                .name("join-" + admitted.wish().name())
                .start(() -> connection.join(who -> joinDocument.join(admitted.wish(), who)));
    }

    /// Carries the framework's frame limit, which it takes from here only. Frames do not come this
    /// far: [SyncFrames] has them.
    @OnMessage(maxPayloadLength = WsSettings.FRAME_BYTES_MOST)
    void message(byte[] frame, WebSocketSession socket) {
        socket.close(CloseReason.INTERNAL_ERROR);
    }
}
