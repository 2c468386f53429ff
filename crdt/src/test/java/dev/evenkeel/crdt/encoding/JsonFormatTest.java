package dev.evenkeel.crdt.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

/// Every text here is what `JSON.stringify` of Node gives.
class JsonFormatTest {

    private static String number(double value) {
        var out = new StringBuilder();
        JsonFormat.number(value, out);
        return out.toString();
    }

    private static String string(String value) {
        var out = new StringBuilder();
        JsonFormat.string(value, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-17, -17",
        "0.1, 0.1",
        "-1.5, -1.5",
        "123.456, 123.456",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "0.00000123, 0.00000123",
        "1.23e-7, 1.23e-7",
        "1e15, 1000000000000000",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "123456789012345680000, 123456789012345680000",
        "1.2345678901234568e21, 1.2345678901234568e+21",
        "9007199254740993, 9007199254740992",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e23, 2e+23",
        "4.35, 4.35",
        "5e-7, 5e-7",
        "NaN, null",
        "Infinity, null",
        "-Infinity, null"
    })
    void numbersHaveTheShortestDigitsInTheLayoutOfEcmaScript(double value, String text) {
        assertThat(number(value)).isEqualTo(text);
    }

    @Test
    void everyFiniteNumberReadsAsItself() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(number(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void stringsEscapeOnlyWhatMustBeEscaped() {
        assertThat(string("a\"\\\b\t\n\f\r\u0000\u001f\u007f\u2028/é😀"))
                .isEqualTo("\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028/é😀\"");
    }

    @Test
    void loneSurrogatesAreEscapedInLowerCase() {
        assertThat(string("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(string("\ude00x\ud83d\ude00\ud83d")).isEqualTo("\"\\ude00x😀\\ud83d\"");
    }
}
