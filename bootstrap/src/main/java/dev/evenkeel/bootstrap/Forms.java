package dev.evenkeel.bootstrap;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// How sizes and times are written in the configuration.
final class Forms {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})\\s*(b|kib|mib|gib)?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d)");

    private Forms() {}

    /// The number of bytes, or empty when `text` is no size.
    static OptionalLong bytes(String text) {
        var matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return OptionalLong.of(
                switch (matcher.group(2)) {
                    case "kib" -> number << 10;
                    case "mib" -> number << 20;
                    case "gib" -> number << 30;
                    case null, default -> number;
                });
    }

    /// The span in milliseconds, or empty when `text` is none.
    static OptionalLong millis(String text) {
        var matcher = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return OptionalLong.of(
                switch (matcher.group(2)) {
                    case "ms" -> number;
                    case "s" -> number * 1_000;
                    case "m" -> number * 60_000;
                    case "h" -> number * 3_600_000;
                    default -> number * 86_400_000;
                });
    }

    static String ofBytes(long bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Long.toString(bytes);
    }

    static String ofTime(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
