package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where local operations put things.
class ListOrderTest {

    private final YDoc doc = YDoc.create(1);
    private final YArray array = doc.getArray("a");
    private String last = "";

    @BeforeEach
    void listen() {
        doc.onUpdate((update, _) -> last = Hex.of(update));
    }

    private void threeWithTheLastOneDeleted() {
        array.push(YValue.of(1), YValue.of(2), YValue.of(3));
        array.delete(2, 1);
    }

    @Test
    void pushGoesBehindTombstones() {
        threeWithTheLastOneDeleted();
        array.push(YValue.of(4));
        assertThat(last).isEqualTo(Hex.plain("01 01 01 03 88 01 02 01 7d 04 00"));
    }

    @Test
    void insertGoesBeforeThem() {
        threeWithTheLastOneDeleted();
        array.insert(2, List.of(YValue.of(4)));
        assertThat(last).isEqualTo(Hex.plain("01 01 01 03 c8 01 01 01 02 01 7d 04 00"));
        assertThat(array.toJson()).isEqualTo(YValue.of(List.of(1, 2, 4)));
    }

    @Test
    void textGoesBehindThem() {
        YText text = doc.getText("t");
        text.insert(0, "abc");
        text.delete(1, 1);
        text.insert(1, "X");
        // Between the tombstone of b and c.
        assertThat(last).isEqualTo(Hex.plain("01 01 01 03 c4 01 01 01 02 01 58 00"));
        assertThat(text).hasToString("aXc");
        StoreCheck.verify(doc);
    }

    @Test
    void elementsAreReadAndDeletedByIndex() {
        array.push(YValue.of(1), YValue.of("x"), YValue.TRUE);
        array.insert(1, List.of(new YValue.Bytes(new byte[] {1}), YValue.NULL));
        assertThat(array.length()).isEqualTo(5);
        assertThat(array.get(0)).isEqualTo(YValue.of(1));
        assertThat(array.get(1)).isEqualTo(new YValue.Bytes(new byte[] {1}));
        assertThat(array.get(4)).isEqualTo(YValue.TRUE);
        array.delete(1, 3);
        assertThat(array.toList()).containsExactly(YValue.of(1), YValue.TRUE);
        StoreCheck.verify(doc);
    }

    @Test
    void whatIsOutOfBoundsChangesNothing() {
        array.push(YValue.of(1), YValue.of(2));
        byte[] before = doc.encodeStateAsUpdate();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.delete(1, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.insert(3, List.of(YValue.NULL)));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> doc.getText("t").insert(1, "x"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> doc.getText("t").delete(0, 1));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @Test
    void preparedTypesAreFilledDepthFirst() {
        Map<String, YValue> inner = new LinkedHashMap<>();
        inner.put("t", new YValue.Shared(YText.of("hi")));
        inner.put("n", YValue.of(1));
        Map<String, YValue> outer = new LinkedHashMap<>();
        outer.put("list", new YValue.Shared(YArray.of(new YValue.Shared(YMap.of(inner)))));
        outer.put("z", YValue.TRUE);
        array.push(YValue.of(0), new YValue.Shared(YMap.of(outer)), YValue.of(9));
        assertThat(array.toJson())
                .isEqualTo(
                        YValue.of(
                                List.of(
                                        0,
                                        Map.of(
                                                "list",
                                                List.of(Map.of("t", "hi", "n", 1)),
                                                "z",
                                                true),
                                        9)));
        // 0 | map | list | inner map | text | hi | 1 | true | 9
        assertThat(doc.stateVector().get(1)).isEqualTo(10);
        StoreCheck.verify(doc);
    }

    @Test
    void aTypeIsPutInOnce() {
        YText text = YText.of("x");
        array.push(new YValue.Shared(text));
        text.insert(1, "y");
        assertThat(array.get(0)).isEqualTo(new YValue.Shared(text));
        byte[] before = doc.encodeStateAsUpdate();
        assertThatIllegalStateException()
                .isThrownBy(() -> array.push(YValue.of(1), new YValue.Shared(text)));
        YMap twice = YMap.of(Map.of());
        assertThatIllegalStateException()
                .isThrownBy(() -> array.push(new YValue.Shared(twice), new YValue.Shared(twice)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> array.push(YValue.of(List.of(YMap.of(Map.of())))));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @Test
    void editsInADeletedTypeDieWithIt() {
        YText text = YText.of("x");
        array.push(new YValue.Shared(text));
        array.delete(0, 1);
        text.insert(0, "y");
        assertThat(doc.deleteSet().contains(1, 2)).isTrue();
        assertThat(text).hasToString("");
        StoreCheck.verify(doc);
    }

    @Test
    void aRootHasOneType() {
        YDoc other = YDoc.create(2);
        other.getMap("m").set("", YValue.of("empty key"));
        doc.applyUpdate(other.encodeStateAsUpdate());
        assertThat(doc.root("m")).isEmpty();
        assertThat(doc.rootNames()).containsExactly("a", "m");
        assertThat(doc.getMap("m").get("")).contains(YValue.of("empty key"));
        assertThat(doc.root("m")).contains(doc.getMap("m"));
        assertThatIllegalStateException().isThrownBy(() -> doc.getText("m"));
    }

    @Test
    void mapsKeepTheOrderInWhichKeysCame() {
        YMap map = doc.getMap("m");
        map.set("z", YValue.of(1));
        map.set("a", YValue.UNDEFINED);
        map.set("q", YValue.of(3));
        map.delete("z");
        map.set("a", YValue.of(2));
        assertThat(map.keys()).containsExactly("a", "q");
        assertThat(map.size()).isEqualTo(2);
        assertThat(map.has("z")).isFalse();
        map.set("z", YValue.of(4));
        assertThat(map.keys()).containsExactly("z", "a", "q");
        assertThat(map.toJson()).isEqualTo(YValue.of(Map.of("z", 4, "a", 2, "q", 3)));
    }

    @Test
    void ofConcurrentWritesToAKeyTheHighestClientWins() {
        YDoc two = YDoc.create(2);
        YDoc three = YDoc.create(3);
        for (YDoc each : List.of(doc, two, three)) {
            each.getMap("m").set("k", YValue.of(each.clientId()));
        }
        byte[] fromOne = doc.encodeStateAsUpdate();
        byte[] fromThree = three.encodeStateAsUpdate();
        doc.applyUpdate(fromThree);
        doc.applyUpdate(two.encodeStateAsUpdate());
        three.applyUpdate(two.encodeStateAsUpdate());
        three.applyUpdate(fromOne);
        assertThat(doc.getMap("m").get("k")).contains(YValue.of(3));
        assertThat(three.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
        StoreCheck.verify(doc);
        StoreCheck.verify(three);
    }
}
