package dev.evenkeel.domain.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The kinds that this server knows.
public final class Kinds {

    private final Map<String, Kind> byName = new LinkedHashMap<>();

    public Kinds(List<Kind> kinds) {
        for (Kind kind : kinds) {
            byName.put(kind.name(), kind);
        }
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /// The kind of this name, which a parsed document name always has.
    public Kind get(String name) {
        Kind kind = byName.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("No kind is called " + name);
        }
        return kind;
    }
}
