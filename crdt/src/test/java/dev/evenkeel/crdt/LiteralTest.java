package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/// The bytes are those that Yjs writes for the same value.
class LiteralTest {

    private static String json(Literal literal) {
        var out = new Lib0Writer();
        literal.writeJson(out);
        return new Lib0Reader(out.toByteArray()).readVarString();
    }

    private static String any(Literal literal) {
        var out = new Lib0Writer();
        literal.writeAny(out);
        return Hex.of(out.toByteArray());
    }

    private static Literal ofJson(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Literal.of(bytes, 0, bytes.length, false);
    }

    private static Literal ofAny(String hex) {
        byte[] bytes = Hex.bytes(hex);
        return Literal.of(bytes, 0, bytes.length, true);
    }

    @Test
    void whatJsonCannotSayIsLostInVersion1Only() {
        var members = new LinkedHashMap<String, YValue>();
        members.put("p", YValue.UNDEFINED);
        members.put("q", YValue.of(-0.0));
        members.put("r", YValue.of(Double.NaN));
        Literal literal = Literal.of(new YValue.Obj(members));
        assertThat(json(literal)).isEqualTo("{\"q\":0,\"r\":null}");
        assertThat(any(literal)).isEqualTo("760301707f01717d4001727b7ff8000000000000");
    }

    @Test
    void aFormatIsPassedOnAsItCame() {
        String odd = "{ \"b\" : 1e2, \"a\":[ ] }";
        assertThat(json(ofJson(odd))).isEqualTo(odd);
        assertThat(any(ofJson(odd))).isEqualTo("76020162" + "7da401" + "0161" + "7500");
        String wide = "7b3ff0000000000000";
        assertThat(any(ofAny(wide))).isEqualTo(wide);
        assertThat(json(ofAny(wide))).isEqualTo("1");
    }

    @Test
    void theCommonScalarsAreTheSameInBoth() {
        assertThat(ofJson("null")).isSameAs(ofAny("7e")).isSameAs(Literal.NULL);
        assertThat(ofJson("true")).isSameAs(ofAny("78"));
        assertThat(ofJson("false")).isSameAs(ofAny("79")).isSameAs(Literal.of(YValue.FALSE));
        assertThat(any(ofJson("true"))).isEqualTo("78");
        assertThat(json(ofAny("7e"))).isEqualTo("null");
        assertThat(json(ofAny("7f"))).isEqualTo("null");
    }

    @Test
    void propertiesAreInTheOrderOfJavaScript() {
        var members = new LinkedHashMap<String, YValue>();
        members.put("b", YValue.of(1));
        members.put("2", YValue.of("x"));
        members.put("1", new YValue.Arr(List.of(YValue.UNDEFINED, new YValue.Arr(List.of()))));
        members.put("", YValue.of(true));
        assertThat(json(Literal.of(new YValue.Obj(members))))
                .isEqualTo("{\"1\":[null,[]],\"2\":\"x\",\"b\":1,\"\":true}");
    }

    @Test
    void bytesBecomeAnObjectOfNumbers() {
        assertThat(json(ofAny("740201ff"))).isEqualTo("{\"0\":1,\"1\":255}");
        assertThat(json(ofAny("7a0000000000000005"))).isEqualTo("5");
    }

    @Test
    void loneSurrogatesSurviveInJsonText() {
        assertThat(json(ofJson("\"\\ud83d\""))).isEqualTo("\"\\ud83d\"");
        assertThat(any(ofJson("\"\\ud83d\""))).isEqualTo("7703efbfbd");
        assertThat(json(Literal.of(YValue.of("\ud83d")))).isEqualTo("\"\\ud83d\"");
    }

    @Test
    void deepValuesNeedNoStack() {
        assertThat(json(ofJson("[".repeat(250) + "]".repeat(250)))).hasSize(500);
        assertThat(json(ofAny("7501".repeat(250) + "7500"))).hasSize(502);
    }
}
