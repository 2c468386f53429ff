package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A shared map. Of concurrent writes to a key one wins, the same on every replica.
public sealed class YMap implements YType permits YXmlHook {

    private final TypeNode node;

    YMap(TypeNode node) {
        this.node = node;
    }

    private YMap(Map<String, YValue> values) {
        var kept = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.node = TypeNode.prepared(TypeNode.MAP, this, new Prepared.Entries(kept));
    }

    /// Prepared to be put into a document; it reads as empty until it is there. The entries are
    /// written in the order of the map.
    public static YMap of(Map<String, YValue> values) {
        return new YMap(values);
    }

    /// A prepared map with copies of everything in this one.
    ///
    /// @throws IllegalStateException if there is a text with a type in it
    public YMap copy() {
        return (YMap) Copies.of(node);
    }

    final TypeNode node() {
        return node;
    }

    public final Optional<YValue> get(String key) {
        return Optional.ofNullable(ItemValues.ofKey(node.key(key)));
    }

    /// The value of a key at the time of a snapshot.
    public final Optional<YValue> get(String key, Snapshot snapshot) {
        TypeNode.Key chain = node.key(key);
        return chain == null ? Optional.empty() : snapshot.value(chain);
    }

    /// All entries at the time of a snapshot.
    public final Map<String, YValue> getAll(Snapshot snapshot) {
        return snapshot.values(node);
    }

    public final boolean has(String key) {
        TypeNode.Key chain = node.key(key);
        return chain != null && !chain.last.isDeleted();
    }

    public final void set(String key, YValue value) {
        node.liveDoc().edit(edits -> edits.set(node, key, value));
    }

    /// Deleting what is not there does nothing.
    public final void delete(String key) {
        TypeNode.Key chain = node.key(key);
        if (chain != null) {
            node.liveDoc().edit(edits -> edits.delete(chain.last));
        }
    }

    /// In the order in which this replica has first seen them.
    public final Set<String> keys() {
        var keys = new LinkedHashSet<String>();
        node.keys()
                .forEach(
                        (key, chain) -> {
                            if (!chain.last.isDeleted()) {
                                keys.add(key);
                            }
                        });
        return keys;
    }

    public final int size() {
        int size = 0;
        for (TypeNode.Key chain : node.keys().values()) {
            size += chain.last.isDeleted() ? 0 : 1;
        }
        return size;
    }

    public final YValue toJson() {
        return ItemValues.json(node);
    }

    /// Hears of changes of this map itself, once per transaction.
    public final Subscription observe(Consumer<YMapEvent> observer) {
        return node.observers()
                .observe(
                        event -> {
                            if (event instanceof YMapEvent own) {
                                observer.accept(own);
                            }
                        });
    }
}
