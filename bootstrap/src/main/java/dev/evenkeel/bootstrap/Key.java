package dev.evenkeel.bootstrap;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// One thing that can be configured. Its name in a file is also its name everywhere else:
/// `evenkeel.room.update-bytes-max` is `EVENKEEL_ROOM_UPDATE_BYTES_MAX` in the environment and
/// `--room-update-bytes-max` on the command line.
///
/// @param whenAbsent the default, in the form in which it would be written; empty for none
/// @param prominent shown by `serve --help`; the others are shown by `config`
/// @param meaning a phrase for people
record Key(String name, Form form, String whenAbsent, boolean prominent, String meaning) {

    private static final String PREFIX = "evenkeel.";

    Key {
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException("Expected a key below " + PREFIX + ": " + name);
        }
    }

    /// What a value may look like.
    sealed interface Form {

        record Whole(long min, long max) implements Form {}

        /// A number of bytes: `4194304`, `4096KiB` or `4MiB`.
        record Bytes(long min, long max) implements Form {}

        /// A span of time: `500ms`, `30s`, `5m` or `2h`.
        record Time(Duration min, Duration max) implements Form {}

        record Flag() implements Form {}

        record OneOf(List<String> words) implements Form {
            public OneOf {
                words = List.copyOf(words);
            }
        }

        /// Any text.
        record Text() implements Form {}

        /// Any text that must not be shown.
        record Secret() implements Form {}

        /// Texts with commas between them.
        record Names() implements Form {}
    }

    String option() {
        return "--" + name.substring(PREFIX.length()).replace('.', '-');
    }

    String variable() {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// What is allowed, to follow "expected".
    String allowed() {
        return switch (form) {
            case Form.Whole(long min, long max) -> "a whole number from " + min + " to " + max;
            case Form.Bytes(long min, long max) ->
                    "a size from " + Forms.ofBytes(min) + " to " + Forms.ofBytes(max);
            case Form.Time(Duration min, Duration max) ->
                    "a time from " + Forms.ofTime(min) + " to " + Forms.ofTime(max);
            case Form.Flag() -> "true or false";
            case Form.OneOf(List<String> words) -> "one of " + String.join(", ", words);
            case Form.Text(), Form.Secret() -> "a text";
            case Form.Names() -> "texts with commas between them";
        };
    }

    /// What stands for a value in the help.
    String placeholder() {
        return switch (form) {
            case Form.Whole _ -> "N";
            case Form.Bytes _ -> "SIZE";
            case Form.Time _ -> "TIME";
            case Form.Flag _ -> "";
            case Form.OneOf _ -> "WORD";
            case Form.Text _, Form.Secret _ -> "TEXT";
            case Form.Names _ -> "A,B";
        };
    }

    /// The value as it may be shown.
    String shown(String value) {
        return form instanceof Form.Secret ? "(not shown)" : "'" + value + "'";
    }
}
