package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whole documents against the bytes that Yjs writes for the same operations.
class UpdateVectorsTest {

    private static void assertState(YDoc doc, String hex) {
        assertThat(Hex.of(doc.encodeStateAsUpdate())).isEqualTo(Hex.plain(hex));
        assertRelayed(hex);
    }

    /// What one document has written another one takes in and writes again, byte for byte.
    private static void assertRelayed(String hex) {
        YDoc relay = YDoc.create(99);
        relay.applyUpdate(Hex.bytes(hex));
        assertThat(Hex.of(relay.encodeStateAsUpdate())).isEqualTo(Hex.plain(hex));
        assertThat(Hex.of(Update.diff(Hex.bytes(hex), StateVector.EMPTY))).hasSizeGreaterThan(3);
        StoreCheck.verify(relay);
    }

    @Test
    void theWorkedExampleOfTheFormat() {
        YDoc doc = YDoc.create(300);
        YText text = doc.getText("t");
        YMap map = doc.getMap("m");
        text.insert(0, "Hé");
        text.insert(2, "y!");
        text.insert(1, "X");
        map.set("k", YValue.of(List.of(true, -2)));
        text.delete(3, 1);
        YText inner = YText.of("");
        map.set("n", new YValue.Shared(inner));
        inner.insert(0, "z");
        assertState(
                doc,
                """
                01 08 ac02 00
                04 01 01 74 01 48
                84 ac02 00 02 c3a9
                81 ac02 01 01
                84 ac02 02 01 21
                c4 ac02 00 ac02 01 01 58
                28 01 01 6d 01 6b 01 75 02 78 7d42
                27 01 01 6d 01 6e 02
                04 00 ac02 06 01 7a
                01 ac02 01 02 01
                """);
        assertThat(text).hasToString("HXé!");
    }

    @Test
    void anEmptyDocument() {
        assertThat(YDoc.create(1).encodeStateAsUpdate()).isEqualTo(Hex.bytes("0000"));
    }

    @Test
    void aKeyThatIsSetTwiceAndDeleted() {
        YDoc doc = YDoc.create(300);
        YMap map = doc.getMap("m");
        map.set("k", YValue.of("v"));
        assertState(doc, "01 01 ac02 00 28 01 01 6d 01 6b 01 77 01 76 00");
        map.set("k", YValue.of(2));
        assertState(doc, "01 02 ac02 00 21 01 01 6d 01 6b 01 a8 ac02 00 01 7d 02 01 ac02 01 00 01");
        map.delete("k");
        assertState(doc, "01 01 ac02 00 21 01 01 6d 01 6b 02 01 ac02 01 00 02");
    }

    @Test
    void anArrayOfManyKinds() {
        YDoc doc = YDoc.create(1);
        Map<String, YValue> entries = new LinkedHashMap<>();
        entries.put("n", YValue.of(1.5));
        doc.getArray("a")
                .push(
                        YValue.of(1),
                        YValue.of("x"),
                        YValue.NULL,
                        YValue.TRUE,
                        new YValue.Bytes(new byte[] {9, 8}),
                        new YValue.Shared(YMap.of(entries)),
                        new YValue.Shared(YText.of("hi")));
        assertState(
                doc,
                """
                01 06 01 00 08 01 01 61 04 7d01 7701 78 7e 78 83 01 03 02 09 08 87 01 04 01
                28 00 01 05 01 6e 01 7c 3f c0 00 00 87 01 05 02 04 00 01 07 02 68 69 00
                """);
    }

    @Test
    void whatHasNoOperationsHereIsRelayed() {
        assertRelayed(
                """
                01 05 01 00 04 01 01 74 01 61 84 01 00 01 62 46 01 00 04 626f6c64 04 74727565
                c6 01 00 01 01 04 626f6c64 04 6e756c6c 85 01 01 0d 7b22696d616765223a2275227d 00
                """);
        assertRelayed(
                """
                01 06 01 00 07 01 01 66 03 01 70 28 00 01 00 02 6964 01 77 01 78 07 00 01 00 06
                04 00 01 02 03 686579 87 01 00 05 02 686b 87 01 06 04 00
                """);
        assertRelayed(
                """
                01 01 01 00 29 01 01 6d 01 64 03 737562 76 02
                08 6175746f4c6f6164 78 04 6d657461 76 01 01 61 7d 01 00
                """);
    }

    @Test
    void aDeletedTypeLeavesATombstoneAndItsChildrenAGap() {
        YDoc doc = YDoc.create(1);
        YMap map = doc.getMap("m");
        map.set("x", new YValue.Shared(YArray.of(YValue.of(1), YValue.of(2), YValue.of(3))));
        map.delete("x");
        assertState(doc, "01 02 01 00 21 01 01 6d 01 78 01 00 03 01 01 01 00 04");
    }

    @Test
    void theHigherClientComesFirstInTheBytesAndLastInTheText() {
        YDoc five = YDoc.create(5);
        five.getText("t").insert(0, "A1");
        YDoc seven = YDoc.create(7);
        seven.getText("t").insert(0, "B1");
        five.applyUpdate(seven.encodeStateAsUpdate());
        assertState(five, "02 01 07 00 04 01 01 74 02 4231 01 05 00 04 01 01 74 02 4131 00");
        assertThat(five.getText("t")).hasToString("A1B1");
        assertThat(five.stateVector().encode()).isEqualTo(Hex.bytes("02 07 02 05 02"));
    }
}
