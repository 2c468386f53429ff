package dev.evenkeel.adapters.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.Subdocument;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.TextEdit;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas.Mirrors;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the contract cannot say because it takes a hand on the Yjs document itself: how a workflow
/// reads that clients have written in their own ways, and what a peer's update is held to.
class YReplicaTest {

    static final WorkflowKind KIND = new WorkflowKind();
    static final Schema SCHEMA = KIND.schema();
    static final DocumentId FLOW =
            new DocumentId("workflow", "6f1e0b1c-9d4b-4c5a-8f00-00000000abcd");
    static final Mirrors MIRRORS = new Mirrors(1, Optional.empty());
    static final YReplicas REPLICAS = new YReplicas();

    final YDoc doc = YDoc.create(7);

    @Nested
    class Workflows {

        @Test
        void aSeededWorkflowReadsBackWithoutAChange() {
            Value.Obj content = sample();
            Update seeded = seeded(content);
            Projection projection = REPLICAS.open(List.of(seeded)).project(SCHEMA);

            assertThat(ContentDiff.between(SCHEMA, content, projection.content())).isEmpty();
            assertThat(KIND.normalise(FLOW, projection.content())).isEqualTo(content);
            assertThat(projection.repairs()).isEmpty();
        }

        @Test
        void aClientFindsTheFormItExpects() {
            doc.applyUpdate(seeded(sample()).bytes());

            assertThat(doc.getMap("workflow").get("name")).contains(new YValue.Str("Sample"));
            assertThat(doc.getMap("workflow").get("lock_version")).contains(new YValue.Num(1));
            assertThat(doc.getMap("workflow").get("deleted_at")).contains(YValue.NULL);
            YMap job = map(doc.getArray("jobs").get(0));
            assertThat(job.get("body").orElseThrow())
                    .isInstanceOfSatisfying(
                            YValue.Shared.class,
                            body ->
                                    assertThat(body.type())
                                            .isInstanceOf(YText.class)
                                            .hasToString("fn(s => s);"));
            assertThat(doc.getMap("positions").toJson())
                    .isEqualTo(YValue.of(Map.of("job-1", Map.of("x", 10.5, "y", -3))));
        }

        @Test
        void anOutsideWriteAndUnsavedEditsBothStandInTheMergedWorkflow() {
            Value.Obj base = sample();
            Update state = seeded(base);
            Value.Obj theirs = KIND.normalise(FLOW, base.with("name", Value.of("Renamed outside")));
            Update stored =
                    REPLICAS.compose(
                            state,
                            1L << 45,
                            SCHEMA,
                            ContentDiff.between(SCHEMA, base, theirs),
                            new Mirrors(2, Optional.empty()));
            Update typed =
                    REPLICAS.compose(
                            state,
                            8,
                            SCHEMA,
                            List.of(
                                    new Change.EditText(
                                            Path.of("jobs", "job-1", "body"),
                                            List.of(new TextEdit(0, 0, "// mine\n")))),
                            MIRRORS);

            Value.Obj merged = REPLICAS.open(List.of(state, typed, stored)).content(SCHEMA);

            assertThat(merged.text("name")).isEqualTo("Renamed outside");
            assertThat(merged.objects("jobs").getFirst().text("body"))
                    .isEqualTo("// mine\nfn(s => s);");
        }

        private Update seeded(Value.Obj content) {
            List<Change> changes =
                    ContentDiff.between(SCHEMA, REPLICAS.open(List.of()).content(SCHEMA), content);
            return REPLICAS.compose(Update.NONE, 1L << 44, SCHEMA, changes, MIRRORS);
        }

        private static Value.Obj sample() {
            Value.Obj job =
                    Value.Obj.EMPTY
                            .with("id", Value.of("job-1"))
                            .with("name", Value.of("First"))
                            .with("body", Value.of("fn(s => s);"))
                            .with("adaptor", Value.of("@openfn/language-http@latest"));
            Value.Obj trigger =
                    Value.Obj.EMPTY
                            .with("id", Value.of("trigger-1"))
                            .with("type", Value.of("webhook"))
                            .with("enabled", Value.of(true));
            Value.Obj edge =
                    Value.Obj.EMPTY
                            .with("id", Value.of("edge-1"))
                            .with("condition_type", Value.of("always"))
                            .with("source_trigger_id", Value.of("trigger-1"))
                            .with("target_job_id", Value.of("job-1"));
            return KIND.normalise(
                    FLOW,
                    Value.Obj.EMPTY
                            .with("name", Value.of("Sample"))
                            .with("concurrency", Value.of(3))
                            .with("jobs", new Value.Arr(List.of(job)))
                            .with("triggers", new Value.Arr(List.of(trigger)))
                            .with("edges", new Value.Arr(List.of(edge)))
                            .with(
                                    "positions",
                                    Value.Obj.EMPTY.with(
                                            "job-1",
                                            Value.Obj.EMPTY
                                                    .with("y", Value.of(-3))
                                                    .with("x", Value.of(10.5)))));
        }
    }

    @Nested
    class WhateverClientsWrite {

        @Test
        void numbersAreCutAndNullIsKeptApartFromAbsence() {
            YMap workflow = doc.getMap("workflow");
            workflow.set("concurrency", new YValue.Num(3.9));
            assertThat(content().get("concurrency")).isEqualTo(Value.of(3));
            workflow.set("concurrency", new YValue.Num(-3.9));
            assertThat(content().get("concurrency")).isEqualTo(Value.of(-3));
            workflow.set("concurrency", new YValue.BigInt(4));
            assertThat(content().get("concurrency")).isEqualTo(Value.of(4));
            workflow.set("concurrency", YValue.NULL);
            assertThat(content().get("concurrency")).isEqualTo(Value.NULL);
            workflow.set("concurrency", new YValue.Str("3"));
            assertThat(content().get("concurrency")).isEqualTo(Value.NULL);
            workflow.set("concurrency", new YValue.Num(Double.NaN));
            assertThat(content().get("concurrency")).isEqualTo(Value.NULL);
            workflow.delete("concurrency");
            assertThat(content().get("concurrency")).isNull();
        }

        @Test
        void whatIsNoJsonReadsAsNull() {
            YMap positions = doc.getMap("positions");
            positions.set("a", YValue.UNDEFINED);
            positions.set("b", new YValue.Bytes(new byte[] {1}));
            positions.set("c", new YValue.Num(Double.POSITIVE_INFINITY));
            positions.set("d", YValue.of(Subdocument.of("guid")));
            positions.set("e", new YValue.Arr(List.of(YValue.UNDEFINED, YValue.TRUE)));

            assertThat(content().get("positions"))
                    .isEqualTo(
                            Value.Obj.EMPTY
                                    .with("a", Value.NULL)
                                    .with("b", Value.NULL)
                                    .with("c", Value.NULL)
                                    .with("d", Value.NULL)
                                    .with("e", new Value.Arr(List.of(Value.NULL, Value.of(true)))));
        }

        @Test
        void aSharedTypeInThePlaceOfAPlainValueReadsAsItsJson() {
            doc.getMap("positions").set("a", shared(YMap.of(Map.of("x", shared(YText.of("one"))))));

            assertThat(content().get("positions"))
                    .isEqualTo(
                            Value.Obj.EMPTY.with("a", Value.Obj.EMPTY.with("x", Value.of("one"))));
        }

        @Test
        void depthDoesNotMatter() {
            YMap innermost = doc.getMap("positions");
            for (int i = 0; i < 20_000; i++) {
                innermost.set("a", shared(YMap.of(Map.of())));
                innermost = map(innermost.get("a").orElseThrow());
            }

            assertThat(content().get("positions")).isInstanceOf(Value.Obj.class);
        }

        @Test
        void aPlainStringInThePlaceOfATextIsReadAndMended() {
            doc.getArray("jobs").push(job("j", "body", new YValue.Str("plain")));

            Projection before = project();
            assertThat(body(before)).isEqualTo("plain");
            assertThat(before.repairs())
                    .containsExactly(
                            new Change.Put(Path.of("jobs", "j", "body"), Value.of("plain")));

            mend(before);
            assertThat(project()).isEqualTo(new Projection(before.content(), List.of()));
            assertThat(map(doc.getArray("jobs").get(0)).get("body").orElseThrow())
                    .isInstanceOfSatisfying(
                            YValue.Shared.class,
                            text -> assertThat(text.type()).isInstanceOf(YText.class));
        }

        @Test
        void anythingElseInThePlaceOfATextReadsAsEmpty() {
            doc.getArray("jobs").push(job("j", "body", YValue.NULL));
            assertThat(body(project())).isEmpty();

            mend(project());
            assertThat(project().repairs()).isEmpty();
        }

        @Test
        void anAbsentTextReadsAsEmptyAndIsNothingToMend() {
            doc.getArray("jobs").push(job("j", "name", new YValue.Str("x")));

            assertThat(body(project())).isEmpty();
            assertThat(project().repairs()).isEmpty();
        }

        @Test
        void aTextThatIsNotThereIsMadeByEditingIt() {
            doc.getArray("jobs").push(job("j", "body", new YValue.Str("plain")));
            doc.getArray("jobs").push(job("k", "name", new YValue.Str("x")));
            compose(
                    new Change.EditText(
                            Path.of("jobs", "j", "body"), List.of(new TextEdit(5, 0, " text"))),
                    new Change.EditText(
                            Path.of("jobs", "k", "body"), List.of(new TextEdit(0, 0, "new"))));

            assertThat(project().content().objects("jobs"))
                    .extracting(job -> job.text("body"))
                    .containsExactly("plain text", "new");
            assertThat(project().repairs()).isEmpty();
        }

        @Test
        void aPlainObjectInThePlaceOfAMapIsReadAndMended() {
            doc.getArray("triggers")
                    .push(
                            job(
                                    "t",
                                    "kafka_configuration",
                                    YValue.of(Map.of("group_id", "g", "unknown", 1))));
            Projection before = project();
            Value.Obj trigger = before.content().objects("triggers").getFirst();
            assertThat(trigger.get("kafka_configuration"))
                    .isInstanceOfSatisfying(
                            Value.Obj.class,
                            kafka -> {
                                assertThat(kafka.text("group_id")).isEqualTo("g");
                                assertThat(kafka.get("unknown")).isNull();
                            });

            mend(before);
            assertThat(project()).isEqualTo(new Projection(before.content(), List.of()));
        }

        @Test
        void aMemberOfAPlainObjectCanBeChanged() {
            doc.getArray("triggers")
                    .push(job("t", "kafka_configuration", YValue.of(Map.of("group_id", "g"))));

            compose(
                    new Change.Put(
                            Path.of("triggers", "t", "kafka_configuration", "group_id"),
                            Value.of("h")));

            assertThat(
                            ((Value.Obj)
                                            project()
                                                    .content()
                                                    .objects("triggers")
                                                    .getFirst()
                                                    .members()
                                                    .get("kafka_configuration"))
                                    .text("group_id"))
                    .isEqualTo("h");
        }

        @Test
        void whatHasNoIdOrIsNoMapIsNoItem() {
            YArray jobs = doc.getArray("jobs");
            jobs.push(YValue.NULL, YValue.of(Map.of("id", "plain")));
            jobs.push(shared(YMap.of(Map.of("name", new YValue.Str("nameless")))));
            jobs.push(shared(YMap.of(Map.of("id", new YValue.Str("")))));
            jobs.push(shared(YMap.of(Map.of("id", new YValue.Num(5)))));
            jobs.push(shared(YArray.of()));
            jobs.push(job("good", "name", new YValue.Str("x")));

            assertThat(content().objects("jobs"))
                    .extracting(job -> job.text("id"))
                    .containsExactly("good");
        }

        @Test
        void rootsOfAnotherTypeReadAsEmpty() {
            doc.getArray("workflow").push(YValue.TRUE);
            doc.getMap("jobs").set("a", YValue.TRUE);
            doc.getText("positions").insert(0, "text");
            Replica replica = REPLICAS.open(List.of(Update.of(doc.encodeStateAsUpdate())));

            assertThat(replica.content(SCHEMA)).isEqualTo(REPLICAS.open(List.of()).content(SCHEMA));
        }

        @Test
        void halfASurrogatePairReadsAsTheReplacementCharacter() {
            assertThat(Json.text("a\uD83Db\uDE00")).isEqualTo(Value.of("a\uFFFDb\uFFFD"));
            assertThat(Json.text("\uD83D\uDE00")).isEqualTo(Value.of("\uD83D\uDE00"));
        }
    }

    @Nested
    class LimitsOfPeers {

        @Test
        void whatIsOverALimitIsRefusedWhenItIsReadAndNeverWhenItIsOpened() {
            for (int i = 0; i < 50; i++) {
                doc.getArray("jobs").push(job("j" + i, "name", new YValue.Str("x")));
            }
            Update large = Update.of(doc.encodeStateAsUpdate());
            var strict = new YReplicas(Limits.DEFAULT.withStructs(10));

            assertThat(strict.open(List.of()).read(large))
                    .isInstanceOfSatisfying(
                            Reading.Malformed.class,
                            reading -> assertThat(reading.code()).isEqualTo("limit-structs"));
            assertThat(strict.open(List.of(large)).content(SCHEMA).objects("jobs")).hasSize(50);
        }

        @Test
        void whatOnlyThisDocumentCannotTakeIsRefusedWhenItIsReadAsWell() {
            doc.getMap("positions").set("a", YValue.TRUE);
            Update first = Update.of(doc.encodeStateAsUpdate());
            YDoc other = YDoc.create(8);
            other.getMap("positions").set("b", YValue.TRUE);
            Update second = Update.of(other.encodeStateAsUpdate());
            Replica replica = new YReplicas(Limits.DEFAULT.withClients(1)).open(List.of(first));

            assertThat(replica.read(second))
                    .isInstanceOfSatisfying(
                            Reading.Malformed.class,
                            reading -> assertThat(reading.code()).isEqualTo("limit-clients"));
            assertThat(replica.state()).isEqualTo(first);
        }

        @Test
        void typesAreHeldToTheirDepthBelowWhatWasKeptToo() {
            doc.getArray("jobs").push(job("j1", "deep", shared(YMap.of(Map.of("a", YValue.TRUE)))));
            Update kept = Update.of(doc.encodeStateAsUpdate());
            map(map(doc.getArray("jobs").toList().getFirst()).get("deep").orElseThrow())
                    .set("b", shared(YMap.of(Map.of())));
            Update deeper = Update.of(doc.encodeStateAsUpdate());

            for (int most = 2; most <= 3; most++) {
                Replica replica =
                        new YReplicas(Limits.DEFAULT.withTypeDepth(most)).open(List.of(kept));
                Class<?> expected = most == 2 ? Reading.Malformed.class : Reading.News.class;
                assertThat(replica.read(deeper)).isInstanceOf(expected);
            }
        }
    }

    private Projection project() {
        return ContentReader.read(doc, SCHEMA);
    }

    private Value.Obj content() {
        return project().content();
    }

    private static String body(Projection projection) {
        return projection.content().objects("jobs").getFirst().text("body");
    }

    private void mend(Projection projection) {
        compose(projection.repairs().toArray(Change[]::new));
    }

    private void compose(Change... changes) {
        Update state = Update.of(doc.encodeStateAsUpdate());
        doc.applyUpdate(
                REPLICAS.compose(state, 1L << 33, SCHEMA, List.of(changes), MIRRORS).bytes());
    }

    private static YValue job(String id, String member, YValue value) {
        var members = new LinkedHashMap<String, YValue>();
        members.put("id", new YValue.Str(id));
        members.put(member, value);
        return shared(YMap.of(members));
    }

    private static YValue shared(dev.evenkeel.crdt.YType type) {
        return new YValue.Shared(type);
    }

    private static YMap map(YValue value) {
        return (YMap) ((YValue.Shared) value).type();
    }
}
