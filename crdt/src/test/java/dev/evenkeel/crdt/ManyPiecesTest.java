package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Crafts.At;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// So many pieces that anything which looks at each of them for each of them would not end.
class ManyPiecesTest {

    private static final int MANY = 50_000;

    private static List<YValue> numbers(int count) {
        return IntStream.range(0, count).<YValue>mapToObj(YValue.Num::new).toList();
    }

    private static List<YValue> maps(int count) {
        var maps = new ArrayList<YValue>();
        for (int i = 0; i < count; i++) {
            maps.add(new YValue.Shared(YMap.of()));
        }
        return maps;
    }

    private static YMap map(YValue value) {
        return (YMap) ((YValue.Shared) value).type();
    }

    @Test
    void aListGetsManyHoles() {
        YDoc source = YDoc.create(1);
        source.getArray("a").push(numbers(2 * MANY));
        YDoc doc = YDoc.create(2);
        doc.applyUpdate(source.encodeStateAsUpdate());
        source.transact(
                () -> {
                    for (int i = 0; i < MANY; i++) {
                        source.getArray("a").delete(i, 1);
                    }
                });
        doc.applyUpdate(source.encodeStateAsUpdate());
        assertThat(doc.deleteSet().rangeCount()).isEqualTo(MANY);
        assertThat(doc.getArray("a").get(MANY - 1)).isEqualTo(new YValue.Num(2 * MANY - 1));
        StoreCheck.verify(doc);
    }

    @Test
    void aListThatWasCutIsWholeAgain() {
        YDoc doc = YDoc.builder().clientId(1).gc(false).build();
        YArray array = doc.getArray("a");
        array.push(numbers(100));
        byte[] before = doc.encodeStateAsUpdate();
        for (int cut = 1; cut < 100; cut++) {
            Snapshot then = Snapshot.of(DeleteSet.EMPTY, StateVector.decode(new byte[] {0}));
            int at = cut;
            doc.transact(
                    transaction -> {
                        transaction.startingAt(doc.clients.find(1), at);
                        assertThat(array.toList()).isEqualTo(numbers(100));
                        transaction.startingAt(doc.clients.find(1), Math.max(1, at / 2));
                        assertThat(array.toList()).isEqualTo(numbers(100));
                        transaction.startingAt(doc.clients.find(1), 99);
                        assertThat(array.get(at)).isEqualTo(new YValue.Num(at));
                        assertThat(array.toList(then)).isEmpty();
                    });
            assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
            assertThat(array.toList()).isEqualTo(numbers(100));
        }
        array.push(new YValue.Str("more"));
        array.insert(50, new YValue.Str("middle"));
        assertThat(array.get(50)).isEqualTo(new YValue.Str("middle"));
        assertThat(array.get(101)).isEqualTo(new YValue.Str("more"));
        StoreCheck.verify(doc);
    }

    /// No client puts text among elements, but an update can.
    @Test
    void textAmongElementsIsReadOnce() {
        int length = 300_000;
        YDoc doc = YDoc.create(1);
        var told = new ArrayList<Delta>();
        doc.getArray("a").observe(event -> told.addAll(event.delta()));
        doc.applyUpdate(
                new Crafts()
                        .client(5, 0)
                        .text(new At.Root("a"), "é".repeat(length))
                        .text(new At.Root("f"), "é".repeat(length))
                        .update());
        YArray array = doc.getArray("a");
        assertThat(told).hasSize(1);
        assertThat(array.toList()).hasSize(length).endsWith(new YValue.Str("é"));
        assertThat(array.toJson()).isInstanceOf(YValue.Arr.class);
        assertThat(array.toList(doc.snapshot())).hasSize(length);
        assertThat(doc.getXmlFragment("f").toString()).hasSize(length);
    }

    @Test
    void manyTypesOfOneListChangeAndEachPathIsFound() {
        YDoc source = YDoc.create(1);
        source.getArray("a").push(maps(MANY));
        YDoc doc = YDoc.create(2);
        doc.applyUpdate(source.encodeStateAsUpdate());
        source.transact(
                () -> source.getArray("a").forEach(each -> map(each).set("k", YValue.TRUE)));
        var paths = new ArrayList<List<YEvent.Step>>();
        doc.getArray("a").observeDeep(events -> events.forEach(each -> paths.add(each.path())));
        doc.applyUpdate(source.encodeStateAsUpdate());
        assertThat(paths)
                .hasSize(MANY)
                .contains(
                        List.of(new YEvent.Step.Index(MANY - 1)),
                        List.of(new YEvent.Step.Index(0)));
    }

    @Test
    void allThatWasInATypeComesBackWithIt() {
        for (boolean backwards : new boolean[] {false, true}) {
            YDoc doc = YDoc.create(1);
            YArray root = doc.getArray("a");
            YArray inner = YArray.of();
            root.push(new YValue.Shared(inner));
            if (backwards) {
                doc.transact(() -> maps(MANY).forEach(inner::unshift));
            } else {
                inner.push(maps(MANY));
            }
            doc.transact(
                    () -> {
                        int i = 0;
                        for (YValue each : inner) {
                            map(each).set("k", new YValue.Num(i++));
                        }
                    });
            YValue before = root.toJson();
            UndoManager undo = UndoManager.of(root);
            root.delete(0, 1);
            undo.undo();
            assertThat(root.toJson()).isEqualTo(before);
            undo.redo();
            assertThat(root.length()).isZero();
            StoreCheck.verify(doc);
        }
    }

    /// Some of what was in a type was deleted before it, here and there.
    @Test
    void whatWasDeletedBeforeDoesNotComeBack() {
        YDoc doc = YDoc.create(1);
        YArray root = doc.getArray("a");
        YArray inner = YArray.of();
        root.push(new YValue.Shared(inner));
        inner.push(maps(300));
        for (int i = 0; i < 300; i++) {
            map(inner.get(i)).set("k", new YValue.Num(i));
        }
        inner.insert(100, maps(50));
        inner.delete(30, 90);
        for (int i = 0; i < 50; i++) {
            inner.delete(i, 1);
            inner.insert(2 * i, YValue.of("x" + i));
        }
        YValue before = root.toJson();
        UndoManager undo = UndoManager.of(root);
        root.delete(0, 1);
        undo.undo();
        assertThat(root.toJson()).isEqualTo(before);
        StoreCheck.verify(doc);
    }

    @Test
    void aGapOfManyDeletedItemsIsCleanedOnce() {
        YDoc source = YDoc.create(1);
        YDoc doc = YDoc.create(2);
        YText text = source.getText("t");
        text.insert(0, "a");
        source.transact(
                () -> {
                    for (int i = 0; i < MANY; i++) {
                        text.insertEmbed(1, YValue.TRUE);
                    }
                });
        text.format(0, 1, Map.of("b", YValue.TRUE));
        doc.getText("t");
        doc.applyUpdate(source.encodeStateAsUpdate());
        text.delete(1, MANY);
        doc.applyUpdate(source.encodeStateAsUpdate());
        assertThat(doc.getText("t").toDelta()).isEqualTo(text.toDelta());
        StoreCheck.verify(doc);
    }

    @Test
    void manyWaitingDeletionsCostOthersNothing() {
        YDoc doc = YDoc.create(1);
        UpdateLog log = UpdateLog.create();
        var waiting = new Crafts();
        for (int i = 0; i < 200_000; i++) {
            waiting.deleted(10 + i, 1, 1);
        }
        Update deletions = Update.parse(waiting.update());
        doc.applyUpdate(deletions, null);
        log.append(deletions);
        DeleteSet before = doc.pendingStore().deletes;
        for (int i = 0; i < 100; i++) {
            byte[] typed = new Crafts().client(5, i).text(new At.Root("t"), "x").update();
            doc.applyUpdate(typed);
            log.append(Update.parse(typed));
        }
        assertThat(doc.pendingStore().deletes).isSameAs(before);
        doc.applyUpdate(new Crafts().client(10, 0).text(new At.Root("t"), "xyz").update());
        assertThat(doc.getText("t").length()).isEqualTo(102);
        assertThat(doc.pendingStore().deletes.rangeCount()).isEqualTo(199_999);
    }

    @Test
    void manyObserversComeAndGo() {
        YDoc doc = YDoc.create(1);
        var subscriptions = new ArrayList<Subscription>();
        int[] calls = {0};
        for (int i = 0; i < 2 * MANY; i++) {
            subscriptions.add(doc.getText("t").observe(_ -> calls[0]++));
        }
        doc.getText("t").insert(0, "x");
        assertThat(calls[0]).isEqualTo(2 * MANY);
        subscriptions.forEach(Subscription::close);
        doc.getText("t").insert(0, "x");
        assertThat(calls[0]).isEqualTo(2 * MANY);
    }

    @Test
    void aLongRowOfTransactionsKnowsItsStates() {
        YDoc doc = YDoc.create(1);
        YText text = doc.getText("t");
        var all = new ArrayList<Transaction>();
        doc.onAfterAllTransactions(all::addAll);
        text.observe(
                _ -> {
                    if (text.length() < MANY) {
                        text.insert(0, "x");
                    }
                });
        text.insert(0, "x");
        assertThat(all).hasSize(MANY);
        for (int i = 0; i < MANY; i += 1_000) {
            assertThat(all.get(i).stateBefore().get(1)).isEqualTo(i);
        }
        assertThat(all.getLast().stateAfter()).isEqualTo(doc.stateVector());
    }

    @Test
    void anUndoManagerTakesDownAnUpdateOfManyClients() {
        YDoc doc = YDoc.create(1);
        UndoManager undo = UndoManager.builder(doc).trackedOrigins(List.of("x")).build();
        doc.getText("t");
        var crowd = new Crafts();
        for (int i = 60_000; i > 0; i--) {
            crowd.client(100 + i, 0).text(new At.Root("m" + i % 100), "a");
        }
        crowd.client(100, 0).text(new At.Root("t"), "a");
        doc.applyUpdate(crowd.update(), "x");
        assertThat(undo.undoStack().getFirst().insertions().clientCount()).isEqualTo(60_001);
    }

    @Test
    void nothingHoldsOnToATransactionThatIsOver() {
        YDoc doc = YDoc.create(1);
        doc.getArray("a").observeDeep(_ -> {});
        doc.getArray("a").push(maps(1));
        YMap map = map(doc.getArray("a").get(0));
        map.set("k", YValue.TRUE);
        doc.applyUpdate(new Crafts().client(5, 0).text(new At.Root("t"), "x").update());
        assertThat(map.node().change).isNull();
        for (ClientEntry entry : doc.clients.descending()) {
            assertThat(entry.touchedBy).isNull();
        }
    }
}
