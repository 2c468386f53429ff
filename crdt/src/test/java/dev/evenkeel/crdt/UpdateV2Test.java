package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Format V2 in the bytes of Yjs.
class UpdateV2Test {

    private static final String EXAMPLE_V1 =
            """
            01 08 ac02 00 04 01 01 74 01 48 84 ac02 00 02 c3a9 81 ac02 01 01
            84 ac02 02 01 21 c4 ac02 00 ac02 01 01 58 28 01 01 6d 01 6b 01 75 02 78 7d42
            27 01 01 6d 01 6e 02 04 00 ac02 06 01 7a 01 ac02 01 02 01
            """;

    private static final String EXAMPLE_V2 =
            """
            00 00 03 ec04 05 05 00 0300 44 0c 01 02
            0f 04 00 84 00 81 00 84 00 c4 00 28 00 27 00 04
            0e 0b 7448c3a92158 6d6b 6d6e 7a 4108 03 01 02 00 01 02 02 41 00
            01 08 00 75 02 78 7d42 01 ac02 01 02 00
            """;

    private static final String RICH_V1 =
            """
            01 05 01 00 04 01 01 74 01 61 84 01 00 01 62 46 01 00 04 626f6c64 04 74727565
            c6 01 00 01 01 04 626f6c64 04 6e756c6c 85 01 01 0d 7b22696d616765223a2275227d 00
            """;

    private static final String RICH_V2 =
            """
            00 02 00 02 02 41 04 03 01 00 02 02 00 02 09 04 00 84 00 46 00 c6 00 85
            10 0b 746162626f6c64626f6c64 41 01 44 00 01 01 00 00
            01 05 00 78 7e 76 01 05 696d616765 77 01 75 00
            """;

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("nothing", "00 00", "00 00 00 00 00 00 01 00 00 00 00 00 00"),
                Arguments.of(
                        "three letters",
                        "01 01 01 00 04 01 01 74 03 61 62 63 00",
                        "00 00 01 01 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00"),
                Arguments.of("the worked example", EXAMPLE_V1, EXAMPLE_V2),
                Arguments.of("rich text", RICH_V1, RICH_V2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void bothFormatsSayTheSame(String what, String v1Hex, String v2Hex) {
        byte[] v1 = Hex.bytes(v1Hex);
        byte[] v2 = Hex.bytes(v2Hex);
        assertThat(Hex.of(Update.parse(v1).toV2())).as(what).isEqualTo(Hex.of(v2));
        assertThat(Hex.of(Update.parseV2(v2).toV1())).isEqualTo(Hex.of(v1));
        YDoc fromV1 = YDoc.create(1);
        fromV1.applyUpdate(v1);
        YDoc fromV2 = YDoc.create(1);
        fromV2.applyUpdateV2(v2);
        for (YDoc doc : List.of(fromV1, fromV2)) {
            assertThat(Hex.of(doc.encodeStateAsUpdate())).isEqualTo(Hex.of(v1));
            assertThat(Hex.of(doc.encodeStateAsUpdateV2())).isEqualTo(Hex.of(v2));
        }
    }

    @Test
    void deleteRangesAreDistances() {
        byte[] v2 = Update.parse(Hex.bytes("00 01 01 02 02 03 0a 01")).toV2();
        assertThat(Hex.of(v2)).isEqualTo("00000000000001000000" + "0000" + "0101020202" + "0500");
        assertThat(Update.parseV2(v2).deletes())
                .isEqualTo(Update.parse(Hex.bytes("00 01 01 02 02 03 0a 01")).deletes());
    }

    @Test
    void whatOnlyAnyCanSaySurvivesInVersion2() {
        // An embed {p: undefined, q: -0}, in format V2.
        byte[] v2 =
                Hex.bytes(
                        "00 00 01 01 00 00 01 05 03 01 74 01 01 01 00 00"
                                + "01 01 00 76 02 01 70 7f 01 71 7d 40 00");
        YDoc doc = YDoc.create(1);
        doc.applyUpdateV2(v2);
        assertThat(Hex.of(doc.encodeStateAsUpdateV2())).isEqualTo(Hex.of(v2));
        assertThat(Hex.of(doc.encodeStateAsUpdate()))
                .isEqualTo("010101000501017407" + "7b2271223a307d" + "00");
    }

    @Test
    void aNumberedKeyStandsForTheKeyItWasFirst() {
        // Marks bold and em, then bold again by its number, as no writer does yet.
        byte[] v2 =
                Hex.bytes(
                        "00 03 00 02 42 02 41 01 02 00 02 00 03 06 00 86"
                                + "0b 07 74626f6c64656d 01 04 02 01 01 00 00"
                                + "01 03 00 78 78 7e 00");
        Update update = Update.parseV2(v2);
        var keys = new ArrayList<String>();
        update.forEachStruct(struct -> keys.add(struct.name()));
        assertThat(keys).containsExactly("bold", "em", "bold");
    }

    @Test
    void aHundredThousandMapsFitInFewBytes() {
        YDoc doc = YDoc.create(1);
        YArray array = doc.getArray("a");
        var maps = new ArrayList<YValue>();
        for (int i = 0; i < 100_000; i++) {
            maps.add(new YValue.Shared(YMap.of(Map.of())));
        }
        array.push(maps);
        byte[] v2 = doc.encodeStateAsUpdateV2();
        assertThat(v2).hasSizeLessThan(60);
        YDoc other = YDoc.create(2);
        other.applyUpdateV2(v2);
        assertThat(other.getArray("a").length()).isEqualTo(100_000);
    }

    @Test
    void listenersHearEachTransactionInTheirFormat() {
        YDoc doc = YDoc.create(1);
        var told = new ArrayList<String>();
        doc.onUpdateV2((update, _) -> told.add("2 " + Hex.of(Update.parseV2(update).toV1())));
        doc.onUpdate((update, _) -> told.add("1 " + Hex.of(update)));
        doc.getText("t").insert(0, "ab");
        doc.getText("t").delete(0, 1);
        assertThat(told)
                .containsExactly(
                        "1 01010100040101740261" + "6200",
                        "2 01010100040101740261" + "6200",
                        "1 000101010001",
                        "2 000101010001");
    }

    private static String codeOf(String hex) {
        var refusal =
                catchThrowableOfType(
                        MalformedUpdateException.class, () -> Update.parseV2(Hex.bytes(hex)));
        return refusal == null ? "accepted" : refusal.code();
    }

    static Stream<Arguments> malformed() {
        String abc = "00 00 01 01 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00";
        return Stream.of(
                Arguments.of("nothing at all", "", "truncated"),
                Arguments.of("bytes behind the end", abc + "00", "trailing-bytes"),
                Arguments.of(
                        "ten million structs in 25 bytes",
                        "00 00 01 01 00 00 01 00 01 00 00 00 05 41 fe ac e2 04"
                                + "01 80 ad e2 04 00 00",
                        "limit-budget"),
                Arguments.of(
                        "structs without info",
                        "00 00 01 01 00 00 00 01 00 00 00 00 01 05 00 00",
                        "truncated"),
                Arguments.of(
                        "a column of clients that ends early",
                        "00 00 00 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00",
                        "truncated"),
                Arguments.of(
                        "a client too many",
                        "00 00 02 41 00 00 00 01 04 07 04 74616263 01 03 01 01 00 00 01 01 00 00",
                        "trailing-bytes"),
                Arguments.of(
                        "text that belongs to nobody",
                        "00 00 01 01 00 00 01 04 08 05 7461626364 01 03 01 01 00 00 01 01 00 00",
                        "trailing-bytes"),
                Arguments.of(
                        "text that ends early",
                        "00 00 01 01 00 00 01 04 07 04 74616263 01 04 01 01 00 00 01 01 00 00",
                        "truncated"),
                Arguments.of(
                        "text that is no UTF-8",
                        "00 00 01 01 00 00 01 04 07 04 7461c328 01 03 01 01 00 00 01 01 00 00",
                        "invalid-utf8"),
                Arguments.of(
                        "an empty text",
                        "00 00 01 01 00 00 01 04 04 01 74 01 00 01 01 00 00 01 01 00 00",
                        "zero-length"),
                Arguments.of(
                        "a gap of nothing",
                        "00 00 01 01 00 00 01 00 01 00 00 00 01 00 01 01 00 00",
                        "zero-length"),
                Arguments.of(
                        "a gap of 2^53-1",
                        "00 00 01 01 00 00 01 00 01 00 00 00 08 bf ff ff ff ff ff ff 1f"
                                + "01 01 00 00",
                        "clock-overflow"),
                Arguments.of(
                        "flags on a gap",
                        "00 00 01 01 00 00 01 80 01 00 00 00 01 01 01 01 00 00",
                        "flags-on-gap"),
                Arguments.of(
                        "an origin in itself",
                        "00 00 02 41 00 01 00 00 01 84 03 01 61 01 00 00 00 01 01 00 00",
                        "self-reference"),
                Arguments.of(
                        "content 11",
                        "00 00 01 01 00 00 01 0b 03 01 74 01 01 01 00 00 01 01 00 00",
                        "unknown-content"),
                Arguments.of(
                        "type 7",
                        "00 00 01 01 00 00 01 07 03 01 74 01 01 01 01 07 00 01 01 00 00",
                        "unknown-type"),
                Arguments.of(
                        "more values than bytes",
                        "00 00 01 01 00 00 01 08 03 01 61 01 01 01 00 02 bf 7f 01 01 00 7e 00",
                        "impossible-count"),
                Arguments.of(
                        "a client in two sections",
                        "00 00 02 41 00 00 00 02 00 00 01 00 00 00 01 01 02 01 00 01 01 00",
                        "truncated"),
                Arguments.of(
                        "the same client in two sections",
                        "00 00 02 41 00 00 00 01 00 01 00 00 00 02 41 00 02 01 00 01 01 00",
                        "repeated-client"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("malformed")
    void isRefused(String what, String hex, String code) {
        assertThat(codeOf(hex)).as(what).isEqualTo(code);
        YDoc doc = YDoc.create(1);
        doc.getText("t").insert(0, "abc");
        byte[] before = doc.encodeStateAsUpdateV2();
        doc.onUpdateV2((_, _) -> assertThat(true).as("an event").isFalse());
        assertThat(
                        catchThrowableOfType(
                                MalformedUpdateException.class,
                                () -> doc.applyUpdateV2(Hex.bytes(hex))))
                .isNotNull();
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(before);
        assertThat(doc.rootNames()).containsExactly("t");
    }

    /// What is in values and names is checked as in format V1. Written by our own writer, which
    /// does not check.
    @Test
    void valuesAndNamesAreHeldToTheSame() {
        assertThat(codeOf(Kind.ANY, out -> values(out, "73"))).isEqualTo("unknown-any");
        assertThat(codeOf(Kind.ANY, out -> values(out, "75 ff ff ff ff 0f")))
                .isEqualTo("impossible-count");
        assertThat(codeOf(Kind.ANY, out -> values(out, "76 ff ff ff ff 0f")))
                .isEqualTo("impossible-count");
        assertThat(codeOf(Kind.ANY, out -> values(out, "75 01".repeat(300) + "7e")))
                .isEqualTo("limit-depth");
        assertThat(codeOf(Kind.ANY, out -> values(out, "77 02 c3 28"))).isEqualTo("invalid-utf8");
        assertThat(codeOf(Kind.EMBED, out -> any(out, "73"))).isEqualTo("unknown-any");
        assertThat(
                        codeOf(
                                Kind.FORMAT,
                                out -> {
                                    out.key("b");
                                    any(out, "75 01".repeat(300) + "7e");
                                }))
                .isEqualTo("limit-depth");
        assertThat(
                        codeOf(
                                Kind.DOC,
                                out -> {
                                    out.string("guid");
                                    any(out, "7e");
                                }))
                .isEqualTo("invalid-options");
        assertThat(
                        codeOf(
                                Kind.JSON,
                                out -> {
                                    out.length(1);
                                    out.string("{");
                                }))
                .isEqualTo("invalid-json");
        assertThat(codeOf(Kind.JSON, out -> out.length(0))).isEqualTo("zero-length");
        assertThat(codeOf(Kind.ANY, out -> out.length(0))).isEqualTo("zero-length");
        assertThat(codeOf(Kind.DELETED, out -> out.length(0))).isEqualTo("zero-length");
        assertThat(
                        codeOf(
                                Kind.FORMAT,
                                out -> {
                                    out.key("x".repeat(65_537));
                                    any(out, "7e");
                                }))
                .isEqualTo("limit-name");
    }

    private static void values(FieldWriter out, String hex) {
        out.length(1);
        any(out, hex);
    }

    private static void any(FieldWriter out, String hex) {
        byte[] bytes = Hex.bytes(hex);
        out.any(bytes, 0, bytes.length);
    }

    private static String codeOf(byte kind, Consumer<FieldWriter> content) {
        FieldWriter out = new FieldWriterV2();
        out.number(1);
        out.number(1);
        out.client(5);
        out.number(0);
        out.info(kind);
        out.parentIsRoot(true);
        out.string("a");
        content.accept(out);
        out.deletes(DeleteSet.EMPTY);
        return codeOf(Hex.of(out.finish()));
    }

    /// A number in the place of a key costs no bytes, but the key has to be written out again in
    /// format V1: a name of 50 kB for each of 100,000 elements makes 5 GB of 50 kB.
    @Test
    void namesThatAreRepeatedByNumberAreChargedForEachTime() {
        assertThat(codeOf(Hex.of(elements(100_000, "x".repeat(50_000))))).isEqualTo("limit-budget");
        byte[] fair = elements(1_000, "paragraph");
        assertThat(fair.length).isLessThan(60);
        YDoc doc = YDoc.create(1);
        doc.applyUpdateV2(fair);
        assertThat(doc.getXmlFragment("f").length()).isEqualTo(1_000);
        assertThat(doc.getXmlFragment("f").querySelectorAll("paragraph")).hasSize(1_000);
    }

    /// Elements beside each other that have their name only once.
    private static byte[] elements(int count, String name) {
        var out = new Lib0Writer();
        out.writeByte(0);
        // Keys: number 0 again and again.
        column(out, column -> run(column, false, 1, count));
        column(out, column -> run(column, true, 5, count));
        column(
                out,
                column -> {
                    column.writeVarInt(false, 0);
                    run(column, false, 3, count - 2);
                });
        column(out, _ -> {});
        column(
                out,
                column -> {
                    column.writeByte(Kind.TYPE);
                    column.writeByte(0);
                    column.writeByte(Kind.TYPE | Kind.HAS_ORIGIN);
                });
        column(
                out,
                column -> {
                    column.writeVarString("f" + name);
                    column.writeVarInt(false, 1);
                    column.writeVarInt(false, name.length());
                });
        column(out, column -> column.writeByte(1));
        column(out, column -> run(column, true, TypeNode.XML_ELEMENT, count));
        column(out, _ -> {});
        out.writeVarUint(1);
        out.writeVarUint(count);
        out.writeVarUint(0);
        out.writeVarUint(0);
        return out.toByteArray();
    }

    private static void column(Lib0Writer out, Consumer<Lib0Writer> content) {
        var column = new Lib0Writer();
        content.accept(column);
        out.writeVarBytes(column.toByteArray());
    }

    private static void run(Lib0Writer column, boolean negative, long value, int count) {
        column.writeVarInt(negative, value);
        column.writeVarUint(count - 2);
    }

    @Test
    void everyUpdateThatEndsEarlyIsRefused() {
        byte[] whole = Hex.bytes(EXAMPLE_V2);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(
                            catchThrowableOfType(
                                    MalformedUpdateException.class, () -> Update.parseV2(cut)))
                    .as("%d bytes", length)
                    .isNotNull();
        }
    }

    @Test
    void theBudgetGrowsWithTheInput() {
        String maps = "00 00 01 01 00 00 01 00 01 00 00 00 04 41 b6 e5 0f" + "01 b8 e5 0f 00 00";
        assertThat(codeOf(maps)).isEqualTo("accepted");
        var refusal =
                catchThrowableOfType(
                        MalformedUpdateException.class,
                        () ->
                                Update.parseV2(
                                        Hex.bytes(maps),
                                        Limits.DEFAULT.withDecodeBudget(16 << 20)));
        assertThat(refusal.code()).isEqualTo("limit-budget");
    }

    @Test
    void withoutADocument() {
        var v1 = new ArrayList<byte[]>();
        YDoc doc = YDoc.create(1);
        doc.onUpdate((update, _) -> v1.add(update));
        doc.getText("t").insert(0, "ab");
        doc.getText("t").insert(2, "cd");
        doc.getText("t").delete(1, 1);
        List<byte[]> v2 = v1.stream().map(update -> Update.parse(update).toV2()).toList();
        assertThat(Update.mergeV2(v2)).isEqualTo(Update.parse(Update.merge(v1)).toV2());
        assertThat(Update.compactV2(v2)).isEqualTo(Update.parse(Update.compact(v1)).toV2());
        assertThat(Update.mergeV2(List.of())).isEqualTo(Update.parse(Update.emptyBytes()).toV2());
        StateVector one = StateVector.decode(Hex.bytes("010101"));
        byte[] state = doc.encodeStateAsUpdateV2();
        assertThat(Update.diffV2(state, one)).isEqualTo(doc.encodeStateAsUpdateV2(one));
        assertThat(Update.stateVectorOfV2(state)).isEqualTo(doc.stateVector());
    }
}
