package dev.evenkeel.adapters.http;

import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkflowsApiTest {

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

    private TestServer.Call call(String method, String path) {
        return server.call(method, path).as(server.editor());
    }

    private String path(String id) {
        return WORKFLOWS + "/" + id;
    }

    @Test
    void anIdOfTheCallersChoiceIsKept() {
        String id = Flows.id();
        var reply =
                call("POST", WORKFLOWS)
                        .json(Flows.named("chosen").with("id", Value.of(id)))
                        .send()
                        .hasStatus(201);
        assertThat(reply.get("id")).isEqualTo(Value.of(id));
        assertThat(reply.header("Location")).isEqualTo(path(id));
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.get("conflicts")).isEqualTo(new Value.Arr(List.of()));
    }

    @Test
    void withoutAnIdThereIsARandomOne() {
        var reply = call("POST", WORKFLOWS).json(Flows.named("random")).send().hasStatus(201);
        assertThat(reply.header("Location"))
                .matches(".*/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void whatWasCreatedCanBeRead() {
        String id = Flows.create(server, "readable");
        var reply = call("GET", path(id)).send().hasStatus(200);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.get("project")).isEqualTo(Value.of("demo"));
        assertThat(reply.get("name")).isEqualTo(Value.of("readable"));
        assertThat(reply.get("deleted_at")).isEqualTo(Value.NULL);
        assertThat(((Value.Obj) reply.get("content")).objects("jobs").getFirst().text("name"))
                .isEqualTo("Fetch");
    }

    @Test
    void anIdThatIsTakenIsRefusedEvenWhenAnotherProjectHasIt() {
        String id = Flows.create(server, "first");
        Value.Obj again = Flows.named("second").with("id", Value.of(id));
        call("POST", WORKFLOWS).json(again).send().isProblem(Code.ALREADY_EXISTS);
        server.call("POST", "/api/projects/other/workflows")
                .as(server.token(TestServer.OTHER, Role.EDITOR))
                .json(again)
                .send()
                .isProblem(Code.ALREADY_EXISTS);
    }

    @Test
    void anIdThatIsNoUuidIsRefused() {
        call("POST", WORKFLOWS)
                .json(Flows.named("odd").with("id", Value.of("odd")))
                .send()
                .isProblem(Code.INVALID_NAME);
        call("GET", path("odd")).send().isProblem(Code.INVALID_NAME);
    }

    @Test
    void invalidContentIsNamedByEntityAndNothingIsStored() {
        String id = Flows.create(server, "valid");
        Value.Obj bad = obj("name", "", "jobs", obj(Flows.JOB, obj("body", "", "name", "Fetch")));
        var reply = call("PATCH", path(id)).json(bad).send().isProblem(Code.CONTENT_INVALID);
        assertThat(reply.get("errors", "workflow", "name").toString()).contains("can't be blank");
        assertThat(reply.get("errors", "jobs", Flows.JOB, "body").toString())
                .contains("job body can't be blank");
        assertThat(call("GET", path(id)).send().get("lock_version")).isEqualTo(Value.of(1));
    }

    @Test
    void aNameThatIsTakenIsInvalid() {
        Flows.create(server, "unique");
        var reply = call("POST", WORKFLOWS).json(Flows.named("unique")).send();
        reply.isProblem(Code.CONTENT_INVALID);
        assertThat(reply.get("errors", "workflow", "name")).isNotNull();
    }

    @Test
    void theWholeContentCanBePut() {
        String id = Flows.create(server, "before");
        var reply = call("PUT", path(id)).json(Flows.named("after")).send().hasStatus(200);
        assertThat(reply.get("lock_version")).isEqualTo(Value.of(2));
        assertThat(reply.get("name")).isEqualTo(Value.of("after"));
        var again = call("PUT", path(id)).json(Flows.named("after")).send().hasStatus(200);
        assertThat(again.get("lock_version")).isEqualTo(Value.of(2));
    }

    @Test
    void aPatchChangesAddsAndRemovesById() {
        String id = Flows.create(server, "patched");
        call("PATCH", path(id))
                .body(
                        "application/merge-patch+json",
                        Json.text(
                                obj(
                                        "jobs",
                                        obj(
                                                Flows.JOB,
                                                Value.NULL,
                                                Flows.SECOND_JOB,
                                                Flows.job(Flows.SECOND_JOB, "Send", "post();")))))
                .send()
                .hasStatus(200);
        var content = (Value.Obj) call("GET", path(id)).send().get("content");
        assertThat(content.objects("jobs")).hasSize(1);
        assertThat(content.objects("jobs").getFirst().text("id")).isEqualTo(Flows.SECOND_JOB);
        assertThat(content.text("name")).isEqualTo("patched");
    }

    @Test
    void aPatchThatDoesNotFitSaysWhere() {
        String id = Flows.create(server, "unfit");
        var reply = call("PATCH", path(id)).json("{\"jobs\":[]}").send();
        reply.isProblem(Code.CONTENT_INVALID);
        assertThat(reply.get("errors", "jobs")).isNotNull();
    }

    @Test
    void aWriteOnAnOldVersionFailsItsPrecondition() {
        String id = Flows.create(server, "if match");
        call("PATCH", path(id))
                .json(named("if match 2"))
                .header("If-Match", "\"1\"")
                .send()
                .hasStatus(200);
        call("PATCH", path(id))
                .json(named("if match 3"))
                .header("If-Match", "\"1\"")
                .send()
                .isProblem(Code.PRECONDITION_FAILED);
        call("PATCH", path(id))
                .json(named("if match 3"))
                .header("If-Match", "*")
                .send()
                .hasStatus(200);
        call("PATCH", path(id))
                .json(named("x"))
                .header("If-Match", "latest")
                .send()
                .isProblem(Code.INVALID_REQUEST);
        call("DELETE", path(id))
                .header("If-Match", "\"1\"")
                .send()
                .isProblem(Code.PRECONDITION_FAILED);
    }

    private static Value.Obj named(String name) {
        return obj("name", name);
    }

    @Test
    void aRetryWithTheSameKeyCreatesOnce() {
        var first = create("retried", "key-1").hasStatus(201);
        var second = create("retried", "key-1").hasStatus(201);
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.get("content")).isEqualTo(first.get("content"));
        create("something else", "key-1").isProblem(Code.REQUEST_ID_REUSED);
    }

    private Reply create(String name, String key) {
        return call("POST", WORKFLOWS)
                .header("Idempotency-Key", key)
                .json(Flows.named(name))
                .send();
    }

    @Test
    void aRetryOfAWriteGetsTheFirstAnswersVersion() {
        String id = Flows.create(server, "write once");
        Value.Obj patch = named("write once, changed");
        call("PATCH", path(id)).header("Idempotency-Key", "w").json(patch).send().hasStatus(200);
        call("PATCH", path(id)).json(named("changed by others")).send().hasStatus(200);
        var retry = call("PATCH", path(id)).header("Idempotency-Key", "w").json(patch).send();
        assertThat(retry.hasStatus(200).get("lock_version")).isEqualTo(Value.of(2));
        assertThat(call("GET", path(id)).send().get("name"))
                .isEqualTo(Value.of("changed by others"));
    }

    @Test
    void anEmptyOrEndlessKeyIsRefused() {
        create("no key", " ").isProblem(Code.INVALID_REQUEST);
        create("no key", "k".repeat(256)).isProblem(Code.INVALID_REQUEST);
    }

    @Test
    void aDeletedWorkflowCanBeSeenAndUndeletedButNotWritten() {
        String id = Flows.create(server, "deleted");
        var deleted = call("DELETE", path(id)).send().hasStatus(200);
        assertThat(deleted.get("deleted_at")).isNotEqualTo(Value.NULL);
        assertThat(call("GET", path(id)).send().hasStatus(200).get("deleted_at"))
                .isNotEqualTo(Value.NULL);
        var refused = call("PUT", path(id)).json(Flows.named("x")).send();
        refused.isProblem(Code.DOCUMENT_DELETED);
        assertThat(refused.get("clears")).isEqualTo(Value.of("undeleting it"));
        assertThat(call("GET", WORKFLOWS).send().text()).doesNotContain(id);
        assertThat(call("GET", WORKFLOWS + "?deleted=true").send().text()).contains(id);
        call("POST", path(id) + "/undelete").send().hasStatus(200);
        call("POST", path(id) + "/undelete").send().isProblem(Code.NOT_DELETED);
        call("PUT", path(id)).json(Flows.named("back again")).send().hasStatus(200);
    }

    @Test
    void aPurgedIdIsUsedUp() {
        String id = Flows.create(server, "purged");
        server.call("DELETE", path(id) + "?purge=true")
                .as(server.token(TestServer.DEMO, Role.OWNER))
                .send()
                .hasStatus(204);
        call("GET", path(id)).send().isProblem(Code.DOCUMENT_PURGED);
        call("PUT", path(id)).json(Flows.named("x")).send().isProblem(Code.DOCUMENT_PURGED);
        call("POST", WORKFLOWS)
                .json(Flows.named("x").with("id", Value.of(id)))
                .send()
                .isProblem(Code.DOCUMENT_PURGED);
    }

    @Test
    void aWorkflowThatIsNotThereIsNotCreatedByAWrite() {
        call("PUT", path(Flows.id())).json(Flows.named("x")).send().isProblem(Code.NOT_FOUND);
    }

    @Test
    void aWriteMeetsWhatPeopleType() {
        String id = Flows.create(server, "met");
        try (var typist = new Typist(server, server.editor(), "workflow:" + id)) {
            typist.type(content -> content.with("name", Value.of("typed")));
            var reply = call("PATCH", path(id)).json(named("written")).send().hasStatus(200);
            Value.Obj conflict =
                    (Value.Obj) ((Value.Arr) reply.get("conflicts")).items().getFirst();
            assertThat(conflict.text("theirs")).isEqualTo("written");
            assertThat(conflict.text("yours")).isEqualTo("typed");
            assertThat(conflict.text("base")).isEqualTo("met");
        }
    }
}
