package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Between which clocks the structs of an update are.
///
/// @param from per client the first clock, in the order of the update
/// @param to per client the clock behind the last struct; there may be holes before it
public record UpdateMeta(Map<Long, Long> from, Map<Long, Long> to) {

    public UpdateMeta {
        from = Collections.unmodifiableMap(new LinkedHashMap<>(from));
        to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
    }
}
