package dev.evenkeel.domain.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value. Objects keep the order of their members but compare without it, as JSON does.
public sealed interface Value {

    Value NULL = new Null();

    record Null() implements Value {}

    record Bool(boolean value) implements Value {}

    /// A finite number; JSON and Yjs know no others that a document's content could hold. Negative
    /// zero is zero.
    record Num(double value) implements Value {
        public Num {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("Expected a finite number, but got " + value);
            }
            value = value + 0.0;
        }
    }

    record Str(String value) implements Value {}

    record Arr(List<Value> items) implements Value {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Obj(Map<String, Value> members) implements Value {

        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// The member, or null when it is absent, which is not the same as [Value#NULL].
        public @org.jspecify.annotations.Nullable Value get(String key) {
            return members.get(key);
        }

        /// The member's text, or "" when it is absent or no text.
        public String text(String key) {
            return members.get(key) instanceof Str(String text) ? text : "";
        }

        /// The members of a list of objects; others are left out.
        public List<Obj> objects(String key) {
            return members.get(key) instanceof Arr(List<Value> items)
                    ? items.stream().filter(Obj.class::isInstance).map(Obj.class::cast).toList()
                    : List.of();
        }

        public Obj with(String key, Value value) {
            var copy = new LinkedHashMap<>(members);
            copy.put(key, value);
            return new Obj(copy);
        }

        public Obj without(String key) {
            var copy = new LinkedHashMap<>(members);
            copy.remove(key);
            return new Obj(copy);
        }
    }

    static Str of(String text) {
        return new Str(text);
    }

    static Num of(double number) {
        return new Num(number);
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }
}
