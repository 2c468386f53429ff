package dev.evenkeel.domain.content;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A value as JSON text in its one form: members sorted, no spaces, each number written one way.
/// Equal values give equal texts, so the text can be hashed.
public final class CanonicalJson {

    private static final HexFormat HEX = HexFormat.of();

    // Up to here each whole number has a double of its own.
    private static final double WHOLE_MAX = 1L << 53;

    private CanonicalJson() {}

    public static String text(Value value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Null _ -> out.append("null");
            case Value.Bool(boolean is) -> out.append(is);
            case Value.Num(double number) -> out.append(number(number));
            case Value.Str(String text) -> quote(text, out);
            case Value.Arr(List<Value> items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(items.get(i), out);
                }
                out.append(']');
            }
            case Value.Obj(Map<String, Value> members) -> {
                out.append('{');
                String separator = "";
                for (var member : new TreeMap<>(members).entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
        }
    }

    private static String number(double number) {
        return Math.abs(number) <= WHOLE_MAX && number == Math.rint(number)
                ? Long.toString((long) number)
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || isLone(text, i)) {
                out.append("\\u").append(HEX.toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    // Half of a surrogate pair has no UTF-8: unescaped, two different texts would hash alike.
    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
