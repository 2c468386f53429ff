package dev.evenkeel.adapters.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import dev.evenkeel.domain.content.Value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values as JSON texts and back.
///
/// Nothing is changed silently on the way: members keep their order, a whole number that a double
/// cannot hold is refused instead of rounded, and so is an object that names a member twice. Text
/// is kept to the code unit; half of a surrogate pair is written as an escape, because UTF-8 has no
/// bytes for it.
final class Json {

    private static final HexFormat HEX = HexFormat.of();

    // Up to here each whole number has a double of its own.
    private static final double WHOLE_MAX = 1L << 53;

    private final JsonFactory factory;

    /// @param depthMax how deep a text may nest; bounds the recursion here as well
    Json(int depthMax) {
        this.factory =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(depthMax)
                                        .maxStringLength(Integer.MAX_VALUE)
                                        .build())
                        .build();
    }

    sealed interface Parsed {

        record Text(Value value) implements Parsed {}

        /// It is none.
        ///
        /// @param why a sentence for whoever sent it
        record Malformed(String why) implements Parsed {}
    }

    Parsed parse(byte[] text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return new Parsed.Malformed("Expected a JSON text, but got nothing.");
            }
            Value value = read(parser);
            return parser.nextToken() == null
                    ? new Parsed.Text(value)
                    : new Parsed.Malformed("Expected one JSON text, but more follows it.");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where =
                    at == null ? "" : " (line " + at.getLineNr() + ", " + at.getColumnNr() + ")";
            return new Parsed.Malformed(e.getOriginalMessage() + where);
        } catch (NumberFormatException e) {
            return new Parsed.Malformed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory", e);
        }
    }

    private Value read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> {
                List<Value> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield new Value.Arr(items);
            }
            case VALUE_STRING -> Value.of(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NULL -> Value.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException(
                            "No value begins with " + parser.currentToken());
        };
    }

    private Value readObject(JsonParser parser) throws IOException {
        var members = new LinkedHashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return new Value.Obj(members);
    }

    private static Value readNumber(JsonParser parser) throws IOException {
        String text = parser.getText();
        double number = Double.parseDouble(text);
        boolean exact =
                Double.isFinite(number)
                        && (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                                || new BigDecimal(text).compareTo(new BigDecimal(number)) == 0);
        if (!exact) {
            throw new NumberFormatException(
                    "The number " + shortened(text) + " cannot be kept exactly; send it as text.");
        }
        return Value.of(number);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static byte[] bytes(Value value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    static String text(Value value) {
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
                for (var member : members.entrySet()) {
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
                : Double.toString(number);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || isLone(text, i)) {
                out.append("\\u").append(HEX.toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
