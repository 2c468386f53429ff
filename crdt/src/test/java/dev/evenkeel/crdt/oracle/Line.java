package dev.evenkeel.crdt.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One step of a schedule as text: events (`ev`), digests of them in format V2 (`e2`), results of
/// functions that need no document (`x`), state (`st`), its digest in format V2 (`s2`), state
/// vector (`sv`), what is missing (`pm`), whether deletions wait (`pd`), content (`js`), and what
/// listeners heard (`ob`) where that is compared.
final class Line {

    private Line() {}

    static final List<String> FIELDS = List.of("ev", "e2", "x", "st", "s2", "sv", "pm", "pd", "js");

    /// @param values in the order of [#FIELDS]
    static String of(String... values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            line.append(i == 0 ? "" : "|").append(FIELDS.get(i)).append('=').append(values[i]);
        }
        return line.toString();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String hex(List<byte[]> many) {
        return many.stream().map(Line::hex).collect(Collectors.joining(","));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static String digest(String line) {
        return digest(line.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] bytes) {
        try {
            return hex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The part of a line that two replicas must have in common once they have heard everything of
    /// each other. Encoded states may differ: one replica can hold GC where another holds deleted
    /// items.
    static String settled(String line) {
        return fields(line, Set.of("sv", "pm", "pd", "js"));
    }

    /// The fields that differ, each with both values.
    static String difference(String expected, String got) {
        StringBuilder out = new StringBuilder();
        String[] left = expected.split("\\|");
        String[] right = got.split("\\|");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (!left[i].equals(right[i])) {
                out.append("  yjs    ").append(left[i]).append('\n');
                out.append("  engine ").append(right[i]).append('\n');
            }
        }
        return out.toString();
    }

    static String field(String line, String name) {
        return fields(line, Set.of(name)).substring(name.length() + 1);
    }

    private static String fields(String line, Set<String> names) {
        return Arrays.stream(line.split("\\|"))
                .filter(
                        field ->
                                names.contains(field.substring(0, Math.max(0, field.indexOf('=')))))
                .collect(Collectors.joining("|"));
    }
}
