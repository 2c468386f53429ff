package dev.evenkeel.domain.kind;

import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// One broken rule per row, on a workflow that is right otherwise.
final class WorkflowRulesTest {

    private static final WorkflowKind KIND = new WorkflowKind();
    private static final DocumentId ID = new DocumentId("workflow", id(0));
    private static final String JOB = id(1);
    private static final String OTHER_JOB = id(2);
    private static final String TRIGGER = id(3);
    private static final String FROM_TRIGGER = id(4);
    private static final String FROM_JOB = id(5);
    private static final String LONG = "x".repeat(256);

    /// @param list the list whose item `id` gets `value` as its `member`; "" for the workflow
    private record Row(
            String list, String id, String member, Object value, String field, String message) {}

    static Stream<Row> brokenRules() {
        return Stream.of(
                root("name", "  ", "can't be blank"),
                root("name", "Sync_del", "can't end with _del followed by digits"),
                root("name", "Sync_del12", "can't end with _del followed by digits"),
                root("name", "x".repeat(256), "should be at most 255 character(s)"),
                root("name", "a\u0000b", "can't contain control characters"),
                root("name", "a\ud83d", "can't contain control characters"),
                root("concurrency", 0, "must be greater than or equal to 1"),
                job("name", " ", "job name can't be blank"),
                job("name", "n".repeat(101), "job name should be at most 100 character(s)"),
                job("name", "a\u0000b", "job name has invalid format"),
                job("body", " \n", "job body can't be blank"),
                job("adaptor", "", "job adaptor can't be blank"),
                job("adaptor", "@openfn/", "job adaptor has invalid format"),
                job("adaptor", "has spaces", "job adaptor has invalid format"),
                job("project_credential_id", "x", "is invalid"),
                job("keychain_credential_id", "x", "is invalid"),
                edge(FROM_JOB, "condition_type", "", "can't be blank"),
                edge(FROM_JOB, "condition_type", "never", "is invalid"),
                edge(
                        FROM_TRIGGER,
                        "condition_type",
                        "on_job_success",
                        "must be always or js_expression when the source is a trigger"),
                edge(FROM_JOB, "condition_label", LONG, "should be at most 255 character(s)"),
                edge(FROM_JOB, "condition_label", "a\nb", "can't contain control characters"),
                edge(FROM_JOB, "condition_expression", LONG, "should be at most 255 character(s)"),
                edge(
                        FROM_JOB,
                        "condition_expression",
                        "\u0000",
                        "can't contain control characters"),
                edge(
                        FROM_JOB,
                        "source_job_id",
                        Value.NULL,
                        "source_job_id or source_trigger_id must be present"),
                edge(
                        FROM_TRIGGER,
                        "source_job_id",
                        OTHER_JOB,
                        "source_job_id and source_trigger_id are mutually exclusive"),
                edge(
                        FROM_JOB,
                        "source_job_id",
                        id(9),
                        "job doesn't exist, or is not in the same workflow"),
                edge(
                        FROM_TRIGGER,
                        "source_trigger_id",
                        id(9),
                        "trigger doesn't exist, or is not in the same workflow"),
                edge(
                        FROM_JOB,
                        "target_job_id",
                        id(9),
                        "job doesn't exist, or is not in the same workflow"),
                edge(
                        FROM_JOB,
                        "target_job_id",
                        JOB,
                        "target_job_id must be different from source_job_id"),
                trigger("type", "", "can't be blank"),
                trigger("type", "mail", "is invalid"),
                trigger("webhook_reply", "never", "is invalid"),
                trigger(
                        "custom_path",
                        "Upper",
                        "may only contain lowercase letters, digits, _ and -"),
                trigger("custom_path", LONG, "should be at most 255 character(s)"),
                trigger("custom_path", id(7), "must not look like an id"));
    }

    @Test
    void theWorkflowIsRightOtherwise() {
        assertThat(KIND.validate(workflow())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void aBrokenRuleIsNamedOnceWithItsField(Row row) {
        Value.Obj broken =
                row.list.isEmpty()
                        ? workflow().with(row.member, value(row.value))
                        : changed(workflow(), row.list, row.id, row.member, value(row.value));
        Path path = row.list.isEmpty() ? Path.ROOT : Path.of(row.list, row.id);

        assertThat(KIND.validate(KIND.normalise(ID, broken)))
                .containsExactly(new Problem(path, row.field, row.message));
    }

    @Test
    void anExpressionMayHaveLines() {
        Value.Obj edge =
                changed(
                        changed(
                                workflow(),
                                "edges",
                                FROM_JOB,
                                "condition_type",
                                Value.of("js_expression")),
                        "edges",
                        FROM_JOB,
                        "condition_expression",
                        Value.of("!state.errors\n&& state.data"));
        assertThat(KIND.validate(edge)).isEmpty();
    }

    @Test
    void aJsExpressionNeedsAnExpression() {
        Value.Obj edge =
                changed(workflow(), "edges", FROM_JOB, "condition_type", Value.of("js_expression"));
        assertThat(KIND.validate(edge))
                .containsExactly(
                        new Problem(
                                Path.of("edges", FROM_JOB),
                                "condition_expression",
                                "can't be blank"));
    }

    @Test
    void jobNamesAreUniqueInTheirWorkflow() {
        assertThat(KIND.validate(changed(workflow(), "jobs", OTHER_JOB, "name", Value.of("First"))))
                .containsExactly(
                        new Problem(
                                Path.of("jobs", OTHER_JOB),
                                "name",
                                "job name has already been taken"));
    }

    @Test
    void aJobHasOneCredentialOfEitherSort() {
        Value.Obj both =
                changed(
                        changed(workflow(), "jobs", JOB, "project_credential_id", Value.of(id(8))),
                        "jobs",
                        JOB,
                        "keychain_credential_id",
                        Value.of(id(9)));
        assertThat(KIND.validate(both))
                .extracting(Problem::field)
                .containsExactly("keychain_credential_id");
    }

    @Test
    void idsAreUuids() {
        Value.Obj content =
                KIND.initial(ID).with("triggers", arr(obj("id", "x"), obj("name", "y")));

        assertThat(KIND.validate(KIND.normalise(ID, content)))
                .contains(
                        new Problem(Path.of("triggers", "x"), "id", "is invalid"),
                        new Problem(Path.of("triggers", ""), "id", "can't be blank"));
    }

    @Test
    void aCronTriggerNeedsAnExpressionAndACursorInItsWorkflow() {
        Value.Obj cron = changed(workflow(), "triggers", TRIGGER, "type", Value.of("cron"));
        assertThat(KIND.validate(KIND.normalise(ID, cron))).isEmpty();
        assertThat(
                        KIND.validate(
                                changed(
                                        changed(
                                                cron,
                                                "triggers",
                                                TRIGGER,
                                                "cron_expression",
                                                Value.of("daily")),
                                        "triggers",
                                        TRIGGER,
                                        "cron_cursor_job_id",
                                        Value.of(id(9)))))
                .extracting(Problem::field)
                .containsExactly("cron_expression", "cron_cursor_job_id");
    }

    @Test
    void aKafkaTriggerNeedsHostsAndTopics() {
        Value.Obj kafka = changed(workflow(), "triggers", TRIGGER, "type", Value.of("kafka"));
        Path trigger = Path.of("triggers", TRIGGER);
        Path configuration = trigger.then("kafka_configuration");

        assertThat(KIND.validate(KIND.normalise(ID, kafka)))
                .containsExactly(new Problem(trigger, "kafka_configuration", "can't be blank"));
        assertThat(KIND.validate(KIND.normalise(ID, configured(kafka, obj()))))
                .containsExactly(
                        new Problem(configuration, "hosts_string", "can't be blank"),
                        new Problem(configuration, "topics_string", "can't be blank"));
        assertThat(
                        KIND.validate(
                                KIND.normalise(
                                        ID,
                                        configured(
                                                kafka,
                                                obj("hosts_string", "h", "topics_string", "t")))))
                .extracting(Problem::field)
                .containsExactly("hosts_string");
        assertThat(
                        KIND.validate(
                                KIND.normalise(
                                        ID,
                                        configured(
                                                kafka,
                                                obj(
                                                        "hosts_string",
                                                        "h:9092, i:9093",
                                                        "topics_string",
                                                        "t, u")))))
                .isEmpty();
    }

    @Test
    void aListOfKafkaHostsOfAnyLengthIsJudged() {
        Value.Obj kafka = changed(workflow(), "triggers", TRIGGER, "type", Value.of("kafka"));
        String hosts = "host:9092, ".repeat(100_000);

        for (String last : List.of("host:9092", "host")) {
            Value.Obj content =
                    configured(kafka, obj("hosts_string", hosts + last, "topics_string", "t"));
            assertThat(KIND.validate(KIND.normalise(ID, content)))
                    .hasSize(last.equals("host") ? 1 : 0);
        }
    }

    @Test
    void problemsAreShownByListIdAndField() {
        Value.Obj kafka =
                configured(
                        changed(workflow(), "triggers", TRIGGER, "type", Value.of("kafka")),
                        obj("topics_string", "t"));
        Value.Obj broken =
                changed(kafka, "jobs", JOB, "name", Value.of("")).with("name", Value.of(""));

        assertThat(Problems.nested("workflow", KIND.validate(KIND.normalise(ID, broken))))
                .isEqualTo(
                        obj(
                                "workflow",
                                obj("name", arr("This field can't be blank.")),
                                "jobs",
                                obj(JOB, obj("name", arr("job name can't be blank"))),
                                "triggers",
                                obj(
                                        TRIGGER,
                                        obj(
                                                "kafka_configuration",
                                                obj(
                                                        "hosts_string",
                                                        arr("This field can't be blank."))))));
        assertThat(Problems.nested("workflow", List.of())).isEqualTo(obj());
    }

    private static Value.Obj configured(Value.Obj content, Value.Obj configuration) {
        return changed(content, "triggers", TRIGGER, "kafka_configuration", configuration);
    }

    private static Row root(String field, Object value, String message) {
        return new Row("", "", field, value, field, message);
    }

    private static Row job(String field, Object value, String message) {
        return new Row("jobs", JOB, field, value, field, message);
    }

    private static Row edge(String id, String field, Object value, String message) {
        return new Row("edges", id, field, value, field, message);
    }

    private static Row trigger(String field, Object value, String message) {
        return new Row("triggers", TRIGGER, field, value, field, message);
    }

    private static Value value(Object plain) {
        Value value = obj("value", plain).get("value");
        return value == null ? Value.NULL : value;
    }

    private static Value.Obj changed(
            Value.Obj content, String list, String id, String member, Value value) {
        return content.with(
                list,
                new Value.Arr(
                        content.objects(list).stream()
                                .map(
                                        item ->
                                                item.text("id").equals(id)
                                                        ? (Value) item.with(member, value)
                                                        : item)
                                .toList()));
    }

    private static Value.Obj workflow() {
        return KIND.normalise(
                ID,
                obj(
                        "name",
                        "Sync",
                        "jobs",
                        arr(aJob(JOB, "First"), aJob(OTHER_JOB, "Second: après-midi (v2)")),
                        "triggers",
                        arr(obj("id", TRIGGER, "type", "webhook")),
                        "edges",
                        arr(
                                obj(
                                        "id",
                                        FROM_TRIGGER,
                                        "condition_type",
                                        "always",
                                        "source_trigger_id",
                                        TRIGGER,
                                        "target_job_id",
                                        JOB),
                                obj(
                                        "id",
                                        FROM_JOB,
                                        "condition_type",
                                        "on_job_success",
                                        "source_job_id",
                                        JOB,
                                        "target_job_id",
                                        OTHER_JOB))));
    }

    private static Value.Obj aJob(String id, String name) {
        return obj(
                "id",
                id,
                "name",
                name,
                "body",
                "fn(s => s)",
                "adaptor",
                "@openfn/language-http@latest");
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-00000000000" + number;
    }
}
