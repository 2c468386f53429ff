package dev.evenkeel.domain.kind;

import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentApply;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

final class WorkflowKindTest {

    private static final WorkflowKind KIND = new WorkflowKind();
    private static final DocumentId ID =
            new DocumentId("workflow", "00000000-0000-4000-8000-000000000000");

    @Test
    void aNewWorkflowIsEmptyUntitledAndRight() {
        Value.Obj initial = KIND.initial(ID);

        assertThat(initial)
                .isEqualTo(
                        obj(
                                "id",
                                ID.key(),
                                "name",
                                "Untitled workflow",
                                "jobs",
                                arr(),
                                "edges",
                                arr(),
                                "triggers",
                                arr(),
                                "positions",
                                obj()));
        assertThat(KIND.normalise(ID, initial)).isEqualTo(initial);
        assertThat(KIND.validate(initial)).isEmpty();
    }

    @Test
    void theNameIsTheTitle() {
        assertThat(KIND.title(KIND.withTitle(KIND.initial(ID), "Other"))).isEqualTo("Other");
    }

    @Test
    void theIdOfTheDocumentIsForcedAndNamesAreTrimmed() {
        Value.Obj normal =
                KIND.normalise(
                        ID, obj("id", "other", "name", " Sync\n", "jobs", arr(obj("name", " a "))));

        assertThat(normal.text("id")).isEqualTo(ID.key());
        assertThat(normal.text("name")).isEqualTo("Sync");
        assertThat(normal.objects("jobs").getFirst().text("name")).isEqualTo("a");
    }

    @Test
    void whatIsNoContentIsDropped() {
        Value.Obj normal =
                KIND.normalise(
                        ID,
                        obj(
                                "lock_version",
                                3,
                                "deleted_at",
                                Value.NULL,
                                "errors",
                                obj("workflow", obj()),
                                "triggers",
                                arr(obj("id", "t", "has_auth_method", true))));

        assertThat(normal.members())
                .containsOnlyKeys("id", "name", "jobs", "edges", "triggers", "positions");
        assertThat(normal.objects("triggers").getFirst().members())
                .doesNotContainKey("has_auth_method");
    }

    @Test
    void aJobHasAllItsMembers() {
        assertThat(normal("jobs", obj("id", "j", "name", Value.NULL, "body", Value.NULL)))
                .isEqualTo(
                        obj(
                                "id",
                                "j",
                                "name",
                                "",
                                "body",
                                "",
                                "adaptor",
                                Value.NULL,
                                "project_credential_id",
                                Value.NULL,
                                "keychain_credential_id",
                                Value.NULL));
    }

    @Test
    void concurrencyMayBeAbsentNullOrAnyNumber() {
        assertThat(normal(obj()).get("concurrency")).isNull();
        assertThat(normal(obj("concurrency", Value.NULL)).get("concurrency")).isEqualTo(Value.NULL);
        assertThat(normal(obj("concurrency", 3.9)).get("concurrency")).isEqualTo(Value.of(3));
        assertThat(normal(obj("concurrency", "3")).get("concurrency")).isEqualTo(Value.NULL);
    }

    @Test
    void noPositionsAreAnEmptyMap() {
        assertThat(normal(obj("positions", Value.NULL)).get("positions")).isEqualTo(obj());
        assertThat(normal(obj()).get("positions")).isEqualTo(obj());
    }

    @Test
    void ofSeveralItemsWithOneIdTheFirstStays() {
        Value.Obj normal =
                normal(obj("jobs", arr(obj("id", "j", "name", "a"), obj("id", "j", "name", "b"))));

        assertThat(normal.objects("jobs")).extracting(job -> job.text("name")).containsExactly("a");
    }

    @Test
    void aWebhookTriggerHasNoCronFieldsAndReplies() {
        Value.Obj trigger =
                normal(
                        "triggers",
                        obj(
                                "id",
                                "t",
                                "type",
                                "webhook",
                                "cron_expression",
                                "* * * * *",
                                "cron_cursor_job_id",
                                "j",
                                "kafka_configuration",
                                obj(),
                                "custom_path",
                                "in",
                                "webhook_response_config",
                                obj("success_code", 201)));

        assertThat(trigger)
                .isEqualTo(
                        obj(
                                "id",
                                "t",
                                "type",
                                "webhook",
                                "enabled",
                                true,
                                "cron_expression",
                                Value.NULL,
                                "cron_cursor_job_id",
                                Value.NULL,
                                "webhook_reply",
                                "before_start",
                                "kafka_configuration",
                                Value.NULL,
                                "custom_path",
                                "in",
                                "webhook_response_config",
                                Value.NULL));
    }

    @Test
    void aResponseIsConfiguredForRepliesAfterCompletion() {
        Value.Obj trigger =
                normal(
                        "triggers",
                        obj(
                                "type",
                                "webhook",
                                "webhook_reply",
                                "after_completion",
                                "webhook_response_config",
                                obj("success_code", 201.5)));

        assertThat(trigger.get("webhook_response_config"))
                .isEqualTo(obj("success_code", 201, "error_code", Value.NULL));
    }

    @Test
    void aCronTriggerRunsAtMidnightUnlessToldAndHasNoWebhookFields() {
        Value.Obj trigger =
                normal(
                        "triggers",
                        obj(
                                "type",
                                "cron",
                                "webhook_reply",
                                "custom",
                                "custom_path",
                                "in",
                                "cron_expression",
                                " "));

        assertThat(trigger.text("cron_expression")).isEqualTo("0 0 * * *");
        assertThat(trigger.get("webhook_reply")).isEqualTo(Value.NULL);
        assertThat(trigger.get("custom_path")).isEqualTo(Value.NULL);
    }

    @Test
    void optionalMembersOfATriggerStayAbsent() {
        assertThat(normal("triggers", obj("type", "webhook")).members())
                .doesNotContainKeys("custom_path", "comment", "webhook_response_config");
    }

    @Test
    void aKafkaConfigurationHasAllItsMembers() {
        Value.Obj trigger =
                normal(
                        "triggers",
                        obj(
                                "type",
                                "kafka",
                                "kafka_configuration",
                                obj("connect_timeout", 30.7, "sasl", Value.NULL, "ssl", true)));

        assertThat(trigger.get("kafka_configuration"))
                .isEqualTo(
                        obj(
                                "connect_timeout",
                                30,
                                "group_id",
                                Value.NULL,
                                "hosts_string",
                                Value.NULL,
                                "initial_offset_reset_policy",
                                Value.NULL,
                                "password",
                                Value.NULL,
                                "sasl",
                                "",
                                "ssl",
                                true,
                                "topics_string",
                                Value.NULL,
                                "username",
                                Value.NULL));
    }

    @Test
    void anEdgeFromATriggerIsEnabled() {
        assertThat(normal("edges", obj("source_trigger_id", "t", "enabled", false)).get("enabled"))
                .isEqualTo(Value.of(true));
        assertThat(normal("edges", obj("source_job_id", "j", "enabled", false)).get("enabled"))
                .isEqualTo(Value.of(false));
    }

    @Test
    void anEmptyReferenceIsNone() {
        Value.Obj edge = normal("edges", obj("source_job_id", "", "condition_label", " "));

        assertThat(edge.get("source_job_id")).isEqualTo(Value.NULL);
        assertThat(edge.get("condition_label")).isEqualTo(Value.NULL);
    }

    @Test
    void pruningTakesEdgesAndCursorsThatHangInTheAir() {
        Value.Obj content =
                normal(
                        obj(
                                "jobs",
                                arr(obj("id", "a"), obj("id", "b")),
                                "triggers",
                                arr(obj("id", "t", "type", "cron", "cron_cursor_job_id", "gone")),
                                "edges",
                                arr(
                                        obj("id", "1", "source_job_id", "a", "target_job_id", "b"),
                                        obj("id", "2", "source_job_id", "gone"),
                                        obj(
                                                "id",
                                                "3",
                                                "source_job_id",
                                                "a",
                                                "target_job_id",
                                                "gone"),
                                        obj("id", "4", "source_trigger_id", "gone"),
                                        obj("id", "5", "source_trigger_id", "t"))));

        Value.Obj pruned = KIND.prune(content);

        assertThat(pruned.objects("edges"))
                .extracting(edge -> edge.text("id"))
                .containsExactly("1", "5");
        assertThat(pruned.objects("triggers").getFirst().get("cron_cursor_job_id"))
                .isEqualTo(Value.NULL);
        assertThat(KIND.prune(pruned)).isEqualTo(pruned);
    }

    @Test
    void everyMemberOfTheDocumentIsPartOfTheComparison() {
        Value.Obj from = normal(obj("jobs", arr(obj("id", "j"))));
        Value.Obj to =
                normal(
                        obj(
                                "name",
                                "n",
                                "positions",
                                obj("j", obj("x", 1)),
                                "jobs",
                                arr(obj("id", "j", "body", "text"))));

        assertThat(ContentDiff.between(KIND.schema(), from, to))
                .extracting(Change::path)
                .containsExactlyInAnyOrder(
                        Path.of("name"), Path.of("positions", "j"), Path.of("jobs", "j", "body"));
    }

    @Test
    void normalisingTwiceChangesNothingMoreAndWhatIsRebuiltFromChangesIsTheSame() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            Value.Obj content = random(random);
            Value.Obj normal = KIND.normalise(ID, content);

            assertThat(KIND.normalise(ID, normal)).as("seed %d", seed).isEqualTo(normal);
            assertThat(ContentDiff.between(KIND.schema(), normal, normal)).isEmpty();
            Value.Obj rebuilt =
                    ContentApply.apply(
                            KIND.schema(),
                            Value.Obj.EMPTY,
                            ContentDiff.between(KIND.schema(), Value.Obj.EMPTY, normal));
            assertThat(KIND.normalise(ID, rebuilt)).as("seed %d", seed).isEqualTo(normal);
            assertThat(ContentDiff.between(KIND.schema(), rebuilt, normal))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static Value.Obj random(Random random) {
        var members = new LinkedHashMap<String, Value>();
        for (String key :
                List.of("id", "name", "concurrency", "enable_job_logs", "errors", "positions")) {
            maybe(members, key, random);
        }
        for (String list : List.of("jobs", "edges", "triggers")) {
            members.put(list, arr(item(random), item(random), item(random)));
        }
        return new Value.Obj(members);
    }

    private static Value.Obj item(Random random) {
        var members = new LinkedHashMap<String, Value>();
        for (String key :
                List.of(
                        "id",
                        "name",
                        "body",
                        "adaptor",
                        "project_credential_id",
                        "condition_type",
                        "condition_expression",
                        "enabled",
                        "source_job_id",
                        "source_trigger_id",
                        "type",
                        "cron_expression",
                        "cron_cursor_job_id",
                        "webhook_reply",
                        "custom_path",
                        "comment",
                        "kafka_configuration",
                        "webhook_response_config")) {
            maybe(members, key, random);
        }
        return new Value.Obj(members);
    }

    private static void maybe(LinkedHashMap<String, Value> members, String key, Random random) {
        List<Value> values =
                List.of(
                        Value.NULL,
                        Value.of(""),
                        Value.of(" a "),
                        Value.of("webhook"),
                        Value.of("cron"),
                        Value.of("kafka"),
                        Value.of("after_completion"),
                        Value.of(2.5),
                        Value.of(false),
                        obj("sasl", Value.NULL, "success_code", 200.5, "other", 1),
                        arr("x"));
        int choice = random.nextInt(values.size() + 2);
        if (choice < values.size()) {
            members.put(key, values.get(choice));
        }
    }

    private static Value.Obj normal(Value.Obj content) {
        return KIND.normalise(ID, content);
    }

    private static Value.Obj normal(String list, Value.Obj item) {
        return normal(obj(list, arr(item))).objects(list).getFirst();
    }
}
