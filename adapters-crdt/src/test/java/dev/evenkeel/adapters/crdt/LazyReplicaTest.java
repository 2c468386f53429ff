package dev.evenkeel.adapters.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.UpdateLog;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.replica.CorruptHistoryException;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// When a replica becomes a document, and that nobody can tell from its answers whether it did.
class LazyReplicaTest {

    private static final Schema SCHEMA = new WorkflowKind().schema();

    private final YDoc doc = YDoc.create(7);

    private static LazyReplica open(Update... history) {
        return (LazyReplica) new YReplicas().open(List.of(history));
    }

    private Update state() {
        return Update.of(doc.encodeStateAsUpdate());
    }

    @Test
    void passingUpdatesOnAndKeepingThemTakesNoDocument() {
        LazyReplica replica = open();
        doc.onUpdate(
                (bytes, _) -> {
                    Update update = Update.of(bytes);
                    assertThat(replica.read(update)).isInstanceOf(Reading.News.class);
                    replica.integrate(update);
                    assertThat(replica.read(update)).isInstanceOf(Reading.NothingNew.class);
                });
        for (int i = 0; i < 300; i++) {
            doc.getText("t").insert(i, "x");
            doc.getMap("m").set("k" + i % 3, YValue.of(i));
        }
        doc.getText("t").delete(5, 10);

        assertThat(replica.stateVector().bytes()).isEqualTo(doc.stateVector().encode());
        assertThat(replica.hasGaps()).isFalse();
        assertThat(replica.diff(replica.stateVector()).bytes())
                .isEqualTo(doc.encodeStateAsUpdate(doc.stateVector()));
        assertThat(replica.has(state())).isTrue();
        assertThat(replica.has(Update.of(YDoc.create(8).encodeStateAsUpdate()))).isTrue();
        assertThat(replica.state().size()).isPositive();
        assertThat(replica.isIntegrated()).isFalse();
        assertThat(open(replica.state()).read(state())).isInstanceOf(Reading.NothingNew.class);
    }

    @Test
    void askingForTheContentMakesADocumentOnce() {
        doc.getMap("workflow").set("name", YValue.of("Named"));
        LazyReplica replica = open(state());

        assertThat(replica.content(SCHEMA).text("name")).isEqualTo("Named");
        assertThat(replica.isIntegrated()).isTrue();
        YReplica document = replica.document();
        doc.getMap("workflow").set("name", YValue.of("Renamed"));
        replica.integrate(state());
        assertThat(replica.content(SCHEMA).text("name")).isEqualTo("Renamed");
        assertThat(replica.document()).isSameAs(document);
    }

    @Test
    void aDeletionThatFollowsFromTheContentIsKnownToWhoAsks() {
        YDoc other = YDoc.create(8);
        doc.getMap("m").set("k", YValue.of("lost"));
        Update lost = state();
        other.getMap("m").set("k", YValue.of("won"));
        Update won = Update.of(other.encodeStateAsUpdate());
        other.applyUpdate(lost.bytes());
        Update readers = Update.of(other.encodeStateAsUpdate());

        LazyReplica replica = open(lost, won);
        assertThat(replica.read(readers)).isInstanceOf(Reading.News.class);
        assertThat(replica.isIntegrated()).isFalse();
        assertThat(replica.has(readers)).isTrue();

        other.getMap("m").set("l", YValue.TRUE);
        LazyReplica another = open(lost, won);
        assertThat(another.has(Update.of(other.encodeStateAsUpdate()))).isFalse();
        assertThat(another.isIntegrated()).isFalse();
    }

    @Test
    void aCheckpointGivesUpWhatWasDeletedIfThatIsMuch() {
        doc.getText("t").insert(0, "a line of some length ".repeat(50));
        Update typed = state();
        doc.getText("t").delete(0, 100);
        LazyReplica little = open(typed, state());
        assertThat(little.compacted().size()).isGreaterThan(1_100);
        assertThat(little.collected().size()).isLessThan(1_050);

        doc.getText("t").delete(0, 900);
        LazyReplica much = open(typed, state());
        assertThat(much.state().size()).isGreaterThan(1_100);
        assertThat(much.compacted()).isEqualTo(state());
        assertThat(much.state()).isEqualTo(state());
        assertThat(much.isIntegrated()).isFalse();
    }

    /// Each client inserts at the start, before something else than the others do.
    private static byte[] crowd() {
        var crowd = new ArrayList<byte[]>();
        YDoc base = YDoc.create(500);
        for (int client = 101; client <= 200; client++) {
            base.getText("t").insert(0, "-");
            YDoc one = YDoc.create(client);
            one.applyUpdate(base.encodeStateAsUpdate());
            one.getText("t").insert(0, "x");
            crowd.add(one.encodeStateAsUpdate(base.stateVector()));
        }
        crowd.add(base.encodeStateAsUpdate());
        return dev.evenkeel.crdt.Update.merge(crowd);
    }

    @Test
    void whatTakesTooManyStepsToIntegrateIsOnlyPassedOn() {
        var log = UpdateLog.create();
        log.append(dev.evenkeel.crdt.Update.parse(crowd()));
        doc.getText("t").insert(0, "y");
        // It takes more than ten times as many steps.
        var replica = new LazyReplica(log, Limits.DEFAULT.withScanSteps(300));

        assertThatThrownBy(() -> replica.project(SCHEMA))
                .isInstanceOf(CorruptHistoryException.class);
        assertThat(replica.isIntegrated()).isFalse();
        assertThat(replica.read(state())).isInstanceOf(Reading.News.class);
        replica.integrate(state());
        assertThat(replica.read(state())).isInstanceOf(Reading.NothingNew.class);
        assertThat(replica.collected()).isEqualTo(replica.state());
        YDoc other = YDoc.create(8);
        other.getText("t").insert(0, "a");
        other.getText("t").insert(0, "b");
        other.getText("t").insert(0, "c");
        assertThat(replica.read(Update.of(other.encodeStateAsUpdate())))
                .isInstanceOfSatisfying(
                        Reading.Malformed.class,
                        it -> assertThat(it.code()).isEqualTo("limit-scan-steps"));
    }

    @Test
    void anUpdateThatTakesTooManyStepsIsRefusedAndNothingEnds() {
        Update hostile = Update.of(crowd());
        doc.getText("t").insert(0, "y");
        var replica = new LazyReplica(UpdateLog.create(), Limits.DEFAULT.withScanSteps(1_000));
        replica.integrate(state());

        assertThat(replica.read(hostile))
                .isInstanceOfSatisfying(
                        Reading.Malformed.class,
                        it -> assertThat(it.code()).isEqualTo("limit-scan-steps"));
        doc.getText("t").insert(0, "z");
        assertThat(replica.read(state())).isInstanceOf(Reading.News.class);
        replica.integrate(state());
        assertThat(replica.stateVector().bytes()).isEqualTo(doc.stateVector().encode());
        assertThat(replica.state()).isEqualTo(state());
    }

    @Test
    void bytesAndADocumentGiveTheSameAnswers() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new SplittableRandom(seed);
            LazyReplica bytes = open();
            LazyReplica document = open();
            document.document();
            LazyReplica switched = open();
            List<Update> history = history(random);
            int switchAt = random.nextInt(history.size());
            for (int i = 0; i < history.size(); i++) {
                Update update = history.get(i);
                if (i == switchAt) {
                    switched.document();
                }
                Reading expected = document.read(update);
                for (LazyReplica replica : List.of(bytes, switched)) {
                    Reading reading = replica.read(update);
                    if (!(expected instanceof Reading.NothingNew)) {
                        assertThat(reading).as("seed %d", seed).isEqualTo(expected);
                    } else if (replica.isIntegrated()) {
                        assertThat(reading).isInstanceOf(Reading.NothingNew.class);
                    }
                    replica.integrate(update);
                }
                document.integrate(update);
                for (LazyReplica replica : List.of(bytes, switched)) {
                    assertThat(replica.stateVector())
                            .as("seed %d", seed)
                            .isEqualTo(document.stateVector());
                    assertThat(replica.hasGaps()).as("seed %d", seed).isEqualTo(document.hasGaps());
                    assertThat(replica.read(update)).isEqualTo(document.read(update));
                }
            }
            assertThat(bytes.isIntegrated()).isFalse();
            YDoc expected = copy(document);
            for (LazyReplica replica : List.of(bytes, switched)) {
                YDoc copy = copy(replica);
                assertThat(copy.stateVector()).isEqualTo(expected.stateVector());
                assertThat(copy.deleteSet()).as("seed %d", seed).isEqualTo(expected.deleteSet());
                assertThat(copy.getText("t")).hasToString(expected.getText("t").toString());
                assertThat(copy.getMap("m").toJson())
                        .as("seed %d", seed)
                        .isEqualTo(expected.getMap("m").toJson());
                assertThat(copy.getArray("a").toJson()).isEqualTo(expected.getArray("a").toJson());
            }
            // After a checkpoint nothing is different.
            assertThat(copy(open(bytes.collected())).deleteSet()).isEqualTo(expected.deleteSet());
            assertThat(bytes.has(document.state())).as("seed %d", seed).isTrue();
        }
    }

    /// Somebody who knew nothing, and then hears of what was missing.
    private static YDoc copy(LazyReplica replica) {
        YDoc copy = YDoc.create(1);
        copy.applyUpdate(replica.state().bytes());
        copy.applyUpdate(
                replica.diff(
                                dev.evenkeel.domain.replica.StateVector.of(
                                        copy.stateVector().encode()))
                        .bytes());
        return copy;
    }

    private static List<Update> history(SplittableRandom random) {
        var history = new ArrayList<Update>();
        var docs = new ArrayList<YDoc>();
        for (int i = 0; i < 3; i++) {
            YDoc doc = YDoc.create(10 + i);
            doc.onUpdate(
                    (update, transaction) -> {
                        if (transaction.isLocal()) {
                            int late = random.nextInt(4);
                            history.add(Math.max(0, history.size() - late), Update.of(update));
                        }
                    });
            docs.add(doc);
        }
        for (int i = 0; i < 40; i++) {
            YDoc doc = docs.get(random.nextInt(3));
            if (random.nextInt(4) == 0) {
                List.copyOf(history).forEach(update -> doc.applyUpdate(update.bytes()));
            }
            edit(random, doc);
        }
        return history;
    }

    private static void edit(SplittableRandom random, YDoc doc) {
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        YMap map = doc.getMap("m");
        String key = "k" + random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0, 1 -> text.insert(random.nextInt(text.length() + 1), "xyz");
            case 2 -> {
                if (text.length() > 3) {
                    text.delete(random.nextInt(text.length() - 3), 2);
                }
            }
            case 3 -> {
                if (array.length() > 2) {
                    array.delete(random.nextInt(array.length()), 1);
                }
                array.push(new YValue.Shared(YMap.of(Map.of("n", YValue.of(1)))));
            }
            case 4 -> map.set(key, new YValue.Shared(YText.of("inner")));
            default -> {
                if (map.get(key).orElse(YValue.NULL) instanceof YValue.Shared(YText inner)) {
                    inner.insert(0, "i");
                } else {
                    map.set(key, YValue.of(random.nextInt(100)));
                }
            }
        }
    }
}
