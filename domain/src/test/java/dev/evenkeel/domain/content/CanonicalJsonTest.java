package dev.evenkeel.domain.content;

import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalJsonTest {

    @Test
    void membersAreSorted() {
        assertThat(
                        CanonicalJson.text(
                                obj("b", arr(1, Value.NULL, true), "a", obj("z", "", "y", 2.5))))
                .isEqualTo("{\"a\":{\"y\":2.5,\"z\":\"\"},\"b\":[1,null,true]}");
    }

    @ParameterizedTest
    @CsvSource({
        "3.0, 3",
        "-0.0, 0",
        "-7, -7",
        "0.1, 0.1",
        "1e-7, 0.0000001",
        "9007199254740992, 9007199254740992",
        "1e21, 1000000000000000000000",
        "12345.678, 12345.678"
    })
    void aNumberHasOneForm(double number, String text) {
        assertThat(CanonicalJson.text(Value.of(number))).isEqualTo(text);
    }

    @Test
    void onlyWhatMustBeEscapedIs() {
        assertThat(CanonicalJson.text(Value.of("a\"b\\c\n/é😀\ud800")))
                .isEqualTo("\"a\\\"b\\\\c\\u000a/é😀\\ud800\"");
        assertThat(CanonicalJson.text(Value.of("\udc00\ud83d\ude00"))).isEqualTo("\"\\udc00😀\"");
    }
}
