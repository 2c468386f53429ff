package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.Subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Those who want to hear of changes, in the order in which they came.
final class Listeners {

    /// One listening: the same listener may be there twice, and each goes by itself.
    private record Listening(Consumer<AwarenessChange> listener, int number) {}

    private List<Listening> all = List.of();
    private int count;

    Subscription add(Consumer<AwarenessChange> listener) {
        var added = new Listening(listener, count++);
        var longer = new ArrayList<>(all);
        longer.add(added);
        all = List.copyOf(longer);
        return () -> all = all.stream().filter(each -> !each.equals(added)).toList();
    }

    void clear() {
        all = List.of();
    }

    /// All are told, those who have left meanwhile too, even if one throws.
    void tell(AwarenessChange change) {
        if (change.isEmpty()) {
            return;
        }
        RuntimeException first = null;
        for (Listening each : all) {
            try {
                each.listener.accept(change);
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else if (!first.equals(failure)) {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
