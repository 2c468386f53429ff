package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What listeners hear, against what Yjs tells.
class UpdateEventsTest {

    private final List<String> heard = new ArrayList<>();

    private YDoc listenedTo(long client) {
        YDoc doc = YDoc.create(client);
        doc.onUpdate((update, _) -> heard.add(Hex.of(update)));
        return doc;
    }

    @Test
    void eachTransactionTellsWhatItHasAddedAndDeleted() {
        YDoc doc = listenedTo(1);
        YText text = doc.getText("t");
        text.insert(0, "ab");
        text.insert(2, "c");
        text.delete(1, 1);
        doc.getMap("m").set("k", YValue.of(1));
        doc.getMap("m").set("k", YValue.of(2));
        assertThat(heard)
                .containsExactly(
                        Hex.plain("01 01 01 00 04 01 01 74 02 61 62 00"),
                        Hex.plain("01 01 01 02 84 01 01 01 63 00"),
                        Hex.plain("00 01 01 01 01 01"),
                        Hex.plain("01 01 01 03 28 01 01 6d 01 6b 01 7d 01 00"),
                        Hex.plain("01 01 01 04 a8 01 03 01 7d 02 01 01 01 03 01"));
    }

    @Test
    void editsOfOneTransactionAreToldTogetherAndMerged() {
        YDoc doc = listenedTo(1);
        doc.transact(
                () -> {
                    doc.getText("t").insert(0, "a");
                    doc.transact(() -> doc.getText("t").insert(1, "b"));
                    doc.getText("t").insert(2, "c");
                });
        assertThat(heard).containsExactly(Hex.plain("01 01 01 00 04 01 01 74 03 61 62 63 00"));
    }

    @Test
    void nothingIsToldOfNothing() {
        YDoc doc = listenedTo(1);
        doc.transact(() -> {});
        doc.getText("t").insert(0, "");
        doc.getMap("m").delete("k");
        doc.applyUpdate(Update.emptyBytes());
        assertThat(heard).isEmpty();
    }

    @Test
    void anUpdateIsToldOnceAndAsRemote() {
        YDoc source = YDoc.create(1);
        source.getText("t").insert(0, "ab");
        byte[] update = source.encodeStateAsUpdate();
        YDoc doc = YDoc.create(2);
        doc.onUpdate((u, tx) -> heard.add(tx.origin() + " " + tx.isLocal() + " " + Hex.of(u)));
        assertThat(doc.applyUpdate(update, "peer")).isEqualTo(new ApplyResult(true, false, 0));
        assertThat(doc.applyUpdate(update, "peer")).isEqualTo(new ApplyResult(false, false, 0));
        assertThat(heard).containsExactly("peer false " + Hex.of(update));
    }

    @Test
    void anUpdateMakesTheTransactionThatItJoinsRemote() {
        YDoc source = YDoc.create(1);
        source.getText("t").insert(0, "ab");
        YDoc doc = YDoc.create(2);
        doc.onUpdate((_, tx) -> heard.add(tx.origin() + " " + tx.isLocal()));
        doc.transact(
                "mine",
                () -> {
                    doc.getText("t").insert(0, "x");
                    doc.applyUpdate(source.encodeStateAsUpdate(), "other");
                });
        assertThat(heard).containsExactly("mine false");
    }

    @Test
    void aTransactionGivesItsResultAndKeepsWhatWasDoneBeforeAnException() {
        YDoc doc = listenedTo(1);
        assertThat(doc.<Integer>transact(null, () -> 7)).isEqualTo(7);
        assertThatThrownBy(
                        () ->
                                doc.transact(
                                        () -> {
                                            doc.getText("t").insert(0, "a");
                                            throw new IllegalArgumentException("no");
                                        }))
                .hasMessage("no");
        assertThat(heard).hasSize(1);
        doc.getText("t").insert(1, "b");
        assertThat(heard).hasSize(2);
    }

    @Test
    void aListenerMayEditAndHearsOfThatAfterwards() {
        YDoc doc = YDoc.create(1);
        doc.onUpdate(
                (update, _) -> {
                    heard.add(Hex.of(update));
                    if (doc.getText("t").length() < 1_000) {
                        doc.getText("t").insert(doc.getText("t").length(), "b");
                    }
                });
        doc.getText("t").insert(0, "a");
        assertThat(heard).hasSize(1_000);
        assertThat(heard.get(1)).isEqualTo(Hex.plain("01 01 01 01 84 01 00 01 62 00"));
        StoreCheck.verify(doc);
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromHearing() {
        YDoc doc = YDoc.create(1);
        doc.onUpdate(
                (_, _) -> {
                    throw new IllegalStateException("first");
                });
        doc.onUpdate((update, _) -> heard.add(Hex.of(update)));
        assertThatIllegalStateException()
                .isThrownBy(() -> doc.getText("t").insert(0, "a"))
                .withMessage("first");
        assertThat(heard).hasSize(1);
        assertThat(doc.getText("t")).hasToString("a");
    }

    @Test
    void aClosedSubscriptionHearsNothing() {
        YDoc doc = YDoc.create(1);
        var count = new AtomicInteger();
        UpdateListener listener = (_, _) -> count.incrementAndGet();
        Subscription first = doc.onUpdate(listener);
        doc.onUpdate(listener);
        doc.getText("t").insert(0, "a");
        first.close();
        first.close();
        doc.getText("t").insert(0, "a");
        assertThat(count).hasValue(3);
    }

    @Test
    void aDocumentTakesANewIdWhenSomebodyElseWritesUnderItsOwn() {
        YDoc other = YDoc.create(1);
        other.getText("t").insert(0, "abc");
        YDoc doc = YDoc.create(1);
        doc.applyUpdate(other.encodeStateAsUpdate());
        assertThat(doc.clientId()).isNotEqualTo(1);
        doc.getText("t").insert(3, "d");
        other.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(other.getText("t")).hasToString("abcd");
        assertThat(other.clientId()).isEqualTo(1);
    }
}
