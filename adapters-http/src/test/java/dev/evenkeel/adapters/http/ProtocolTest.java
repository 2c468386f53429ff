package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.Set;

/// What holds for every request, whatever it is for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolTest {

    private static final String WORKFLOWS = "/api/projects/demo/workflows";

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void unknownPathsAreProblems() {
        server.call("GET", "/nowhere").send().isProblem(Code.NOT_FOUND);
        server.call("GET", "/api/nowhere").as(server.editor()).send().isProblem(Code.NOT_FOUND);
    }

    @Test
    void unknownMethodsAreProblems() {
        server.call("DELETE", WORKFLOWS)
                .as(server.editor())
                .send()
                .isProblem(Code.METHOD_NOT_ALLOWED);
    }

    @Test
    void withoutATokenTheAnswerSaysHowToSendOne() {
        var reply = server.call("GET", "/api/projects").send().isProblem(Code.UNAUTHENTICATED);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void anUnknownTokenIsNotEchoed() {
        var reply = server.call("GET", "/api/projects").as("ek_secret").send();
        reply.isProblem(Code.UNAUTHENTICATED);
        assertThat(reply.text()).doesNotContain("ek_secret");
    }

    @Test
    void aTokenInTheQueryCountsForEventsOnly() {
        server.call("GET", "/api/projects?token=" + server.editor())
                .send()
                .isProblem(Code.UNAUTHENTICATED);
    }

    @Test
    void malformedJsonIsNamedWithItsPlace() {
        var reply = server.call("POST", WORKFLOWS).as(server.editor()).json("{\"name\":").send();
        reply.isProblem(Code.MALFORMED_JSON);
        assertThat(reply.get("detail").toString()).contains("line 1");
    }

    @Test
    void aMissingBodyIsMalformed() {
        server.call("POST", WORKFLOWS).as(server.editor()).send().isProblem(Code.MALFORMED_JSON);
    }

    @Test
    void aBodyThatIsNoObjectIsMalformed() {
        server.call("POST", WORKFLOWS)
                .as(server.editor())
                .json("[]")
                .send()
                .isProblem(Code.MALFORMED_JSON);
    }

    @Test
    void aDeepBodyIsRefused() {
        server.call("POST", WORKFLOWS)
                .as(server.editor())
                .json("{\"positions\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                .send()
                .isProblem(Code.MALFORMED_JSON);
    }

    @Test
    void anOversizedBodyIsRefused() {
        String body = "{\"name\":\"" + "x".repeat(TestServer.BODY_MAX) + "\"}";
        server.call("POST", WORKFLOWS)
                .as(server.editor())
                .json(body)
                .send()
                .isProblem(Code.BODY_TOO_LARGE);
    }

    @Test
    void anOversizedBodyThatDoesNotSayHowLongItIsIsRefusedToo() {
        String body = "{\"name\":\"" + "x".repeat(4 * TestServer.BODY_MAX) + "\"}";
        server.call("POST", WORKFLOWS)
                .as(server.editor())
                .json(body)
                .chunked()
                .send()
                .isProblem(Code.BODY_TOO_LARGE);
    }

    @Test
    void aBodyThatIsLargerThanTheFrameworksOwnLimitIsTakenIfOursAllowsIt() {
        var settings = new HttpSettings(16 << 20, 64, 10, 10, Duration.ofSeconds(1), Set.of());
        try (var large = new TestServer(false, settings)) {
            String comment = "x".repeat(12 << 20);
            var reply =
                    large.call("POST", WORKFLOWS)
                            .as(large.editor())
                            .json(Flows.named("large").with("ignored", Value.of(comment)))
                            .send();
            reply.hasStatus(201);
        }
    }

    @Test
    void aFormIsNoJson() {
        server.call("POST", WORKFLOWS)
                .as(server.editor())
                .body("application/x-www-form-urlencoded", "name=x")
                .send()
                .isProblem(Code.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void changesForPagesOfOtherOriginsAreRefused() {
        String id = Flows.create(server, "origins");
        for (String origin : Set.of("https://evil.example", "null", "http://localhost:1")) {
            server.call("POST", "/api/documents/workflow:" + id + "/save")
                    .as(server.editor())
                    .header("Origin", origin)
                    .send()
                    .isProblem(Code.ORIGIN_REFUSED);
        }
        String own = "http://localhost:" + server.uri("/").getPort();
        server.call("POST", "/api/documents/workflow:" + id + "/save")
                .as(server.editor())
                .header("Origin", own)
                .send()
                .hasStatus(200);
    }

    @Test
    void storageWithoutAnAnswerIsSaidToBeAwayAndTheRequestCanBeSentAgain() {
        server.storage.failing((_, _) -> Fate.FAILS_BEFORE);
        try {
            var reply =
                    server.call("POST", WORKFLOWS)
                            .as(server.editor())
                            .json(Flows.named("away"))
                            .send();
            reply.isProblem(Code.STORAGE_UNAVAILABLE);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        } finally {
            server.storage.failing((_, _) -> Fate.WORKS);
        }
    }

    @Test
    void anExpiredTokenIsSaidToBeExpired() {
        String token =
                ((Value.Str)
                                server.call("POST", "/api/projects/demo/tokens")
                                        .as(server.token(TestServer.DEMO, Role.ADMIN))
                                        .json(
                                                "{\"member\":\"demo-viewer\",\"label\":\"short\","
                                                        + "\"expires_in\":60}")
                                        .send()
                                        .hasStatus(201)
                                        .get("token"))
                        .value();
        server.call("GET", "/api/projects").as(token).send().hasStatus(200);
        server.now = server.now.plusSeconds(60);
        var reply = server.call("GET", "/api/projects").as(token).send();
        reply.isProblem(Code.TOKEN_EXPIRED);
        assertThat(reply.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void healthNeedsNoToken() {
        server.call("GET", "/health/live").send().hasStatus(200);
        assertThat(server.call("GET", "/health/ready").send().hasStatus(200).get("status"))
                .isEqualTo(Value.of("ready"));
        server.readiness = new Readiness.Report(false, true, false);
        var reply = server.call("GET", "/health/ready").send().hasStatus(503);
        assertThat(reply.get("storage")).isEqualTo(Value.of(false));
        server.call("GET", "/health/live").send().hasStatus(200);
        server.readiness = new Readiness.Report(true, true, false);
    }

    @Test
    void aServerThatIsOpenTakesEverybodyForTheGuest() {
        try (var open = new TestServer(true, HttpSettings.DEFAULT)) {
            open.call("GET", WORKFLOWS).send().hasStatus(200);
            String id = Flows.create(open, "by a member");
            var state = open.call("GET", "/api/documents/workflow:" + id + "/state").send();
            assertThat(state.hasStatus(200).get("writable")).isEqualTo(Value.of(true));
            open.call("POST", WORKFLOWS).json(Flows.named("by the guest")).send().hasStatus(201);
            assertThat(open.storage.rows().list(TestServer.DEMO, "workflow")).hasSize(2);
            assertThat(Actor.GUEST.id()).isEqualTo("guest");
        }
    }

    @Test
    void aDrainingServerSaysWhenToComeBack() {
        try (var stopping =
                new TestServer(
                        false,
                        new HttpSettings(1 << 16, 64, 10, 10, Duration.ofSeconds(1), Set.of()))) {
            stopping.rooms.drain(Duration.ofSeconds(5));
            var reply =
                    stopping.call("POST", WORKFLOWS)
                            .as(stopping.editor())
                            .json(Flows.named("late"))
                            .send();
            reply.isProblem(Code.RESTARTING);
            assertThat(reply.header("Retry-After")).isNotEmpty();
        }
    }
}
