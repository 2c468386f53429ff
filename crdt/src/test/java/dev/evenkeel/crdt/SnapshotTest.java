package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

final class SnapshotTest {

    private final YDoc doc = YDoc.builder().clientId(1).gc(false).build();
    private final YArray array = doc.getArray("a");

    private static YValue[] strings(String... values) {
        YValue[] result = new YValue[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = YValue.of(values[i]);
        }
        return result;
    }

    private YValue restored(Snapshot snapshot) {
        return snapshot.restore(doc).getArray("a").toJson();
    }

    private static YValue list(Object... values) {
        return YValue.of((Object) List.of(values));
    }

    @Test
    void theBytesAreThoseOfYjs() {
        YText text = doc.getText("t");
        text.insert(0, "0123456789xy");
        text.delete(10, 1);
        text.delete(2, 3);
        assertThat(Hex.of(doc.snapshot().encode()))
                .isEqualTo(Hex.plain("01 01 02 02 03 0a 01 01 01 0c"));
        assertThat(Hex.of(doc.snapshot().encodeV2()))
                .isEqualTo(Hex.plain("01 01 02 02 02 05 00 01 01 0c"));
        assertThat(Snapshot.decode(doc.snapshot().encode())).isEqualTo(doc.snapshot());
        assertThat(Snapshot.decodeV2(doc.snapshot().encodeV2())).isEqualTo(doc.snapshot());
        assertThat(Hex.of(Snapshot.EMPTY.encode())).isEqualTo("0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000000", "0101", "00010105ff", "0101010203"})
    void bytesThatAreNoSnapshotAreRefused(String hex) {
        assertThatThrownBy(() -> Snapshot.decode(Hex.bytes(hex)))
                .isInstanceOf(MalformedUpdateException.class);
        assertThatThrownBy(() -> Snapshot.decodeV2(Hex.bytes(hex)))
                .isInstanceOf(MalformedUpdateException.class);
    }

    @Test
    void aDocumentIsRestoredAsItWas() {
        array.insert(0, List.of(strings("hello")));
        Snapshot snapshot = doc.snapshot();
        array.insert(1, List.of(strings("world")));
        assertThat(restored(snapshot)).isEqualTo(list("hello"));
        assertThat(array.toJson()).isEqualTo(list("hello", "world"));
    }

    @Test
    void theEmptySnapshotRestoresToNothing() {
        array.push(strings("hello"));
        assertThat(Snapshot.EMPTY.restore(doc).rootNames()).isEmpty();
        Snapshot withAnEmptyClient =
                Snapshot.of(DeleteSet.EMPTY, StateVector.decode(Hex.bytes("01 8f4e 00")));
        assertThat(withAnEmptyClient.restore(doc).rootNames()).isEmpty();
        assertThat(restored(doc.snapshot())).isEqualTo(list("hello"));
    }

    @Test
    void aTextIsRestoredAsItWas() {
        doc.getText("").insert(0, "world!");
        Snapshot snapshot = doc.snapshot();
        doc.getText("").insert(0, "hello ");
        assertThat(snapshot.restore(doc).getText("")).hasToString("world!");
    }

    @Test
    void nestedTypesAreRestoredToo() {
        YMap inner = YMap.of(Map.of("key1", YValue.of("value1")));
        array.insert(0, List.of(YValue.of((Object) inner)));
        Snapshot snapshot = doc.snapshot();
        inner.set("key2", YValue.of("value2"));
        assertThat(restored(snapshot)).isEqualTo(list(Map.of("key1", "value1")));
    }

    @Test
    void deletedElementsComeBack() {
        array.push(strings("item1", "item2", "item3"));
        Snapshot before = doc.snapshot();
        array.delete(1, 1);
        assertThat(restored(before)).isEqualTo(list("item1", "item2", "item3"));
        Snapshot after = doc.snapshot();
        assertThat(restored(after)).isEqualTo(list("item1", "item3"));
        array.insert(0, List.of(strings("item0")));
        assertThat(restored(after)).isEqualTo(list("item1", "item3"));
        assertThat(array.toJson()).isEqualTo(list("item0", "item1", "item3"));
        array.clear();
        Snapshot empty = doc.snapshot();
        array.push(strings("item4"));
        assertThat(restored(empty)).isEqualTo(list());
    }

    @Test
    void anElementThatWasPutBeforeADeletedOneIsRestored() {
        array.push(strings("item1"));
        doc.getMap("map").set("test", YValue.of(1));
        array.insert(0, List.of(strings("item0")));
        Snapshot snapshot = doc.snapshot();
        array.delete(1, 1);
        assertThat(restored(snapshot)).isEqualTo(list("item0", "item1"));
        assertThat(array.toJson()).isEqualTo(list("item0"));
        array.delete(0, 1);
        array.insert(0, List.of(strings("item0b")));
        assertThat(restored(snapshot)).isEqualTo(list("item0", "item1"));
    }

    @Test
    void whatDependsOnLaterEditsIsLeftOut() {
        YDoc other = YDoc.builder().clientId(2).gc(false).build();
        YArray theirs = other.getArray("a");
        array.insert(0, List.of(strings("user1item1")));
        other.applyUpdate(doc.encodeStateAsUpdate());
        theirs.insert(1, List.of(strings("user2item1")));
        doc.applyUpdate(other.encodeStateAsUpdate());
        Snapshot snapshot = doc.snapshot();
        array.insert(2, List.of(strings("user1item2")));
        other.applyUpdate(doc.encodeStateAsUpdate());
        theirs.insert(3, List.of(strings("user2item2")));
        doc.applyUpdate(other.encodeStateAsUpdate());
        assertThat(restored(snapshot)).isEqualTo(list("user1item1", "user2item1"));
        assertThat(snapshot.restore(other).getArray("a").toJson())
                .isEqualTo(list("user1item1", "user2item1"));
        assertThat(array.toJson())
                .isEqualTo(list("user1item1", "user2item1", "user1item2", "user2item2"));
    }

    @Test
    void aSnapshotKnowsWhichUpdatesItContains() {
        byte[][] last = {Update.emptyBytes()};
        var _ = doc.onUpdate((update, _) -> last[0] = update);
        array.push(strings("a"));
        Snapshot one = doc.snapshot();
        byte[] first = last[0];
        assertThat(one.containsUpdate(first)).isTrue();
        array.push(strings("b"));
        byte[] second = last[0];
        assertThat(one.containsUpdate(second)).isFalse();
        array.delete(1, 1);
        byte[] deletion = last[0];
        assertThat(one.containsUpdate(deletion)).isFalse();
        Snapshot three = doc.snapshot();
        assertThat(three.containsUpdate(first)).isTrue();
        assertThat(three.containsUpdate(second)).isTrue();
        assertThat(three.containsUpdate(deletion)).isTrue();
        assertThat(Snapshot.EMPTY.containsUpdate(Update.emptyBytes())).isTrue();
    }

    @Test
    void anUpdateThatDeletesMoreOfOneItemIsNotContained() {
        YText text = doc.getText("t");
        text.insert(0, "abcdefghij");
        text.delete(0, 3);
        YDoc remote = YDoc.create(2);
        remote.applyUpdate(doc.encodeStateAsUpdate());
        Snapshot snapshot = remote.snapshot();
        assertThat(snapshot.containsUpdate(doc.encodeStateAsUpdate())).isTrue();
        text.delete(0, 3);
        assertThat(snapshot.containsUpdate(doc.encodeStateAsUpdate())).isFalse();
        assertThat(snapshot.containsUpdateV2(doc.encodeStateAsUpdateV2())).isFalse();
    }

    @Test
    void whatWasGivenUpCannotBeRestored() {
        YDoc collecting = YDoc.create(3);
        collecting.getText("t").insert(0, "x");
        Snapshot snapshot = collecting.snapshot();
        assertThatThrownBy(() -> snapshot.restore(collecting))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> snapshot.restore(doc))
                .as("of another document")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restoringLeavesTheSourceAsItIs() {
        array.push(strings("a", "b", "c"));
        Snapshot snapshot = Snapshot.of(DeleteSet.EMPTY, StateVector.decode(Hex.bytes("010102")));
        byte[] before = doc.encodeStateAsUpdate();
        assertThat(restored(snapshot)).isEqualTo(list("a", "b"));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @Test
    void listsAreReadAsTheyWereWithoutRestoring() {
        array.push(strings("a"));
        Snapshot one = doc.snapshot();
        array.push(strings("b", "c"));
        Snapshot three = doc.snapshot();
        array.delete(0, 2);
        assertThat(array.toList(one)).containsExactly(strings("a"));
        assertThat(array.toList(three)).containsExactly(strings("a", "b", "c"));
        assertThat(array.toList(doc.snapshot())).containsExactly(strings("c"));
        assertThat(array.toList(Snapshot.EMPTY)).isEmpty();
    }

    @Test
    void mapsAreReadAsTheyWereWithoutRestoring() {
        YMap map = doc.getMap("m");
        Snapshot before = doc.snapshot();
        map.set("k", YValue.of(1));
        Snapshot one = doc.snapshot();
        map.set("k", YValue.of(2));
        map.set("other", YValue.of(3));
        Snapshot two = doc.snapshot();
        map.delete("k");
        Snapshot deleted = doc.snapshot();
        map.set("k", YValue.of(4));
        assertThat(map.get("k", before)).isEmpty();
        assertThat(map.get("k", one)).contains(YValue.of(1));
        assertThat(map.get("k", two)).contains(YValue.of(2));
        assertThat(map.get("k", deleted)).isEmpty();
        assertThat(map.get("none", two)).isEmpty();
        assertThat(map.getAll(two)).isEqualTo(Map.of("k", YValue.of(2), "other", YValue.of(3)));
        assertThat(map.getAll(deleted)).isEqualTo(Map.of("other", YValue.of(3)));
    }

    @Test
    void snapshotsAreEqualIfStateAndDeletionsAre() {
        array.push(strings("a", "b"));
        Snapshot one = doc.snapshot();
        assertThat(doc.snapshot()).isEqualTo(one).hasSameHashCodeAs(one);
        array.delete(0, 1);
        Snapshot two = doc.snapshot();
        assertThat(two).isNotEqualTo(one);
        array.push(strings("c"));
        assertThat(doc.snapshot()).isNotEqualTo(two);
    }

    @Test
    void attributesAreReadAsTheyWere() {
        YXmlElement element = YXmlElement.of("test");
        doc.getMap("el").set("node", YValue.of((Object) element));
        Snapshot none = doc.snapshot();
        element.setAttribute("a", YValue.of("1"));
        Snapshot one = doc.snapshot();
        element.setAttribute("a", YValue.of("2"));
        assertThat(element.getAttributes()).isEqualTo(Map.of("a", YValue.of("2")));
        assertThat(element.getAttributes(one)).isEqualTo(Map.of("a", YValue.of("1")));
        assertThat(element.getAttributes(none)).isEmpty();
    }

    private static Delta piece(String text) {
        return new Delta.Insert(YValue.of(text));
    }

    private static Delta piece(String text, String change) {
        return new Delta.Insert(
                YValue.of(text), Map.of("ychange", YValue.of((Object) Map.of("type", change))));
    }

    @Test
    void aTextIsReadAsItWasAndWithWhatChangedSince() {
        YText text = doc.getText("t");
        text.insert(0, "abcd");
        Snapshot one = doc.snapshot();
        text.insert(1, "x");
        text.delete(2, 1);
        Snapshot two = doc.snapshot();
        text.insert(0, "later");
        assertThat(text.toDelta(one)).containsExactly(piece("abcd"));
        assertThat(text.toDelta(two)).containsExactly(piece("axcd"));
        assertThat(text.toDelta(two, one))
                .containsExactly(
                        piece("a"), piece("x", "added"), piece("b", "removed"), piece("cd"));
        assertThat(text.toDelta(two, one, (kind, client, clock) -> YValue.of(client + clock + 0L)))
                .containsExactly(
                        piece("a"),
                        new Delta.Insert(YValue.of("x"), Map.of("ychange", YValue.of(5))),
                        new Delta.Insert(YValue.of("b"), Map.of("ychange", YValue.of(2))),
                        piece("cd"));
        assertThat(text.toDelta(Snapshot.EMPTY)).isEmpty();
    }

    @Test
    void readingTheTextAsItWasSendsNothing() {
        YText text = doc.getText("t");
        text.insert(0, "abcd");
        Snapshot one = doc.snapshot();
        text.insert(4, "efgh");
        byte[] before = doc.encodeStateAsUpdate();
        var _ =
                doc.onUpdate(
                        (_, _) -> {
                            throw new AssertionError("told of an update");
                        });
        assertThat(text.toDelta(one)).containsExactly(piece("abcd"));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }
}
