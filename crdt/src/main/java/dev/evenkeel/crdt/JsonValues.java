package dev.evenkeel.crdt;

/// Turns JSON text that was checked when it came in into a value.
final class JsonValues {

    private final String text;
    private int at;

    private JsonValues(String text) {
        this.text = text;
    }

    /// @param text JSON, or the word `undefined`, which old Yjs writes
    static YValue parse(String text) {
        return text.equals("undefined") ? YValue.UNDEFINED : new JsonValues(text).parse();
    }

    private YValue parse() {
        var builder = new ValueBuilder();
        int depth = 0;
        do {
            space();
            char c = text.charAt(at);
            switch (c) {
                case ',' -> at++;
                case ']', '}' -> {
                    at++;
                    depth--;
                    builder.end();
                }
                default -> {
                    if (builder.inObject()) {
                        key(builder);
                    }
                    depth += value(builder);
                }
            }
        } while (depth > 0);
        return builder.result();
    }

    private void key(ValueBuilder builder) {
        builder.key(string());
        space();
        at++;
        space();
    }

    /// Reads a value or the beginning of one; returns by how much the nesting grew.
    private int value(ValueBuilder builder) {
        switch (text.charAt(at)) {
            case '{' -> {
                at++;
                builder.beginObject();
                return 1;
            }
            case '[' -> {
                at++;
                builder.beginArray();
                return 1;
            }
            case '"' -> builder.value(new YValue.Str(string()));
            case 't' -> word(builder, YValue.TRUE, 4);
            case 'f' -> word(builder, YValue.FALSE, 5);
            case 'n' -> word(builder, YValue.NULL, 4);
            default -> {
                int start = at;
                while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                builder.value(new YValue.Num(Double.parseDouble(text.substring(start, at))));
            }
        }
        return 0;
    }

    private void word(ValueBuilder builder, YValue value, int length) {
        at += length;
        builder.value(value);
    }

    private String string() {
        var result = new StringBuilder();
        at++;
        while (true) {
            char c = text.charAt(at++);
            if (c == '"') {
                return result.toString();
            }
            if (c != '\\') {
                result.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'b' -> result.append('\b');
                case 'f' -> result.append('\f');
                case 'n' -> result.append('\n');
                case 'r' -> result.append('\r');
                case 't' -> result.append('\t');
                case 'u' -> {
                    result.append((char) Integer.parseInt(text, at, at + 4, 16));
                    at += 4;
                }
                default -> result.append(escaped);
            }
        }
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
