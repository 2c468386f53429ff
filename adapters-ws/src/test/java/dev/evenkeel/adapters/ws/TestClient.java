package dev.evenkeel.adapters.ws;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A client that speaks bytes.
final class TestClient implements WebSocket.Listener {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Duration AT_MOST = Duration.ofSeconds(20);

    final CompletableFuture<String> closed = new CompletableFuture<>();
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private WebSocket socket;

    static TestClient connect(TestServer server, String pathAndQuery) {
        return connect(server, pathAndQuery, _ -> {});
    }

    static TestClient connect(
            TestServer server,
            String pathAndQuery,
            java.util.function.Consumer<WebSocket.Builder> more) {
        var client = new TestClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(AT_MOST);
        more.accept(builder);
        client.socket =
                builder.buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + server.port()
                                                + "/sync/"
                                                + pathAndQuery),
                                client)
                        .orTimeout(AT_MOST.toSeconds(), TimeUnit.SECONDS)
                        .join();
        return client;
    }

    /// The status with which a connection is refused.
    static int refused(TestServer server, String pathAndQuery) {
        return refused(server, pathAndQuery, _ -> {});
    }

    static int refused(
            TestServer server,
            String pathAndQuery,
            java.util.function.Consumer<WebSocket.Builder> more) {
        try {
            connect(server, pathAndQuery, more).abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(String hex) {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    void send(byte[] frame) {
        socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    }

    void sendFragment(byte[] frame, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(frame), last).join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void leave() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    }

    void abort() {
        socket.abort();
    }

    /// The next frame.
    byte[] next() throws InterruptedException {
        byte[] frame = frames.poll(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("No frame came, closed: " + closed);
        }
        return frame;
    }

    String nextHex() throws InterruptedException {
        return HexFormat.ofDelimiter(" ").formatHex(next());
    }

    /// The next frame that is as wanted; those before it are thrown away.
    byte[] next(Predicate<byte[]> wanted) throws InterruptedException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        byte[] frame = next();
        while (!wanted.test(frame)) {
            if (end < System.nanoTime()) {
                throw new AssertionError("Only other frames came, closed: " + closed);
            }
            frame = next();
        }
        return frame;
    }

    /// The code with which the server closes, or `1006` when it just ends.
    String closeCode() throws Exception {
        return closed.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        part.writeBytes(bytes);
        if (last) {
            frames.add(part.toByteArray());
            part.reset();
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(Integer.toString(code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete("1006");
    }
}
