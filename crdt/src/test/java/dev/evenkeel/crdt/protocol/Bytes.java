package dev.evenkeel.crdt.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Hex as one writes it down, with spaces, and awareness updates as one would say them.
final class Bytes {

    private Bytes() {}

    static byte[] of(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    static String hexOfText(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] states(AwarenessUpdate.Entry... entries) {
        return new AwarenessUpdate(List.of(entries)).encode();
    }

    static byte[] state(long client, long clock, @Nullable String state) {
        return states(new AwarenessUpdate.Entry(client, clock, state));
    }
}
