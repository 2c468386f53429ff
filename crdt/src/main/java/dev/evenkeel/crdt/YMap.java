package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A shared map. Of concurrent writes to a key one wins, the same on every replica.
///
/// Any string is a key, also the empty one; lone surrogates in it become U+FFFD. A prepared map
/// takes the same changes, and reads as empty until it is put into a document.
public sealed class YMap implements YType permits YXmlHook {

    private final TypeNode node;

    YMap(TypeNode node) {
        this.node = node;
    }

    private YMap(Map<String, YValue> values) {
        var kept = new Prepared.Entries(Names.checked(values));
        this.node = TypeNode.prepared(TypeNode.MAP, this, kept);
    }

    /// Prepared to be put into a document, and empty.
    public static YMap of() {
        return new YMap(Map.of());
    }

    /// Prepared to be put into a document. The entries are written in the order of the map.
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

    /// Sets a key, whatever it had before.
    ///
    /// @throws IllegalStateException if the value is a type that was put somewhere already
    /// @throws IllegalArgumentException if the value, or the key, cannot be sent
    public final void set(String key, YValue value) {
        if (node.prepared instanceof Prepared.Entries(Map<String, YValue> entries)) {
            entries.put(Names.checked(key), Objects.requireNonNull(value));
        } else {
            node.liveDoc().edit(edits -> edits.set(node, key, value));
        }
    }

    /// Deleting what is not there changes nothing.
    public final void delete(String key) {
        if (node.prepared instanceof Prepared.Entries(Map<String, YValue> entries)) {
            entries.remove(key);
        } else {
            node.liveDoc().edit(edits -> edits.delete(node.key(key)));
        }
    }

    /// Deletes all keys that have a value.
    public final void clear() {
        if (node.prepared instanceof Prepared.Entries(Map<String, YValue> entries)) {
            entries.clear();
        } else {
            node.liveDoc().edit(edits -> node.keys().values().forEach(edits::delete));
        }
    }

    // --- content ---

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

    public final boolean isEmpty() {
        return size() == 0;
    }

    /// All entries as they are now, in the order in which this replica has first seen the keys.
    public final Map<String, YValue> toMap() {
        var entries = new LinkedHashMap<String, YValue>();
        node.keys()
                .forEach(
                        (key, chain) -> {
                            YValue value = ItemValues.ofKey(chain);
                            if (value != null) {
                                entries.put(key, value);
                            }
                        });
        return Collections.unmodifiableMap(entries);
    }

    /// Calls for each entry as they are now, in the order of [#toMap].
    public final void forEach(BiConsumer<String, YValue> action) {
        toMap().forEach(action);
    }

    /// All entries with everything in them, as plain values.
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
