package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Input that is well-formed and meant to hurt.
class HostileShapesTest {

    /// A root array with a type in a type in a type.
    static byte[] nested(int depth) {
        var out = new Lib0Writer();
        out.writeVarUint(1);
        out.writeVarUint(depth);
        out.writeVarUint(5);
        out.writeVarUint(0);
        for (int i = 0; i < depth; i++) {
            out.writeByte(Kind.TYPE);
            if (i == 0) {
                out.writeVarUint(1);
                out.writeVarString("a");
            } else {
                out.writeVarUint(0);
                out.writeVarUint(5);
                out.writeVarUint(i - 1);
            }
            out.writeVarUint(TypeNode.ARRAY);
        }
        out.writeVarUint(0);
        return out.toByteArray();
    }

    @Test
    void deepTypesAreReadDeletedAndCollectedWithoutRecursion() {
        int depth = 50_000;
        byte[] update = nested(depth);
        YDoc doc = YDoc.builder().clientId(1).limits(Limits.TRUSTED).build();
        doc.applyUpdate(update);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(update);
        YArray root = doc.getArray("a");
        int levels = 0;
        YValue value = root.toJson();
        while (value instanceof YValue.Arr(List<YValue> values) && !values.isEmpty()) {
            value = values.getFirst();
            levels++;
        }
        assertThat(levels).isEqualTo(depth);
        root.delete(0, 1);
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo(
                        Hex.plain("01 02 05 00 01 01 01 61 01 00 cf 86 03 01 05 01 00 d0 86 03"));
        StoreCheck.verify(doc);
    }

    @Test
    void deepPreparedTypesAreInsertedWithoutRecursion() {
        YArray inner = YArray.of();
        for (int i = 0; i < 20_000; i++) {
            inner = YArray.of(new YValue.Shared(inner));
        }
        YDoc doc = YDoc.create(5);
        doc.getArray("a").push(new YValue.Shared(inner));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(nested(20_001));
    }

    @Test
    void aParentThatIsNoTypeMakesAGap() {
        YDoc doc = YDoc.create(9);
        doc.applyUpdate(
                Hex.bytes("01 03 05 00 04 01 01 74 01 61 04 00 05 00 01 62 84 05 01 01 63 00"));
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo(Hex.plain("01 02 05 00 04 01 01 74 01 61 00 02 01 05 01 01 02"));
        StoreCheck.verify(doc);
    }

    @Test
    void newContentBehindAGapOfTheSameClientIsAGapToo() {
        YDoc doc = YDoc.create(9);
        doc.applyUpdate(Hex.bytes("01 01 05 00 00 02 00"));
        doc.applyUpdate(Hex.bytes("01 01 05 00 04 01 01 74 03 61 62 63 00"));
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo(Hex.plain("01 01 05 00 00 03 01 05 01 00 03"));
        StoreCheck.verify(doc);
    }

    @Test
    void aClientThatSaysSomethingElseTheSecondTimeBreaksNothing() {
        YDoc doc = YDoc.create(9);
        YText text = doc.getText("t");
        doc.applyUpdate(Hex.bytes("01 01 05 00 04 01 01 74 02 61 62 00"));
        doc.getText("u").insert(0, "uv");
        text.insert(1, "x");
        // The same clocks, but more of them, in another root and under a key.
        doc.applyUpdate(Hex.bytes("01 01 05 00 04 01 01 75 04 61 62 63 64 00"));
        doc.applyUpdate(Hex.bytes("01 01 05 00 28 01 01 6d 01 6b 06 7e 7e 7e 7e 7e 7e 00"));
        StoreCheck.verify(doc);
        text.insert(2, "y");
        text.delete(0, 2);
        StoreCheck.verify(doc);
    }

    @Test
    void originsInDifferentListsBreakNothing() {
        YDoc doc = YDoc.create(9);
        doc.getText("t").insert(0, "abc");
        doc.getText("u").insert(0, "def");
        doc.getMap("m").set("k", YValue.of(1));
        // Left in t, right in u; left in u, right under the key; right in u only.
        doc.applyUpdate(Hex.bytes("01 01 05 00 c4 09 01 09 04 01 78 00"));
        doc.applyUpdate(Hex.bytes("01 01 06 00 c4 09 03 09 06 01 78 00"));
        doc.applyUpdate(Hex.bytes("01 01 07 00 44 09 04 01 78 00"));
        StoreCheck.verify(doc);
        assertThat(doc.getText("t").length() + doc.getText("u").length()).isEqualTo(9);
    }

    @Test
    void aRightOriginBeforeTheOriginKeepsBoth() {
        YDoc doc = YDoc.create(9);
        doc.applyUpdate(Hex.bytes("01 01 04 00 04 01 01 74 03 61 62 63 00"));
        doc.applyUpdate(Hex.bytes("01 01 04 03 c4 04 02 04 01 01 77 00"));
        assertThat(Hex.of(doc.encodeStateAsUpdate())).contains("c4040204010177");
        StoreCheck.verify(doc);
    }

    @Test
    void manyClientsAtOnePlace() {
        YDoc doc = YDoc.create(1_000_000);
        doc.getText("t").insert(0, "x");
        for (int client = 1; client <= 2_000; client++) {
            var out = new Lib0Writer();
            out.writeVarUint(1);
            out.writeVarUint(1);
            out.writeVarUint(client);
            out.writeVarUint(0);
            out.writeByte(Kind.STRING | Kind.HAS_RIGHT);
            out.writeVarUint(1_000_000);
            out.writeVarUint(0);
            out.writeVarString("y");
            out.writeVarUint(0);
            doc.applyUpdate(out.toByteArray());
        }
        assertThat(doc.getText("t").length()).isEqualTo(2_001);
        StoreCheck.verify(doc);
    }

    @Test
    void manyDeletionsInOneText() {
        YDoc source = YDoc.create(1);
        source.getText("t").insert(0, "ab".repeat(50_000));
        YDoc doc = YDoc.create(2);
        doc.applyUpdate(source.encodeStateAsUpdate());
        source.transact(
                () -> {
                    for (int i = 0; i < 50_000; i++) {
                        source.getText("t").delete(i, 1);
                    }
                });
        doc.getText("t").insert(0, "x");
        doc.applyUpdate(source.encodeStateAsUpdate());
        assertThat(doc.getText("t")).hasToString("x" + "b".repeat(50_000));
        assertThat(doc.deleteSet().rangeCount()).isEqualTo(50_000);
        StoreCheck.verify(doc);
    }
}
