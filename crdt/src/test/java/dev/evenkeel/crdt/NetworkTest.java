package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Short scenes of replicas that hear of each other by sync messages. After each of them all must
/// agree as [Agreement] has it.
final class NetworkTest {

    private static final Map<String, YValue> BOLD = Map.of("bold", YValue.TRUE);
    private static final Map<String, YValue> ITALIC = Map.of("italic", YValue.TRUE);

    private final Network net = new Network(4, 1);

    @AfterEach
    void allAgree() {
        Agreement.check(net);
    }

    private static List<YValue> values(Object... plain) {
        return List.of(plain).stream().map(YValue::of).toList();
    }

    private static Delta insert(String text, Map<String, YValue> attributes) {
        return new Delta.Insert(YValue.of(text), attributes);
    }

    private void everyoneHas(Object... elements) {
        net.sync();
        for (int i = 0; i < net.size(); i++) {
            assertThat(net.array(i).toList()).as("replica %d", i).isEqualTo(values(elements));
        }
    }

    private void share(Object... elements) {
        net.array(0).insert(0, values(elements));
        net.deliverAll();
    }

    // --- arrays ---

    @Test
    void valuesAreReadBackOnBothSides() {
        share(1, true, false);
        assertThat(net.array(0).toJson()).isEqualTo(YValue.of(List.of(1, true, false)));
        assertThat(net.array(1).toJson()).isEqualTo(YValue.of(List.of(1, true, false)));
    }

    @Test
    void whatSeveralPutIntoOnePlaceIsInTheOrderOfTheirIds() {
        for (int i : new int[] {2, 0, 1}) {
            net.array(i).insert(0, values(i));
        }
        everyoneHas(0, 1, 2);
    }

    @Test
    void insertionsAndDeletionsOfThreeMeet() {
        share("x", "y", "z");
        net.array(0).insert(1, values(0));
        net.array(1).delete(0);
        net.array(1).delete(1, 1);
        net.array(2).insert(1, values(2));
        everyoneHas(0, 2, "y");
    }

    @Test
    void whatIsInsertedOfflineArrivesLater() {
        share("x", "y");
        net.disconnect(1, 2);
        for (int i = 0; i < 3; i++) {
            net.array(i).insert(1, values("user" + i));
        }
        net.connect(1, 2);
        net.deliverAll();
        everyoneHas("x", "user0", "user1", "user2", "y");
    }

    @Test
    void whoIsOfflineNeitherHearsNorTells() {
        share("x", "y");
        net.disconnect(1, 2);
        net.array(0).insert(1, values("user0"));
        net.array(1).insert(1, values("user1"));
        net.deliverAll();
        assertThat(net.array(0).toList()).isEqualTo(values("x", "user0", "y"));
        assertThat(net.array(1).toList()).isEqualTo(values("x", "user1", "y"));
        assertThat(net.array(2).toList()).isEqualTo(values("x", "y"));
        assertThat(net.array(3).toList()).isEqualTo(values("x", "user0", "y"));
        net.connect(1, 2);
        everyoneHas("x", "user0", "user1", "y");
    }

    @Test
    void whatIsDeletedTwiceIsGoneOnce() {
        share("x", "y");
        net.disconnect(1);
        net.array(1).delete(1, 1);
        net.array(0).delete(0, 2);
        net.connect(1);
        everyoneHas();
    }

    @Test
    void whoWasAwayLearnsWhatWasDeletedMeanwhile() {
        share("x", "y", "z");
        net.disconnect(0);
        net.array(1).delete(0, 3);
        net.connect(0);
        everyoneHas();
    }

    @Test
    void whatWasDeletedOfflineIsGivenUpByAll() {
        share("x", "y", "z");
        net.disconnect(0);
        net.array(0).delete(0, 3);
        net.connect(0);
        everyoneHas();
        for (int i = 0; i < net.size(); i++) {
            Item only = net.array(i).node().start;
            assertThat(only).isNotNull();
            assertThat(only.kind).isEqualTo(Kind.DELETED);
            assertThat(only.length).isEqualTo(3);
        }
    }

    @Test
    void anEventHasTheTypeOfThisReplicaAsItsTarget() {
        var targets = new ArrayList<YType>();
        net.array(0).observe(event -> targets.add(event.target()));
        net.array(0).insert(0, values("own"));
        net.array(1).insert(0, values("theirs"));
        net.deliverAll();
        assertThat(targets).hasSize(2).allMatch(target -> target == net.array(0));
    }

    // --- maps ---

    private void everyoneReads(String key, Object value) {
        net.deliverAll();
        for (int i = 0; i < net.size(); i++) {
            assertThat(net.map(i).get(key)).as("replica %d", i).contains(YValue.of(value));
        }
    }

    private void nobodyReads(String key) {
        net.deliverAll();
        for (int i = 0; i < net.size(); i++) {
            assertThat(net.map(i).has(key)).as("replica %d", i).isFalse();
        }
    }

    @Test
    void everyKindOfValueArrivesAlsoWhereNobodyListenedMeanwhile() {
        net.disconnect(2);
        YMap map = net.map(0);
        map.set("null", YValue.NULL);
        map.set("undefined", YValue.UNDEFINED);
        map.set("number", YValue.of(1));
        map.set("string", YValue.of("hello Y"));
        map.set("yes", YValue.TRUE);
        map.set("no", YValue.FALSE);
        map.set("object", YValue.of(Map.of("key", Map.of("key2", "value"))));
        YMap inner = YMap.of();
        map.set("map", new YValue.Shared(inner));
        YArray list = YArray.of();
        inner.set("array", new YValue.Shared(list));
        list.insert(0, values(0));
        list.insert(0, values(-1));
        net.connect(2);
        everyoneReads("null", YValue.NULL);
        everyoneReads("undefined", YValue.UNDEFINED);
        everyoneReads("number", 1);
        everyoneReads("string", "hello Y");
        everyoneReads("yes", true);
        everyoneReads("no", false);
        everyoneReads("object", Map.of("key", Map.of("key2", "value")));
        for (int i = 0; i < net.size(); i++) {
            assertThat(net.map(i).size()).isEqualTo(8);
            assertThat(net.map(i).get("map").orElseThrow())
                    .isInstanceOfSatisfying(
                            YValue.Shared.class,
                            there ->
                                    assertThat(((YMap) there.type()).toJson())
                                            .isEqualTo(YValue.of(Map.of("array", List.of(-1, 0)))));
        }
    }

    @Test
    void ofTwoWritersTheHigherIdWins() {
        net.map(1).set("stuff", YValue.of("c1"));
        net.map(0).set("stuff", YValue.of("c0"));
        everyoneReads("stuff", "c1");
    }

    @Test
    void ofThreeWritersTheHighestIdWins() {
        writeThree();
        everyoneReads("stuff", "c3");
    }

    private void writeThree() {
        net.map(0).set("stuff", YValue.of("c0"));
        net.map(1).set("stuff", YValue.of("c1"));
        net.map(1).set("stuff", YValue.of("c2"));
        net.map(2).set("stuff", YValue.of("c3"));
    }

    @Test
    void whatTheWinnerDeletesIsGone() {
        net.map(0).set("stuff", YValue.of("c0"));
        net.map(1).set("stuff", YValue.of("c1"));
        net.map(1).delete("stuff");
        nobodyReads("stuff");
    }

    @Test
    void whatTheWinnerOfFourDeletesIsGone() {
        writeThree();
        net.deliverAll();
        net.map(0).set("stuff", YValue.of("deleteme"));
        for (int i = 1; i < 4; i++) {
            net.map(i).set("stuff", YValue.of("c" + i));
        }
        net.map(3).delete("stuff");
        nobodyReads("stuff");
    }

    @Test
    void aClearedMapIsEmptyEverywhere() {
        net.map(0).set("stuff", YValue.of("c0"));
        net.map(0).set("otherstuff", YValue.of("c1"));
        net.map(0).clear();
        nobodyReads("stuff");
        assertThat(net.map(1).isEmpty()).isTrue();
    }

    @Test
    void whatTheWinnerClearsIsGone() {
        writeThree();
        net.deliverAll();
        for (int i = 0; i < 4; i++) {
            net.map(i).set("otherstuff", YValue.of("c" + i));
        }
        net.map(3).clear();
        nobodyReads("stuff");
        nobodyReads("otherstuff");
        assertThat(net.map(2).size()).isZero();
    }

    @Test
    void ofTwoNestedMapsAllHaveTheSameOneAndHearOfIt() {
        YMap mine = YMap.of();
        net.map(1).set("map", new YValue.Shared(mine));
        var heard = new ArrayList<YType>();
        net.map(1)
                .observeDeep(
                        events -> {
                            for (YEvent event : events) {
                                assertThat(event.path())
                                        .containsExactly(new YEvent.Step.Key("map"));
                                assertThat(event.keys()).containsOnlyKeys("deepmap");
                                heard.add(event.target());
                            }
                        });
        net.deliverAll();
        inner(3, "map").set("deepmap", new YValue.Shared(YMap.of()));
        net.deliverAll();
        inner(2, "map").set("deepmap", new YValue.Shared(YMap.of()));
        net.deliverAll();
        assertThat(heard).isNotEmpty().allMatch(target -> target == mine);
        for (int i = 0; i < 4; i++) {
            assertThat(inner(i, "map").get("deepmap").orElseThrow())
                    .isInstanceOfSatisfying(
                            YValue.Shared.class,
                            there -> {
                                Item item = ((YMap) there.type()).node().item;
                                assertThat(item).isNotNull();
                                assertThat(item.client.id).isEqualTo(2);
                            });
        }
    }

    private YMap inner(int i, String key) {
        return (YMap) ((YValue.Shared) net.map(i).get(key).orElseThrow()).type();
    }

    @Test
    void anEventOfAMapComesWhenItsNewValueIsThere() {
        var seen = new ArrayList<YValue>();
        net.map(0)
                .observe(
                        event -> {
                            assertThat(event.keysChanged()).containsExactly("stuff");
                            seen.add(event.target().get("stuff").orElseThrow());
                        });
        net.map(0).set("stuff", YValue.of(1));
        net.deliverAll();
        net.map(1).set("stuff", YValue.of(2));
        net.deliverAll();
        assertThat(seen).isEqualTo(values(1, 2));
    }

    // --- texts ---

    @Test
    void aFormatThatAnotherHasGivenTooIsToldOnce() {
        net.text(0).insert(0, "abcde");
        net.deliverAll();
        net.text(0).format(0, 3, BOLD);
        net.text(1).format(2, 2, BOLD);
        var told = new ArrayList<List<Delta>>();
        net.text(1)
                .observe(
                        event -> {
                            if (!event.delta().isEmpty()) {
                                told.add(event.delta());
                            }
                        });
        net.deliverAll();
        assertThat(told)
                .containsExactly(
                        List.of(
                                new Delta.Retain(3, BOLD),
                                new Delta.Retain(2, Map.of("bold", YValue.NULL))));
    }

    @Test
    void onlyTheAttributeThatChangesIsTold() {
        Map<String, YValue> normal = Map.of("paragraph", YValue.of("normal"));
        net.text(0)
                .insert(
                        0,
                        "\n",
                        Map.of("paragraph", YValue.of("normal"), "list", YValue.of("bullet")));
        net.text(0).insert(1, "abc", normal);
        net.deliverAll();
        var told = new ArrayList<List<Delta>>();
        for (int i = 0; i < 2; i++) {
            net.text(i)
                    .observe(
                            event -> {
                                if (!event.delta().isEmpty()) {
                                    told.add(event.delta());
                                }
                            });
        }
        net.text(1).format(0, 1, Map.of("list", YValue.of("number")));
        net.deliverAll();
        List<Delta> expected = List.of(new Delta.Retain(1, Map.of("list", YValue.of("number"))));
        assertThat(told).containsExactly(expected, expected);
    }

    @Test
    void aTypeInATextArrivesInOneEventWithItsContent() {
        var told = new ArrayList<YValue>();
        net.text(1)
                .observe(
                        event -> {
                            assertThat(event.delta()).hasSize(1);
                            told.add(map(event.delta().getFirst()));
                        });
        net.text(0)
                .applyDelta(
                        List.of(
                                new Delta.Insert(
                                        new YValue.Shared(
                                                YMap.of(Map.of("key", YValue.of("val")))))));
        assertThat(map(net.text(0).toDelta().getFirst()))
                .isEqualTo(YValue.of(Map.of("key", "val")));
        net.deliverAll();
        assertThat(told).containsExactly(YValue.of(Map.of("key", "val")));
        assertThat(net.text(1).toDelta()).hasSize(1);
        assertThat(map(net.text(1).toDelta().getFirst()))
                .isEqualTo(YValue.of(Map.of("key", "val")));
    }

    private static YValue map(Delta step) {
        if (step instanceof Delta.Insert(YValue.Shared(YMap map), var _)) {
            return map.toJson();
        }
        throw new AssertionError("no map: " + step);
    }

    @Test
    void charactersOfTwoUnitsSurviveEditsInTheirMiddle() {
        net.disconnect(1);
        net.text(0).insert(0, "👾");
        net.text(0).insert(1, "hi!");
        net.text(0).insert(0, "👾👾");
        net.text(0).delete(1, 2);
        net.text(0).insert(0, "👾👾");
        net.text(0).format(1, 2, BOLD);
        net.sync();
        assertThat(net.text(1).toString()).doesNotContain("\ufffd").contains("hi!", "👾");
    }

    @Test
    void whoAppliesAnUpdateThatItIsBeingToldOfChangesNothing() {
        YDoc one = net.doc(0);
        YDoc other = net.doc(1);
        one.onUpdate((update, _) -> one.transact(() -> one.applyUpdate(update)));
        one.onUpdate((update, _) -> other.transact(() -> other.applyUpdate(update)));
        for (int round = 0; round < 2; round++) {
            net.text(0).insert(0, "a_a");
            net.deliverAll();
            net.text(0).insert(2, "s");
            net.deliverAll();
            net.text(1).insert(3, "d");
            net.deliverAll();
            assertThat(net.text(0)).hasToString("a_sda");
            assertThat(net.text(1)).hasToString("a_sda");
            if (round == 0) {
                net.text(0).delete(0, 5);
                net.deliverAll();
            }
        }
    }

    @Test
    void keysOfFormatsAreThoseThatWereWrittenInFormatV2() {
        net.disconnect(1);
        net.text(0).insert(0, "a", ITALIC);
        net.text(0).insert(0, "b");
        net.text(0).insert(0, "c", ITALIC);
        net.doc(1).applyUpdateV2(net.doc(0).encodeStateAsUpdateV2());
        assertThat(net.text(1).toDelta())
                .containsExactly(insert("c", ITALIC), insert("b", Map.of()), insert("a", ITALIC));
    }

    @Test
    void statesThatAreMergedHoldWhatAllWrote() {
        net.array(0).insert(0, values(1));
        net.array(1).insert(0, values(2));
        YDoc merged = YDoc.create(9);
        merged.applyUpdate(
                Update.merge(
                        List.of(
                                net.doc(0).encodeStateAsUpdate(),
                                net.doc(1).encodeStateAsUpdate(),
                                net.doc(2).encodeStateAsUpdate())));
        YDoc mergedV2 = YDoc.create(9);
        mergedV2.applyUpdateV2(
                Update.mergeV2(
                        List.of(
                                net.doc(0).encodeStateAsUpdateV2(),
                                net.doc(1).encodeStateAsUpdateV2(),
                                net.doc(2).encodeStateAsUpdateV2())));
        assertThat(merged.getArray("array").toList()).isEqualTo(values(1, 2));
        assertThat(mergedV2.getArray("array").toList()).isEqualTo(values(1, 2));
        everyoneHas(1, 2);
    }
}
