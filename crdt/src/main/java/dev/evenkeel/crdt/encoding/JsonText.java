package dev.evenkeel.crdt.encoding;

import java.util.BitSet;

/// Checks that bytes are one JSON value, strictly as `JSON.parse` reads it. The bytes must have
/// passed [Utf8#validate].
public final class JsonText {

    private final byte[] bytes;
    private final int end;
    private final int maxDepth;
    private int at;

    private JsonText(byte[] bytes, int from, int to, int maxDepth) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.maxDepth = maxDepth;
    }

    public static void validate(byte[] bytes, int from, int to, int maxDepth) {
        new JsonText(bytes, from, to, maxDepth).document();
    }

    private void document() {
        // One bit per open bracket: set for an object.
        var objects = new BitSet();
        int depth = 0;
        boolean valueDone = false;
        boolean justOpened = false;
        while (true) {
            space();
            if (valueDone) {
                if (depth == 0) {
                    if (at < end) {
                        throw invalid();
                    }
                    return;
                }
                boolean object = objects.get(depth - 1);
                int c = next();
                if (c == ',') {
                    space();
                    if (object) {
                        member();
                    }
                    valueDone = false;
                    justOpened = false;
                } else if (c == (object ? '}' : ']')) {
                    depth--;
                } else {
                    throw invalid();
                }
                continue;
            }
            int c = next();
            if (justOpened && c == ']' && depth > 0 && !objects.get(depth - 1)) {
                depth--;
                valueDone = true;
                continue;
            }
            justOpened = false;
            switch (c) {
                case '{', '[' -> {
                    if (depth == maxDepth) {
                        throw new MalformedEncodingException(
                                "limit-depth", at - 1, "nested deeper than " + maxDepth);
                    }
                    objects.set(depth, c == '{');
                    depth++;
                    space();
                    if (c == '[') {
                        justOpened = true;
                    } else if (at < end && bytes[at] == '}') {
                        at++;
                        depth--;
                        valueDone = true;
                    } else {
                        member();
                    }
                }
                case '"' -> {
                    string();
                    valueDone = true;
                }
                case 't' -> valueDone = word("rue");
                case 'f' -> valueDone = word("alse");
                case 'n' -> valueDone = word("ull");
                default -> {
                    number(c);
                    valueDone = true;
                }
            }
        }
    }

    private void member() {
        if (next() != '"') {
            throw invalid();
        }
        string();
        space();
        if (next() != ':') {
            throw invalid();
        }
    }

    private void string() {
        while (true) {
            int c = next();
            if (c == '"') {
                return;
            }
            if (c >= 0 && c < 0x20) {
                throw invalid();
            }
            if (c == '\\') {
                int escaped = next();
                if (escaped == 'u') {
                    for (int i = 0; i < 4; i++) {
                        if (Character.digit(next(), 16) < 0) {
                            throw invalid();
                        }
                    }
                } else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
                    throw invalid();
                }
            }
        }
    }

    private boolean word(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (next() != rest.charAt(i)) {
                throw invalid();
            }
        }
        return true;
    }

    private void number(int first) {
        int c = first == '-' ? next() : first;
        if (c == '0') {
            if (digit()) {
                throw invalid();
            }
        } else if (c >= '1' && c <= '9') {
            digits();
        } else {
            throw invalid();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            atLeastOneDigit();
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            atLeastOneDigit();
        }
    }

    private void atLeastOneDigit() {
        if (!digit()) {
            throw invalid();
        }
        digits();
    }

    private void digits() {
        while (digit()) {
            at++;
        }
    }

    private boolean digit() {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    private void space() {
        while (at < end
                && (bytes[at] == ' '
                        || bytes[at] == '\t'
                        || bytes[at] == '\n'
                        || bytes[at] == '\r')) {
            at++;
        }
    }

    /// The next byte, signed: parts of non-ASCII characters are negative and match nothing.
    private int next() {
        if (at >= end) {
            throw invalid();
        }
        return bytes[at++];
    }

    private MalformedEncodingException invalid() {
        return new MalformedEncodingException("invalid-json", at, "not JSON");
    }
}
