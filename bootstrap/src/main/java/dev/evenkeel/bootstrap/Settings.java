package dev.evenkeel.bootstrap;

import dev.evenkeel.bootstrap.Key.Form;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What was given for each key, wherever it came from, read in the key's form. Every method throws
/// [ConfigException] for a value that the key does not allow.
///
/// @param given by key name; keys that nobody gave are absent
record Settings(Map<String, Given> given) {

    Settings {
        given = Map.copyOf(given);
    }

    /// A value and where it was found.
    ///
    /// @param source an option, a variable, or a file
    record Given(String value, String source) {}

    int whole(Key key) {
        Form.Whole form = (Form.Whole) key.form();
        OptionalLong number = wholeOf(value(key));
        return Math.toIntExact(inRange(key, number, form.min(), form.max()));
    }

    int bytes(Key key) {
        Form.Bytes form = (Form.Bytes) key.form();
        return Math.toIntExact(inRange(key, Forms.bytes(value(key)), form.min(), form.max()));
    }

    Duration time(Key key) {
        Form.Time form = (Form.Time) key.form();
        OptionalLong millis = Forms.millis(value(key));
        return Duration.ofMillis(
                inRange(key, millis, form.min().toMillis(), form.max().toMillis()));
    }

    boolean flag(Key key) {
        return switch (value(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key);
        };
    }

    String oneOf(Key key) {
        String value = value(key);
        if (!((Form.OneOf) key.form()).words().contains(value)) {
            throw wrong(key);
        }
        return value;
    }

    /// The text, or empty when there is none or it is blank.
    Optional<String> text(Key key) {
        return Optional.of(value(key)).filter(value -> !value.isBlank());
    }

    List<String> names(Key key) {
        return Arrays.stream(value(key).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// What is wrong with the value of `key`.
    ConfigException wrong(Key key) {
        return wrong(key, key.allowed());
    }

    ConfigException wrong(Key key, String expected) {
        return new ConfigException(
                "Expected %s for %s, but got %s from %s"
                        .formatted(expected, key.name(), key.shown(value(key)), source(key)));
    }

    private long inRange(Key key, OptionalLong number, long min, long max) {
        if (number.isEmpty() || number.getAsLong() < min || max < number.getAsLong()) {
            throw wrong(key);
        }
        return number.getAsLong();
    }

    private static OptionalLong wholeOf(String value) {
        return value.matches("-?[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    private String value(Key key) {
        Given found = given.get(key.name());
        return found == null ? key.whenAbsent() : found.value().strip();
    }

    private String source(Key key) {
        Given found = given.get(key.name());
        return found == null ? "the default" : found.source();
    }
}
