package dev.evenkeel.crdt.encoding;

/// How ECMAScript's `JSON.stringify` writes numbers and strings.
public final class JsonFormat {

    private static final String HEX = "0123456789abcdef";

    /// Up to this many digits a whole number is written without an exponent.
    private static final int PLAIN_DIGITS = 21;

    /// Down to this many zeros behind the point a fraction is written without an exponent.
    private static final int PLAIN_ZEROS = 6;

    private JsonFormat() {}

    /// Appends a number: the shortest digits that read as the same number again. JSON has no way to
    /// write minus zero, infinities and NaN; they become `0` and `null`.
    public static void number(double value, StringBuilder out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append("null");
            return;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.append((long) value);
            return;
        }
        if (value < 0) {
            out.append('-');
        }
        double magnitude = Math.abs(value);
        // Digits with a point behind the first, or up to seven of them, and perhaps an exponent.
        String java = Double.toString(magnitude);
        int e = java.indexOf('E');
        String mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        int exponent = point + (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1)));
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int zeros = 0;
        while (digits.charAt(zeros) == '0') {
            zeros++;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        exponent -= zeros;
        digits = shortest(digits.substring(zeros, end), exponent, magnitude);
        layOut(digits, exponent, out);
    }

    /// Java writes at least two digits, also where one would do.
    private static String shortest(String digits, int exponent, double value) {
        if (digits.length() == 2) {
            int tens = Integer.parseInt(digits);
            int near = (tens + 5) / 10;
            if (near < 10 && Double.parseDouble(near + "E" + (exponent - 1)) == value) {
                return String.valueOf(near);
            }
        }
        return digits;
    }

    /// @param exponent how many of the digits are before the point; may be negative, or more than
    ///   there are digits
    private static void layOut(String digits, int exponent, StringBuilder out) {
        int count = digits.length();
        if (exponent > PLAIN_DIGITS || exponent <= -PLAIN_ZEROS) {
            out.append(digits.charAt(0));
            if (count > 1) {
                out.append('.').append(digits, 1, count);
            }
            out.append(exponent > 0 ? "e+" : "e-").append(Math.abs(exponent - 1));
        } else if (exponent <= 0) {
            out.append("0.").repeat('0', -exponent).append(digits);
        } else if (exponent < count) {
            out.append(digits, 0, exponent).append('.').append(digits, exponent, count);
        } else {
            out.append(digits).repeat('0', exponent - count);
        }
    }

    /// Appends a string with its quotes. Only what must be escaped is, and lone surrogates.
    public static void string(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        out.append(c).append(value.charAt(++i));
                    } else if (c < 0x20 || Character.isSurrogate(c)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}
