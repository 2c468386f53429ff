package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.Subdocument;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlFragment;
import dev.evenkeel.crdt.YXmlText;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values as schedules write them, and as lines print them.
final class Values {

    private static final double SAFE = 9007199254740991.0;

    private Values() {}

    /// @param deep whether a nested type would go too deep here and is replaced by null
    static YValue of(Object spec, boolean deep) {
        List<Object> pair = Json.list(spec);
        Object x = pair.size() > 1 ? pair.get(1) : "";
        return switch ((String) pair.getFirst()) {
            case "undef" -> new YValue.Undefined();
            case "null" -> YValue.NULL;
            case "bool" -> YValue.of(x);
            case "num" -> new YValue.Num(Double.parseDouble((String) x));
            case "big" -> new YValue.BigInt(Long.parseLong((String) x));
            case "str" -> new YValue.Str((String) x);
            case "bin" -> YValue.of(HexFormat.of().parseHex((String) x));
            case "arr" -> new YValue.Arr(all(x, deep));
            case "obj" -> new YValue.Obj(members(x, deep));
            case "text" -> deep ? YValue.NULL : new YValue.Shared(YText.of((String) x));
            case "rtext" -> deep ? YValue.NULL : new YValue.Shared(RichEdits.prepared(x));
            case "array" ->
                    deep
                            ? YValue.NULL
                            : new YValue.Shared(YArray.of(all(x, false).toArray(YValue[]::new)));
            case "map" -> deep ? YValue.NULL : new YValue.Shared(YMap.of(members(x, false)));
            case "subdoc" -> Subdocuments.of(Json.list(x));
            case "xmlel", "xmltext", "xmlfrag", "hook" ->
                    deep ? YValue.NULL : new YValue.Shared(XmlEdits.node(spec));
            case String other -> throw new IllegalArgumentException("unknown value " + other);
        };
    }

    static List<YValue> all(Object specs, boolean deep) {
        List<YValue> values = new ArrayList<>();
        for (Object spec : Json.list(specs)) {
            values.add(of(spec, deep));
        }
        return values;
    }

    static Map<String, YValue> members(Object specs, boolean deep) {
        Map<String, YValue> members = new LinkedHashMap<>();
        for (Object spec : Json.list(specs)) {
            List<Object> pair = Json.list(spec);
            members.put((String) pair.getFirst(), of(pair.getLast(), deep));
        }
        return members;
    }

    static String canonical(YType type) {
        return switch (type) {
            case YArray array -> canonical(array.toJson());
            case YMap map -> canonical(map.toJson());
            case YXmlText text -> quote(text.toString());
            case YText text -> RichEdits.canonical(text);
            case YXmlFragment xml -> canonical(xml.toJson());
        };
    }

    static String canonical(YValue value) {
        return switch (value) {
            case YValue.Undefined _ -> "undefined";
            case YValue.Null _ -> "null";
            case YValue.Bool(boolean b) -> String.valueOf(b);
            case YValue.BigInt(long n) -> n + "n";
            case YValue.Num(double d) -> number(d);
            case YValue.Str(String s) -> quote(s);
            case YValue.Bytes bytes -> "h'" + HexFormat.of().formatHex(bytes.value()) + "'";
            case YValue.Arr(List<YValue> elements) -> {
                StringBuilder out = new StringBuilder("[");
                String separator = "";
                for (YValue element : elements) {
                    out.append(separator).append(canonical(element));
                    separator = ",";
                }
                yield out.append("]").toString();
            }
            case YValue.Obj(Map<String, YValue> members) -> {
                StringBuilder out = new StringBuilder("{");
                String separator = "";
                for (Map.Entry<String, YValue> member : new TreeMap<>(members).entrySet()) {
                    out.append(separator).append(quote(member.getKey())).append(':');
                    out.append(canonical(member.getValue()));
                    separator = ",";
                }
                yield out.append("}").toString();
            }
            case YValue.Shared(YType type) -> canonical(type);
            case YValue.Sub(Subdocument sub) -> "doc(" + quote(sub.guid()) + ")";
        };
    }

    private static String number(double d) {
        if (Double.isNaN(d)) {
            return "NaN";
        }
        if (d == 0 && 1 / d < 0) {
            return "-0";
        }
        if (d == Math.rint(d) && Math.abs(d) <= SAFE) {
            return String.valueOf((long) d);
        }
        return String.format("#%016x", Double.doubleToRawLongBits(d));
    }

    static String quote(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
