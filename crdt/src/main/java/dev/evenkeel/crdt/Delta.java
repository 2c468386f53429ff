package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One step over the content of a list or a text, from its start to its end: what comes in here,
/// what stays, what goes. A list of them is a change, or, with insertions only, a content.
///
/// Immutable, except for shared types among the values. Lengths count as the type counts: UTF-16
/// units of text, and one for each embed, type and element.
public sealed interface Delta {

    /// Into a text: a string ([YValue.Str]), an embed or a shared type.
    ///
    /// @param attributes the format of the content; empty if there is none
    record Insert(YValue content, Map<String, YValue> attributes) implements Delta {
        public Insert {
            attributes = kept(attributes);
        }

        public Insert(YValue content) {
            this(content, Map.of());
        }
    }

    /// Into an array or a fragment: some elements.
    record Elements(List<YValue> values) implements Delta {
        public Elements {
            values = List.copyOf(values);
        }
    }

    /// What stays where it is.
    ///
    /// @param attributes what changes in its format, [YValue#NULL] for what ends; empty if nothing
    record Retain(int length, Map<String, YValue> attributes) implements Delta {
        public Retain {
            attributes = kept(attributes);
        }

        public Retain(int length) {
            this(length, Map.of());
        }
    }

    record Delete(int length) implements Delta {}

    private static Map<String, YValue> kept(Map<String, YValue> attributes) {
        return attributes.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
