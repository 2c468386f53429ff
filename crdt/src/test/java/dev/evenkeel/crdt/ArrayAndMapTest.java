package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Arrays and maps as a library has them, alone and between replicas.
class ArrayAndMapTest {

    private final List<YDoc> docs = new ArrayList<>();

    private YDoc doc(int i) {
        while (docs.size() <= i) {
            docs.add(YDoc.create(docs.size() + 1));
        }
        return docs.get(i);
    }

    private YArray array(int i) {
        return doc(i).getArray("a");
    }

    private YMap map(int i) {
        return doc(i).getMap("m");
    }

    /// Everybody hears of everything, and must then hold the same.
    private void sync() {
        for (YDoc to : docs) {
            for (YDoc from : docs) {
                if (to != from) {
                    to.applyUpdate(from.encodeStateAsUpdate(to.stateVector()));
                }
            }
        }
        for (YDoc doc : docs) {
            doc.getArray("a");
            doc.getMap("m");
            StoreCheck.verify(doc);
            assertThat(doc.toJson()).isEqualTo(docs.getFirst().toJson());
            assertThat(doc.stateVector()).isEqualTo(docs.getFirst().stateVector());
            assertThat(doc.deleteSet()).isEqualTo(docs.getFirst().deleteSet());
        }
    }

    private static List<YValue> values(Object... plain) {
        return List.of(plain).stream().map(YValue::of).toList();
    }

    // --- arrays ---

    @Test
    void aSliceCountsFromEitherEnd() {
        YArray array = array(0);
        array.insert(0, values(1, 2, 3));
        assertThat(array.slice(0)).isEqualTo(values(1, 2, 3));
        assertThat(array.slice(1)).isEqualTo(values(2, 3));
        assertThat(array.slice(0, -1)).isEqualTo(values(1, 2));
        assertThat(array.slice(-2)).isEqualTo(values(2, 3));
        array.insert(0, values(0));
        assertThat(array.slice(0)).isEqualTo(values(0, 1, 2, 3));
        assertThat(array.slice(0, 2)).isEqualTo(values(0, 1));
        assertThat(array.slice(2, 1)).isEmpty();
        assertThat(array.slice(-9, 9)).hasSize(4);
        assertThat(array.slice(Integer.MIN_VALUE, Integer.MAX_VALUE)).hasSize(4);
    }

    @Test
    void aSliceLeavesOutWhatIsDeleted() {
        YArray array = array(0);
        array.push(values(0, 1, 2, 3, 4, 5));
        array.delete(2, 2);
        array.insert(2, values("x"));
        assertThat(array.slice(1, 4)).isEqualTo(values(1, "x", 4));
    }

    @Test
    void aPreparedArrayTakesChangesAndIsReadableWhenItIsThere() {
        YArray prepared = YArray.of(values(1, 2, 3));
        prepared.push(YValue.of(4));
        prepared.unshift(YValue.of(0));
        prepared.delete(1);
        prepared.insert(1, YValue.of("one"));
        assertThat(prepared.length()).isZero();
        map(0).set("array", new YValue.Shared(prepared));
        assertThat(prepared).containsExactlyElementsOf(values(0, "one", 2, 3, 4));
        assertThatIllegalStateException()
                .isThrownBy(() -> map(0).set("again", new YValue.Shared(prepared)));
    }

    @Test
    void theLengthIsAlwaysThatOfTheElements() {
        YArray array = array(0);
        array.push(values(0, 1, 2, 3));
        for (int i = 0; i < 3; i++) {
            int at = i;
            array.delete(at);
            assertThat(array.length()).isEqualTo(array.toList().size());
            doc(0).transact(
                            () -> {
                                array.insert(at, YValue.of(at));
                                assertThat(array.length()).isEqualTo(array.toList().size());
                                array.delete(at);
                                array.insert(at, YValue.of(at));
                            });
            assertThat(array).containsExactlyElementsOf(values(0, 1, 2, 3));
        }
    }

    @Test
    void anInsertionThatFailsDoesNotDisturbTheTransaction() {
        YArray array = array(0);
        array.push(values("a", "b", "c", "d"));
        doc(0).transact(
                        () -> {
                            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                                    .isThrownBy(() -> array.insert(5, YValue.of("no")));
                            array.insert(4, YValue.of("e"));
                            array.delete(4);
                        });
        assertThat(array).containsExactlyElementsOf(values("a", "b", "c", "d"));
    }

    @Test
    void anInsertionThatFailsIsForgottenInTransactionsInTransactions() {
        YArray array = array(0);
        array.push(values("group2"));
        array.push(values("rectangle3"));
        doc(0).transact(
                        () -> {
                            array.delete(0);
                            array.insert(0, YValue.of("rectangle3"));
                        });
        array.delete(1);
        for (String more : List.of("ellipse4", "ellipse3", "ellipse2")) {
            array.push(YValue.of(more));
        }
        doc(0).transact(
                        () -> {
                            doc(0).transact(
                                            () -> {
                                                assertThatExceptionOfType(
                                                                IndexOutOfBoundsException.class)
                                                        .isThrownBy(
                                                                () ->
                                                                        array.insert(
                                                                                5,
                                                                                YValue.of("no")));
                                                array.insert(4, YValue.of("rectangle2"));
                                            });
                            doc(0).transact(() -> array.delete(4));
                        });
        assertThat(array)
                .containsExactlyElementsOf(
                        values("rectangle3", "ellipse4", "ellipse3", "ellipse2"));
    }

    @Test
    void whatWasPutInCannotBeChangedFromOutside() {
        var list = new ArrayList<Object>(List.of(1, 2, 3));
        var object = new HashMap<String, Object>(Map.of("o", 1));
        array(0).push(YValue.of(list));
        map(0).set("k", YValue.of(object));
        list.set(0, 42);
        object.put("o", 42);
        array(0).toList().clear();
        assertThat(array(0).get(0)).isEqualTo(YValue.of(List.of(1, 2, 3)));
        assertThat(map(0).get("k")).contains(YValue.of(Map.of("o", 1)));
        if (array(0).get(0) instanceof YValue.Arr(List<YValue> there)) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> there.set(0, YValue.of(42)));
        }
    }

    @Test
    void deletingNothingIsAllowedAndDeletingTooMuchIsNot() {
        YArray array = array(0);
        array.delete(0, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.delete(1, 1));
        array.insert(0, YValue.of("A"));
        array.delete(1, 0);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.delete(0, 2));
        assertThat(array.length()).isEqualTo(1);
        array.clear();
        assertThat(array.length()).isZero();
    }

    @Test
    void theSamePlaceIsSharedByThree() {
        array(0).insert(0, values(0));
        array(1).insert(0, values(1));
        array(2).insert(0, values(2));
        sync();
        assertThat(array(0)).containsExactlyElementsOf(values(0, 1, 2));
    }

    @Test
    void insertionsAndDeletionsOfThreeMeet() {
        array(0).insert(0, values("x", "y", "z"));
        doc(1);
        doc(2);
        sync();
        array(0).insert(1, values(0));
        array(1).delete(0);
        array(1).delete(1, 1);
        array(2).insert(1, values(2));
        sync();
        assertThat(array(1)).containsExactlyElementsOf(values(0, 2, "y"));
    }

    @Test
    void whoComesLateStillAgrees() {
        array(0).insert(0, values("x", "y"));
        doc(1);
        doc(2);
        sync();
        array(0).insert(1, values("user0"));
        array(1).insert(1, values("user1"));
        array(2).insert(1, values("user2"));
        assertThat(array(1)).containsExactlyElementsOf(values("x", "user1", "y"));
        array(1).delete(2, 1);
        array(0).delete(0, 3);
        sync();
        assertThat(array(0)).containsExactlyElementsOf(values("user1", "user2"));
    }

    @Test
    void deletedElementsAreGivenUpEverywhere() {
        array(0).insert(0, values("x", "y", "z"));
        doc(1);
        doc(2);
        sync();
        array(1).delete(0, 3);
        sync();
        assertThat(Hex.of(doc(0).encodeStateAsUpdate()))
                .isEqualTo(Hex.of(doc(2).encodeStateAsUpdate()));
        assertThat(array(0)).isEmpty();
    }

    @Test
    void iterationGoesOverTypesToo() {
        for (int i = 0; i < 10; i++) {
            array(0).push(new YValue.Shared(YMap.of(Map.of("value", YValue.of(i)))));
        }
        int count = 0;
        for (YValue value : array(0)) {
            YMap map = (YMap) ((YValue.Shared) value).type();
            assertThat(map.get("value")).contains(YValue.of(count++));
            array(0).push(YValue.of("more"));
        }
        assertThat(count).isEqualTo(10);
        assertThat(array(0).stream().filter(YValue.Str.class::isInstance)).hasSize(10);
    }

    @Test
    void aCopyHasNothingInCommonWithItsSource() {
        YMap inner = YMap.of(Map.of("k", YValue.of(1)));
        array(0).push(YValue.of("a"), new YValue.Shared(inner));
        array(1).push(new YValue.Shared(array(0).copy()));
        inner.set("k", YValue.of(2));
        assertThat(array(1).toJson()).isEqualTo(YValue.of(List.of(List.of("a", Map.of("k", 1)))));
    }

    // --- maps ---

    @Test
    void everyKindOfValueArrives() {
        YMap inner = YMap.of();
        YArray list = YArray.of();
        map(0).set("number", YValue.of(1));
        map(0).set("undefined", YValue.UNDEFINED);
        map(0).set("null", YValue.NULL);
        map(0).set("object", YValue.of(Map.of("key", Map.of("key2", "value"))));
        map(0).set("y-map", new YValue.Shared(inner));
        inner.set("y-array", new YValue.Shared(list));
        list.insert(0, values(0));
        list.insert(0, values(-1));
        doc(1);
        sync();
        assertThat(map(1).has("undefined")).isTrue();
        assertThat(map(1).get("undefined")).contains(YValue.UNDEFINED);
        assertThat(map(1).get("null")).contains(YValue.NULL);
        assertThat(map(1).get("nothing")).isEmpty();
        assertThat(map(1).toJson()).isEqualTo(map(0).toJson());
        assertThat(map(0).get("y-map")).contains(new YValue.Shared(inner));
    }

    @Test
    void aMapListsItsEntriesInTheOrderOfTheirFirstComing() {
        map(0).set("b", YValue.of(1));
        map(0).set("a", YValue.of(2));
        map(0).set("c", YValue.of(3));
        map(0).delete("a");
        map(0).set("b", YValue.of(4));
        assertThat(map(0).keys()).containsExactly("b", "c");
        assertThat(map(0).toMap())
                .containsExactly(Map.entry("b", YValue.of(4)), Map.entry("c", YValue.of(3)));
        assertThat(map(0).size()).isEqualTo(2);
        var seen = new ArrayList<String>();
        map(0).forEach((key, value) -> seen.add(key + value));
        assertThat(seen).hasSize(2);
    }

    @Test
    void aPreparedMapTakesChangesAndIsReadableWhenItIsThere() {
        YMap prepared = YMap.of(Map.of("a", YValue.of(1)));
        prepared.set("b", YValue.of(2));
        prepared.delete("a");
        assertThat(prepared.isEmpty()).isTrue();
        array(0).push(new YValue.Shared(prepared));
        assertThat(prepared.toMap()).containsExactly(Map.entry("b", YValue.of(2)));
    }

    @Test
    void aMapCanBeMadeOfTheEntriesOfOthers() {
        YMap one = YMap.of(Map.of("number", YValue.of(1), "string", YValue.of("hello")));
        YMap two = YMap.of(Map.of("object", YValue.of(Map.of("x", 1)), "yes", YValue.TRUE));
        map(0).set("one", new YValue.Shared(one));
        map(0).set("two", new YValue.Shared(two));
        var entries = new HashMap<>(one.toMap());
        entries.putAll(two.toMap());
        YMap both = YMap.of(entries);
        map(0).set("both", new YValue.Shared(both));
        assertThat(both.toJson())
                .isEqualTo(
                        YValue.of(
                                Map.of(
                                        "number",
                                        1,
                                        "string",
                                        "hello",
                                        "object",
                                        Map.of("x", 1),
                                        "yes",
                                        true)));
    }

    @Test
    void theHighestClientWinsAndItsDeletionCountsToo() {
        map(0).set("stuff", YValue.of("c0"));
        map(1).set("stuff", YValue.of("c1"));
        map(1).set("stuff", YValue.of("c2"));
        map(2).set("stuff", YValue.of("c3"));
        sync();
        assertThat(map(0).get("stuff")).contains(YValue.of("c3"));
        map(2).set("stuff", YValue.of("deleteme"));
        map(2).delete("stuff");
        map(0).set("stuff", YValue.of("c0"));
        map(1).set("stuff", YValue.of("c1"));
        sync();
        assertThat(map(0).get("stuff")).isEmpty();
    }

    @Test
    void clearingMeetsConcurrentWrites() {
        for (int i = 0; i < 3; i++) {
            map(i).set("stuff" + i, YValue.of(i));
        }
        sync();
        map(2).set("stuff1", YValue.of("mine"));
        map(2).clear();
        map(0).set("stuff1", YValue.of("late"));
        map(0).set("new", YValue.of(1));
        sync();
        assertThat(map(1).keys()).containsExactly("new");
        assertThat(map(1).size()).isEqualTo(1);
    }

    // --- at random ---

    @Test
    void randomEditsOfFiveAgreeAndMatchPlainLists() {
        var random = new SplittableRandom(7);
        doc(4);
        for (int step = 0; step < 2_000; step++) {
            int r = random.nextInt(5);
            if (random.nextBoolean()) {
                editArray(random, array(r));
            } else {
                editMap(random, map(r));
            }
            if (random.nextInt(25) == 0) {
                YDoc from = docs.get(random.nextInt(5));
                doc(r).applyUpdate(from.encodeStateAsUpdate(doc(r).stateVector()));
            }
        }
        sync();
        sync();
    }

    private static void editArray(SplittableRandom random, YArray array) {
        var expected = new ArrayList<>(array.toList());
        int at = random.nextInt(array.length() + 1);
        switch (random.nextInt(4)) {
            case 0 -> array.insert(at, new YValue.Shared(YArray.of(values(1, 2, 3, 4))));
            case 1, 2 -> {
                List<YValue> added = values(random.nextInt(1000), "x");
                array.insert(at, added);
                expected.addAll(at, added);
                assertThat(array.toList()).isEqualTo(expected);
            }
            default -> {
                int count = Math.min(2, array.length() - at);
                array.delete(at, count);
                expected.subList(at, at + count).clear();
                assertThat(array.toList()).isEqualTo(expected);
            }
        }
    }

    private static void editMap(SplittableRandom random, YMap map) {
        String key = random.nextBoolean() ? "one" : "two";
        switch (random.nextInt(4)) {
            case 0 -> map.delete(key);
            case 1 -> {
                YMap inner = YMap.of();
                map.set(key, new YValue.Shared(inner));
                inner.set("deepkey", YValue.of("deepvalue"));
            }
            default -> map.set(key, YValue.of(random.nextInt()));
        }
    }
}
