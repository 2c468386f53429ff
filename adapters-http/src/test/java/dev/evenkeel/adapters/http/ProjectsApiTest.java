package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProjectsApiTest {

    private static final String PROJECTS = "/api/projects";
    private static final String MEMBERS = PROJECTS + "/demo/members";
    private static final String TOKENS = PROJECTS + "/demo/tokens";

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private TestServer.Call operator(String method, String path) {
        return server.call(method, path).as(server.operator());
    }

    private TestServer.Call admin(String method, String path) {
        return server.call(method, path).as(server.token(TestServer.DEMO, Role.ADMIN));
    }

    @Test
    void aMemberSeesItsProjectAndAnOperatorAll() {
        assertThat(server.call("GET", PROJECTS).as(server.editor()).send().text())
                .isEqualTo("[{\"id\":\"demo\",\"name\":\"Demo\"}]");
        assertThat(operator("GET", PROJECTS).send().text()).contains("demo", "other");
    }

    @Test
    void operatorsCreateProjects() {
        var made =
                operator("POST", PROJECTS)
                        .json("{\"id\":\"maps\",\"name\":\"Maps\"}")
                        .send()
                        .hasStatus(201);
        assertThat(made.header("Location")).isEqualTo(PROJECTS + "/maps");
        operator("GET", PROJECTS + "/maps").send().hasStatus(200);
        operator("POST", PROJECTS)
                .json("{\"id\":\"maps\",\"name\":\"Again\"}")
                .send()
                .isProblem(Code.ALREADY_EXISTS);
        operator("POST", PROJECTS).json("{\"name\":\"No id\"}").send().hasStatus(201);
    }

    @Test
    void whatIsWrongWithAProjectIsNamedAtOnce() {
        var reply = operator("POST", PROJECTS).json("{\"id\":\"A b\",\"name\":\" \"}").send();
        reply.isProblem(Code.CONTENT_INVALID);
        assertThat(reply.get("errors", "project").toString()).contains("name").contains("id");
    }

    @Test
    void membersAreAddedChangedListedAndRemoved() {
        String actor = "{\"type\":\"person\",\"id\":\"u-1\",\"name\":\"One\"}";
        admin("PUT", MEMBERS)
                .json("{\"actor\":" + actor + ",\"role\":\"viewer\"}")
                .send()
                .hasStatus(200);
        var changed =
                admin("POST", MEMBERS)
                        .json("{\"actor\":" + actor + ",\"role\":\"editor\"}")
                        .send()
                        .hasStatus(200);
        assertThat(changed.get("role")).isEqualTo(Value.of("editor"));
        assertThat(admin("GET", MEMBERS).send().text()).contains("u-1");
        admin("DELETE", MEMBERS + "/u-1").send().hasStatus(204);
        admin("DELETE", MEMBERS + "/u-1").send().isProblem(Code.NOT_FOUND);
    }

    @Test
    void whatIsWrongWithAMemberIsNamed() {
        var reply =
                admin("PUT", MEMBERS)
                        .json(
                                "{\"actor\":{\"type\":\"operator\",\"id\":\"x\"},\"role\":\"viewer\"}")
                        .send();
        reply.isProblem(Code.CONTENT_INVALID);
        assertThat(reply.get("errors", "actor", "type").toString()).contains("person");
        admin("PUT", MEMBERS).json("{\"role\":\"god\"}").send().isProblem(Code.CONTENT_INVALID);
        admin("PUT", MEMBERS)
                .json("{\"actor\":{\"type\":\"person\",\"id\":\"x\"}}")
                .send()
                .isProblem(Code.CONTENT_INVALID);
    }

    /// A database refuses the one, and the other would be two lines in a log.
    @Test
    void namesAreOneLineOfCharactersThatEveryDatabaseKeeps() {
        for (String bad : List.of("a\\u0000b", "a\\nb", "a\\ud800b")) {
            operator("POST", PROJECTS)
                    .json("{\"name\":\"" + bad + "\"}")
                    .send()
                    .isProblem(Code.CONTENT_INVALID);
            admin("PUT", MEMBERS)
                    .json(
                            "{\"actor\":{\"type\":\"person\",\"id\":\""
                                    + bad
                                    + "\"},\"role\":\"viewer\"}")
                    .send()
                    .isProblem(Code.CONTENT_INVALID);
            admin("POST", TOKENS)
                    .json(
                            "{\"label\":\""
                                    + bad
                                    + "\",\"role\":\"viewer\",\"actor\":{\"type\":\"agent\",\"id\":\"a\"}}")
                    .send()
                    .isProblem(Code.CONTENT_INVALID);
        }
        admin("DELETE", MEMBERS + "/%00").send().isProblem(Code.NOT_FOUND);
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsRevoked() {
        var made =
                admin("POST", TOKENS)
                        .json(
                                "{\"label\":\"bot\",\"role\":\"viewer\","
                                        + "\"actor\":{\"type\":\"agent\",\"id\":\"a-bot\"}}")
                        .send()
                        .hasStatus(201);
        String secret = ((Value.Str) made.get("token")).value();
        String id = ((Value.Str) made.get("id")).value();
        assertThat(admin("GET", MEMBERS).send().text()).contains("a-bot");
        var list = admin("GET", TOKENS).send().hasStatus(200);
        assertThat(list.text()).contains(id).doesNotContain(secret).doesNotContain("hash");
        server.call("GET", PROJECTS + "/demo").as(secret).send().hasStatus(200);
        admin("DELETE", TOKENS + "/" + id).send().hasStatus(204);
        server.call("GET", PROJECTS + "/demo").as(secret).send().isProblem(Code.UNAUTHENTICATED);
        admin("DELETE", TOKENS + "/" + id).send().isProblem(Code.NOT_FOUND);
    }

    @Test
    void aTokenForANewMemberNeedsARoleAndForAnOldOneTakesNoOther() {
        String actor = "\"actor\":{\"type\":\"person\",\"id\":\"u-2\"},\"label\":\"x\"";
        admin("POST", TOKENS).json("{" + actor + "}").send().isProblem(Code.CONTENT_INVALID);
        admin("POST", TOKENS).json("{" + actor + ",\"role\":\"editor\"}").send().hasStatus(201);
        admin("POST", TOKENS).json("{" + actor + "}").send().hasStatus(201);
        admin("POST", TOKENS)
                .json("{" + actor + ",\"role\":\"owner\"}")
                .send()
                .isProblem(Code.CONTENT_INVALID);
        admin("POST", TOKENS)
                .json("{\"member\":\"nobody\",\"label\":\"x\"}")
                .send()
                .isProblem(Code.CONTENT_INVALID);
        admin("POST", TOKENS)
                .json("{\"member\":\"u-2\",\"label\":\"x\",\"expires_in\":-1}")
                .send()
                .isProblem(Code.CONTENT_INVALID);
    }

    @Test
    void aTokenOfAnotherProjectCannotBeRevoked() {
        var foreign =
                operator("POST", PROJECTS + "/other/tokens")
                        .json("{\"member\":\"other-viewer\",\"label\":\"x\"}")
                        .send()
                        .hasStatus(201);
        String id = ((Value.Str) foreign.get("id")).value();
        admin("DELETE", TOKENS + "/" + id).send().isProblem(Code.NOT_FOUND);
        String secret = ((Value.Str) foreign.get("token")).value();
        server.call("GET", PROJECTS + "/other").as(secret).send().hasStatus(200);
    }

    @Test
    void aChangedRoleHoldsForTheNextRequest() {
        var made =
                admin("POST", TOKENS)
                        .json(
                                "{\"label\":\"x\",\"role\":\"editor\","
                                        + "\"actor\":{\"type\":\"person\",\"id\":\"u-3\"}}")
                        .send();
        String secret = ((Value.Str) made.get("token")).value();
        server.call("POST", PROJECTS + "/demo/workflows")
                .as(secret)
                .json(Flows.named("by u-3"))
                .send()
                .hasStatus(201);
        admin("PUT", MEMBERS)
                .json("{\"actor\":{\"type\":\"person\",\"id\":\"u-3\"},\"role\":\"viewer\"}")
                .send()
                .hasStatus(200);
        server.call("POST", PROJECTS + "/demo/workflows")
                .as(secret)
                .json(Flows.named("by u-3 again"))
                .send()
                .isProblem(Code.READ_ONLY);
    }
}
