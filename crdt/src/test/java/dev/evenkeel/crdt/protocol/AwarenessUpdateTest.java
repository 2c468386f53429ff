package dev.evenkeel.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.crdt.protocol.AwarenessUpdate.Entry;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class AwarenessUpdateTest {

    private static final AwarenessLimits LIMITS = new AwarenessLimits(10, 3, 100, 8);

    private static List<Entry> read(byte[] bytes) {
        return AwarenessUpdate.decode(bytes, LIMITS).entries();
    }

    private static String complaint(byte[] bytes) {
        return catchThrowableOfType(MalformedMessageException.class, () -> read(bytes)).code();
    }

    @Test
    void theBytesAreThoseOfYProtocols() {
        assertThat(Bytes.hex(Bytes.states())).isEqualTo("00");
        assertThat(Bytes.hex(Bytes.state(1, 0, "{}"))).isEqualTo("01 01 00 02 7b 7d");
        assertThat(Bytes.hex(Bytes.state(100, 1, null))).isEqualTo("01 64 01 04 6e 75 6c 6c");
        assertThat(Bytes.hex(Bytes.states(new Entry(200, 300, "1"), new Entry(1, 2, "\"é\""))))
                .isEqualTo("02 c8 01 ac 02 01 31 01 02 04 22 c3 a9 22");
    }

    @ParameterizedTest
    @CsvSource({
        "'', truncated",
        "01, impossible-count",
        "ff ff ff ff 0f 00, impossible-count",
        "04 01 01 01 31 02 01 01 31 03 01 01 31 04 01 01 31, limit-states",
        "00 00, trailing-bytes",
        "01 64 01 05 31 31, truncated",
        "01 80 80 80 80 80 80 80 80 01 01 31, number-too-large",
        "01 64 01 01 ff, invalid-utf8",
        "01 64 01 03 ed a0 bd, invalid-utf8",
        "01 64 01 00, awareness-no-json",
        "01 64 01 01 7b, awareness-no-json",
    })
    void aMalformedUpdateHasAName(String hex, String code) {
        assertThat(complaint(Bytes.of(hex))).isEqualTo(code);
    }

    @Nested
    class States {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "1",
                    "-1.5e300",
                    "\"x\"",
                    "true",
                    " { \"a\" : [ 1 , null ] } ",
                    "\"\\ud83d\"",
                    "[[[[[[[[]]]]]]]]"
                })
        void areKeptAsTheyAre(String state) {
            assertThat(read(Bytes.state(1, 1, state))).containsExactly(new Entry(1, 1, state));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "}",
                    "{}{}",
                    "{} x",
                    "nul",
                    "nulll",
                    "undefined",
                    "NaN",
                    "Infinity",
                    "'x'",
                    "{a:1}",
                    "01",
                    "1.",
                    ".5",
                    "+1",
                    "[1,]",
                    "{\"a\":1,}",
                    "\"\\x\"",
                    "\"\n\"",
                    "\uFEFF{}",
                    "\u00a0{}",
                    "// c\n1"
                })
        void areJson(String state) {
            assertThat(complaint(Bytes.state(1, 1, state))).isEqualTo("awareness-no-json");
        }

        @Test
        void thatSayNullMeanGoneHoweverTheyAreSpaced() {
            for (String state : List.of("null", " null", "\t\r\n          null  ")) {
                assertThat(read(Bytes.state(1, 1, state))).containsExactly(new Entry(1, 1, null));
            }
        }

        @Test
        void areLimitedInSizeAndDepth() {
            assertThat(read(Bytes.state(1, 1, "\"" + "x".repeat(98) + "\""))).hasSize(1);
            assertThat(complaint(Bytes.state(1, 1, "\"" + "x".repeat(99) + "\"")))
                    .isEqualTo("limit-state-bytes");
            assertThat(complaint(Bytes.state(1, 1, "[[[[[[[[[]]]]]]]]]"))).isEqualTo("limit-depth");
        }

        @Test
        void thatAreNestedAsDeepAsTheyAreLongTakeNoStack() {
            var deep = "[".repeat(100_000) + "]".repeat(100_000);
            var loose = AwarenessLimits.DEFAULT.withDepth(200_000).withStateBytes(400_000);
            var awareness = new Awareness(1, () -> java.time.Instant.EPOCH, loose);
            awareness.apply(Bytes.state(2, 1, deep), null);
            awareness.apply(Bytes.state(2, 2, " " + deep), null);
            assertThat(awareness.value(2)).isEqualTo(awareness.value(2));
            assertThat(awareness.clock(2)).hasValue(2);
        }
    }

    @Nested
    class Modifying {

        @Test
        void changesStatesAndNothingElse() {
            byte[] update = Bytes.states(new Entry(7, 3, "{\"a\":1}"), new Entry(8, 4, null));
            List<Entry> seen = new ArrayList<>();
            byte[] modified =
                    AwarenessUpdate.modify(
                            update,
                            LIMITS,
                            entry -> {
                                seen.add(entry);
                                return entry.state() == null ? null : "{\"b\":2}";
                            });
            assertThat(seen).containsExactlyElementsOf(read(update));
            assertThat(read(modified))
                    .containsExactly(new Entry(7, 3, "{\"b\":2}"), new Entry(8, 4, null));
            assertThat(AwarenessUpdate.modify(update, LIMITS, Entry::state)).isEqualTo(update);
        }

        @Test
        void doesNotBringInWhatNoPeerCouldRead() {
            assertThatThrownBy(
                            () -> AwarenessUpdate.modify(Bytes.state(7, 3, "{}"), LIMITS, _ -> "{"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEntryHasAClientAndAClockThatJavaScriptCanHold() {
        assertThat(new Entry((1L << 53) - 1, (1L << 53) - 1, null).state()).isNull();
        for (long wrong : new long[] {-1, 1L << 53}) {
            assertThatThrownBy(() -> new Entry(wrong, 0, null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Entry(0, wrong, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
