package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What formatting has to know about values: when two are the same to Yjs, and which are allowed.
final class TextAttributes {

    private TextAttributes() {}

    /// A copy in the order in which JavaScript lists the properties of an object, with all values
    /// checked.
    ///
    /// @throws IllegalArgumentException for a value that is not plain, or undefined
    static Map<String, YValue> checked(Map<String, YValue> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        Map<String, YValue> clean = Names.checked(attributes);
        clean.values().forEach(TextAttributes::check);
        return ordered(clean);
    }

    /// Refuses what cannot be the value of a mark or of an embed.
    static void check(YValue value) {
        if (value instanceof YValue.Undefined) {
            throw new IllegalArgumentException("undefined cannot be the value of an attribute");
        }
        Literal.of(value);
    }

    /// Content for a text, with lone surrogates replaced.
    ///
    /// @throws IllegalArgumentException if a text cannot hold it
    static YValue content(YValue value) {
        return switch (value) {
            case YValue.Str(String text) -> new YValue.Str(Utf8.wellFormed(text));
            case YValue.Shared _ -> value;
            case YValue.Undefined _, YValue.Null _, YValue.BigInt _, YValue.Sub _ ->
                    throw new IllegalArgumentException("a text cannot hold " + value);
            case YValue.Bool _, YValue.Num _, YValue.Arr _, YValue.Obj _, YValue.Bytes _ -> {
                check(value);
                yield value;
            }
        };
    }

    /// How many units of a text such content takes.
    static int length(YValue content) {
        return content instanceof YValue.Str(String text) ? text.length() : 1;
    }

    /// A step of a delta for a text, in order.
    ///
    /// @throws IllegalArgumentException if it is not one
    static Delta checked(Delta change) {
        return switch (change) {
            case Delta.Insert(YValue value, Map<String, YValue> attributes) ->
                    new Delta.Insert(content(value), checked(attributes));
            case Delta.Retain(int length, Map<String, YValue> attributes) ->
                    new Delta.Retain(checked(length), checked(attributes));
            case Delta.Delete(int length) -> new Delta.Delete(checked(length));
            case Delta.Elements _ ->
                    throw new IllegalArgumentException("a text does not hold elements");
        };
    }

    private static int checked(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a step goes over at least 1, not " + length);
        }
        return length;
    }

    static Map<String, YValue> ordered(Map<String, YValue> attributes) {
        var ordered = new LinkedHashMap<String, YValue>();
        AnyValues.inPropertyOrder(attributes)
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ordered);
    }

    /// Whether two values are `===` in JavaScript: what has parts only equals itself.
    @SuppressWarnings("ReferenceEquality") // that is the point
    static boolean identical(YValue a, YValue b) {
        return switch (a) {
            case YValue.Num(double left) -> b instanceof YValue.Num(double right) && left == right;
            case YValue.Undefined _, YValue.Null _, YValue.Bool _, YValue.BigInt _, YValue.Str _ ->
                    a.equals(b);
            case YValue.Arr _, YValue.Obj _, YValue.Bytes _, YValue.Shared _, YValue.Sub _ ->
                    a == b;
        };
    }

    /// Whether two attributes are the same: identical, or with identical parts.
    static boolean same(YValue a, YValue b) {
        if (identical(a, b)) {
            return true;
        }
        if (!hasParts(a) || !hasParts(b)) {
            return false;
        }
        Map<String, YValue> left = parts(a);
        Map<String, YValue> right = parts(b);
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<String, YValue> part : left.entrySet()) {
            YValue other = right.get(part.getKey());
            if (other == null || !identical(other, part.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasParts(YValue value) {
        return value instanceof YValue.Obj
                || value instanceof YValue.Arr
                || value instanceof YValue.Bytes;
    }

    /// An array is an object with numbers for keys.
    private static Map<String, YValue> parts(YValue value) {
        return switch (value) {
            case YValue.Obj(Map<String, YValue> members) -> members;
            case YValue.Arr(List<YValue> elements) -> {
                var parts = new LinkedHashMap<String, YValue>();
                for (int i = 0; i < elements.size(); i++) {
                    parts.put(String.valueOf(i), elements.get(i));
                }
                yield parts;
            }
            case YValue.Bytes bytes -> {
                var parts = new LinkedHashMap<String, YValue>();
                byte[] all = bytes.value();
                for (int i = 0; i < all.length; i++) {
                    parts.put(String.valueOf(i), YValue.of((double) (all[i] & 0xff)));
                }
                yield parts;
            }
            default -> Map.of();
        };
    }
}
