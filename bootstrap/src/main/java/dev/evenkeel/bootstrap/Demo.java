package dev.evenkeel.bootstrap;

import dev.evenkeel.application.join.AskDocument;
import dev.evenkeel.application.join.AskDocument.Answer;
import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.resolve.Request.Action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What an empty store is given so that there is something to look at: a project with one small
/// workflow. It is written the way everybody writes.
final class Demo {

    static final ProjectId PROJECT = new ProjectId("demo");

    /// Always the same ids, so that what the documentation says can be typed as it stands.
    static final DocumentId WORKFLOW =
            new DocumentId(WorkflowKind.NAME, "00000000-0000-4000-8000-000000000001");

    private static final String TRIGGER = "00000000-0000-4000-8000-000000000002";
    private static final String FETCH = "00000000-0000-4000-8000-000000000003";
    private static final String STORE = "00000000-0000-4000-8000-000000000004";
    private static final String START = "00000000-0000-4000-8000-000000000005";
    private static final String THEN = "00000000-0000-4000-8000-000000000006";

    private static final String STORE_BODY =
            """
            fn(state => {
              console.log(state.data);
              return state;
            });
            """;

    private final Projects projects;
    private final AskDocument ask;

    Demo(Projects projects, AskDocument ask) {
        this.projects = projects;
        this.ask = ask;
    }

    /// Create it if there is no project yet; false when there was one.
    boolean createOnEmptyStore(Session server) {
        if (!projects.list().isEmpty() || !projects.create(new Project(PROJECT, "Demo"))) {
            return false;
        }
        var change =
                new RowChange(
                        new RowChange.What.Create(PROJECT, workflow()),
                        OptionalLong.empty(),
                        Optional.empty(),
                        "demo");
        Answer<WriteResult> answer =
                ask.<WriteResult>ask(
                        server,
                        WORKFLOW,
                        new Action.New(),
                        Optional.of(PROJECT),
                        reply -> new RoomCommand.Write(server, change, reply));
        if (!(answer instanceof Answer.Answered<WriteResult>(WriteResult.Written _))) {
            throw new IllegalStateException("Expected to write the demo, but got " + answer);
        }
        return true;
    }

    static Value.Obj workflow() {
        return obj(
                Map.entry("id", Value.of(WORKFLOW.key())),
                Map.entry("name", Value.of("Register patients")),
                Map.entry("triggers", list(trigger())),
                Map.entry(
                        "jobs",
                        list(
                                job(
                                        FETCH,
                                        "Fetch patients",
                                        "@openfn/language-http@latest",
                                        "get('/patients');\n"),
                                job(
                                        STORE,
                                        "Store patients",
                                        "@openfn/language-common@latest",
                                        STORE_BODY))),
                Map.entry(
                        "edges",
                        list(
                                edge(START, "source_trigger_id", TRIGGER, FETCH, "always"),
                                edge(THEN, "source_job_id", FETCH, STORE, "on_job_success"))),
                Map.entry(
                        "positions",
                        obj(
                                Map.entry(TRIGGER, at(0, 0)),
                                Map.entry(FETCH, at(0, 200)),
                                Map.entry(STORE, at(0, 400)))));
    }

    private static Value.Obj trigger() {
        return obj(
                Map.entry("id", Value.of(TRIGGER)),
                Map.entry("type", Value.of("webhook")),
                Map.entry("enabled", Value.of(true)));
    }

    private static Value.Obj job(String id, String name, String adaptor, String body) {
        return obj(
                Map.entry("id", Value.of(id)),
                Map.entry("name", Value.of(name)),
                Map.entry("adaptor", Value.of(adaptor)),
                Map.entry("body", Value.of(body)));
    }

    private static Value.Obj edge(
            String id, String sourceKey, String source, String target, String condition) {
        return obj(
                Map.entry("id", Value.of(id)),
                Map.entry(sourceKey, Value.of(source)),
                Map.entry("target_job_id", Value.of(target)),
                Map.entry("condition_type", Value.of(condition)),
                Map.entry("enabled", Value.of(true)));
    }

    private static Value.Obj at(double x, double y) {
        return obj(Map.entry("x", Value.of(x)), Map.entry("y", Value.of(y)));
    }

    private static Value.Arr list(Value... items) {
        return new Value.Arr(List.of(items));
    }

    @SafeVarargs
    private static Value.Obj obj(Map.Entry<String, ? extends Value>... members) {
        var map = new LinkedHashMap<String, Value>();
        for (var member : members) {
            map.put(member.getKey(), member.getValue());
        }
        return new Value.Obj(map);
    }
}
