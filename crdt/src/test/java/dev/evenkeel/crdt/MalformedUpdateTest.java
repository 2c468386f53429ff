package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

/// What is not an update is refused by name, and leaves no trace.
class MalformedUpdateTest {

    private static final String GOOD = "01 01 02 00 04 01 01 74 01 61 00";

    private final YDoc doc = YDoc.create(1);
    private final byte[] before;

    MalformedUpdateTest() {
        doc.getText("t").insert(0, "abc");
        doc.getMap("m").set("k", new YValue.Shared(YText.of("x")));
        before = doc.encodeStateAsUpdate();
    }

    private void assertRefused(byte[] update, String code) {
        doc.onUpdate((_, _) -> assertThat(true).as("an event").isFalse());
        var refusal =
                catchThrowableOfType(MalformedUpdateException.class, () -> doc.applyUpdate(update));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.rootNames()).containsExactly("m", "t");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("nothing at all", "", "truncated"),
                Arguments.of("no delete set", "00", "truncated"),
                Arguments.of("bytes behind the end", GOOD + "00", "trailing-bytes"),
                Arguments.of(
                        "33 million structs in 7 bytes",
                        "01 80 a2 de 0f 01 00",
                        "impossible-count"),
                Arguments.of("a million sections", "c0 84 3d 00 00", "impossible-count"),
                Arguments.of(
                        "a huge array",
                        "01 01 02 00 08 01 01 61 01 75 ff ff ff ff 0f 00",
                        "impossible-count"),
                Arguments.of(
                        "a huge object",
                        "01 01 02 00 08 01 01 61 01 76 ff ff ff ff 0f 00",
                        "impossible-count"),
                Arguments.of(
                        "a huge list",
                        "01 01 02 00 08 01 01 61 ff ff ff ff 0f 00",
                        "impossible-count"),
                Arguments.of(
                        "a huge text", "01 01 02 00 04 01 01 74 ff ff ff 07 61 00", "truncated"),
                Arguments.of(
                        "a clock beyond an int",
                        "01 01 02 ff ff ff ff 0f 00 01 00",
                        "clock-overflow"),
                Arguments.of(
                        "a gap of 2^53-1",
                        "01 01 02 00 00 ff ff ff ff ff ff ff 0f 00",
                        "clock-overflow"),
                Arguments.of(
                        "a gap that ends behind an int",
                        "01 01 02 01 00 ff ff ff ff 07 00",
                        "clock-overflow"),
                Arguments.of(
                        "a deletion beyond an int",
                        "00 01 01 01 ff ff ff ff 07 01",
                        "clock-overflow"),
                Arguments.of("a gap of nothing", "01 01 02 00 00 00 00", "zero-length"),
                Arguments.of("a skip of nothing", "01 01 02 00 0a 00 00", "zero-length"),
                Arguments.of(
                        "a tombstone of nothing", "01 01 02 00 01 01 01 74 00 00", "zero-length"),
                Arguments.of("an empty text", "01 01 02 00 04 01 01 74 00 00", "zero-length"),
                Arguments.of("an empty list", "01 01 02 00 08 01 01 74 00 00", "zero-length"),
                Arguments.of("an empty old list", "01 01 02 00 02 01 01 74 00 00", "zero-length"),
                Arguments.of(
                        "an origin in itself", "01 01 02 00 84 02 00 01 61 00", "self-reference"),
                Arguments.of(
                        "an origin in its future",
                        "01 01 02 00 84 02 05 01 61 00",
                        "self-reference"),
                Arguments.of(
                        "a right origin in itself",
                        "01 01 02 03 44 02 03 01 61 00",
                        "self-reference"),
                Arguments.of(
                        "a parent that is itself",
                        "01 01 02 00 04 00 02 00 01 61 00",
                        "self-reference"),
                Arguments.of("move content", "01 01 02 00 0b 01 01 74 01 00", "unknown-content"),
                Arguments.of("content 31", "01 01 02 00 1f 01 01 74 01 00", "unknown-content"),
                Arguments.of("a weak link", "01 01 02 00 07 01 01 74 07 00", "unknown-type"),
                Arguments.of("flags on a gap", "01 01 02 00 80 01 00", "flags-on-gap"),
                Arguments.of("flags on a skip", "01 01 02 00 8a 01 00", "flags-on-gap"),
                Arguments.of(
                        "text that is no UTF-8",
                        "01 01 02 00 04 01 01 74 02 c3 28 00",
                        "invalid-utf8"),
                Arguments.of(
                        "a name that is no UTF-8",
                        "01 01 02 00 04 01 01 ff 01 61 00",
                        "invalid-utf8"),
                Arguments.of(
                        "a surrogate in UTF-8",
                        "01 01 02 00 04 01 01 74 03 ed a0 bd 00",
                        "invalid-utf8"),
                Arguments.of(
                        "an embed that is no JSON",
                        "01 01 02 00 05 01 01 74 01 7b 00",
                        "invalid-json"),
                Arguments.of(
                        "a format value that is no JSON",
                        "01 01 02 00 06 01 01 74 01 62 01 78 00",
                        "invalid-json"),
                Arguments.of(
                        "an old list that is no JSON",
                        "01 01 02 00 02 01 01 74 01 01 78 00",
                        "invalid-json"),
                Arguments.of("an unknown value", "01 01 02 00 08 01 01 61 01 73 00", "unknown-any"),
                Arguments.of(
                        "a subdocument without options",
                        "01 01 02 00 09 01 01 61 01 67 7e 00",
                        "invalid-options"),
                Arguments.of(
                        "a client in two sections",
                        "02 01 02 00 04 01 01 74 01 61 01 02 01 84 02 00 01 62 00",
                        "repeated-client"),
                Arguments.of(
                        "a number of more than 53 bits",
                        "01 01 ff ff ff ff ff ff ff ff 01 00 00 01 00",
                        "number-too-large"),
                Arguments.of(
                        "values nested 300 deep",
                        "01 01 02 00 08 01 01 61 01" + "75 01".repeat(300) + "7e 00",
                        "limit-depth"),
                Arguments.of(
                        "JSON nested 300 deep",
                        "01 01 02 00 05 01 01 74 d9 04"
                                + "5b".repeat(300)
                                + "31"
                                + "5d".repeat(300)
                                + "00",
                        "limit-depth"),
                Arguments.of(
                        "a clock made useless",
                        "01 01 02 00 00 ff ff ff ff 03 00",
                        "limit-gap-advance"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("malformed")
    void isRefused(String what, String hex, String code) {
        assertThat(what).isNotEmpty();
        assertRefused(Hex.bytes(hex), code);
    }

    @Test
    void everyUpdateThatEndsEarlyIsRefused() {
        byte[] whole =
                Hex.bytes(
                        """
                        01 08 ac02 00 04 01 01 74 01 48 84 ac02 00 02 c3a9 81 ac02 01 01
                        84 ac02 02 01 21 c4 ac02 00 ac02 01 01 58 28 01 01 6d 01 6b 01 75 02 78 7d42
                        27 01 01 6d 01 6e 02 04 00 ac02 06 01 7a 01 ac02 01 02 01
                        """);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(
                            catchThrowableOfType(
                                    MalformedUpdateException.class, () -> doc.applyUpdate(cut)))
                    .as("%d bytes", length)
                    .isNotNull();
            assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
        }
        doc.applyUpdate(whole);
    }

    @Test
    void limitsOfTheUpdate() {
        Limits tight = Limits.DEFAULT.withUpdateBytes(10).withStructs(1);
        var bytes =
                catchThrowableOfType(
                        MalformedUpdateException.class, () -> Update.parse(Hex.bytes(GOOD), tight));
        assertThat(bytes.code()).isEqualTo("limit-bytes");
        var structs =
                catchThrowableOfType(
                        MalformedUpdateException.class,
                        () -> Update.parse(Hex.bytes("01 02 02 00 00 01 00 01 00"), tight));
        assertThat(structs.code()).isEqualTo("limit-structs");
    }

    @Test
    void limitsOfTheDocument() {
        YDoc tight =
                YDoc.builder()
                        .clientId(1)
                        .limits(Limits.DEFAULT.withClients(2).withRoots(2).withPendingStructs(2))
                        .build();
        tight.getText("t").insert(0, "a");
        tight.applyUpdate(Hex.bytes(GOOD));
        assertThat(codeOf(tight, "01 01 03 00 04 01 01 74 01 61 00")).isEqualTo("limit-clients");
        tight.applyUpdate(Hex.bytes("01 01 02 01 04 01 01 75 01 61 00"));
        assertThat(codeOf(tight, "01 01 02 02 04 01 01 76 01 61 00")).isEqualTo("limit-roots");
        tight.applyUpdate(Hex.bytes("01 02 02 09 84 02 08 01 61 84 02 08 01 61 00"));
        assertThat(codeOf(tight, "01 01 02 0f 84 02 0e 01 61 00")).isEqualTo("limit-pending");
        assertThat(tight.pending().structs()).isEqualTo(2);
        // What fills the gap is always welcome.
        tight.applyUpdate(Hex.bytes("01 01 02 02 04 01 01 75 07 61 61 61 61 61 61 61 00"));
        assertThat(tight.pending().isEmpty()).isTrue();
        StoreCheck.verify(tight);
    }

    @Test
    void whatIsTrustedMayHaveLargeGaps() {
        byte[] gap = Hex.bytes("01 01 02 00 00 ff ff ff ff 03 00");
        assertRefused(gap, "limit-gap-advance");
        YDoc loaded = YDoc.create(1);
        loaded.applyUpdate(Update.parse(gap, Limits.TRUSTED), null);
        assertThat(loaded.stateVector().get(2)).isEqualTo((1 << 30) - 1);
    }

    private static String codeOf(YDoc doc, String hex) {
        return catchThrowableOfType(
                        MalformedUpdateException.class, () -> doc.applyUpdate(Hex.bytes(hex)))
                .code();
    }

    @Test
    void stateVectorsAreHeldToTheSame() {
        for (String hex : new String[] {"", "01", "01 05", "02 05 01", "01 05 01 00"}) {
            assertThat(
                            catchThrowableOfType(
                                    MalformedUpdateException.class,
                                    () -> StateVector.decode(Hex.bytes(hex))))
                    .as(hex)
                    .isNotNull();
        }
    }
}
