package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.crdt.YEvent.Step;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What observers of types hear.
class YEventTest {

    private final YDoc doc = YDoc.create(1);
    private final YArray array = doc.getArray("a");
    private final YMap map = doc.getMap("m");
    private final List<List<Delta>> deltas = new ArrayList<>();
    private final List<Map<String, KeyChange>> keys = new ArrayList<>();
    private final List<List<Step>> paths = new ArrayList<>();

    private static YValue number(int n) {
        return YValue.of(n);
    }

    private static YValue shared(YType type) {
        return new YValue.Shared(type);
    }

    @Test
    void anEventSaysWhatCameWhereAndWhatWent() {
        array.observe(event -> deltas.add(event.delta()));
        var inner = YArray.of();
        array.insert(0, shared(inner), number(4), YValue.of("dtrn"));
        array.delete(0, 2);
        array.insert(1, YValue.of(0.1));
        assertThat(deltas)
                .containsExactly(
                        List.of(
                                new Delta.Elements(
                                        List.of(shared(inner), number(4), YValue.of("dtrn")))),
                        List.of(new Delta.Delete(2)),
                        List.of(new Delta.Retain(1), new Delta.Elements(List.of(YValue.of(0.1)))));
    }

    @Test
    void whatCameAndWentInOneTransactionIsNotMentioned() {
        array.push(number(1), number(2));
        array.observe(event -> deltas.add(event.delta()));
        doc.transact(
                () -> {
                    array.insert(1, number(9));
                    array.delete(1);
                    array.delete(1);
                });
        assertThat(deltas).containsExactly(List.of(new Delta.Retain(1), new Delta.Delete(1)));
    }

    @Test
    void twoElementsAreOneEvent() {
        var calls = new AtomicInteger();
        array.observe(_ -> calls.incrementAndGet());
        array.insert(0, YValue.of("hi"), shared(YMap.of()));
        assertThat(calls).hasValue(1);
        array.delete(1);
        assertThat(calls).hasValue(2);
    }

    @Test
    void theTargetIsTheTypeOnBothSides() {
        YDoc other = YDoc.create(2);
        other.getArray("a").push(YValue.of("stuff"));
        var calls = new AtomicInteger();
        array.observe(
                event -> {
                    assertThat(event.target()).isSameAs(array);
                    assertThat(event.currentTarget()).isSameAs(array);
                    assertThat(event.transaction().isLocal()).isEqualTo(calls.get() == 0);
                    calls.incrementAndGet();
                });
        array.push(YValue.of("own"));
        doc.applyUpdate(other.encodeStateAsUpdate());
        assertThat(calls).hasValue(2);
    }

    @Test
    void anObserverMayEditAndIsCalledForThatAfterwards() {
        var values = new ArrayList<Integer>();
        array.observe(
                _ -> {
                    if (array.length() == 1) {
                        array.insert(1, number(1));
                        values.add(0);
                    } else {
                        values.add(1);
                    }
                });
        array.insert(0, number(0));
        assertThat(values).containsExactly(0, 1);
        assertThat(array).containsExactly(number(0), number(1));
    }

    @Test
    void aNewChildHasNoEventsOfItsOwn() {
        var calls = new AtomicInteger();
        doc.transact(
                () -> {
                    YMap child = YMap.of();
                    child.observe(_ -> calls.incrementAndGet());
                    array.insert(0, shared(child));
                    child.set("tst", number(42));
                });
        assertThat(calls).hasValue(0);
        ((YMap) ((YValue.Shared) array.get(0)).type()).set("tst", number(43));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aDeletedTypeIsNotObservedAnyMore() {
        YMap child = YMap.of();
        array.push(shared(child));
        var calls = new AtomicInteger();
        child.observe(_ -> calls.incrementAndGet());
        child.observeDeep(_ -> calls.incrementAndGet());
        doc.transact(
                () -> {
                    child.set("k", number(1));
                    array.delete(0);
                });
        assertThat(calls).hasValue(0);
    }

    @Test
    void eventsNearTheTopComeFirst() {
        YMap child = YMap.of();
        array.insert(0, shared(child));
        array.observeDeep(events -> events.forEach(event -> paths.add(event.path())));
        doc.transact(
                () -> {
                    child.set("a", YValue.of("a"));
                    array.insert(0, number(0));
                });
        assertThat(paths).containsExactly(List.of(), List.of(new Step.Index(1)));
    }

    @Test
    void aPathLeadsFromTheObservedTypeToTheTarget() {
        YArray list = YArray.of();
        YMap leaf = YMap.of();
        map.set("my-array", shared(list));
        list.push(YValue.of("a"), YValue.of("b"), YValue.of("c"), shared(leaf));
        map.observeDeep(events -> paths.add(events.getFirst().path()));
        list.observeDeep(events -> paths.add(events.getFirst().path()));
        leaf.observeDeep(
                events -> {
                    assertThat(events.getFirst().currentTarget()).isSameAs(leaf);
                    paths.add(events.getFirst().path());
                });
        leaf.set("hello", YValue.of("world"));
        assertThat(paths)
                .containsExactly(
                        List.of(),
                        List.of(new Step.Index(3)),
                        List.of(new Step.Key("my-array"), new Step.Index(3)));
        assertThat(leaf.parent()).containsSame(list);
        assertThat(map.parent()).isEmpty();
    }

    @Test
    void everyLevelOfNestingIsHeardAtTheTop() {
        map.observeDeep(events -> events.forEach(event -> paths.add(event.path())));
        YMap inner = YMap.of();
        YArray list = YArray.of();
        map.set("map", shared(inner));
        inner.set("array", shared(list));
        list.insert(0, YValue.of("content"));
        assertThat(paths)
                .containsExactly(
                        List.of(),
                        List.of(new Step.Key("map")),
                        List.of(new Step.Key("map"), new Step.Key("array")));
    }

    @Test
    void siblingsHavePathsOfTheirOwn() {
        YMap a = YMap.of();
        YMap b = YMap.of();
        map.set("a", shared(a));
        map.set("b", shared(b));
        map.observeDeep(events -> events.forEach(event -> paths.add(event.path())));
        doc.transact(
                () -> {
                    a.set("k", number(1));
                    b.set("k", number(1));
                });
        assertThat(paths).containsExactly(List.of(new Step.Key("a")), List.of(new Step.Key("b")));
    }

    @Test
    void theTypeThatGotASiblingComesBeforeTheSibling() {
        YMap inner = YMap.of();
        YText first = YText.of("initial");
        map.set("map", shared(inner));
        inner.set("text1", shared(first));
        var calls = new AtomicInteger();
        map.observeDeep(
                events -> {
                    calls.incrementAndGet();
                    events.forEach(event -> paths.add(event.path()));
                });
        doc.transact(
                () -> {
                    first.insert(0, "post-");
                    inner.set("text2", shared(YText.of("new")));
                });
        assertThat(calls).hasValue(1);
        assertThat(paths)
                .containsExactly(
                        List.of(new Step.Key("map")),
                        List.of(new Step.Key("map"), new Step.Key("text1")));
    }

    @Test
    void eachDeepObserverSeesItsOwnTypeAsTheCurrentTarget() {
        YMap inner = YMap.of();
        map.set("inner", shared(inner));
        var seen = new ArrayList<YType>();
        for (YType observed : List.of(map, inner)) {
            for (int i = 0; i < 2; i++) {
                observed.observeDeep(
                        events -> {
                            YEvent event = events.getFirst();
                            assertThat(event.target()).isSameAs(inner);
                            assertThat(event.currentTarget()).isSameAs(observed);
                            assertThat(event.path()).hasSize(observed == map ? 1 : 0);
                            seen.add(event.currentTarget());
                        });
            }
        }
        inner.set("k", number(1));
        assertThat(seen).containsExactly(inner, inner, map, map);
    }

    @Test
    void keysAreAddedUpdatedAndDeletedWithTheirOldValues() {
        map.observe(event -> keys.add(event.keys()));
        map.set("a", number(1));
        map.set("a", number(2));
        doc.transact(
                () -> {
                    map.set("a", number(3));
                    map.set("a", number(4));
                });
        doc.transact(
                () -> {
                    map.set("b", number(1));
                    map.set("b", number(2));
                });
        doc.transact(
                () -> {
                    map.set("c", number(1));
                    map.delete("c");
                    map.set("d", number(1));
                    map.set("d", number(2));
                });
        map.delete("a");
        doc.transact(
                () -> {
                    map.set("b", number(3));
                    map.delete("b");
                });
        assertThat(keys)
                .containsExactly(
                        Map.of("a", new KeyChange.Added()),
                        Map.of("a", new KeyChange.Updated(number(1))),
                        Map.of("a", new KeyChange.Updated(number(2))),
                        Map.of("b", new KeyChange.Added()),
                        Map.of("d", new KeyChange.Added()),
                        Map.of("a", new KeyChange.Deleted(number(4))),
                        Map.of("b", new KeyChange.Deleted(number(2))));
    }

    @Test
    void clearingAMapDeletesEveryKey() {
        map.set("a", number(1));
        map.set("b", shared(YArray.of()));
        map.observe(
                event -> {
                    assertThat(event.keysChanged()).containsExactly("a", "b");
                    keys.add(event.keys());
                });
        map.clear();
        assertThat(keys).hasSize(1);
        assertThat(keys.getFirst().values()).allMatch(KeyChange.Deleted.class::isInstance);
        assertThat(map.isEmpty()).isTrue();
    }

    @Test
    void textIsToldAsText() {
        YText text = doc.getText("t");
        text.insert(0, "abc");
        text.observe(
                event -> {
                    assertThat(event.childListChanged()).isTrue();
                    deltas.add(event.delta());
                });
        doc.transact(
                () -> {
                    text.insert(1, "XY");
                    text.delete(3, 1);
                });
        assertThat(deltas)
                .containsExactly(
                        List.of(
                                new Delta.Retain(1),
                                new Delta.Insert(YValue.of("XY")),
                                new Delta.Delete(1)));
    }

    @Test
    void anEventCannotBeReadAfterwards() {
        var events = new ArrayList<YEvent>();
        array.observe(events::add);
        array.push(number(1));
        YEvent event = events.getFirst();
        assertThat(event.target()).isSameAs(array);
        assertThatIllegalStateException().isThrownBy(event::delta);
        assertThatIllegalStateException().isThrownBy(event::keys);
        assertThatIllegalStateException().isThrownBy(event::path);
        assertThatIllegalStateException().isThrownBy(event::currentTarget);
    }

    @Test
    void whoComesDuringATransactionHearsOfAllOfIt() {
        map.set("k", number(1));
        array.push(number(1), number(2));
        doc.transact(
                () -> {
                    array.push(number(3));
                    array.delete(0);
                    map.set("k", number(2));
                    array.observe(event -> deltas.add(event.delta()));
                    map.observe(event -> keys.add(event.keys()));
                });
        assertThat(deltas)
                .containsExactly(
                        List.of(
                                new Delta.Delete(1),
                                new Delta.Retain(1),
                                new Delta.Elements(List.of(number(3)))));
        assertThat(keys).containsExactly(Map.of("k", new KeyChange.Updated(number(1))));
    }

    @Test
    void whoLeavesHearsNothingMore() {
        var calls = new AtomicInteger();
        Subscription subscription = array.observe(_ -> calls.incrementAndGet());
        Subscription deep = array.observeDeep(_ -> calls.incrementAndGet());
        array.push(number(1));
        subscription.close();
        deep.close();
        array.push(number(1));
        assertThat(calls).hasValue(2);
    }

    @Test
    void eventsAreThereForAWholeRowOfDeepTypes() {
        YType type = array;
        var leafCalls = new AtomicInteger();
        array.observeDeep(events -> leafCalls.addAndGet(events.getFirst().path().size()));
        for (int i = 0; i < 500; i++) {
            YArray inner = YArray.of();
            ((YArray) type).push(shared(inner));
            type = inner;
        }
        leafCalls.set(0);
        ((YArray) type).push(number(1));
        assertThat(leafCalls).hasValue(500);
    }
}
