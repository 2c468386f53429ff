package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has to be known of a state's JSON text, which otherwise nobody looks into. All but [#check]
/// take texts that were checked.
final class JsonStates {

    private static final String SPACES = " \t\n\r";

    private JsonStates() {}

    /// @throws IllegalArgumentException if it is no JSON text within the limits
    static void check(String text, AwarenessLimits limits) {
        byte[] bytes = Utf8.encode(text);
        if (limits.stateBytes() < bytes.length) {
            throw new IllegalArgumentException(
                    "expected a state of at most "
                            + limits.stateBytes()
                            + " bytes, got "
                            + bytes.length);
        }
        try {
            AwarenessUpdate.requireJson(bytes, 0, bytes.length, limits.depth());
        } catch (MalformedEncodingException e) {
            throw new IllegalArgumentException("expected a JSON text: " + e.getMessage(), e);
        }
    }

    static boolean isNull(String json) {
        return json.charAt(firstOf(json)) == 'n';
    }

    static boolean isObject(String json) {
        return json.charAt(firstOf(json)) == '{';
    }

    /// Whether JavaScript takes the value for false: y-protocols then takes the client for gone in
    /// some places and not in others.
    static boolean isFalsy(String json) {
        return switch (json.charAt(firstOf(json))) {
            case 'f' -> true;
            case '"' -> stripped(json).equals("\"\"");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    Double.parseDouble(stripped(json)) == 0;
            default -> false;
        };
    }

    private static int firstOf(String json) {
        int at = 0;
        while (SPACES.indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String stripped(String json) {
        int from = firstOf(json);
        int to = json.length();
        while (SPACES.indexOf(json.charAt(to - 1)) >= 0) {
            to--;
        }
        return json.substring(from, to);
    }

    /// The fields that the value has in JavaScript. Somebody else may have given this client a
    /// state that is no object.
    static Map<String, YValue> fields(String json) {
        Map<String, YValue> fields = new LinkedHashMap<>();
        switch (YValue.ofJsonText(json)) {
            case YValue.Obj(Map<String, YValue> values) -> fields.putAll(values);
            case YValue.Arr(List<YValue> values) ->
                    values.forEach(value -> fields.put(String.valueOf(fields.size()), value));
            case YValue.Str(String text) ->
                    text.chars()
                            .mapToObj(Character::toString)
                            .forEach(
                                    unit ->
                                            fields.put(
                                                    String.valueOf(fields.size()),
                                                    YValue.of(unit)));
            case YValue _ -> {
                // Anything else has none.
            }
        }
        return fields;
    }

    /// Whether two texts stand for the same value, however they are written. Unlike `equals` this
    /// takes 0 and -0 for the same, as JavaScript does.
    static boolean sameValue(String one, String other) {
        return one.equals(other) || YValue.same(YValue.ofJsonText(one), YValue.ofJsonText(other));
    }
}
