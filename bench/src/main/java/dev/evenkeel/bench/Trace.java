package dev.evenkeel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads the edits out of a file of the editing-traces repository.
///
/// Knows just as much JSON as these files have: the list `patches` of each transaction holds lists
/// of a position, a number of characters to delete, and a text to insert.
final class Trace {

    /// @param at where, in UTF-16 units
    record Edit(int at, int deleted, String inserted) {}

    private static final String PATCHES = "\"patches\":";

    private final String json;
    private int at;

    private Trace(String json) {
        this.json = json;
    }

    static List<Edit> read(String file) {
        try (var in = new GZIPInputStream(Files.newInputStream(Path.of(file)))) {
            return new Trace(new String(in.readAllBytes(), StandardCharsets.UTF_8)).edits();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Edit> edits() {
        var edits = new ArrayList<Edit>();
        at = json.indexOf("\"txns\":");
        for (at = json.indexOf(PATCHES, at); at >= 0; at = json.indexOf(PATCHES, at)) {
            at += PATCHES.length();
            expect('[');
            while (peek() == '[') {
                expect('[');
                int position = number();
                expect(',');
                int deleted = number();
                expect(',');
                edits.add(new Edit(position, deleted, string()));
                expect(']');
                if (peek() == ',') {
                    expect(',');
                }
            }
            expect(']');
        }
        return edits;
    }

    private char peek() {
        while (Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return json.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("no " + wanted + " at " + at + " of the trace");
        }
        at++;
    }

    private int number() {
        peek();
        int start = at;
        while (Character.isDigit(json.charAt(at))) {
            at++;
        }
        return Integer.parseInt(json, start, at, 10);
    }

    private String string() {
        expect('"');
        var text = new StringBuilder();
        while (true) {
            char c = json.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(at++);
            switch (escaped) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json, at, at + 4, 16));
                    at += 4;
                }
                default -> text.append(escaped);
            }
        }
    }
}
