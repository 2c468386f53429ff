package dev.evenkeel.adapters.db;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import dev.evenkeel.domain.content.Value;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// A [Value] as JSON text and back, exactly: members in their order, numbers to the last bit, and
/// every character, halves of surrogate pairs included.
final class Json {

    /// How deep lists and objects may be nested. Reading and writing recurse once per level.
    private static final int DEPTH_MAX = 1_000;

    /// Up to here every whole number is a double, and is written without a fraction.
    private static final double WHOLE_MAX = 1L << 53;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    private Json() {}

    static String write(Value value) {
        String text = write(value, false);
        return isWellFormed(text) ? text : write(value, true);
    }

    /// @throws IOException if `text` is no JSON object
    static Value.Obj read(String text) throws IOException {
        try (var parser = FACTORY.createParser(text)) {
            parser.nextToken();
            if (read(parser) instanceof Value.Obj object && parser.nextToken() == null) {
                return object;
            }
            throw new IOException("Expected one JSON object");
        }
    }

    /// A half of a surrogate pair has no encoding, so a text that has one cannot be sent to a
    /// database as it is; escaped it can.
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String write(Value value, boolean asciiOnly) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            generator.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), asciiOnly);
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Value value) throws IOException {
        switch (value) {
            case Value.Null() -> json.writeNull();
            case Value.Bool(boolean bool) -> json.writeBoolean(bool);
            case Value.Num(double number) -> {
                if (Math.rint(number) == number && Math.abs(number) < WHOLE_MAX) {
                    json.writeNumber((long) number);
                } else {
                    json.writeNumber(number);
                }
            }
            case Value.Str(String string) -> json.writeString(string);
            case Value.Arr(var items) -> {
                json.writeStartArray();
                for (var item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Value.Obj(var members) -> {
                json.writeStartObject();
                for (var member : members.entrySet()) {
                    json.writeFieldName(member.getKey());
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
        }
    }

    private static Value read(JsonParser json) throws IOException {
        var token = json.currentToken();
        if (token == null) {
            throw new IOException("Expected a JSON value, but the text is empty");
        }
        return switch (token) {
            case VALUE_NULL -> Value.NULL;
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.of(json.getDoubleValue());
            case VALUE_STRING -> Value.of(json.getText());
            case START_ARRAY -> {
                var items = new ArrayList<Value>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(json));
                }
                yield new Value.Arr(items);
            }
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Value>();
                for (String name = json.nextFieldName();
                        name != null;
                        name = json.nextFieldName()) {
                    json.nextToken();
                    members.put(name, read(json));
                }
                yield new Value.Obj(members);
            }
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("Expected a JSON value, but got " + token);
        };
    }
}
