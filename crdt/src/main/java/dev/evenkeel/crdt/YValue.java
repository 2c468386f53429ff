package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.JsonText;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value in a shared type: what JavaScript would have there. Immutable, except for what [Shared]
/// leads to.
public sealed interface YValue {

    YValue UNDEFINED = new Undefined();
    YValue NULL = new Null();
    YValue TRUE = new Bool(true);
    YValue FALSE = new Bool(false);

    record Undefined() implements YValue {}

    record Null() implements YValue {}

    record Bool(boolean value) implements YValue {}

    record Num(double value) implements YValue {}

    record BigInt(long value) implements YValue {}

    record Str(String value) implements YValue {}

    record Arr(List<YValue> values) implements YValue {
        public Arr {
            values = List.copyOf(values);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Arr that && Nesting.equal(this, that);
        }

        @Override
        public int hashCode() {
            return Nesting.hash(this);
        }

        @Override
        public String toString() {
            return Nesting.print(this);
        }
    }

    /// Keeps the order of its keys, but compares without regard to it.
    record Obj(Map<String, YValue> values) implements YValue {
        public Obj {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Obj that && Nesting.equal(this, that);
        }

        @Override
        public int hashCode() {
            return Nesting.hash(this);
        }

        @Override
        public String toString() {
            return Nesting.print(this);
        }
    }

    /// A shared type in its place, or a prepared one on its way there.
    record Shared(YType type) implements YValue {}

    /// A subdocument in its place, or a prepared one on its way there.
    record Sub(Subdocument document) implements YValue {}

    /// A byte string, copied on the way in and on the way out.
    final class Bytes implements YValue {
        private final byte[] value;

        public Bytes(byte[] value) {
            this.value = value.clone();
        }

        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }

    static YValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static YValue of(double value) {
        return new Num(value);
    }

    /// Takes a whole number that a JavaScript number holds exactly.
    static YValue of(long value) {
        return new Num(asDouble(value));
    }

    static YValue of(@Nullable String value) {
        return value == null ? NULL : new Str(value);
    }

    /// Takes null, booleans, numbers, strings, byte arrays, lists, maps with string keys, shared
    /// types, documents (which become subdocuments) and values that are YValues already.
    ///
    /// @throws IllegalArgumentException for anything else, and for whole numbers beyond 2^53
    static YValue of(@Nullable Object value) {
        var builder = new ValueBuilder();
        var open = new ArrayDeque<Iterator<?>>();
        open(value, builder, open);
        while (!open.isEmpty()) {
            Iterator<?> items = open.element();
            if (!items.hasNext()) {
                open.pop();
                builder.end();
                continue;
            }
            Object next = items.next();
            if (builder.inObject() && next instanceof Map.Entry<?, ?> entry) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new IllegalArgumentException("a map with a key that is no string");
                }
                builder.key(key);
                next = entry.getValue();
            }
            open(next, builder, open);
        }
        return builder.result();
    }

    /// Reads JSON text, strictly as `JSON.parse` does. Of a key that comes twice the last value
    /// counts.
    ///
    /// @throws MalformedEncodingException if it is anything else
    static YValue ofJsonText(String text) {
        byte[] bytes = Utf8.encode(text);
        JsonText.validate(bytes, 0, bytes.length, Integer.MAX_VALUE);
        return JsonValues.parse(text);
    }

    /// Whether JavaScript sees no difference: as [Object#equals], but 0 and -0 are the same.
    static boolean same(YValue one, YValue other) {
        return Nesting.equal(
                one,
                other,
                (a, b) ->
                        (a instanceof Num(double x) && b instanceof Num(double y))
                                ? x == y
                                : a.equals(b));
    }

    /// The text that `JSON.stringify` gives. What JSON cannot say is lost as it is there; only
    /// bigints, at which that throws, are written as whole numbers.
    ///
    /// @throws IllegalArgumentException if there is a shared type or a subdocument in it
    static String jsonText(YValue value) {
        return JsonWriter.text(value);
    }

    private static void open(
            @Nullable Object value, ValueBuilder builder, ArrayDeque<Iterator<?>> open) {
        switch (value) {
            case null -> builder.value(NULL);
            case YValue ready -> builder.value(ready);
            case YType type -> builder.value(new Shared(type));
            case Subdocument document -> builder.value(new Sub(document));
            case YDoc document -> builder.value(new Sub(Subdocument.of(document)));
            case Boolean b -> builder.value(of(b.booleanValue()));
            case String s -> builder.value(new Str(s));
            case Number n -> builder.value(new Num(asDouble(n)));
            case byte[] bytes -> builder.value(new Bytes(bytes));
            case List<?> list -> {
                builder.beginArray();
                open.push(list.iterator());
            }
            case Map<?, ?> map -> {
                builder.beginObject();
                open.push(map.entrySet().iterator());
            }
            default -> throw new IllegalArgumentException("no value: " + value.getClass());
        }
    }

    private static double asDouble(Number number) {
        return switch (number) {
            case Double d -> d;
            case Float f -> f;
            case Byte b -> b;
            case Short s -> s;
            case Integer i -> i;
            case Long l when Math.abs(l) <= 1L << 53 -> l.doubleValue();
            default ->
                    throw new IllegalArgumentException(
                            number + " is no JavaScript number; use BigInt");
        };
    }
}
