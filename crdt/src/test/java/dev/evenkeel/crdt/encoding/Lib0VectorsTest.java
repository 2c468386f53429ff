package dev.evenkeel.crdt.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Numbers and strings against the bytes that lib0 writes.
class Lib0VectorsTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String written(Consumer<Lib0Writer> write) {
        var out = new Lib0Writer(1);
        write.accept(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static String codeOf(Runnable reading) {
        try {
            reading.run();
            return "accepted";
        } catch (MalformedEncodingException e) {
            return e.code();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16384, 808001",
        "2147483647, ffffffff07",
        "4294967295, ffffffff0f",
        "9007199254740991, ffffffffffffff0f"
    })
    void unsignedNumbers(long value, String hex) {
        assertThat(written(out -> out.writeVarUint(value))).isEqualTo(hex);
        assertThat(new Lib0Reader(bytes(hex)).readVarUint()).isEqualTo(value);
    }

    @Test
    void overlongNumbersAreRead() {
        assertThat(new Lib0Reader(bytes("8000")).readVarUint()).isZero();
        assertThat(new Lib0Reader(bytes("ff808000")).readVarUint()).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffffff1f",
                "ffffffffffffff7f",
                "8080808080808080808001",
                "ffffffffffffffffffff01"
            })
    void numbersAboveTheSafeIntegersAreRefused(String hex) {
        assertThat(codeOf(() -> new Lib0Reader(bytes(hex)).readVarUint()))
                .isEqualTo("number-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ffffff"})
    void numbersThatEndEarlyAreRefused(String hex) {
        assertThat(codeOf(() -> new Lib0Reader(bytes(hex)).readVarUint())).isEqualTo("truncated");
        assertThat(codeOf(() -> new Lib0Reader(bytes(hex)).readVarIntAsDouble()))
                .isEqualTo("truncated");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "-1, 41",
        "63, 3f",
        "-63, 7f",
        "1000000, 80897a",
        "64, 8001",
        "-64, c001",
        "8191, bf7f",
        "2147483647, bfffffff0f",
        "-9007199254740991, ffffffffffffff1f"
    })
    void signedNumbers(long value, String hex) {
        assertThat(written(out -> out.writeVarInt(value < 0, Math.abs(value)))).isEqualTo(hex);
        assertThat(new Lib0Reader(bytes(hex)).readVarIntAsDouble()).isEqualTo(value);
    }

    @Test
    void minusZeroIsANumberOfItsOwn() {
        assertThat(written(out -> out.writeVarInt(true, 0))).isEqualTo("40");
        assertThat(Double.doubleToLongBits(new Lib0Reader(bytes("40")).readVarIntAsDouble()))
                .isEqualTo(Double.doubleToLongBits(-0.0));
    }

    @Test
    void stringsKeepABomAndHaveNoTerminator() {
        assertThat(new Lib0Reader(bytes("04efbbbf41")).readVarString()).isEqualTo("\ufeffA");
        assertThat(written(out -> out.writeVarString("\ufeffA"))).isEqualTo("04efbbbf41");
    }

    @Test
    void aLoneSurrogateIsWrittenAsTheReplacementCharacter() {
        assertThat(written(out -> out.writeVarString("\ud83d"))).isEqualTo("03efbfbd");
        assertThat(written(out -> out.writeVarString("a\ude00b"))).isEqualTo("0561efbfbd62");
        assertThat(written(out -> out.writeVarString("\ud83d\ude00"))).isEqualTo("04f09f9880");
        assertThat(Utf8.wellFormed("\ude00\ud83d")).isEqualTo("\ufffd\ufffd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02c328", // no continuation
                "03eda0bd", // a surrogate
                "02c0af", // over-long
                "03e080af",
                "04f08080af",
                "04f4908080", // above U+10FFFF
                "0180",
                "02e282", // ends early
                "01ff"
            })
    void malformedTextIsRefused(String hex) {
        assertThat(codeOf(() -> new Lib0Reader(bytes(hex)).readVarString()))
                .isEqualTo("invalid-utf8");
    }

    @Test
    void lengthsAreCountedInUtf16Units() {
        byte[] text = "aé€😀".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.validate(text, 0, text.length)).isEqualTo(5);
        assertThat(Utf8.offsetOfUnit(text, 0, 1)).isEqualTo(1);
        assertThat(Utf8.offsetOfUnit(text, 0, 2)).isEqualTo(3);
        assertThat(Utf8.offsetOfUnit(text, 0, 3)).isEqualTo(6);
        assertThat(Utf8.splitsPair(text, 0, 3)).isFalse();
        assertThat(Utf8.splitsPair(text, 0, 4)).isTrue();
        assertThat(Utf8.splitsPair(text, 0, 5)).isFalse();
    }

    @Test
    void byteStrings() {
        assertThat(written(out -> out.writeVarBytes(new byte[0]))).isEqualTo("00");
        assertThat(written(out -> out.writeVarBytes(new byte[] {1, 2, 3}))).isEqualTo("03010203");
        assertThat(codeOf(() -> new Lib0Reader(bytes("0501")).readVarBytes()))
                .isEqualTo("truncated");
    }

    @Test
    void aCountIsHeldAgainstWhatIsLeft() {
        assertThat(codeOf(() -> new Lib0Reader(bytes("04000000")).readCount(1)))
                .isEqualTo("impossible-count");
        assertThat(new Lib0Reader(bytes("03000000")).readCount(1)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f",
                "7e",
                "7d40",
                "7c3fc00000",
                "79",
                "78",
                "770178",
                "7600",
                "7500",
                "740109"
            })
    void anyValuesAreSkippedWhole(String hex) {
        var in = new Lib0Reader(bytes(hex));
        AnyTag.skip(in, 8);
        assertThat(in.hasMore()).isFalse();
        for (int length = 0; length < hex.length() / 2; length++) {
            var cut = new Lib0Reader(bytes(hex), 0, length);
            assertThat(codeOf(() -> AnyTag.skip(cut, 8))).isEqualTo("truncated");
        }
    }

    @Test
    void unknownTagsAreRefused() {
        assertThat(codeOf(() -> AnyTag.skip(new Lib0Reader(bytes("73")), 8)))
                .isEqualTo("unknown-any");
        assertThat(codeOf(() -> AnyTag.skip(new Lib0Reader(bytes("80")), 8)))
                .isEqualTo("unknown-any");
    }

    @Test
    void nestingIsLimitedAndNeedsNoStack() {
        int depth = 100_000;
        byte[] nested = bytes("7501".repeat(depth) + "7e");
        var in = new Lib0Reader(nested);
        AnyTag.skip(in, depth);
        assertThat(in.hasMore()).isFalse();
        assertThat(codeOf(() -> AnyTag.skip(new Lib0Reader(nested), depth - 1)))
                .isEqualTo("limit-depth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                " false ",
                "0",
                "-0",
                "-1.5e-7",
                "1E+21",
                "\"\"",
                "\"a\\u00e9\\n\"",
                "[]",
                "[ ]",
                "[1,[2,{}],\"x\"]",
                "{}",
                "{ \"a\" : [ ] , \"b\" : {\"c\":null} }",
                "\"é😀\""
            })
    void jsonIsAccepted(String text) {
        byte[] json = Utf8.encode(text);
        JsonText.validate(json, 0, json.length, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "undefined",
                "nul",
                "01",
                "1.",
                ".5",
                "1e",
                "-",
                "+1",
                "NaN",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[",
                "]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1",
                "1 2",
                "{}{}",
                "[}",
                "{]"
            })
    void whatIsNotJsonIsRefused(String text) {
        byte[] json = Utf8.encode(text);
        assertThatThrownBy(() -> JsonText.validate(json, 0, json.length, 8))
                .isInstanceOf(MalformedEncodingException.class)
                .hasMessageStartingWith("invalid-json");
    }

    @Test
    void nestedJsonIsLimitedAndNeedsNoStack() {
        int depth = 100_000;
        byte[] json = Utf8.encode("[".repeat(depth) + "]".repeat(depth));
        JsonText.validate(json, 0, json.length, depth);
        assertThat(codeOf(() -> JsonText.validate(json, 0, json.length, depth - 1)))
                .isEqualTo("limit-depth");
    }
}
