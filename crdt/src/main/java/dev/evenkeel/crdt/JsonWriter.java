package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.JsonFormat;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes values as ECMAScript's `JSON.stringify` does, without spaces.
///
/// What JSON cannot say is lost as it is there: members that are undefined are left out, undefined
/// elements become null, bytes become an object of numbers. Only where JavaScript throws, at a
/// bigint, its digits are written: the value may have come from a peer.
final class JsonWriter {

    /// A list or an object whose rest is still to be written.
    private record Open(Iterator<?> items, boolean object) {}

    private final StringBuilder out = new StringBuilder();
    private final ArrayDeque<Open> open = new ArrayDeque<>();

    private JsonWriter() {}

    /// @throws IllegalArgumentException if there is a shared type or a subdocument in the value
    static String text(YValue value) {
        var writer = new JsonWriter();
        writer.value(value);
        writer.finish();
        return writer.out.toString();
    }

    private void finish() {
        while (!open.isEmpty()) {
            Open top = open.element();
            if (!top.items.hasNext()) {
                open.pop();
                out.append(top.object ? '}' : ']');
                continue;
            }
            Object next = top.items.next();
            switch (next) {
                case YValue item -> {
                    separate();
                    value(item);
                }
                case Map.Entry<?, ?> entry
                        when entry.getKey() instanceof String key
                                && entry.getValue() instanceof YValue item -> {
                    if (item instanceof YValue.Undefined) {
                        continue;
                    }
                    separate();
                    JsonFormat.string(key, out);
                    out.append(':');
                    value(item);
                }
                default -> throw new IllegalStateException("not a value");
            }
        }
    }

    /// No value ends with an opening bracket: what ends so was just begun.
    private void separate() {
        char before = out.charAt(out.length() - 1);
        if (before != '[' && before != '{') {
            out.append(',');
        }
    }

    private void value(YValue value) {
        switch (value) {
            case YValue.Undefined(), YValue.Null() -> out.append("null");
            case YValue.Bool(boolean b) -> out.append(b);
            case YValue.Num(double d) -> JsonFormat.number(d, out);
            case YValue.BigInt(long l) -> out.append(l);
            case YValue.Str(String s) -> JsonFormat.string(s, out);
            case YValue.Bytes bytes -> bytes(bytes.value());
            case YValue.Arr(List<YValue> values) -> {
                out.append('[');
                open.push(new Open(values.iterator(), false));
            }
            case YValue.Obj(Map<String, YValue> values) -> {
                out.append('{');
                open.push(new Open(AnyValues.inPropertyOrder(values).iterator(), true));
            }
            case YValue.Shared _, YValue.Sub _ ->
                    throw new IllegalArgumentException(
                            "a shared type or subdocument cannot be part of a plain value");
        }
    }

    private void bytes(byte[] bytes) {
        out.append('{');
        for (int i = 0; i < bytes.length; i++) {
            out.append(i == 0 ? "" : ",").append('"').append(i).append("\":");
            out.append(bytes[i] & 0xff);
        }
        out.append('}');
    }
}
