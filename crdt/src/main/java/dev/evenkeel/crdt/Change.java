package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;

/// What one transaction has changed in one type: the list of its children, some of its keys, or
/// both.
final class Change {

    final Transaction transaction;
    final TypeNode type;

    /// Whether something was put into the list of children, or deleted from it.
    boolean list;

    /// Whether the observers were told, so that the types around it count as changed too.
    boolean told;

    /// The type was deleted after it was changed, so that nobody hears of the change.
    boolean dropped;

    private @Nullable Set<String> keys;

    Change(Transaction transaction, TypeNode type) {
        this.transaction = transaction;
        this.type = type;
    }

    void add(@Nullable String key) {
        if (key == null) {
            list = true;
        } else {
            if (keys == null) {
                keys = new LinkedHashSet<>();
            }
            keys.add(key);
        }
    }

    /// In the order in which they were first changed; not to be modified.
    Set<String> keys() {
        return keys == null ? Set.of() : keys;
    }

    /// Whether the type is still there.
    boolean isLive() {
        return !dropped && !type.isInDeletedItem();
    }
}
