package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsApiTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// An open stream that is read line by line.
    private final class Stream implements AutoCloseable {

        private final BufferedReader lines;
        private final HttpResponse<InputStream> response;

        Stream(String id, String query, String... headers) throws Exception {
            var request =
                    HttpRequest.newBuilder(
                                    server.uri("/api/documents/workflow:" + id + "/events" + query))
                            .timeout(Duration.ofSeconds(20));
            if (headers.length > 0) {
                request.headers(headers);
            }
            response =
                    server.client()
                            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            // The stream watches from its first frame on.
            assertThat(lines.readLine()).startsWith("retry:");
        }

        /// The next event that is not a comment: its lines.
        List<String> next() throws IOException {
            var event = new ArrayList<String>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!event.isEmpty()) {
                        return event;
                    }
                } else if (!line.startsWith(":")) {
                    event.add(line);
                }
            }
            return event;
        }

        String nextType() throws IOException {
            return next().stream()
                    .filter(line -> line.startsWith("event: "))
                    .map(line -> line.substring("event: ".length()))
                    .findFirst()
                    .orElse("(end)");
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    private Stream stream(String id, String... headers) throws Exception {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + server.editor()));
        all.addAll(List.of(headers));
        return new Stream(id, "", all.toArray(String[]::new));
    }

    private void rename(String id, String name) {
        server.call("PATCH", "/api/projects/demo/workflows/" + id)
                .as(server.editor())
                .json("{\"name\":\"" + name + "\"}")
                .send()
                .hasStatus(200);
    }

    @Test
    void whatHappensArrivesInOrder() throws Exception {
        String id = Flows.create(server, "watched");
        try (var stream = stream(id)) {
            try (var typist = new Typist(server, server.editor(), "workflow:" + id)) {
                assertThat(stream.nextType()).isEqualTo("presence");
                rename(id, "watched 2");
                assertThat(stream.nextType()).isEqualTo("written");
                assertThat(stream.nextType()).isEqualTo("external_change");
                typist.type(content -> content.with("name", Value.of("watched 3")));
                server.call("POST", "/api/documents/workflow:" + id + "/save")
                        .as(server.editor())
                        .send()
                        .hasStatus(200);
                assertThat(stream.nextType()).isEqualTo("saved");
                typist.type(content -> content.with("name", Value.of("dropped")));
                server.call("POST", "/api/documents/workflow:" + id + "/reset")
                        .as(server.editor())
                        .send()
                        .hasStatus(200);
                assertThat(stream.nextType()).isEqualTo("reset");
            }
            assertThat(stream.nextType()).isEqualTo("presence");
        }
    }

    @Test
    void anEventSaysWhoWhatAndWhichVersion() throws Exception {
        String id = Flows.create(server, "described");
        try (var stream = stream(id, "Last-Event-ID", "0")) {
            List<String> created = stream.next();
            assertThat(created.get(0)).matches("id: [1-9][0-9]*");
            assertThat(created.get(1)).isEqualTo("event: created");
            var json = created.get(2).substring("data: ".length());
            assertThat(json)
                    .contains("\"type\":\"created\"", "\"demo-editor\"", "\"lock_version\":1");
        }
    }

    @Test
    void aReaderResumesAfterWhatItHasSeen() throws Exception {
        String id = Flows.create(server, "resumed");
        rename(id, "resumed 2");
        String seen;
        try (var stream = stream(id, "Last-Event-ID", "0")) {
            assertThat(stream.nextType()).isEqualTo("created");
            seen = stream.next().getFirst().substring("id: ".length());
        }
        rename(id, "resumed 3");
        rename(id, "resumed 4");
        try (var stream = stream(id, "Last-Event-ID", seen)) {
            assertThat(stream.next().getLast()).contains("\"lock_version\":3");
            assertThat(stream.next().getLast()).contains("\"lock_version\":4");
            rename(id, "resumed 5");
            assertThat(stream.next().getLast()).contains("\"lock_version\":5");
        }
    }

    @Test
    void moreThanAPageOfTheJournalIsReadInOrderWhileMoreHappens() throws Exception {
        String id = Flows.create(server, "long 0");
        for (int i = 1; i <= 130; i++) {
            rename(id, "long " + i);
        }
        try (var stream = stream(id, "Last-Event-ID", "0")) {
            assertThat(stream.nextType()).isEqualTo("created");
            var writing = Thread.ofVirtual().start(() -> rename(id, "long 131"));
            for (int version = 2; version <= 132; version++) {
                assertThat(stream.next().getLast()).contains("\"lock_version\":" + version);
            }
            writing.join();
        }
    }

    @Test
    void aTokenInTheQueryIsEnough() throws Exception {
        String id = Flows.create(server, "from a browser");
        try (var stream = new Stream(id, "?last_event_id=0&token=" + server.editor())) {
            assertThat(stream.nextType()).isEqualTo("created");
        }
    }

    @Test
    void aPositionThatIsNoneIsRefused() {
        String id = Flows.create(server, "no position");
        server.call("GET", "/api/documents/workflow:" + id + "/events")
                .as(server.editor())
                .header("Last-Event-ID", "latest")
                .send()
                .isProblem(Code.INVALID_REQUEST);
    }

    @Test
    void aStreamEndsWithTheTokenItWasOpenedWith() throws Exception {
        String id = Flows.create(server, "revoked");
        var made =
                server.call("POST", "/api/projects/demo/tokens")
                        .as(server.token(TestServer.DEMO, Role.ADMIN))
                        .json("{\"member\":\"demo-viewer\",\"label\":\"stream\"}")
                        .send();
        String secret = ((Value.Str) made.get("token")).value();
        try (var stream = new Stream(id, "", "Authorization", "Bearer " + secret)) {
            server.call(
                            "DELETE",
                            "/api/projects/demo/tokens/" + ((Value.Str) made.get("id")).value())
                    .as(server.operator())
                    .send()
                    .hasStatus(204);
            assertThat(stream.nextType()).isEqualTo("(end)");
        }
    }

    @Test
    void aStreamEndsWhenItsReaderLosesTheProject() throws Exception {
        String id = Flows.create(server, "lost");
        var made =
                server.call("POST", "/api/projects/demo/tokens")
                        .as(server.operator())
                        .json(
                                "{\"actor\":{\"type\":\"person\",\"id\":\"u-lost\"},"
                                        + "\"role\":\"editor\",\"label\":\"x\"}")
                        .send();
        String secret = ((Value.Str) made.get("token")).value();
        try (var stream = new Stream(id, "", "Authorization", "Bearer " + secret)) {
            server.call("DELETE", "/api/projects/demo/members/u-lost")
                    .as(server.operator())
                    .send()
                    .hasStatus(204);
            rename(id, "lost, and not told");
            assertThat(stream.nextType()).isEqualTo("(end)");
        }
    }

    @Test
    @Timeout(60)
    void aReaderThatIsGoneLeavesNothingBehind() throws Exception {
        String id = Flows.create(server, "left");
        try (var stream = stream(id)) {
            assertThat(stream.response.statusCode()).isEqualTo(200);
            assertThat(server.openStreams()).isPositive();
        }
        while (0 < server.openStreams()) {
            Thread.yield();
        }
    }
}
