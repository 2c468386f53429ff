package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values against the bytes that lib0 writes for them.
class AnyValuesTest {

    private static String encoded(YValue value) {
        var out = new Lib0Writer();
        AnyValues.encode(value, out);
        return Hex.of(out.toByteArray());
    }

    private static YValue decoded(String hex) {
        return AnyValues.decode(new Lib0Reader(Hex.bytes(hex)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7d00",
        "-0.0, 7d40",
        "2147483647, 7dbfffffff0f",
        "2147483648, 7c4f000000",
        "-2147483647, 7dffffffff0f",
        "-2147483648, 7ccf000000",
        "2147483649, 7b41e0000000200000",
        "9007199254740991, 7b433fffffffffffff",
        "1.5, 7c3fc00000",
        "0.1, 7b3fb999999999999a",
        "NaN, 7b7ff8000000000000",
        "Infinity, 7c7f800000",
        "-Infinity, 7cff800000"
    })
    void numbersTakeTheFormThatJavaScriptGivesThem(double value, String hex) {
        assertThat(encoded(YValue.of(value))).isEqualTo(hex);
        assertThat(decoded(hex)).isEqualTo(YValue.of(value));
    }

    @Test
    void integersOfOtherEnginesAreRead() {
        assertThat(decoded("7d 80808080808001")).isEqualTo(YValue.of(1L << 41));
    }

    @Test
    void simpleValues() {
        assertThat(encoded(YValue.UNDEFINED)).isEqualTo("7f");
        assertThat(encoded(YValue.NULL)).isEqualTo("7e");
        assertThat(encoded(YValue.FALSE)).isEqualTo("79");
        assertThat(encoded(YValue.TRUE)).isEqualTo("78");
        assertThat(encoded(new YValue.BigInt(-2))).isEqualTo("7afffffffffffffffe");
        assertThat(encoded(YValue.of("é"))).isEqualTo("7702c3a9");
        assertThat(encoded(new YValue.Bytes(new byte[] {7}))).isEqualTo("740107");
    }

    @Test
    void keysThatLookLikeIndicesComeFirst() {
        assertThat(encoded(YValue.of(ordered("b", 1, "a", 2))))
                .isEqualTo(Hex.plain("76 02 01 62 7d 01 01 61 7d 02"));
        Map<String, YValue> mixed = new LinkedHashMap<>();
        List<String> keys =
                List.of("b", "10", "01", "4294967295", "2", "-1", "4294967294", "", "0");
        keys.forEach(key -> mixed.put(key, YValue.NULL));
        assertThat(AnyValues.inPropertyOrder(mixed))
                .extracting(Map.Entry::getKey)
                .containsExactly("0", "2", "10", "4294967294", "b", "01", "4294967295", "-1", "");
    }

    @Test
    void anUndefinedMemberIsKept() {
        Map<String, YValue> members = Map.of("k", YValue.UNDEFINED);
        assertThat(encoded(new YValue.Obj(members))).isEqualTo("7601016b7f");
    }

    @Test
    void ofAKeyThatComesTwiceTheLastValueCountsInTheFirstPlace() {
        YValue value = decoded("76 03 01 61 7d01 01 62 7d02 01 61 7d03");
        assertThat(value).isInstanceOf(YValue.Obj.class);
        assertThat(((YValue.Obj) value).values().entrySet())
                .containsExactly(Map.entry("a", YValue.of(3)), Map.entry("b", YValue.of(2)));
    }

    @Test
    void nestedValuesComeBack() {
        YValue value =
                YValue.of(List.of(1, "x", List.of(), Map.of("k", List.of(true, 2.5)), Map.of()));
        assertThat(decoded(encoded(value))).isEqualTo(value);
    }

    @Test
    void deepValuesAreRefusedAndReadWithoutRecursion() {
        int depth = 20_000;
        YValue decoded = decoded("7501".repeat(depth) + "7e");
        int levels = 0;
        while (decoded instanceof YValue.Arr(List<YValue> values)) {
            decoded = values.getFirst();
            levels++;
        }
        assertThat(levels).isEqualTo(depth);
        YValue deep = decoded("7501".repeat(257) + "7e");
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(deep));
    }

    @Test
    void whatJavaScriptHasNoNumberForIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> YValue.of((1L << 53) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> YValue.of(new StringBuilder()));
        assertThatIllegalArgumentException().isThrownBy(() -> YValue.of(Map.of(1, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoded(YValue.of(List.of(YText.of("x")))));
    }

    @Test
    void jsonTextBecomesValues() {
        assertThat(
                        JsonValues.parse(
                                " {\"a\" : [1, -2.5e3, \"\\u00e9\\n\\\"\"], \"b\":{}, \"c\":[]}"))
                .isEqualTo(
                        YValue.of(
                                Map.of(
                                        "a",
                                        List.of(1, -2500, "é\n\""),
                                        "b",
                                        Map.of(),
                                        "c",
                                        List.of())));
        assertThat(JsonValues.parse("undefined")).isEqualTo(YValue.UNDEFINED);
        assertThat(JsonValues.parse("null")).isEqualTo(YValue.NULL);
    }

    private static Map<String, Object> ordered(String k1, Object v1, String k2, Object v2) {
        var map = new LinkedHashMap<String, Object>();
        map.put(k1, v1);
        map.put(k2, v2);
        return map;
    }
}
