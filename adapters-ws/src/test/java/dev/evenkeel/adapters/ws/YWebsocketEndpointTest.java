package dev.evenkeel.adapters.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.application.room.RoomLimits;
import dev.evenkeel.crdt.YDoc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The endpoint as its clients see it: a real server on a port of its own, real sockets.
class YWebsocketEndpointTest {

    private static final String STEP_1 = "00 00 01 00";
    private static final String NOTHING_MISSING = "00 01 02 00 00";
    private static final String INSERT_A = "0b 01 01 64 00 04 01 01 74 01 41 00";
    private static final String PRESENCE = "01 10 01 64 01 0c 7b 22 6e 61 6d 65 22 3a 22 78 22 7d";

    private static TestServer server;

    private static WsSettings settings(int frameBytesMax) {
        return new WsSettings(
                frameBytesMax,
                100,
                256 << 10,
                1_000,
                5_000,
                1_000,
                4 << 20,
                64 << 10,
                32,
                1_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Set.of("https://app.example.org"));
    }

    @BeforeAll
    static void start() {
        server = new TestServer(settings(WsSettings.FRAME_BYTES_MOST));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestClient editor(String name) {
        return TestClient.connect(server, name + "?token=editor");
    }

    private static boolean isUpdate(byte[] frame) {
        return frame[0] == 0 && frame[1] == 2;
    }

    private static boolean isStep2(byte[] frame) {
        return frame[0] == 0 && frame[1] == 1;
    }

    private static String denial(byte[] frame) {
        return frame[0] == 2 ? new String(frame, 3, frame.length - 3, StandardCharsets.UTF_8) : "";
    }

    /// A sync frame of sub-type `type` around `update`.
    private static byte[] syncFrame(int type, byte[] update) {
        var frame = new ByteArrayOutputStream();
        frame.write(0);
        frame.write(type);
        int rest = update.length;
        while (rest > 0x7f) {
            frame.write(0x80 | (rest & 0x7f));
            rest >>>= 7;
        }
        frame.write(rest);
        frame.writeBytes(update);
        return frame.toByteArray();
    }

    private static void awaitConnections(TestServer at, int count) throws InterruptedException {
        for (int i = 0; i < 400 && at.connections() != count; i++) {
            Thread.sleep(25);
        }
        assertThat(at.connections()).isEqualTo(count);
    }

    @Nested
    class ASession {

        @Test
        void goesAsTheRecordedOne() throws Exception {
            int before = server.connections();
            TestClient one = editor("room/a%20b");
            one.send(STEP_1);
            one.send("01 06 01 64 00 02 7b 7d");
            assertThat(one.nextHex()).isEqualTo(STEP_1);
            assertThat(one.nextHex()).isEqualTo(NOTHING_MISSING);
            // The server stamps clocks of its own, so the first empty state is seen at once.
            assertThat(one.nextHex()).isEqualTo("01 06 01 64 01 02 7b 7d");
            one.send(NOTHING_MISSING);
            one.send("00 02 " + INSERT_A);
            assertThat(one.nextHex()).isEqualTo("00 02 " + INSERT_A);
            one.send(PRESENCE);
            assertThat(one.nextHex()).isEqualTo(PRESENCE.replace("64 01 0c", "64 02 0c"));

            TestClient two = editor("room/a%20b");
            two.send(STEP_1);
            assertThat(two.nextHex()).isEqualTo("00 00 03 01 64 01");
            assertThat(two.nextHex()).isEqualTo(PRESENCE.replace("64 01 0c", "64 02 0c"));
            assertThat(two.nextHex()).isEqualTo("00 01 " + INSERT_A);

            one.abort();
            assertThat(two.nextHex()).isEqualTo("01 08 01 64 03 04 6e 75 6c 6c");
            two.leave();
            assertThat(two.closeCode()).isEqualTo("1000");
            awaitConnections(server, before);
        }

        @Test
        void takesSeveralMessagesInOneFrame() throws Exception {
            TestClient client = editor("several");
            client.send(STEP_1 + "00 02" + INSERT_A + STEP_1 + "03");
            assertThat(client.nextHex()).isEqualTo(STEP_1);
            assertThat(client.nextHex()).isEqualTo(NOTHING_MISSING);
            assertThat(client.nextHex()).isEqualTo("00 02 " + INSERT_A);
            assertThat(client.nextHex()).isEqualTo("00 01 " + INSERT_A);
            assertThat(client.nextHex()).isEqualTo("01 01 00");
        }

        @Test
        void keepsTheOrderOfItsFrames() throws Exception {
            TestClient client = editor("order");
            client.next();
            YDoc writer = YDoc.create(5);
            var updates = new ArrayList<byte[]>();
            writer.onUpdate((update, _) -> updates.add(update));
            for (int i = 0; i < 1_000; i++) {
                writer.getText("t").insert(i, Character.toString('a' + i % 26));
            }
            updates.forEach(update -> client.send(syncFrame(2, update)));
            YDoc reader = YDoc.create(6);
            while (reader.getText("t").length() < 1_000) {
                byte[] frame = client.next(YWebsocketEndpointTest::isUpdate);
                reader.applyUpdate(payload(frame));
            }
            assertThat(reader.getText("t")).hasToString(writer.getText("t").toString());
        }

        @Test
        void anotherSlashIsAnotherDocument() throws Exception {
            editor("a").send("00 02 " + INSERT_A);
            TestClient other = editor("a/");
            other.send(STEP_1);
            assertThat(other.nextHex()).isEqualTo(STEP_1);
            assertThat(other.nextHex()).isEqualTo(NOTHING_MISSING);
        }
    }

    private static byte[] payload(byte[] frame) {
        int at = 2;
        while (frame[at] < 0) {
            at++;
        }
        return Arrays.copyOfRange(frame, at + 1, frame.length);
    }

    @Nested
    class Upgrades {

        @ParameterizedTest
        @CsvSource({
            "a?token=editor, 101",
            "a?token=editor&action=edit&project=demo, 101",
            "a, 401",
            "a?token=wrong, 401",
            "a?token=old, 401",
            "a?token=editor&action=delete, 400",
            "a?token=editor&project=No, 400",
            "workflow:7?token=editor, 400",
            "%ff?token=editor, 400",
            "a%00?token=editor, 400",
        })
        void areRefusedBeforeThereIsASocket(String path, int status) {
            assertThat(TestClient.refused(server, path)).isEqualTo(status);
        }

        /// The parts of a request that opens a socket, one of them wrong in each.
        @ParameterizedTest
        @CsvSource({
            "GET, /sync/a, 13, dGhlIHNhbXBsZSBub25jZQ==, x, 101",
            "GET, /sync/a, 13, dGhlIHNhbXBsZSBub25jZQ==, permessage-deflate;"
                    + " client_max_window_bits=foo, 101",
            "GET, /sync/a, 13, , x, 426",
            "GET, /sync/a, 13, short, x, 426",
            "GET, /sync/a, , dGhlIHNhbXBsZSBub25jZQ==, x, 426",
            "GET, /sync/a, 99, dGhlIHNhbXBsZSBub25jZQ==, x, 426",
            "POST, /sync/a, 13, dGhlIHNhbXBsZSBub25jZQ==, x, 426",
            "GET, /sync/a%zz, 13, dGhlIHNhbXBsZSBub25jZQ==, x, 400",
            "GET, /sync/a|b, 13, dGhlIHNhbXBsZSBub25jZQ==, x, 400",
            "GET, /sync/a?b=%zz, 13, dGhlIHNhbXBsZSBub25jZQ==, x, 400",
        })
        void areAnsweredHoweverMalformedTheyAre(
                String method,
                String path,
                String version,
                String key,
                String extensions,
                int status)
                throws Exception {
            String request =
                    method
                            + " "
                            + path
                            + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nAuthorization: Bearer editor\r\n"
                            + header("Sec-WebSocket-Version", version)
                            + header("Sec-WebSocket-Key", key)
                            + header("Sec-WebSocket-Extensions", extensions)
                            + "\r\n";
            try (var socket = new Socket("127.0.0.1", server.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                var answer =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8));
                assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status + " ");
            }
        }

        private static String header(String name, String value) {
            return value == null ? "" : name + ": " + value + "\r\n";
        }

        @Test
        void ofAStrangerToTheProjectAreForbidden() throws Exception {
            TestClient client = editor("ours");
            client.send(STEP_1);
            client.next(YWebsocketEndpointTest::isStep2);
            assertThat(TestClient.refused(server, "ours?token=stranger")).isEqualTo(403);
            assertThat(server.counted("evenkeel.ws.turned-away 403")).isEqualTo(1);
        }

        @Test
        void areRefusedWhileTheServerDrains() {
            try (var stopping = new TestServer(settings(1_000))) {
                stopping.rooms.drain(Duration.ofSeconds(5));
                assertThat(TestClient.refused(stopping, "a?token=editor")).isEqualTo(503);
            }
        }

        @Test
        void takeATokenFromTheHeader() {
            assertThat(
                            TestClient.refused(
                                    server,
                                    "a",
                                    builder -> builder.header("Authorization", "Bearer editor")))
                    .isEqualTo(101);
        }

        @Test
        void takeATokenFromASubProtocolAndNameTheFirst() {
            TestClient client =
                    TestClient.connect(
                            server,
                            "a",
                            builder -> builder.subprotocols("evenkeel", "evenkeel.token.editor"));
            assertThat(client.subprotocol()).isEqualTo("evenkeel");
        }

        @ParameterizedTest
        @CsvSource({"https://evil.example.org, 403", "https://app.example.org, 101", "null, 403"})
        void ofOtherPagesAreForbidden(String origin, int status) {
            assertThat(
                            TestClient.refused(
                                    server,
                                    "a?token=editor",
                                    builder -> builder.header("Origin", origin)))
                    .isEqualTo(status);
        }

        @Test
        void areWhatItTakes() throws Exception {
            var answer =
                    TestClient.HTTP.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + server.port()
                                                            + "/sync/a?token=editor"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(426);
            assertThat(answer.body()).isEqualTo("Expected a WebSocket upgrade.\n");
        }

        @Test
        void toADocumentThatIsNotThereCloseWithTheReason() throws Exception {
            TestClient client = editor("workflow:6f9619ff-8b86-4011-b42d-00c04fc964ff");
            assertThat(denial(client.next())).startsWith("not_found: ");
            assertThat(client.closeCode()).isEqualTo("4404");
        }
    }

    @Nested
    class AViewer {

        @Test
        void readsAndIsAnsweredWhenItWrites() throws Exception {
            TestClient editor = editor("shared");
            editor.send("00 02 " + INSERT_A);
            editor.next(YWebsocketEndpointTest::isUpdate);

            TestClient viewer = TestClient.connect(server, "shared?token=viewer");
            viewer.send(STEP_1);
            assertThat(viewer.next(YWebsocketEndpointTest::isStep2)).hasSize(14);
            // What it has anyway is harmless, as step 2 usually is.
            viewer.send("00 01 " + INSERT_A);
            viewer.send("00 01 0b 01 01 65 00 04 01 01 74 01 42 00");
            assertThat(denial(viewer.next())).startsWith("read_only: ");
            viewer.send("00 02 0b 01 01 65 00 04 01 01 74 01 42 00");
            assertThat(denial(viewer.next())).startsWith("read_only: ");

            editor.send(STEP_1);
            assertThat(editor.next(YWebsocketEndpointTest::isStep2)).hasSize(14);
            editor.send("00 02 0a 01 01 64 01 84 64 00 01 42 00");
            assertThat(viewer.next(YWebsocketEndpointTest::isUpdate)).isNotEmpty();
        }
    }

    @Nested
    class Hostility {

        @Test
        void ofBytesThatAreNoFrameClosesItsSenderOnly() throws Exception {
            TestClient other = editor("mixed");
            for (String frame :
                    List.of(
                            "ff",
                            "00 02 ff ff ff 7f 00",
                            "00 02 05 01 01 64 00 04",
                            "00 00 02 05 01",
                            "01 05 01 64 01 01 7b",
                            "02 00 00")) {
                TestClient client = editor("mixed");
                client.send(frame);
                assertThat(client.closeCode()).as(frame).isEqualTo("4400");
            }
            other.send(STEP_1);
            assertThat(other.next(YWebsocketEndpointTest::isStep2)).isNotEmpty();
            assertThat(other.closed).isNotDone();
        }

        @Test
        void ofTooManyFramesIsClosedToComeBackLater() throws Exception {
            TestClient other = editor("flood");
            TestClient client = editor("flood");
            client.next();
            try {
                for (int i = 0; i < 20_000; i++) {
                    client.send("01 01 00");
                }
            } catch (RuntimeException _) {
                // It was closed while it sent.
            }
            assertThat(client.closeCode()).isEqualTo("1013");
            assertThat(server.counted("evenkeel.limit.reached message-rate")).isEqualTo(1);
            other.send(STEP_1);
            assertThat(other.next(YWebsocketEndpointTest::isStep2)).isNotEmpty();
        }

        @Test
        void ofAMessageInTinyPartsIsClosed() throws Exception {
            TestClient client = editor("parts");
            client.next();
            try {
                for (int i = 0; i < 20_000; i++) {
                    client.sendFragment(new byte[1], false);
                }
            } catch (RuntimeException _) {
                // It was closed while it sent.
            }
            assertThat(client.closeCode()).isIn("1013", "1006");
            assertThat(server.counted("evenkeel.ws.closed 1013")).isPositive();
        }

        @Test
        void ofTextIsClosed() throws Exception {
            TestClient client = editor("text");
            client.sendText("hello");
            assertThat(client.closeCode()).isEqualTo("1003");
        }

        @Test
        void ofALargeMessageClosesItsSenderOnly() throws Exception {
            try (var small = new TestServer(settings(100_000))) {
                TestClient other = TestClient.connect(small, "large?token=editor");
                TestClient whole = TestClient.connect(small, "large?token=editor");
                whole.send(syncFrame(2, new byte[100_001]));
                assertThat(whole.closeCode()).isEqualTo("1009");

                TestClient fragmented = TestClient.connect(small, "large?token=editor");
                fragmented.sendFragment(new byte[60_000], false);
                fragmented.sendFragment(new byte[60_000], false);
                assertThat(fragmented.closeCode()).isEqualTo("1009");
                assertThat(small.counted("evenkeel.limit.reached frame-bytes")).isEqualTo(2);
                other.send(STEP_1);
                assertThat(other.next(YWebsocketEndpointTest::isStep2)).isNotEmpty();
            }
        }

        @Test
        void ofAFrameLargerThanAnyClosesItsSenderOnly() throws Exception {
            TestClient other = editor("huge");
            TestClient client = editor("huge");
            try {
                client.send(new byte[WsSettings.FRAME_BYTES_MOST + 1]);
            } catch (RuntimeException _) {
                // It was closed while it sent.
            }
            assertThat(client.closeCode()).isIn("1009", "1006");
            other.send(STEP_1);
            assertThat(other.next(YWebsocketEndpointTest::isStep2)).isNotEmpty();
        }
    }

    @Nested
    class LongConnections {

        @Test
        void heartbeatsReachAClientThatHearsNothingElse() throws Exception {
            var quick =
                    new WsSettings(
                            1_000,
                            100,
                            1_000,
                            1_000,
                            5_000,
                            1_000,
                            1_000,
                            1_000,
                            32,
                            1,
                            Duration.ofMillis(50),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(5),
                            Set.of());
            try (var impatient = new TestServer(quick)) {
                TestClient client = TestClient.connect(impatient, "quiet?token=editor");
                assertThat(client.nextHex()).isEqualTo(STEP_1);
                for (int i = 0; i < 8; i++) {
                    assertThat(client.nextHex()).isEqualTo("01 01 00");
                }
                // More than three pings have been answered meanwhile.
                assertThat(client.closed).isNotDone();
                assertThat(TestClient.refused(impatient, "one-too-many?token=editor"))
                        .isEqualTo(503);
            }
        }

        @Test
        void endWhenTheirTokenDoes() throws Exception {
            TestClient client = TestClient.connect(server, "a?token=editor-2");
            client.next();
            server.revoked.add("editor-2");
            server.sessions.recheck();
            assertThat(denial(client.next())).startsWith("token_ended");
            assertThat(client.closeCode()).isEqualTo("4401");
        }

        @Test
        void areAskedToComeBackWhenTheServerStops() throws Exception {
            try (var stopping = new TestServer(settings(1_000))) {
                TestClient client = TestClient.connect(stopping, "a?token=editor");
                client.next();
                stopping.rooms.drain(Duration.ofSeconds(5));
                assertThat(client.closeCode()).isEqualTo("1012");
                awaitConnections(stopping, 0);
            }
        }

        @Test
        void ofReadersOfAVersionAreAskedToComeBackAsWell() throws Exception {
            try (var stopping = new TestServer(settings(100_000))) {
                String name = stopping.workflowWithAVersion();
                TestClient reader = TestClient.connect(stopping, name + ":v1?token=viewer");
                reader.send(STEP_1);
                reader.next(YWebsocketEndpointTest::isStep2);
                stopping.stop();
                assertThat(reader.closeCode()).isEqualTo("1012");
            }
        }

        @Test
        void leaveNothingBehind() throws Exception {
            int before = server.connections();
            var clients = new ArrayList<TestClient>();
            for (int i = 0; i < 60; i++) {
                clients.add(editor("crowd"));
            }
            clients.forEach(TestClient::abort);
            awaitConnections(server, before);
        }
    }

    @Test
    void aFirstSyncOfSixteenMebibytesGoesBothWays() throws Exception {
        YDoc writer = YDoc.create(5);
        writer.getText("t").insert(0, "x".repeat((16 << 20) - 30));
        byte[] whole = writer.encodeStateAsUpdate();
        assertThat(whole.length).isBetween((16 << 20) - 30, RoomLimits.DEFAULT.updateBytesMax());

        TestClient one = editor("large");
        assertThat(one.nextHex()).isEqualTo(STEP_1);
        one.send(STEP_1);
        one.send(syncFrame(1, whole));
        assertThat(one.next(YWebsocketEndpointTest::isUpdate)).isEqualTo(syncFrame(2, whole));

        TestClient two = editor("large");
        two.send(STEP_1);
        byte[] answer = two.next(YWebsocketEndpointTest::isStep2);
        assertThat(answer).isEqualTo(syncFrame(1, whole));
        assertThat(two.closed).isNotDone();
    }
}
