package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// What arrives too early waits, and is passed on all the same.
class PendingTest {

    private static List<byte[]> typing(YDoc doc, String text) {
        var updates = new ArrayList<byte[]>();
        try (var _ = doc.onUpdate((update, _) -> updates.add(update))) {
            for (int i = 0; i < text.length(); i++) {
                doc.getText("t").insert(i, text.substring(i, i + 1));
            }
        }
        return updates;
    }

    @Test
    void structsWaitForTheirPredecessors() {
        List<byte[]> updates = typing(YDoc.create(1), "01234");
        YDoc doc = YDoc.create(2);
        assertThat(doc.applyUpdate(updates.get(4))).isEqualTo(new ApplyResult(false, true, 0));
        assertThat(doc.pending().missing()).isEqualTo(Map.of(1L, 3L));
        doc.applyUpdate(updates.get(2));
        assertThat(doc.pending().missing()).isEqualTo(Map.of(1L, 1L));
        assertThat(doc.applyUpdate(updates.get(1))).isEqualTo(new ApplyResult(false, true, 0));
        assertThat(doc.pending().missing()).isEqualTo(Map.of(1L, 0L));
        assertThat(doc.pending().structs()).isEqualTo(3);
        doc.applyUpdate(updates.get(0));
        assertThat(doc.getText("t")).hasToString("012");
        assertThat(doc.pending().missing()).isEqualTo(Map.of(1L, 3L));
        assertThat(doc.applyUpdate(updates.get(3))).isEqualTo(new ApplyResult(true, false, 0));
        assertThat(doc.getText("t")).hasToString("01234");
        assertThat(doc.pending().isEmpty()).isTrue();
        StoreCheck.verify(doc);
    }

    @Test
    void whatWaitsIsPassedOnBehindASkip() {
        List<byte[]> updates = typing(YDoc.create(1), "abc");
        YDoc doc = YDoc.create(2);
        doc.applyUpdate(updates.get(0));
        doc.applyUpdate(updates.get(2));
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo(Hex.plain("01 03 01 00 04 01 01 74 01 61 0a 01 84 01 01 01 63 00"));
        assertThat(doc.stateVector().get(1)).isEqualTo(1);
        YDoc next = YDoc.create(3);
        next.applyUpdate(doc.encodeStateAsUpdate());
        next.applyUpdate(updates.get(1));
        assertThat(next.getText("t")).hasToString("abc");
    }

    @Test
    void deletionsWaitToo() {
        YDoc source = YDoc.create(1);
        List<byte[]> updates = typing(source, "abc");
        var deletion = new ArrayList<byte[]>();
        source.onUpdate((update, _) -> deletion.add(update));
        source.getText("t").delete(1, 2);
        YDoc doc = YDoc.create(2);
        assertThat(doc.applyUpdate(deletion.getFirst())).isEqualTo(new ApplyResult(false, true, 0));
        assertThat(doc.pending().deletes()).isTrue();
        assertThat(Hex.of(doc.encodeStateAsUpdate())).isEqualTo(Hex.plain("00 01 01 01 01 02"));
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
        assertThat(doc.getText("t")).hasToString("a");
        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(source.encodeStateAsUpdate());
    }

    @Test
    void structsWaitForOtherClients() {
        YDoc one = YDoc.create(1);
        one.getText("t").insert(0, "ac");
        YDoc two = YDoc.create(2);
        two.applyUpdate(one.encodeStateAsUpdate());
        two.getText("t").insert(1, "b");
        byte[] onlyTwo = two.encodeStateAsUpdate(one.stateVector());
        YDoc doc = YDoc.create(3);
        doc.applyUpdate(onlyTwo);
        assertThat(doc.pending().missing()).isEqualTo(Map.of(1L, 0L));
        doc.applyUpdate(one.encodeStateAsUpdate());
        assertThat(doc.getText("t")).hasToString("abc");
    }

    @Test
    void reversedDeliveryEndsWhereItShould() {
        YDoc source = YDoc.create(1);
        List<byte[]> updates = new ArrayList<>(typing(source, "x".repeat(4_000)));
        Collections.reverse(updates);
        YDoc doc = YDoc.create(2);
        long start = System.nanoTime();
        updates.forEach(doc::applyUpdate);
        System.out.println(
                "4000 updates in reverse: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(source.encodeStateAsUpdate());
        assertThat(doc.pending().isEmpty()).isTrue();
    }

    @Test
    void aCycleBetweenClientsWaitsForEver() {
        // 2:0 stands behind 1:0, which stands behind 2:1, which follows 2:0.
        byte[] cycle =
                Hex.bytes("02 02 02 00 84 01 00 01 61 84 02 00 01 62 01 01 00 84 02 01 01 63 00");
        YDoc doc = YDoc.create(9);
        assertThat(doc.applyUpdate(cycle)).isEqualTo(new ApplyResult(false, true, 0));
        assertThat(doc.pending().structs()).isEqualTo(3);
        assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);
    }
}
