package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlFragment;
import dev.evenkeel.crdt.YXmlHook;
import dev.evenkeel.crdt.YXmlText;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Plain values, from Yjs to content and back.
///
/// Yjs holds more than JSON does: what JSON has no word for (binary, undefined, infinity, XML, a
/// subdocument) reads as null, and so does whatever lies deeper than [#DEPTH_MAX].
final class Json {

    /// The depth that plain values in peers' updates are held to as well. Shared types may be
    /// nested deeper.
    static final int DEPTH_MAX = 256;

    private Json() {}

    static Value read(YValue raw, Schema.Type type) {
        return switch (type) {
            case ANY -> any(raw, 0);
            case TEXT -> raw instanceof YValue.Str(String text) ? text(text) : Value.NULL;
            case INTEGER ->
                    raw instanceof YValue.Shared
                            ? Value.NULL
                            : any(raw, 0) instanceof Value.Num(double number)
                                    ? Value.of(number < 0 ? Math.ceil(number) : Math.floor(number))
                                    : Value.NULL;
            case BOOLEAN -> raw instanceof YValue.Bool(boolean is) ? Value.of(is) : Value.NULL;
        };
    }

    /// A string as UTF-8 can hold it: JSON escapes can smuggle in half a surrogate pair.
    static Value.Str text(String text) {
        return Value.of(isWellFormed(text) ? text : repaired(text));
    }

    /// `value` as one plain value. Members stand in the order of their names: contents that are
    /// equal must become equal bytes, whatever order a parser or a database gave them.
    static YValue write(Value value) {
        return switch (value) {
            case Value.Null() -> YValue.NULL;
            case Value.Bool(boolean is) -> new YValue.Bool(is);
            case Value.Num(double number) -> new YValue.Num(number);
            case Value.Str(String text) -> new YValue.Str(text);
            case Value.Arr(List<Value> items) ->
                    new YValue.Arr(items.stream().map(Json::write).toList());
            case Value.Obj(Map<String, Value> members) -> {
                var written = new LinkedHashMap<String, YValue>();
                new TreeMap<>(members).forEach((key, member) -> written.put(key, write(member)));
                yield new YValue.Obj(written);
            }
        };
    }

    /// Whether writing `value` in the place of `raw` would say nothing new.
    static boolean says(Optional<YValue> raw, Value value) {
        return raw.isPresent()
                && switch (raw.get()) {
                    case YValue.Shared _, YValue.Sub _ -> false;
                    case YValue present -> any(present, 0).equals(value);
                };
    }

    private static Value any(YValue raw, int depth) {
        if (depth > DEPTH_MAX) {
            return Value.NULL;
        }
        return switch (raw) {
            case YValue.Bool(boolean is) -> Value.of(is);
            case YValue.Num(double number) ->
                    Double.isFinite(number) ? Value.of(number) : Value.NULL;
            case YValue.BigInt(long number) -> Value.of((double) number);
            case YValue.Str(String text) -> text(text);
            case YValue.Arr(List<YValue> items) -> array(items, depth);
            case YValue.Obj(Map<String, YValue> members) -> object(members, depth);
            case YValue.Shared(YType type) -> shared(type, depth);
            case YValue.Undefined _, YValue.Null _, YValue.Bytes _, YValue.Sub _ -> Value.NULL;
        };
    }

    private static Value shared(YType type, int depth) {
        return switch (type) {
            case YXmlText _, YXmlHook _, YXmlFragment _ -> Value.NULL;
            case YText text -> text(text.toString());
            case YArray array -> array(array.toList(), depth);
            case YMap map -> {
                var members = new TreeMap<String, YValue>();
                map.keys().forEach(key -> map.get(key).ifPresent(v -> members.put(key, v)));
                yield object(members, depth);
            }
        };
    }

    private static Value array(List<YValue> items, int depth) {
        var read = new ArrayList<Value>(items.size());
        items.forEach(item -> read.add(any(item, depth + 1)));
        return new Value.Arr(read);
    }

    private static Value object(Map<String, YValue> members, int depth) {
        var read = new LinkedHashMap<String, Value>();
        members.forEach((key, member) -> read.put(text(key).value(), any(member, depth + 1)));
        return new Value.Obj(read);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!startsPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean startsPair(String text, int at) {
        return at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static String repaired(String text) {
        var repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }
}
