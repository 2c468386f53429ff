package dev.evenkeel.adapters.ws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.crdt.protocol.AwarenessUpdate;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class YWebsocketCodecTest {

    private static final String INSERT_A = "01 01 64 00 04 01 01 74 01 41 00";
    private static final String PRESENCE = "01 10 01 64 01 0c 7b 22 6e 61 6d 65 22 3a 22 78 22 7d";

    private final YWebsocketCodec codec = new YWebsocketCodec(10, 1_000, 8);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(Frame frame) {
        return HexFormat.ofDelimiter(" ").formatHex(frame.bytes());
    }

    private List<YMessage> messages(String hex) {
        return codec.decode(bytes(hex)) instanceof Decoded.Messages(List<YMessage> messages)
                ? messages
                : List.of();
    }

    private String complaint(String hex) {
        return codec.decode(bytes(hex)) instanceof Decoded.Malformed(String code, _) ? code : "";
    }

    private static AwarenessEntry gone(long client, long clock) {
        return new AwarenessEntry(client, clock, null);
    }

    /// The recorded session of two stock clients, both directions.
    @Nested
    class TheSampleSession {

        @Test
        void clientFramesAreReadAsWhatTheyAre() {
            assertThat(messages("00 00 01 00"))
                    .containsExactly(new YMessage.SyncStep1(StateVector.NOTHING));
            assertThat(messages("01 06 01 64 00 02 7b 7d"))
                    .containsExactly(
                            new YMessage.Awareness(List.of(new AwarenessEntry(100, 0, "{}"))));
            assertThat(messages("00 01 02 00 00"))
                    .containsExactly(new YMessage.SyncStep2(Update.NONE));
            assertThat(messages("00 02 0b " + INSERT_A))
                    .containsExactly(new YMessage.SyncUpdate(Update.of(bytes(INSERT_A))));
            assertThat(messages(PRESENCE))
                    .containsExactly(
                            new YMessage.Awareness(
                                    List.of(new AwarenessEntry(100, 1, "{\"name\":\"x\"}"))));
            assertThat(messages("01 07 01 c8 01 00 02 7b 7d"))
                    .containsExactly(
                            new YMessage.Awareness(List.of(new AwarenessEntry(200, 0, "{}"))));
            assertThat(messages("01 08 01 64 01 04 6e 75 6c 6c"))
                    .containsExactly(new YMessage.Awareness(List.of(gone(100, 1))));
            assertThat(messages("03")).containsExactly(new YMessage.QueryAwareness());
        }

        @Test
        void serverFramesAreWrittenByteForByte() {
            assertThat(hex(YWebsocketCodec.step1(StateVector.NOTHING))).isEqualTo("00 00 01 00");
            assertThat(hex(YWebsocketCodec.step1(StateVector.of(bytes("01 64 01")))))
                    .isEqualTo("00 00 03 01 64 01");
            assertThat(hex(YWebsocketCodec.step2(Update.NONE))).isEqualTo("00 01 02 00 00");
            assertThat(hex(YWebsocketCodec.step2(Update.of(bytes(INSERT_A)))))
                    .isEqualTo("00 01 0b " + INSERT_A);
            assertThat(hex(YWebsocketCodec.update(Update.of(bytes(INSERT_A)))))
                    .isEqualTo("00 02 0b " + INSERT_A);
            assertThat(awareness(new AwarenessEntry(100, 1, "{\"name\":\"x\"}")))
                    .containsExactly(PRESENCE);
            assertThat(awareness(gone(100, 1))).containsExactly("01 08 01 64 01 04 6e 75 6c 6c");
            assertThat(awareness()).containsExactly("01 01 00");
            assertThat(hex(YWebsocketCodec.denied("no"))).isEqualTo("02 00 02 6e 6f");
        }

        private static Stream<String> awareness(AwarenessEntry... entries) {
            return YWebsocketCodec.awareness(List.of(entries)).stream()
                    .map(YWebsocketCodecTest::hex);
        }
    }

    @Nested
    class SeveralMessagesInOneFrame {

        @Test
        void areReadInTheirOrder() {
            assertThat(messages("00 00 01 00 00 01 02 00 00 03"))
                    .containsExactly(
                            new YMessage.SyncStep1(StateVector.NOTHING),
                            new YMessage.SyncStep2(Update.NONE),
                            new YMessage.QueryAwareness());
        }

        @Test
        void countOnlyTogether() {
            assertThat(complaint("00 00 01 00 00 01 02 00")).isEqualTo("truncated");
        }

        @Test
        void areLimitedInNumber() {
            assertThat(messages("03 03 03 03 03 03 03 03 03 03")).hasSize(10);
            assertThat(complaint("03 03 03 03 03 03 03 03 03 03 03")).isEqualTo("limit-messages");
        }
    }

    @Nested
    class MalformedFrames {

        @ParameterizedTest
        @CsvSource({
            "'', truncated",
            "00 02 ff ff ff ff 0f 00, truncated",
            "00 03 00, unknown-sync-message",
            "66 00, unknown-message",
            "02 01 00, unknown-auth-message",
            "00 00 02 01 64, impossible-count",
            "01 02 00 00, trailing-bytes",
            "01 05 01 64 01 01 ff, invalid-utf8",
        })
        void areNamed(String hex, String code) {
            assertThat(codec.decode(bytes(hex)))
                    .isInstanceOfSatisfying(
                            Decoded.Malformed.class,
                            malformed -> assertThat(malformed.code()).isEqualTo(code));
        }

        @Test
        void ofAnyKindAreAnAnswerAndNeverAnException() {
            long seed = 20_260_701;
            var random = new Random(seed);
            for (int round = 0; round < 50_000; round++) {
                var frame = new byte[random.nextInt(40)];
                random.nextBytes(frame);
                if (0 < frame.length && random.nextBoolean()) {
                    frame[0] = (byte) random.nextInt(4);
                }
                assertThat(codec.decode(frame)).as("seed %d round %d", seed, round).isNotNull();
            }
        }
    }

    @Nested
    class AwarenessStates {

        private static String frame(String state) {
            List<Frame> frames =
                    YWebsocketCodec.awareness(List.of(new AwarenessEntry(1, 1, state)));
            return hex(frames.getFirst());
        }

        @Test
        void areTakenAsTheyAreWhenTheyAreJson() {
            for (String state : List.of(" { \"a\" : [ 1 , null ] } ", "[[[[[[[[]]]]]]]]")) {
                assertThat(messages(frame(state)))
                        .containsExactly(
                                new YMessage.Awareness(List.of(new AwarenessEntry(1, 1, state))));
            }
        }

        @Test
        void areMalformedWhenTheyAreNotOrNestTooDeep() {
            assertThat(complaint(frame("{a:1}"))).isEqualTo("awareness-no-json");
            assertThat(complaint(frame("[[[[[[[[[]]]]]]]]]"))).isEqualTo("limit-depth");
        }

        @Test
        void thatSayNullMeanGoneHoweverTheyAreSpaced() {
            assertThat(messages(frame(" null ")))
                    .containsExactly(new YMessage.Awareness(List.of(gone(1, 1))));
        }

        @Test
        void ofMoreBytesThanAllowedAreNotRead() {
            String state = "\"" + "x".repeat(1_000) + "\"";
            assertThat(messages(frame(state) + "03"))
                    .containsExactly(
                            new YMessage.AwarenessTooLarge(1_007), new YMessage.QueryAwareness());
        }

        /// Such a clock could never be raised, and those who hear of it send it on in good faith.
        @Test
        void withAClockOutOfReachAreLeftOut() {
            List<Frame> frames =
                    YWebsocketCodec.awareness(
                            List.of(
                                    new AwarenessEntry(1, AwarenessUpdate.CLOCK_MAX + 1, "{}"),
                                    new AwarenessEntry(2, AwarenessUpdate.CLOCK_MAX, "{}")));
            assertThat(messages(hex(frames.getFirst())))
                    .containsExactly(
                            new YMessage.Awareness(
                                    List.of(
                                            new AwarenessEntry(
                                                    2, AwarenessUpdate.CLOCK_MAX, "{}"))));
        }

        @Test
        void ofManyClientsAreWrittenInSeveralFrames() {
            var wide = new YWebsocketCodec(10, 64 << 10, 8);
            String state = "\"" + "x".repeat(1_000) + "\"";
            var entries = new ArrayList<AwarenessEntry>();
            for (int client = 0; client < 1_000; client++) {
                entries.add(new AwarenessEntry(client, 1, state));
            }
            List<Frame> frames = YWebsocketCodec.awareness(entries);
            var read = new ArrayList<AwarenessEntry>();
            for (Frame frame : frames) {
                assertThat(frame.size()).isLessThan(YWebsocketCodec.PRESENCE_FRAME_BYTES + 1_100);
                if (wide.decode(frame.bytes()) instanceof Decoded.Messages(var messages)
                        && messages.getFirst() instanceof YMessage.Awareness(var some)) {
                    read.addAll(some);
                }
            }
            assertThat(frames).hasSizeGreaterThan(25);
            assertThat(read).isEqualTo(entries);
        }
    }
}
