package dev.evenkeel.crdt.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// The bytes are those that lib0 writes.
class ColumnsTest {

    private static int[] numbers(String text) {
        return text.isEmpty()
                ? new int[0]
                : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /// The column without its length.
    private static String body(Lib0Writer out) {
        byte[] column = new Lib0Reader(out.toByteArray()).readVarBytes();
        return HexFormat.of().formatHex(column);
    }

    private static Lib0Reader in(String hex) {
        return new Lib0Reader(bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 04",
        "4 4 4, 04",
        "4 4 7, 04 01 07",
        "4 7 7 7 4, 04 00 07 02 04",
        "0, 00",
        "255 0, ff 00 00"
    })
    void runsOfBytes(String values, String hex) {
        var encoder = new RleEncoder();
        var decoder = new RleDecoder(in(hex));
        for (int value : numbers(values)) {
            encoder.write(value);
            assertThat(decoder.read()).isEqualTo(value);
        }
        decoder.finish();
        var out = new Lib0Writer();
        encoder.finish(out);
        assertThat(body(out)).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void theLastByteComesForEver() {
        var decoder = new RleDecoder(in("040007"));
        assertThat(decoder.read()).isEqualTo(4);
        for (int i = 0; i < 1000; i++) {
            assertThat(decoder.read()).isEqualTo(7);
        }
        decoder.finish();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "0 0, 40 00",
        "0 0 0, 40 01",
        "5 5, 45 00",
        "1 2 3 3 3, 01 02 43 01",
        "7 7 0 0 7, 47 00 40 00 07",
        "300 300 300, ec 04 01"
    })
    void runsOfNumbers(String values, String hex) {
        var encoder = new UintOptRleEncoder();
        var decoder = new UintOptRleDecoder(in(hex));
        for (int value : numbers(values)) {
            encoder.write(value);
            assertThat(decoder.read()).isEqualTo(value);
        }
        decoder.finish();
        var out = new Lib0Writer();
        encoder.finish(out);
        assertThat(body(out)).isEqualTo(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "0 0, 01 00",
        "0 1, 00 02",
        "0 1 2 3, 00 03 01",
        "3 1100 1101 1050 0, 06 92 22 02 e6 01 f4 20",
        "1 2 3 2, 03 01 42",
        "10 8 6 4 4, 14 43 01 00"
    })
    void runsOfSteps(String values, String hex) {
        var encoder = new IntDiffOptRleEncoder();
        var decoder = new IntDiffOptRleDecoder(in(hex));
        for (int value : numbers(values)) {
            encoder.write(value);
            assertThat(decoder.read()).isEqualTo(value);
        }
        decoder.finish();
        var out = new Lib0Writer();
        encoder.finish(out);
        assertThat(body(out)).isEqualTo(hex.replace(" ", ""));
    }

    private static String stringColumn(String... values) {
        var encoder = new StringEncoder();
        for (String value : values) {
            encoder.write(value);
        }
        var out = new Lib0Writer();
        encoder.finish(out);
        return body(out);
    }

    private static String read(StringDecoder decoder) {
        int units = decoder.next();
        String text =
                new String(
                        decoder.source(),
                        decoder.from(),
                        decoder.to() - decoder.from(),
                        StandardCharsets.UTF_8);
        assertThat(text).hasSize(units);
        return text;
    }

    @Test
    void strings() {
        assertThat(stringColumn()).isEqualTo("00");
        assertThat(stringColumn("")).isEqualTo("0000");
        assertThat(stringColumn("ab", "", "😀")).isEqualTo("066162f09f988002" + "0002");
        assertThat(stringColumn("a", "b", "c")).isEqualTo("036162634101");
        var decoder = new StringDecoder(in("066162f09f988002" + "0002"));
        assertThat(read(decoder)).isEqualTo("ab");
        assertThat(read(decoder)).isEmpty();
        assertThat(read(decoder)).isEqualTo("😀");
        decoder.finish();
    }

    @Test
    void halvesOfAPairAreReplaced() {
        // "a😀😀b" cut after three, one and one units.
        var decoder = new StringDecoder(in("0a61f09f9880f09f988062" + "02020101"));
        assertThat(read(decoder)).isEqualTo("a\ufffd");
        assertThat(read(decoder)).isEqualTo("\ufffd\ufffd");
        assertThat(read(decoder)).isEqualTo("\ufffd");
        assertThat(read(decoder)).isEqualTo("b");
        decoder.finish();
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 500; round++) {
            int[] values = new int[random.nextInt(60)];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(Integer.MAX_VALUE);
                            case 1 -> i == 0 ? 0 : values[i - 1];
                            case 2 -> i == 0 ? 7 : Math.abs(values[i - 1] + 1);
                            default -> random.nextInt(3);
                        };
            }
            var runs = new UintOptRleEncoder();
            var steps = new IntDiffOptRleEncoder();
            var bytes = new RleEncoder();
            for (int value : values) {
                runs.write(value);
                steps.write(value);
                bytes.write(value & 0xff);
            }
            var out = new Lib0Writer();
            runs.finish(out);
            steps.finish(out);
            bytes.finish(out);
            var in = new Lib0Reader(out.toByteArray());
            var a = new UintOptRleDecoder(in.readColumn());
            var b = new IntDiffOptRleDecoder(in.readColumn());
            var c = new RleDecoder(in.readColumn());
            for (int value : values) {
                assertThat(a.read()).isEqualTo(value);
                assertThat(b.read()).isEqualTo(value);
                assertThat(c.read()).isEqualTo(value & 0xff);
            }
            a.finish();
            b.finish();
            c.finish();
        }
    }

    @Test
    void largeClientsPassThrough() {
        long client = Lib0Reader.MAX_SAFE_INTEGER;
        var encoder = new UintOptRleEncoder();
        encoder.write(client);
        encoder.write(client);
        var out = new Lib0Writer();
        encoder.finish(out);
        var decoder = new UintOptRleDecoder(new Lib0Reader(out.toByteArray()).readColumn());
        assertThat(decoder.read()).isEqualTo(client);
        assertThat(decoder.read()).isEqualTo(client);
    }

    @Test
    void columnsThatEndEarlyAreRefused() {
        assertThatThrownBy(() -> new RleDecoder(in("")).read()).hasMessageContaining("truncated");
        assertThatThrownBy(() -> new UintOptRleDecoder(in("")).read())
                .hasMessageContaining("truncated");
        assertThatThrownBy(() -> new UintOptRleDecoder(in("45")).read())
                .hasMessageContaining("truncated");
        assertThatThrownBy(() -> new IntDiffOptRleDecoder(in("")).read())
                .hasMessageContaining("truncated");
        assertThatThrownBy(() -> new StringDecoder(in("016102")).next())
                .hasMessageContaining("truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0505", "4500", "4000"})
    void columnsWithMoreThanWasAskedForAreRefused(String hex) {
        var decoder = new UintOptRleDecoder(in(hex));
        decoder.read();
        assertThatThrownBy(decoder::finish).hasMessageContaining("trailing-bytes");
    }

    @Test
    void stepsLeadToClocksOnly() {
        var below = new IntDiffOptRleDecoder(in("42"));
        assertThatThrownBy(below::read).hasMessageContaining("clock-overflow");
        var above = new IntDiffOptRleDecoder(in("80808080" + "20"));
        assertThatThrownBy(above::read).hasMessageContaining("clock-overflow");
        // Two to the 52nd, again and again.
        var far = new IntDiffOptRleDecoder(in("bfffffffffffff1fffffffff0f"));
        assertThatThrownBy(far::read).hasMessageContaining("clock-overflow");
    }
}
