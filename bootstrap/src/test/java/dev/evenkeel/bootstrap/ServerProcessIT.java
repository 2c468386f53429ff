package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

class ServerProcessIT {

    private static final String WORKFLOW = "/api/projects/demo/workflows/" + Demo.WORKFLOW.key();
    private static final Pattern TOKEN = Pattern.compile("TOKEN=(ek_[A-Za-z0-9_-]{43})");

    // Never closed: closing waits for the sockets that are the subject here.
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path folder;

    private ServerProcess run(String... arguments) throws IOException {
        return ServerProcess.start(folder, arguments);
    }

    private static String tokenIn(String text) {
        var matcher = TOKEN.matcher(text);
        assertThat(matcher.find()).as("a token in %s", text).isTrue();
        return matcher.group(1);
    }

    @Nested
    class WithoutServing {

        @Test
        void helpAndVersionEndWithZero() throws Exception {
            try (var help = run("--help");
                    var version = run("--version")) {
                assertThat(help.exitCode()).isZero();
                assertThat(help.out()).contains("serve", "Exit codes:");
                assertThat(version.exitCode()).isZero();
                assertThat(version.out()).matches("evenkeel \\d+\\.\\d+\\.\\d+\\R");
            }
        }

        @Test
        void whoLostTheOperatorsTokenMakesAnother() throws Exception {
            String data = folder.resolve("other").toString();
            try (var one = run("token", "--data", data);
                    var two = run("token", "--data", data + "2")) {
                assertThat(one.exitCode()).isZero();
                assertThat(two.exitCode()).isZero();
                assertThat(tokenIn(one.out())).isNotEqualTo(tokenIn(two.out()));
                assertThat(one.err()).doesNotContain("ek_");
            }
        }

        @Test
        void aWrongOptionAndAnOpenPublicHostAreUsageErrors() throws Exception {
            try (var wrong = run("serve", "--prot", "8080");
                    var open = run("serve", "--open", "--host", "0.0.0.0")) {
                assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE.number());
                assertThat(wrong.err()).contains("--prot");
                assertThat(open.exitCode()).isEqualTo(ExitCode.USAGE.number());
                assertThat(open.err().lines())
                        .singleElement()
                        .asString()
                        .contains("loopback", "--open", "0.0.0.0");
            }
            assertThat(folder.resolve("data")).doesNotExist();
        }

        @Test
        void aDatabaseThatDoesNotAnswerIsOneSentence() throws Exception {
            int nobody = ServerProcess.freePort();
            try (var server =
                    run(
                            "serve",
                            "--port=" + ServerProcess.freePort(),
                            "--database-connection-wait-max=1s",
                            "--database-url",
                            "jdbc:postgresql://127.0.0.1:" + nobody + "/x?password=hidden")) {
                assertThat(server.exitCode()).isEqualTo(ExitCode.FAILED_TO_START.number());
                assertThat(server.err())
                        .contains("evenkeel: Cannot open the storage")
                        .doesNotContain("hidden");
            }
        }

        @Test
        void theScriptWorksThroughLinksAndFromAnywhere() throws Exception {
            Path first = folder.resolve("first");
            Path second = folder.resolve("second with a space");
            Files.createSymbolicLink(first, ServerProcess.home().resolve("evenkeel"));
            Files.createSymbolicLink(second, Path.of("first"));
            try (var version = ServerProcess.start(second, folder, "--version")) {
                assertThat(version.exitCode()).isZero();
                assertThat(version.out()).startsWith("evenkeel ");
            }
        }
    }

    @Nested
    class Serving {

        @Test
        void theFirstStartShowsATokenAndTheSecondDoesNot() throws Exception {
            int port = ServerProcess.freePort();
            String token;
            try (var first = run("serve", "--port=" + port).ready(port)) {
                token = tokenIn(first.out());
                assertThat(first.out()).contains("ws://127.0.0.1:" + port + "/sync/workflow:");
                assertThat(ServerProcess.get(port, WORKFLOW, "").statusCode()).isEqualTo(401);
                assertThat(ServerProcess.get(port, WORKFLOW, token).body())
                        .contains("Register patients");
                assertThat(ServerProcess.get(port, "/metrics", "").body())
                        .contains("evenkeel_rooms_open");
                assertThat(first.terminate().exitCode()).isZero();
                assertThat(first.err())
                        .contains("ready version=", "storage=embedded:", "plugins=none")
                        .contains("open=false", "started_ms=", "stopped drained=true")
                        .doesNotContain(token);
            }
            try (var second = run("serve", "--port=" + port).ready(port)) {
                assertThat(second.out()).isEmpty();
                assertThat(ServerProcess.get(port, WORKFLOW, token).statusCode()).isEqualTo(200);
                assertTheAddressAndTheFolderAreTaken(port);
                assertThat(second.terminate().exitCode()).isZero();
            }
        }

        private void assertTheAddressAndTheFolderAreTaken(int port) throws Exception {
            try (var samePort = run("serve", "--data=other", "--port=" + port);
                    var sameFolder = run("serve", "--port=" + ServerProcess.freePort())) {
                assertThat(samePort.exitCode()).isEqualTo(ExitCode.PORT_IN_USE.number());
                assertThat(samePort.err()).contains("Another process listens on 127.0.0.1:" + port);
                assertThat(sameFolder.exitCode()).isEqualTo(ExitCode.FAILED_TO_START.number());
                assertThat(sameFolder.err()).contains("evenkeel: Cannot open the storage");
            }
            assertThat(folder.resolve("other")).doesNotExist();
        }

        @Test
        void anOpenServerNeedsNoTokenAndClosesItsSocketsWhenItStops() throws Exception {
            int port = ServerProcess.freePort();
            try (var server = run("serve", "--open", "--port=" + port).ready(port)) {
                assertThat(server.out()).doesNotContain("ek_").contains("/sync/workflow:");
                assertThat(ServerProcess.get(port, WORKFLOW, "").statusCode()).isEqualTo(200);
                assertThat(answerTo("localhost:" + port, port)).contains("200");
                assertThat(answerTo("evil.example", port)).contains("403");

                var closed = new Closed();
                var socket =
                        HTTP.newWebSocketBuilder()
                                .buildAsync(
                                        URI.create("ws://127.0.0.1:" + port + "/sync/some-room"),
                                        closed)
                                .get(60, TimeUnit.SECONDS);
                // Sync step 1 of an empty document; its answer says that the room is open.
                socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 0, 1, 0}), true);
                closed.heard.get(60, TimeUnit.SECONDS);

                assertThat(server.terminate().exitCode()).isZero();
                assertThat(closed.code.get(60, TimeUnit.SECONDS)).isEqualTo(1012);
            }
        }
    }

    /// The status line for a request that calls the server `host`.
    private static String answerTo(String host, int port) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            String request = "GET " + WORKFLOW + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            return new BufferedReader(answer).readLine();
        }
    }

    private static final class Closed implements WebSocket.Listener {

        final CompletableFuture<Integer> code = new CompletableFuture<>();
        final CompletableFuture<Boolean> heard = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.complete(true);
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            code.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            code.completeExceptionally(error);
        }
    }
}
