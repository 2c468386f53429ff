package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Work on updates without a document, against what Yjs gives.
class MergeTest {

    private static final byte[] A = Hex.bytes("01 01 01 00 04 01 01 74 01 61 00");
    private static final byte[] B = Hex.bytes("01 01 01 01 84 01 00 01 62 00");
    private static final byte[] C = Hex.bytes("01 01 01 02 84 01 01 01 63 00");

    @Test
    void aGapBecomesASkip() {
        String expected = Hex.plain("01 03 01 00 04 01 01 74 01 61 0a 01 84 01 01 01 63 00");
        assertThat(Hex.of(Update.merge(List.of(A, C)))).isEqualTo(expected);
        assertThat(Hex.of(Update.merge(List.of(C, A)))).isEqualTo(expected);
        assertThat(Update.stateVectorOf(Hex.bytes(expected)).encode())
                .isEqualTo(Hex.bytes("01 01 01"));
    }

    @Test
    void whatFollowsStaysInPieces() {
        assertThat(Hex.of(Update.merge(List.of(A, B, C))))
                .isEqualTo(
                        Hex.plain(
                                "01 03 01 00 04 01 01 74 01 61 84 01 00 01 62 84 01 01 01 63 00"));
    }

    @Test
    void nothingAndOneThingAreNotTouched() {
        assertThat(Update.merge(List.of())).isEqualTo(Hex.bytes("00 00"));
        assertThat(Update.merge(List.of(A))).isSameAs(A);
    }

    @Test
    void theOrderOfInputsDecidesAboutThePieces() {
        YDoc doc = YDoc.create(1);
        doc.getText("t").insert(0, "hello");
        byte[] old = doc.encodeStateAsUpdate();
        doc.getText("t").insert(2, "X");
        byte[] young = doc.encodeStateAsUpdate();
        Update oldFirst = Update.parse(Update.merge(List.of(old, young)));
        Update youngFirst = Update.parse(Update.merge(List.of(young, old)));
        assertThat(oldFirst.structCount()).isEqualTo(2);
        assertThat(youngFirst.structCount()).isEqualTo(3);
        for (Update update : List.of(oldFirst, youngFirst)) {
            YDoc reader = YDoc.create(2);
            reader.applyUpdate(update, null);
            assertThat(reader.encodeStateAsUpdate()).isEqualTo(young);
        }
    }

    @Test
    void anUpdateThatStartsLateHasNoState() {
        assertThat(Update.stateVectorOf(B)).isEqualTo(StateVector.EMPTY);
    }

    @Test
    void aDifferenceStartsWhereTheTargetEnds() {
        YDoc doc = YDoc.create(1);
        doc.getText("t").insert(0, "hello");
        doc.getText("t").delete(0, 1);
        StateVector target = StateVector.decode(Hex.bytes("01 01 03"));
        String expected = Hex.plain("01 01 01 03 84 01 02 02 6c6f 01 01 01 00 01");
        assertThat(Hex.of(Update.diff(doc.encodeStateAsUpdate(), target))).isEqualTo(expected);
        assertThat(Hex.of(doc.encodeStateAsUpdate(target))).isEqualTo(expected);
        assertThat(Hex.of(Update.diff(doc.encodeStateAsUpdate(), doc.stateVector())))
                .isEqualTo(Hex.plain("00 01 01 01 00 01"));
    }

    @Test
    void aDifferenceInsideASurrogatePairStartsWithAReplacement() {
        YDoc doc = YDoc.create(1);
        doc.getText("t").insert(0, "\ud83d\ude00");
        StateVector target = StateVector.decode(Hex.bytes("01 01 01"));
        String expected = Hex.plain("01 01 01 01 84 01 00 03 ef bf bd 00");
        assertThat(Hex.of(doc.encodeStateAsUpdate(target))).isEqualTo(expected);
        assertThat(Hex.of(Update.diff(doc.encodeStateAsUpdate(), target))).isEqualTo(expected);
    }

    @Test
    void manyUpdatesMergeLikeFew() {
        YDoc doc = YDoc.create(7);
        var updates = new ArrayList<byte[]>();
        doc.onUpdate((update, _) -> updates.add(update));
        for (int i = 0; i < 500; i++) {
            doc.getText("t").insert(i / 3, "x" + i);
            if (i % 5 == 0) {
                doc.getText("t").delete(i / 4, 2);
            }
        }
        byte[] merged = Update.merge(updates);
        YDoc reader = YDoc.create(8);
        reader.applyUpdate(merged);
        assertThat(reader.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
        byte[] half = Update.merge(updates.subList(0, 250));
        byte[] rest = Update.merge(updates.subList(250, updates.size()));
        assertThat(Update.merge(List.of(half, rest))).isEqualTo(merged);
        assertThat(Update.stateVectorOf(merged)).isEqualTo(doc.stateVector());
        assertThat(reader.covers(Update.parse(merged))).isTrue();
    }

    @Test
    void stateVectorsAreWrittenWithTheHighestClientFirst() {
        byte[] bytes = Hex.bytes("02 07 02 05 02");
        StateVector vector = StateVector.decode(bytes);
        assertThat(vector.encode()).isEqualTo(bytes);
        assertThat(vector.get(7)).isEqualTo(2);
        assertThat(vector.get(6)).isZero();
        assertThat(vector.clients()).containsExactly(5L, 7L);
        assertThat(StateVector.decode(Hex.bytes("02 05 01 05 02")).get(5)).isEqualTo(2);
        assertThat(vector.covers(StateVector.decode(Hex.bytes("01 05 02")))).isTrue();
        assertThat(vector.covers(StateVector.decode(Hex.bytes("01 05 03")))).isFalse();
        assertThat(StateVector.EMPTY.encode()).isEqualTo(new byte[] {0});
    }
}
