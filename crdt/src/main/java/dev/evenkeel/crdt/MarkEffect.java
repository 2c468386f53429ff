package dev.evenkeel.crdt;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the format marks of a stretch of text do to the attributes that hold before it.
///
/// The order of attributes decides in which order marks are written, and with it about bytes: an
/// attribute that changes keeps its place, one that ends and begins anew goes to the end. So the
/// effect knows for each key whether it ended on the way.
final class MarkEffect {

    /// @param value null as a value means that the attribute has ended
    /// @param anew whether the attribute has ended on the way
    private record Change(YValue value, boolean anew) {}

    private final Map<String, Change> changes = new LinkedHashMap<>();

    void add(FormatContent mark) {
        add(mark.key(), mark.value().value(), false);
    }

    /// Adds what comes further right.
    void add(MarkEffect later) {
        later.changes.forEach((key, change) -> add(key, change.value, change.anew));
    }

    private void add(String key, YValue value, boolean anew) {
        if (value instanceof YValue.Null) {
            changes.put(key, new Change(value, true));
            return;
        }
        Change before = changes.get(key);
        if (before == null) {
            changes.put(key, new Change(value, anew));
        } else if (anew || before.value instanceof YValue.Null) {
            changes.remove(key);
            changes.put(key, new Change(value, true));
        } else {
            changes.put(key, new Change(value, before.anew));
        }
    }

    /// The attributes behind the stretch if there are none before it.
    Map<String, YValue> attributes() {
        var attributes = new LinkedHashMap<String, YValue>();
        changes.forEach(
                (key, change) -> {
                    if (!(change.value instanceof YValue.Null)) {
                        attributes.put(key, change.value);
                    }
                });
        return attributes;
    }
}
