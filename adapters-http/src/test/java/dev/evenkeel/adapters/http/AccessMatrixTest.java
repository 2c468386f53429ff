package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who may do what: each role of the own project and of another one, an operator and nobody, at
/// each endpoint. A route without a row fails, so nobody adds one without saying who may use it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessMatrixTest {

    /// What an endpoint needs.
    private enum Needs {
        /// Nothing: it is open to all.
        NOTHING,
        /// A token, of whatever project.
        TOKEN,
        READ,
        WRITE,
        MANAGE,
        OPERATOR
    }

    private record Row(Needs needs, String body) {
        Row(Needs needs) {
            this(needs, "");
        }
    }

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("GET /health/live", new Row(Needs.NOTHING));
        ROWS.put("GET /health/ready", new Row(Needs.NOTHING));
        ROWS.put("GET /openapi.yaml", new Row(Needs.NOTHING));
        ROWS.put("GET /api/projects", new Row(Needs.TOKEN));
        ROWS.put("POST /api/projects", new Row(Needs.OPERATOR, "{\"name\":\"Another\"}"));
        ROWS.put("GET /api/projects/{project}", new Row(Needs.READ));
        ROWS.put("GET /api/projects/{project}/members", new Row(Needs.MANAGE));
        String member =
                "{\"actor\":{\"type\":\"person\",\"id\":\"u-new\",\"name\":\"New\"},"
                        + "\"role\":\"viewer\"}";
        ROWS.put("PUT /api/projects/{project}/members", new Row(Needs.MANAGE, member));
        ROWS.put("POST /api/projects/{project}/members", new Row(Needs.MANAGE, member));
        ROWS.put("DELETE /api/projects/{project}/members/{actor}", new Row(Needs.MANAGE));
        ROWS.put("GET /api/projects/{project}/tokens", new Row(Needs.MANAGE));
        ROWS.put(
                "POST /api/projects/{project}/tokens",
                new Row(Needs.MANAGE, "{\"member\":\"demo-viewer\",\"label\":\"x\"}"));
        ROWS.put("DELETE /api/projects/{project}/tokens/{id}", new Row(Needs.MANAGE));
        ROWS.put("GET /api/projects/{project}/workflows", new Row(Needs.READ));
        ROWS.put("POST /api/projects/{project}/workflows", new Row(Needs.WRITE, "<named>"));
        ROWS.put("GET /api/projects/{project}/workflows/{id}", new Row(Needs.READ));
        ROWS.put("PUT /api/projects/{project}/workflows/{id}", new Row(Needs.WRITE, "<named>"));
        ROWS.put(
                "PATCH /api/projects/{project}/workflows/{id}",
                new Row(Needs.WRITE, "{\"positions\":{}}"));
        ROWS.put("DELETE /api/projects/{project}/workflows/{id}", new Row(Needs.WRITE));
        ROWS.put("POST /api/projects/{project}/workflows/{id}/undelete", new Row(Needs.WRITE));
        ROWS.put("GET /api/documents/{name}/state", new Row(Needs.READ));
        ROWS.put("GET /api/documents/{name}/content", new Row(Needs.READ));
        ROWS.put("GET /api/documents/{name}/events", new Row(Needs.READ));
        ROWS.put("GET /api/documents/{name}/versions", new Row(Needs.READ));
        ROWS.put("GET /api/documents/{name}/versions/{label}", new Row(Needs.READ));
        ROWS.put("POST /api/documents/{name}/save", new Row(Needs.WRITE));
        ROWS.put("POST /api/documents/{name}/reset", new Row(Needs.WRITE));
        ROWS.put("POST /api/documents/{name}/versions/{label}/restore", new Row(Needs.WRITE));
    }

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
    void eachRouteHasARow() {
        assertThat(new TreeSet<>(ROWS.keySet())).isEqualTo(server.routes());
    }

    @TestFactory
    Stream<DynamicTest> eachRouteLetsInWhoMayAndNobodyElse() {
        var tests = new ArrayList<DynamicTest>();
        ROWS.forEach(
                (route, row) -> {
                    for (Role role : Role.values()) {
                        tests.add(
                                test(route, role + " of the project", () -> own(route, row, role)));
                        tests.add(
                                test(route, role + " of another", () -> foreign(route, row, role)));
                    }
                    tests.add(test(route, "operator", () -> operator(route, row)));
                    tests.add(test(route, "nobody", () -> nobody(route, row)));
                });
        assertThat(tests).hasSize(ROWS.size() * 10);
        return tests.stream();
    }

    private static DynamicTest test(String route, String who, Executable check) {
        return DynamicTest.dynamicTest(route + " by " + who, check);
    }

    /// Purging is the one parameter that raises what a route needs.
    @Test
    void purgingNeedsMoreThanDeleting() {
        String id = Flows.create(server, "to be purged");
        String path = "/api/projects/demo/workflows/" + id + "?purge=true";
        server.call("DELETE", path).as(server.editor()).send().isProblem(Code.MANAGE_ONLY);
        server.call("DELETE", path)
                .as(server.token(TestServer.OTHER, Role.OWNER))
                .send()
                .isProblem(Code.NOT_FOUND);
        server.call("DELETE", path)
                .as(server.token(TestServer.DEMO, Role.ADMIN))
                .send()
                .hasStatus(204);
    }

    /// A foreign document and one that does not exist must look alike to the last byte.
    @Test
    void whatIsForeignLooksLikeWhatIsNotThere() {
        String there = Flows.create(server, "hidden");
        String token = server.token(TestServer.OTHER, Role.OWNER);
        for (String what : List.of("state", "content", "versions", "versions/1", "events")) {
            var foreign = get("/api/documents/workflow:" + there + "/" + what, token);
            var absent = get("/api/documents/workflow:" + Flows.id() + "/" + what, token);
            assertThat(foreign.text()).isEqualTo(absent.text());
            assertThat(foreign.status()).isEqualTo(absent.status());
        }
        assertThat(get("/api/projects/demo/workflows/" + there, token).text())
                .isEqualTo(get("/api/projects/none/workflows/" + there, token).text())
                .isEqualTo(get("/api/projects/other/workflows/" + there, token).text());
    }

    private Reply get(String path, String token) {
        return server.call("GET", path).as(token).send();
    }

    private void own(String route, Row row, Role role) {
        Reply reply = send(route, row, server.token(TestServer.DEMO, role));
        boolean let =
                switch (row.needs()) {
                    case NOTHING, TOKEN -> true;
                    case READ -> role.access().allows(Access.READ);
                    case WRITE -> role.access().allows(Access.WRITE);
                    case MANAGE -> role.access().allows(Access.MANAGE);
                    case OPERATOR -> false;
                };
        if (let) {
            assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
        } else {
            reply.isProblem(
                    switch (row.needs()) {
                        case WRITE -> Code.READ_ONLY;
                        case MANAGE -> Code.MANAGE_ONLY;
                        case NOTHING, TOKEN, READ, OPERATOR -> Code.FORBIDDEN;
                    });
        }
    }

    private void foreign(String route, Row row, Role role) {
        Reply reply = send(route, row, server.token(TestServer.OTHER, role));
        switch (row.needs()) {
            case NOTHING, TOKEN -> reply.hasStatus(200);
            case OPERATOR -> reply.isProblem(Code.FORBIDDEN);
            case READ, WRITE, MANAGE -> reply.isProblem(Code.NOT_FOUND);
        }
        assertThat(reply.text()).doesNotContain("demo");
    }

    private void operator(String route, Row row) {
        Reply reply = send(route, row, server.operator());
        assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
    }

    private void nobody(String route, Row row) {
        Reply reply = send(route, row, "");
        if (row.needs() == Needs.NOTHING) {
            reply.hasStatus(200);
        } else {
            reply.isProblem(Code.UNAUTHENTICATED);
        }
    }

    /// Send a request to the route that would succeed for whoever may send it.
    private Reply send(String route, Row row, String token) {
        String id = Flows.id();
        String named = Json.text(Flows.named(id));
        server.call("POST", "/api/projects/demo/workflows")
                .as(server.editor())
                .json(Flows.named("matrix " + id).with("id", Value.of(id)))
                .send()
                .hasStatus(201);
        if (route.endsWith("/undelete")) {
            server.call("DELETE", "/api/projects/demo/workflows/" + id)
                    .as(server.editor())
                    .send()
                    .hasStatus(200);
        }
        String method = route.substring(0, route.indexOf(' '));
        String path =
                route.substring(route.indexOf(' ') + 1)
                        .replace("{project}", "demo")
                        .replace("{name}", "workflow:" + id)
                        .replace("{label}", "1")
                        .replace("{actor}", "u-leaving")
                        .replace("{id}", route.contains("/tokens/") ? spareToken() : id);
        if (route.contains("/members/")) {
            spareMember();
        }
        var call = server.call(method, path);
        if (!token.isEmpty()) {
            call.as(token);
        }
        if (!row.body().isEmpty()) {
            call.json(row.body().equals("<named>") ? named : row.body());
        }
        return route.endsWith("/events") ? call.sendForHead() : call.send();
    }

    private String spareToken() {
        return ((Value.Str)
                        server.call("POST", "/api/projects/demo/tokens")
                                .as(server.operator())
                                .json("{\"member\":\"demo-viewer\",\"label\":\"spare\"}")
                                .send()
                                .hasStatus(201)
                                .get("id"))
                .value();
    }

    private void spareMember() {
        server.call("PUT", "/api/projects/demo/members")
                .as(server.operator())
                .json(
                        "{\"actor\":{\"type\":\"person\",\"id\":\"u-leaving\"},"
                                + "\"role\":\"viewer\"}")
                .send()
                .hasStatus(200);
    }
}
