package dev.evenkeel.adapters.http;

import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.storage.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

final class JsonTest {

    private final Json json = new Json(300);

    @Test
    void aValueWithAllThatJsonCanSayComesBackTheSame() {
        assertThat(parse(Json.text(Samples.RICH))).isEqualTo(new Json.Parsed.Text(Samples.RICH));
    }

    @Test
    void membersKeepTheirOrder() {
        assertThat(Json.text(obj("z", 1, "a", 2))).isEqualTo("{\"z\":1,\"a\":2}");
    }

    @Test
    void halfASurrogatePairIsWrittenAsAnEscape() {
        assertThat(Json.text(Value.of("\ud83c|🌊"))).isEqualTo("\"\\ud83c|🌊\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.1",
                "9007199254740992",
                "9007199254740994",
                "1e300",
                "100000000000000000000"
            })
    void aNumberThatADoubleHoldsIsKept(String text) {
        assertThat(parse(text)).isEqualTo(new Json.Parsed.Text(Value.of(Double.parseDouble(text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "12345678901234567890", "1e400"})
    void aNumberThatWouldBeRoundedIsRefused(String text) {
        assertThat(parse(text)).isInstanceOf(Json.Parsed.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "nul",
                "NaN",
                "01",
                "'a'",
                "\"\u0001\"",
                "// no\n1"
            })
    void whatIsNoJsonIsNamed(String text) {
        assertThat(parse(text)).isInstanceOf(Json.Parsed.Malformed.class);
    }

    @Test
    void bytesThatAreNoUtf8AreNamed() {
        assertThat(json.parse(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(Json.Parsed.Malformed.class);
    }

    @Test
    void deeperThanAllowedIsRefusedAndTheLimitItselfIsNot() {
        var shallow = new Json(10);
        assertThat(shallow.parse(bytes("[".repeat(10) + "]".repeat(10))))
                .isInstanceOf(Json.Parsed.Text.class);
        assertThat(shallow.parse(bytes("[".repeat(11) + "]".repeat(11))))
                .isInstanceOf(Json.Parsed.Malformed.class);
        assertThat(shallow.parse(bytes("[".repeat(1_000_000))))
                .isInstanceOf(Json.Parsed.Malformed.class);
    }

    @Test
    void listsAndNullsAreKept() {
        assertThat(parse("[null,true,[],{}]"))
                .isEqualTo(new Json.Parsed.Text(arr(Value.NULL, true, arr(), obj())));
    }

    private Json.Parsed parse(String text) {
        return json.parse(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
