package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a transaction has changed in one type.
///
/// An event can be read while its document tells of the transaction: in observers, and in the
/// listeners of [YDoc#onBeforeObserverCalls] and [YDoc#onAfterTransaction]. After that what was
/// deleted may be gone, and every method except [#target] and [#transaction] throws
/// [IllegalStateException]. The lists and maps that it has given out by then can be kept.
public abstract sealed class YEvent permits YArrayEvent, YMapEvent, YTextEvent, YXmlEvent {

    /// One step from a type to something in it.
    public sealed interface Step {

        /// To the value of a key.
        record Key(String key) implements Step {}

        /// To an element of a list.
        ///
        /// @param index counts as the list counts
        record Index(int index) implements Step {}
    }

    private final Change change;
    private TypeNode current;
    private @Nullable List<Step> path;
    private @Nullable Map<String, KeyChange> keys;
    private @Nullable List<Delta> delta;

    YEvent(Change change) {
        this.change = change;
        this.current = change.type;
    }

    static YEvent of(Change change) {
        return switch (change.type.facade()) {
            case YArray array -> new YArrayEvent(change, array);
            case YMap map -> new YMapEvent(change, map);
            case YText text -> new YTextEvent(change, text);
            case YXmlFragment xml -> new YXmlEvent(change, xml);
        };
    }

    Change change() {
        return change;
    }

    TypeNode node() {
        return change.type;
    }

    /// The type that has changed.
    public abstract YType target();

    /// The transaction that has changed it.
    public Transaction transaction() {
        return change.transaction;
    }

    /// The type whose observer is being called: the target, or one that it is in.
    public YType currentTarget() {
        checkReadable();
        return current.facade();
    }

    /// How many steps the target is below the type whose observer is called.
    int depth() {
        return change.type.depth - current.depth;
    }

    void showTo(TypeNode observed) {
        current = observed;
        path = null;
    }

    final void checkReadable() {
        if (!change.transaction.isReadable()) {
            throw new IllegalStateException("an event can be read only while it is told");
        }
    }

    /// The way from the current target to the target; empty if they are the same.
    public List<Step> path() {
        checkReadable();
        if (path == null) {
            var steps = new ArrayDeque<Step>();
            for (TypeNode type = change.type; type != current && type.item != null; ) {
                Item item = type.item;
                String key = item.key();
                steps.push(
                        key == null
                                ? new Step.Index(LocalEdits.index(item.parent).indexOf(item))
                                : new Step.Key(key));
                type = item.parent;
            }
            path = List.copyOf(steps);
        }
        return path;
    }

    /// What became of the keys: of a map, or the attributes of another type. Keys that hold again
    /// what they held before the transaction began because nothing came of it are not listed.
    public Map<String, KeyChange> keys() {
        checkReadable();
        if (keys == null) {
            var all = new LinkedHashMap<String, KeyChange>();
            for (String key : change.keys()) {
                TypeNode.Key chain = change.type.key(key);
                KeyChange became = chain == null ? null : became(chain.last);
                if (became != null) {
                    all.put(key, became);
                }
            }
            keys = Collections.unmodifiableMap(all);
        }
        return keys;
    }

    private @Nullable KeyChange became(Item last) {
        if (!adds(last)) {
            return deletes(last) ? new KeyChange.Deleted(ItemValues.last(last)) : null;
        }
        Item before = last.left;
        while (before != null && adds(before)) {
            before = before.left;
        }
        Item replaced = before != null && deletes(before) ? before : null;
        if (deletes(last)) {
            return replaced == null ? null : new KeyChange.Deleted(ItemValues.last(replaced));
        }
        return replaced == null
                ? new KeyChange.Added()
                : new KeyChange.Updated(ItemValues.last(replaced));
    }

    /// What became of the list of children, from its start to the last change; empty if nothing.
    public List<Delta> delta() {
        checkReadable();
        if (delta == null) {
            delta = change.list ? computeDelta() : List.of();
        }
        return delta;
    }

    /// The delta of a list that has changed.
    List<Delta> computeDelta() {
        var steps = new DeltaBuilder();
        for (Item item = change.type.start; item != null; item = item.right) {
            if (item.isDeleted()) {
                if (deletes(item) && !adds(item)) {
                    steps.delete(item.length);
                }
            } else if (adds(item)) {
                steps.insert(ItemValues.all(item));
            } else {
                steps.retain(item.length);
            }
        }
        return steps.result();
    }

    /// Whether the transaction has brought this item, whatever became of it.
    final boolean adds(Item item) {
        return item.clock >= change.transaction.stateBefore(item.client);
    }

    /// Whether the transaction has deleted this item, wherever it came from.
    final boolean deletes(Item item) {
        return change.transaction.deletions().contains(item.client.id, item.clock);
    }
}
