package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.Optional;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentsApiTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Reply get(String path) {
        return server.call("GET", "/api/documents/" + path).as(server.editor()).send();
    }

    private Reply post(String path) {
        return server.call("POST", "/api/documents/" + path).as(server.editor()).send();
    }

    private Typist typist(String name) {
        return new Typist(server, server.editor(), name);
    }

    @Test
    void theStateTellsOfUnsavedEditsAndWhoIsThere() {
        String name = "workflow:" + Flows.create(server, "state");
        try (var typist = typist(name)) {
            assertThat(get(name + "/state").get("unsaved")).isEqualTo(Value.of(false));
            typist.type(content -> content.with("name", Value.of("state, edited")));
            var state = get(name + "/state").hasStatus(200);
            assertThat(state.get("name")).isEqualTo(Value.of(name));
            assertThat(state.get("unsaved")).isEqualTo(Value.of(true));
            assertThat(state.get("lock_version")).isEqualTo(state.get("base_version"));
            assertThat(state.get("presence").toString()).contains("demo-editor");
            assertThat(state.get("verdict", "save", "admitted")).isEqualTo(Value.of(true));
        }
    }

    @Test
    void aViewerIsToldWhyItMayNotWrite() {
        String name = "workflow:" + Flows.create(server, "for viewers");
        var state =
                server.call("GET", "/api/documents/" + name + "/state")
                        .as(server.token(TestServer.DEMO, Role.VIEWER))
                        .send()
                        .hasStatus(200);
        assertThat(state.get("writable")).isEqualTo(Value.of(false));
        assertThat(state.get("verdict", "update", "code")).isEqualTo(Value.of("read_only"));
        assertThat(state.get("verdict", "update", "clears"))
                .isEqualTo(Value.of("the role editor or higher"));
    }

    @Test
    void aSaveStoresTheLiveContentOnceAndThenNothing() {
        String name = "workflow:" + Flows.create(server, "saved");
        try (var typist = typist(name)) {
            typist.type(content -> content.with("name", Value.of("saved, edited")));
            var saved = post(name + "/save").hasStatus(200);
            assertThat(saved.get("changed")).isEqualTo(Value.of(true));
            assertThat(saved.get("lock_version")).isEqualTo(Value.of(2));
            assertThat(saved.header("ETag")).isEqualTo("\"2\"");
            assertThat(post(name + "/save").get("changed")).isEqualTo(Value.of(false));
        }
    }

    @Test
    void aRetriedSaveIsOneSave() {
        String name = "workflow:" + Flows.create(server, "saved once");
        try (var typist = typist(name)) {
            typist.type(content -> content.with("name", Value.of("saved once, edited")));
            var call = "/api/documents/" + name + "/save";
            for (int i = 0; i < 2; i++) {
                var saved =
                        server.call("POST", call)
                                .as(server.editor())
                                .header("Idempotency-Key", "save-1")
                                .send()
                                .hasStatus(200);
                assertThat(saved.get("lock_version")).isEqualTo(Value.of(2));
            }
        }
    }

    @Test
    void aSaveOfInvalidContentNamesTheEntity() {
        String name = "workflow:" + Flows.create(server, "becomes invalid");
        try (var typist = typist(name)) {
            typist.type(content -> content.with("name", Value.of("")));
            var refused = post(name + "/save").isProblem(Code.CONTENT_INVALID);
            assertThat(refused.get("errors", "workflow", "name").toString())
                    .contains("can't be blank");
        }
    }

    @Test
    void theFirstSaveOfAFreshDocumentInsertsItsRow() {
        String id = Flows.id();
        String name = "workflow:" + id;
        post(name + "/save").isProblem(Code.NOT_FOUND);
        post(name + "/save?action=new").isProblem(Code.FORBIDDEN);
        get(name + "/state?action=new").isProblem(Code.NOT_FOUND);
        try (var typist =
                new Typist(
                        server,
                        server.editor(),
                        name,
                        Optional.of("new"),
                        Optional.of(TestServer.DEMO))) {
            typist.type(content -> content.with("name", Value.of("fresh")));
            assertThat(get(name + "/state?action=new").hasStatus(200).get("lock_version"))
                    .isEqualTo(Value.of(0));
            assertThat(get(name + "/content?action=new").hasStatus(200).get("name"))
                    .isEqualTo(Value.of("fresh"));
            post(name + "/reset").isProblem(Code.NOT_FOUND);
            var saved = post(name + "/save?action=new").hasStatus(200);
            assertThat(saved.get("lock_version")).isEqualTo(Value.of(1));
        }
    }

    @Test
    void unknownActionsAreNamed() {
        post("workflow:" + Flows.create(server, "acted on") + "/save?action=forge")
                .isProblem(Code.INVALID_ACTION);
    }

    @Test
    void aResetKeepsWhatItDropsAsADraft() {
        String name = "workflow:" + Flows.create(server, "to reset");
        try (var typist = typist(name)) {
            assertThat(post(name + "/reset").hasStatus(200).get("draft")).isEqualTo(Value.NULL);
            typist.type(content -> content.with("name", Value.of("dropped")));
            var reset = post(name + "/reset").hasStatus(200);
            assertThat(reset.get("draft")).isEqualTo(Value.of("d1"));
            assertThat(get(name + "/content").get("name")).isEqualTo(Value.of("to reset"));
            assertThat(get(name + "/versions/d1").get("content", "name"))
                    .isEqualTo(Value.of("dropped"));
            assertThat(post(name + "/versions/d1/restore").hasStatus(200).get("name"))
                    .isEqualTo(Value.of("dropped"));
        }
    }

    @Test
    void versionsCanBeListedReadAndRestored() {
        String id = Flows.create(server, "v one");
        String name = "workflow:" + id;
        server.call("PATCH", "/api/projects/demo/workflows/" + id)
                .as(server.editor())
                .json("{\"name\":\"v two\"}")
                .send()
                .hasStatus(200);
        var list = (Value.Arr) get(name + "/versions").hasStatus(200).value();
        assertThat(list.items().stream().map(v -> ((Value.Obj) v).text("label")))
                .containsExactly("2", "1");
        assertThat(((Value.Arr) get(name + "/versions?limit=1").value()).items()).hasSize(1);
        assertThat(get(name + "/versions/1").get("content", "name")).isEqualTo(Value.of("v one"));
        assertThat(get(name + ":v1/content").get("name")).isEqualTo(Value.of("v one"));
        get(name + "/versions/9").isProblem(Code.VERSION_NOT_FOUND);
        get(name + "/versions/x").isProblem(Code.VERSION_NOT_FOUND);
        get(name + ":v9/content").isProblem(Code.VERSION_NOT_FOUND);
        post(name + "/versions/9/restore").isProblem(Code.VERSION_NOT_FOUND);
        var restored = post(name + "/versions/1/restore").hasStatus(200);
        assertThat(restored.get("lock_version")).isEqualTo(Value.of(3));
        assertThat(restored.get("name")).isEqualTo(Value.of("v one"));
        server.call("POST", "/api/documents/" + name + "/versions/2/restore")
                .as(server.editor())
                .header("If-Match", "\"1\"")
                .send()
                .isProblem(Code.PRECONDITION_FAILED);
    }

    @Test
    void aVersionCannotBeSaved() {
        String name = "workflow:" + Flows.create(server, "immutable") + ":v1";
        post(name + "/save").isProblem(Code.INVALID_NAME);
        post(name + "/reset").isProblem(Code.INVALID_NAME);
        get(name + "/state").isProblem(Code.INVALID_NAME);
    }

    @Test
    void aDeletedDocumentCanBeReadAndNotSaved() {
        String id = Flows.create(server, "deleted live");
        server.call("DELETE", "/api/projects/demo/workflows/" + id)
                .as(server.editor())
                .send()
                .hasStatus(200);
        var state = get("workflow:" + id + "/state").hasStatus(200);
        assertThat(state.get("writable")).isEqualTo(Value.of(false));
        assertThat(state.get("verdict", "save", "code")).isEqualTo(Value.of("document_deleted"));
        post("workflow:" + id + "/save").isProblem(Code.DOCUMENT_DELETED);
        get("workflow:" + id + "/content").hasStatus(200);
    }

    @Test
    void namesMayHoldSlashesAndColons() {
        get("free:a/b:c/state").isProblem(Code.NOT_FOUND);
        get("free:a%2Fb%3Ac/versions/1").isProblem(Code.NOT_FOUND);
        get("workflow:no-uuid/state").isProblem(Code.INVALID_NAME);
        get("free:a/../b/state").hasStatus(400);
        get("free:a%2Fversions/versions").isProblem(Code.NOT_FOUND);
        get("free:a/versions/versions").isProblem(Code.NOT_FOUND);
        get("free:a/versions/versions/1").isProblem(Code.NOT_FOUND);
        post("free:a/versions/1/restore/save").isProblem(Code.NOT_FOUND);
        post("free:a/save/versions/1/restore").isProblem(Code.NOT_FOUND);
    }

    @Test
    void aFreeDocumentHasAStateAndNothingToSave() {
        try (var open = new TestServer(true, HttpSettings.DEFAULT);
                var typist = new Typist(open, "", "notes/today")) {
            assertThat(typist.session().actor().id()).isEqualTo("guest");
            var state = open.call("GET", "/api/documents/notes%2Ftoday/state").send();
            assertThat(state.hasStatus(200).get("name")).isEqualTo(Value.of("free:notes/today"));
            open.call("GET", "/api/documents/notes/today/state").send().hasStatus(200);
            open.call("POST", "/api/documents/notes/today/save")
                    .send()
                    .isProblem(Code.KIND_HAS_NO_ROW);
            open.call("GET", "/api/documents/notes/today/content")
                    .send()
                    .isProblem(Code.KIND_HAS_NO_ROW);
        }
    }
}
