package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Names that this replica gives: of roots, keys, attributes, XML nodes and subdocuments.
final class Names {

    /// Longer ones are refused by every peer that has our limits.
    private static final int MOST_BYTES = Limits.DEFAULT.nameBytes();

    private static final int MOST_BYTES_PER_UNIT = 3;

    private Names() {}

    /// The name as others will read it: with U+FFFD for lone surrogates.
    ///
    /// @throws IllegalArgumentException if it is too long to be sent
    static String checked(String name) {
        String clean = Utf8.wellFormed(Objects.requireNonNull(name, "a name"));
        if (clean.length() > MOST_BYTES / MOST_BYTES_PER_UNIT) {
            int size = Utf8.encode(clean).length;
            if (size > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "a name of " + size + " bytes, " + MOST_BYTES + " allowed");
            }
        }
        return clean;
    }

    /// A copy that may be modified, in the same order. Of two names that become the same the last
    /// one counts.
    static Map<String, YValue> checked(Map<String, YValue> values) {
        var clean = new LinkedHashMap<String, YValue>();
        values.forEach(
                (name, value) -> clean.put(checked(name), Objects.requireNonNull(value, name)));
        return clean;
    }
}
