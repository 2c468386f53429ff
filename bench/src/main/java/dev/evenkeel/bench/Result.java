package dev.evenkeel.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

/// What one repetition of a case has measured. Times are milliseconds, sizes bytes.
final class Result {

    private final Map<String, String> members = new LinkedHashMap<>();

    /// Runs some work and keeps how long it took.
    void time(String name, Runnable work) {
        time(
                name,
                () -> {
                    work.run();
                    return true;
                });
    }

    <T> T time(String name, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        long nanos = System.nanoTime() - start;
        members.put(name, String.format(Locale.ROOT, "%.6f", nanos / 1e6));
        return result;
    }

    Result with(String name, long value) {
        members.put(name, Long.toString(value));
        return this;
    }

    Result check(String value) {
        members.put("check", '"' + value + '"');
        return this;
    }

    /// One line of JSON.
    String line(String id, int repetition) {
        var line = new StringJoiner(",", "{", "}");
        line.add("\"case\":\"" + id + '"').add("\"rep\":" + repetition);
        members.forEach((name, value) -> line.add('"' + name + "\":" + value));
        return line.toString();
    }
}
