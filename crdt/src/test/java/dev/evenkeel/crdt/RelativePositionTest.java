package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

final class RelativePositionTest {

    private final YDoc doc = YDoc.create(1);
    private final YText text = doc.getText("t");

    private int index(RelativePosition position) {
        return position.resolve(doc).orElseThrow().index();
    }

    private static String bytes(YType type, int index, int assoc) {
        return Hex.of(RelativePosition.of(type, index, assoc).encode());
    }

    /// Texts inserted one after the other at the start.
    @ParameterizedTest
    @ValueSource(strings = {"1,abc,z,y,x", "abc", "abc,1,xyz", "1", "2,1", "", "abcde"})
    void everyPositionSurvivesTheWire(String inserts) {
        for (String insert : inserts.split(",", -1)) {
            text.insert(0, insert);
        }
        for (int index = 0; index <= text.length(); index++) {
            for (int assoc = -1; assoc < 2; assoc++) {
                byte[] sent = RelativePosition.of(text, index, assoc).encode();
                assertThat(RelativePosition.decode(sent).resolve(doc))
                        .contains(new AbsolutePosition(text, index, assoc));
                assertThat(RelativePosition.decode(sent).resolve(doc, false))
                        .as("without following what was redone")
                        .contains(new AbsolutePosition(text, index, assoc));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 00010000",
        "1, 0, 00010100",
        "3, 0, 01017400",
        "0, -1, 01017441",
        "1, -1, 00010041",
        "3, -1, 00010241",
        "2, 70, 000102860 1"
    })
    void theBytesAreThoseOfYjs(int index, int assoc, String expected) {
        text.insert(0, "abc");
        assertThat(bytes(text, index, assoc)).isEqualTo(expected.replace(" ", ""));
    }

    @Test
    void theEndOfANestedTypeIsNamedByItsItem() {
        YText inner = YText.of("");
        text.insert(0, "abc");
        doc.getMap("m").set("k", new YValue.Shared(inner));
        RelativePosition end = RelativePosition.of(inner, 0);
        assertThat(Hex.of(end.encode())).isEqualTo("02010300");
        inner.insert(0, "xy");
        assertThat(end.resolve(doc)).contains(new AbsolutePosition(inner, 2, 0));
        assertThat(RelativePosition.decode(Hex.bytes("02010341")).resolve(doc))
                .contains(new AbsolutePosition(inner, 0, -1));
    }

    @Test
    void thePositionStaysWithTheSideItBelongsTo() {
        text.insert(0, "2");
        text.insert(0, "1");
        RelativePosition right = RelativePosition.of(text, 1, 0);
        RelativePosition left = RelativePosition.of(text, 1, -1);
        text.insert(1, "x");
        assertThat(index(right)).isEqualTo(2);
        assertThat(index(left)).isEqualTo(1);
    }

    @Test
    void whatIsDeletedLeavesItsPlace() {
        text.insert(0, "hello world");
        RelativePosition position = RelativePosition.of(text, 8);
        RelativePosition end = RelativePosition.of(text, 11, -1);
        text.delete(6, 5);
        assertThat(index(position)).isEqualTo(6);
        assertThat(index(end)).isEqualTo(6);
        text.insert(0, "oh, ");
        assertThat(index(position)).isEqualTo(10);
    }

    @Test
    void theEndOfARootGrowsWithIt() {
        RelativePosition end = RelativePosition.of(text, 0);
        RelativePosition start = RelativePosition.of(text, 0, -1);
        text.insert(0, "abc");
        assertThat(index(end)).isEqualTo(3);
        assertThat(index(start)).isZero();
    }

    @Test
    void elementsOfAnArrayAreUnitsToo() {
        YArray array = doc.getArray("a");
        array.push(YValue.of(1), YValue.of(2), YValue.of(3));
        RelativePosition second = RelativePosition.of(array, 1);
        array.insert(0, List.of(YValue.of(0)));
        array.delete(1, 1);
        assertThat(second.resolve(doc)).contains(new AbsolutePosition(array, 1, 0));
    }

    @Test
    void whatTheDocumentDoesNotKnowHasNoPlace() {
        text.insert(0, "abc");
        YDoc other = YDoc.create(2);
        RelativePosition unit = RelativePosition.of(text, 1);
        RelativePosition end = RelativePosition.of(text, 3);
        assertThat(unit.resolve(other)).isEmpty();
        assertThat(end.resolve(other)).isEmpty();
        assertThat(RelativePosition.decode(Hex.bytes("02010300")).resolve(doc)).isEmpty();
        other.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(unit.resolve(other)).as("the root has no type yet").isEmpty();
        assertThat(other.root("t")).isEmpty();
        YText theirs = other.getText("t");
        assertThat(unit.resolve(other)).contains(new AbsolutePosition(theirs, 1, 0));
        assertThat(end.resolve(other)).contains(new AbsolutePosition(theirs, 3, 0));
    }

    @Test
    void whatWasCollectedHasNoPlace() {
        YText inner = YText.of("abc");
        doc.getMap("m").set("k", new YValue.Shared(inner));
        RelativePosition unit = RelativePosition.of(inner, 1);
        RelativePosition end = RelativePosition.of(inner, 3);
        doc.getMap("m").delete("k");
        assertThat(unit.resolve(doc)).isEmpty();
        assertThat(end.resolve(doc)).isEmpty();
    }

    @Test
    void theJsonFormIsThatOfYjs() {
        text.insert(0, "abc");
        RelativePosition unit = RelativePosition.of(text, 1);
        assertThat(unit.toJson())
                .isEqualTo(
                        YValue.of(
                                (Object)
                                        Map.of(
                                                "tname",
                                                "t",
                                                "item",
                                                Map.of("client", 1, "clock", 1),
                                                "assoc",
                                                0)));
        for (RelativePosition position :
                List.of(unit, RelativePosition.of(text, 3, -1), RelativePosition.of(text, 3))) {
            assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
        }
        assertThat(RelativePosition.fromJson(YValue.of((Object) Map.of("tname", "t"))))
                .isEqualTo(RelativePosition.of(text, 3));
    }

    @Test
    void positionsAreEqualIfAllOfThemIs() {
        text.insert(0, "abc");
        RelativePosition position = RelativePosition.of(text, 1);
        assertThat(position).isEqualTo(RelativePosition.of(text, 1));
        assertThat(position).hasSameHashCodeAs(RelativePosition.of(text, 1));
        assertThat(position).isNotEqualTo(RelativePosition.of(text, 1, -1));
        assertThat(position).isNotEqualTo(RelativePosition.of(text, 2));
        // As in Yjs: the bytes leave out the type.
        assertThat(position).isNotEqualTo(RelativePosition.decode(position.encode()));
    }

    @Test
    void anIndexBeyondTheEndIsRefused() {
        text.insert(0, "abc");
        assertThatThrownBy(() -> RelativePosition.of(text, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RelativePosition.of(text, -1, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RelativePosition.of(YText.of("a"), 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "03010100",
                "00",
                "0001",
                "000101 0000",
                "0105",
                "0101ff00",
                "0001ffffffff1f00",
                "00ffffffffffffffff1f0100",
                "000101bfffffffff7f",
                "00010180"
            })
    void bytesThatAreNoPositionAreRefused(String hex) {
        assertThatThrownBy(() -> RelativePosition.decode(Hex.bytes(hex.replace(" ", ""))))
                .isInstanceOf(MalformedUpdateException.class);
    }

    @Test
    void bytesOfOldWithoutAssocAreRead() {
        text.insert(0, "abc");
        assertThat(RelativePosition.decode(Hex.bytes("000102")).resolve(doc))
                .contains(new AbsolutePosition(text, 2, 0));
    }
}
