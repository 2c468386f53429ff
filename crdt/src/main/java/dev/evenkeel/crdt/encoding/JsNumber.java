package dev.evenkeel.crdt.encoding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as JavaScript writes them.
public final class JsNumber {

    private static final double SAFE = 9007199254740991.0;

    /// From here on, and below the reverse of [#LEAST], an exponent is written.
    private static final int MOST_DIGITS = 21;

    private static final int LEAST = -6;

    private JsNumber() {}

    /// The shortest digits that are read as this number again.
    public static String text(double number) {
        if (number == Math.rint(number) && Math.abs(number) <= SAFE) {
            return Long.toString((long) number);
        }
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        var value = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        if (value.precision() == 2) {
            // Java always writes two digits, and does not try whether one would do.
            BigDecimal shorter = value.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() == Math.abs(number)) {
                value = shorter.stripTrailingZeros();
            }
        }
        String digits = value.unscaledValue().toString();
        int point = digits.length() - value.scale();
        return (number < 0 ? "-" : "") + place(digits, point);
    }

    private static String place(String digits, int point) {
        if (point > LEAST && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point > 0 && point <= MOST_DIGITS) {
            return digits.length() <= point
                    ? digits + "0".repeat(point - digits.length())
                    : digits.substring(0, point) + "." + digits.substring(point);
        }
        int exponent = point - 1;
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
