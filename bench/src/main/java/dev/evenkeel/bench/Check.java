package dev.evenkeel.bench;

import dev.evenkeel.crdt.YValue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The value by which engines show that they ended with the same content.
final class Check {

    private Check() {}

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// 32-bit FNV-1a.
    static String of(byte[] bytes) {
        int hash = 0x811c9dc5;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * 0x01000193;
        }
        return HexFormat.of().toHexDigits(hash);
    }

    /// Of the compact JSON with sorted keys.
    static String of(YValue value) {
        return of(json(value));
    }

    // The cases nest two deep, so recursion is safe.
    private static String json(YValue value) {
        return switch (value) {
            case YValue.Num(double number) when number == (long) number ->
                    Long.toString((long) number);
            case YValue.Str(String text) -> '"' + text + '"';
            case YValue.Arr array -> {
                var members = new StringJoiner(",", "[", "]");
                array.values().forEach(member -> members.add(json(member)));
                yield members.toString();
            }
            case YValue.Obj object -> {
                var members = new StringJoiner(",", "{", "}");
                new TreeMap<>(object.values())
                        .forEach((key, member) -> members.add('"' + key + "\":" + json(member)));
                yield members.toString();
            }
            default -> throw new IllegalArgumentException("no case has " + value);
        };
    }
}
