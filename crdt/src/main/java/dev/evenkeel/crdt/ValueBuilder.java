package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds nested values from the outside in, without recursion.
final class ValueBuilder {

    private static final class Open {
        final @Nullable List<YValue> list;
        final @Nullable Map<String, YValue> map;
        String key = "";

        Open(@Nullable List<YValue> list, @Nullable Map<String, YValue> map) {
            this.list = list;
            this.map = map;
        }
    }

    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private @Nullable YValue result;

    void beginArray() {
        open.push(new Open(new ArrayList<>(), null));
    }

    void beginObject() {
        open.push(new Open(null, new LinkedHashMap<>()));
    }

    boolean inObject() {
        Open top = open.peek();
        return top != null && top.map != null;
    }

    /// Names the next value.
    void key(String key) {
        open.element().key = key;
    }

    void value(YValue value) {
        Open top = open.peek();
        if (top == null) {
            result = value;
        } else if (top.list != null) {
            top.list.add(value);
        } else if (top.map != null) {
            // Of a key that comes twice the last value counts, in the place of the first.
            top.map.put(top.key, value);
        }
    }

    void end() {
        Open done = open.pop();
        if (done.list != null) {
            value(new YValue.Arr(done.list));
        } else if (done.map != null) {
            value(new YValue.Obj(done.map));
        }
    }

    YValue result() {
        if (result == null || !open.isEmpty()) {
            throw new IllegalStateException("the value is not complete");
        }
        return result;
    }
}
