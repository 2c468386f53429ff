package dev.evenkeel.crdt.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Strict UTF-8, counted in UTF-16 units as JavaScript does.
///
/// The JDK's own conversions will not do: on reading they replace what is malformed, and on writing
/// they turn a lone surrogate into a question mark where JavaScript writes U+FFFD.
public final class Utf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// Checks that the bytes are well-formed and returns their length in UTF-16 units.
    ///
    /// The text is ASCII exactly when this equals the number of bytes.
    public static int validate(byte[] bytes, int from, int to) {
        int at = endOfAscii(bytes, from, to);
        int units = at - from;
        while (at < to) {
            int lead = bytes[at] & 0xff;
            if (lead < 0x80) {
                at++;
                units++;
            } else if (lead < 0xe0) {
                if (lead < 0xc2 || to - at < 2 || !continues(bytes[at + 1])) {
                    throw invalid(at);
                }
                at += 2;
                units++;
            } else if (lead < 0xf0) {
                if (to - at < 3 || !continues(bytes[at + 1]) || !continues(bytes[at + 2])) {
                    throw invalid(at);
                }
                int second = bytes[at + 1] & 0xff;
                if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) {
                    throw invalid(at);
                }
                at += 3;
                units++;
            } else {
                if (to - at < 4
                        || !continues(bytes[at + 1])
                        || !continues(bytes[at + 2])
                        || !continues(bytes[at + 3])) {
                    throw invalid(at);
                }
                int second = bytes[at + 1] & 0xff;
                if (lead > 0xf4
                        || (lead == 0xf0 && second < 0x90)
                        || (lead == 0xf4 && second > 0x8f)) {
                    throw invalid(at);
                }
                at += 4;
                units += 2;
            }
        }
        return units;
    }

    private static int endOfAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES && ((long) EIGHT.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /// Decodes bytes that [#validate] has accepted.
    public static String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Encodes, each lone surrogate as U+FFFD.
    public static byte[] encode(String text) {
        if (!hasLoneSurrogate(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return wellFormed(text).getBytes(StandardCharsets.UTF_8);
    }

    /// The text with each lone surrogate replaced by U+FFFD; the length stays the same.
    public static String wellFormed(String text) {
        if (!hasLoneSurrogate(text)) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (Character.isHighSurrogate(chars[i])
                    && i + 1 < chars.length
                    && Character.isLowSurrogate(chars[i + 1])) {
                i++;
            } else if (Character.isSurrogate(chars[i])) {
                chars[i] = '\ufffd';
            }
        }
        return new String(chars);
    }

    /// The byte position of the UTF-16 unit `unit`, counted from `from`, in validated bytes. For a
    /// unit inside a surrogate pair this is the position of the pair, and [#splitsPair] says so.
    public static int offsetOfUnit(byte[] bytes, int from, int unit) {
        int at = from;
        int left = unit;
        while (left > 0) {
            int lead = bytes[at] & 0xff;
            if (lead < 0x80) {
                at++;
            } else if (lead < 0xe0) {
                at += 2;
            } else if (lead < 0xf0) {
                at += 3;
            } else if (left == 1) {
                return at;
            } else {
                at += 4;
                left--;
            }
            left--;
        }
        return at;
    }

    /// Where the UTF-16 unit `unit` of `units` is in validated bytes, found from the nearer end.
    /// For the second half of a surrogate pair it is the complement of where the pair is.
    public static int place(byte[] bytes, int from, int to, int units, int unit) {
        return unit <= units / 2
                ? placeFromStart(bytes, from, unit)
                : placeFromEnd(bytes, to, units - unit);
    }

    private static int placeFromStart(byte[] bytes, int from, int unit) {
        int at = from;
        int left = unit;
        while (left > 0) {
            int lead = bytes[at] & 0xff;
            if (lead < 0x80) {
                at++;
            } else if (lead < 0xe0) {
                at += 2;
            } else if (lead < 0xf0) {
                at += 3;
            } else if (left == 1) {
                return ~at;
            } else {
                at += 4;
                left--;
            }
            left--;
        }
        return at;
    }

    private static int placeFromEnd(byte[] bytes, int to, int unit) {
        int at = to;
        int left = unit;
        while (left > 0) {
            at--;
            while (continues(bytes[at])) {
                at--;
            }
            if ((bytes[at] & 0xff) >= 0xf0) {
                if (left == 1) {
                    return ~at;
                }
                left--;
            }
            left--;
        }
        return at;
    }

    /// Whether the UTF-16 position `unit` lies between the two halves of a surrogate pair.
    public static boolean splitsPair(byte[] bytes, int from, int unit) {
        int at = from;
        int left = unit;
        while (left > 0) {
            int lead = bytes[at] & 0xff;
            if (lead >= 0xf0) {
                if (left == 1) {
                    return true;
                }
                at += 4;
                left -= 2;
            } else {
                at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3;
                left--;
            }
        }
        return false;
    }

    /// `bytes[from..to)` with one replacement character before it.
    public static byte[] withLeadingReplacement(byte[] bytes, int from, int to) {
        byte[] result = new byte[REPLACEMENT.length + to - from];
        System.arraycopy(REPLACEMENT, 0, result, 0, REPLACEMENT.length);
        System.arraycopy(bytes, from, result, REPLACEMENT.length, to - from);
        return result;
    }

    /// `bytes[from..to)` with one replacement character after it.
    public static byte[] withTrailingReplacement(byte[] bytes, int from, int to) {
        byte[] result = Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), to - from + 3);
        System.arraycopy(REPLACEMENT, 0, result, to - from, REPLACEMENT.length);
        return result;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean continues(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static MalformedEncodingException invalid(int at) {
        return new MalformedEncodingException("invalid-utf8", at, "not well-formed UTF-8");
    }
}
