package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Documents in documents. The lockstep fuzz, profile `subdocs`, compares the events with those of
/// yjs.
final class SubdocumentTest {

    private final YDoc doc = YDoc.create(1);
    private final YMap map = doc.getMap("subdocuments");
    private final List<String> heard = new ArrayList<>();

    private void listenTo(YDoc parent) {
        var _ =
                parent.onSubdocuments(
                        event ->
                                heard.add(
                                        "+"
                                                + guids(event.added())
                                                + " -"
                                                + guids(event.removed())
                                                + " !"
                                                + guids(event.loaded())));
    }

    private static String guids(Collection<Subdocument> all) {
        return all.stream().map(Subdocument::guid).collect(Collectors.joining(","));
    }

    private List<String> takeHeard() {
        List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    private static Subdocument at(YMap map, String key) {
        return ((YValue.Sub) map.get(key).orElseThrow()).document();
    }

    private static YValue sub(String guid) {
        return YValue.of(YDoc.builder().guid(guid).build());
    }

    @Test
    void whatComesGoesAndIsWantedIsTold() {
        doc.load();
        listenTo(doc);
        YDoc a = YDoc.builder().guid("a").build();
        a.load();
        map.set("a", YValue.of(a));
        assertThat(takeHeard()).containsExactly("+a - !a");

        at(map, "a").load();
        assertThat(takeHeard()).isEmpty();

        at(map, "a").destroy();
        assertThat(takeHeard()).containsExactly("+a -a !");
        at(map, "a").load();
        assertThat(takeHeard()).containsExactly("+ - !a");

        map.set("b", YValue.of(YDoc.builder().guid("a").shouldLoad(false).build()));
        assertThat(takeHeard()).containsExactly("+a - !");
        at(map, "b").load();
        assertThat(takeHeard()).containsExactly("+ - !a");

        map.set("c", sub("c"));
        assertThat(takeHeard()).containsExactly("+c - !c");
        assertThat(guids(doc.subdocuments())).isEqualTo("a,a,c");
    }

    @Test
    void aReplicaHearsOfAllAndLoadsNone() {
        map.set("a", sub("a"));
        map.set("b", sub("b"));
        YDoc remote = YDoc.create(2);
        listenTo(remote);

        remote.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(takeHeard()).containsExactly("+a,b - !");
        assertThat(remote.subdocuments()).noneMatch(Subdocument::shouldLoad);

        YMap there = remote.getMap("subdocuments");
        at(there, "a").load();
        assertThat(takeHeard()).containsExactly("+ - !a");

        // Told twice, as in yjs: when it is deleted, and when it is destroyed for that.
        there.delete("a");
        assertThat(takeHeard()).containsExactly("+ -a !", "+ -a !");
        assertThat(guids(remote.subdocuments())).isEqualTo("b");
    }

    @Test
    void oneThatLoadsByItselfIsWantedEverywhere() {
        listenTo(doc);
        map.set("a", YValue.of(YDoc.builder().guid("a").autoLoad(true).build()));
        assertThat(takeHeard()).containsExactly("+a - !a");
        assertThat(at(map, "a").shouldLoad()).isTrue();
        assertThat(at(map, "a").autoLoad()).isTrue();
        at(map, "a").destroy();
        assertThat(takeHeard()).containsExactly("+a -a !");
        assertThat(at(map, "a").shouldLoad()).isFalse();
        at(map, "a").load();
        assertThat(takeHeard()).containsExactly("+ - !a");
        YDoc remote = YDoc.create(2);
        listenTo(remote);

        remote.applyUpdate(doc.encodeStateAsUpdate());

        assertThat(takeHeard()).containsExactly("+a - !a");
        assertThat(at(remote.getMap("subdocuments"), "a").shouldLoad()).isTrue();
    }

    @Test
    void whatComesAndGoesInOneTransactionIsOnlyWanted() {
        listenTo(doc);
        doc.transact(
                () -> {
                    map.set("a", sub("a"));
                    map.delete("a");
                });
        assertThat(takeHeard()).containsExactly("+ - !a");

        doc.transact(
                () -> {
                    map.set("b", YValue.of(YDoc.builder().guid("b").shouldLoad(false).build()));
                    map.delete("b");
                });
        assertThat(takeHeard()).isEmpty();
        assertThat(doc.subdocuments()).isEmpty();
    }

    @Test
    void aSubdocumentIsMadeWhenItIsAskedForAndWritesUnderTheIdOfItsParent() {
        map.set("a", YValue.of(Subdocument.of("a", Map.of("gc", YValue.FALSE))));
        YDoc remote = YDoc.builder().clientId(2).collectionId("all").build();
        remote.applyUpdate(doc.encodeStateAsUpdate());
        Subdocument there = at(remote.getMap("subdocuments"), "a");

        assertThat(there.openedDoc()).isEmpty();
        YDoc inner = there.doc();
        assertThat(there.openedDoc()).contains(inner);
        assertThat(there.doc()).isSameAs(inner);
        assertThat(inner.guid()).isEqualTo("a");
        assertThat(inner.clientId()).isEqualTo(2);
        assertThat(inner.collectionId()).contains("all");
        assertThat(inner.gc()).isFalse();
        assertThat(inner.shouldLoad()).isFalse();
        inner.load();
        assertThat(there.shouldLoad()).isTrue();
        assertThat(inner.asSubdocument()).contains(there);
        assertThat(there.parent()).contains(remote);
    }

    @Test
    void optionsArePassedOnAsTheyCame() {
        var options = new LinkedHashMap<String, YValue>();
        options.put("meta", YValue.of(Map.of("title", "T")));
        options.put("unknown", new YValue.BigInt(1));
        map.set("a", YValue.of(Subdocument.of("a", options)));
        YDoc remote = YDoc.create(2);

        remote.applyUpdate(doc.encodeStateAsUpdate());

        Subdocument there = at(remote.getMap("subdocuments"), "a");
        assertThat(there.options()).isEqualTo(options);
        assertThat(there.meta()).isEqualTo(YValue.of(Map.of("title", "T")));
        assertThat(there.gc()).isTrue();
        assertThat(remote.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Test
    void aDestroyedOneMakesRoomForAFreshOne() {
        YDoc inner = YDoc.builder().guid("a").meta(YValue.of("m")).build();
        map.set("a", YValue.of(inner));
        Subdocument before = at(map, "a");
        var closed = new ArrayList<YDoc>();
        var _ = inner.onClose(closed::add);

        inner.close();
        inner.close();

        Subdocument after = at(map, "a");
        assertThat(after).isNotSameAs(before);
        assertThat(after.doc()).isNotSameAs(inner);
        assertThat(after.meta()).isEqualTo(YValue.of("m"));
        assertThat(closed).containsExactly(inner);
        assertThat(before.isDestroyed()).isTrue();
        assertThat(before.parent()).isEmpty();
        assertThatIllegalStateException().isThrownBy(before::doc);
        assertThatIllegalStateException().isThrownBy(before::load);
        assertThat(doc.subdocuments()).containsExactly(after);
    }

    @Test
    void aDeletedOneIsClosedWithAllThatIsInIt() {
        YDoc outer = YDoc.builder().guid("outer").build();
        YDoc inner = YDoc.builder().guid("inner").build();
        outer.getMap("m").set("k", YValue.of(inner));
        map.set("a", YValue.of(outer));
        var closed = new ArrayList<String>();
        var _ = outer.onClose(each -> closed.add(each.guid()));
        var _ = inner.onClose(each -> closed.add(each.guid()));

        map.delete("a");

        assertThat(closed).containsExactly("inner", "outer");
        assertThat(inner.isClosed()).isTrue();
    }

    @Test
    void aClosedDocumentDoesNothingAnyMore() {
        var events = new ArrayList<String>();
        var _ = doc.onUpdate((_, _) -> events.add("update"));
        map.set("a", sub("a"));
        Subdocument inner = at(map, "a");
        byte[] state = doc.encodeStateAsUpdate();
        events.clear();

        doc.close();

        assertThat(doc.isClosed()).isTrue();
        assertThat(inner.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> map.set("k", YValue.TRUE));
        assertThatIllegalStateException().isThrownBy(() -> doc.applyUpdate(state));
        assertThatIllegalStateException().isThrownBy(doc::encodeStateAsUpdate);
        assertThatIllegalStateException().isThrownBy(doc::stateVector);
        assertThatIllegalStateException().isThrownBy(() -> doc.getText("t"));
        assertThatIllegalStateException().isThrownBy(() -> Subdocument.of(doc));
        assertThat(events).isEmpty();
    }

    @Test
    void aDocumentThatClosesWhileItIsToldIsDoneWithTheTransaction() {
        var heard = new ArrayList<String>();
        var _ =
                doc.onAfterTransaction(
                        _ -> {
                            heard.add("after");
                            doc.close();
                        });
        var _ = doc.onUpdate((_, _) -> heard.add("update"));

        map.set("k", YValue.TRUE);

        assertThat(heard).containsExactly("after");
        assertThat(doc.isClosed()).isTrue();
    }

    @Test
    void oneSubdocumentHasOnePlace() {
        YDoc inner = YDoc.builder().guid("a").build();
        Subdocument prepared = Subdocument.of(inner);
        assertThat(Subdocument.of(inner)).isSameAs(prepared);
        YValue twice = YValue.of(prepared);
        YArray array = doc.getArray("array");

        assertThatIllegalStateException().isThrownBy(() -> array.push(twice, twice));
        assertThat(array.length()).isZero();
        array.push(twice);
        assertThatIllegalStateException().isThrownBy(() -> map.set("k", twice));

        array.push(YValue.of(prepared.copy()));
        assertThat(guids(doc.subdocuments())).isEqualTo("a,a");
        assertThat(array.toJson()).isEqualTo(new YValue.Arr(array.toList()));
    }

    @Test
    void anUndoneSubdocumentComesBackAsAFreshOne() {
        YArray array = doc.getArray("array");
        var undo = UndoManager.of(array);
        array.push(sub("a"));
        Subdocument first = ((YValue.Sub) array.get(0)).document();

        undo.undo();
        assertThat(array.length()).isZero();
        undo.redo();

        assertThat(array.get(0))
                .isInstanceOfSatisfying(
                        YValue.Sub.class,
                        again -> {
                            assertThat(again.document()).isNotSameAs(first);
                            assertThat(again.document().guid()).isEqualTo("a");
                        });
        StoreCheck.verify(doc);
    }

    @Test
    void manyOfThemCostNoDocuments() {
        YArray array = doc.getArray("array");
        doc.transact(
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        array.push(YValue.of(Subdocument.of("s" + i)));
                    }
                });
        YDoc remote = YDoc.builder().clientId(2).limits(Limits.TRUSTED).build();

        remote.applyUpdate(doc.encodeStateAsUpdate());

        assertThat(remote.subdocuments()).hasSize(20_000);
        assertThat(remote.subdocuments()).allMatch(each -> each.openedDoc().isEmpty());
    }
}
