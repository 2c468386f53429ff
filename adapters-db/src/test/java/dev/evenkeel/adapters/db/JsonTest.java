package dev.evenkeel.adapters.db;

import static dev.evenkeel.domain.storage.Samples.RICH;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.domain.content.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

class JsonTest {

    @Test
    void everyValueComesBackThroughUtf8() throws IOException {
        byte[] bytes = Json.write(RICH).getBytes(StandardCharsets.UTF_8);

        var back = Json.read(new String(bytes, StandardCharsets.UTF_8));

        assertThat(back).isEqualTo(RICH);
        assertThat(back.members().keySet()).containsExactlyElementsOf(RICH.members().keySet());
    }

    @Test
    void wholeNumbersHaveNoFraction() {
        var object = new Value.Obj(Map.of("n", Value.of(-42)));

        assertThat(Json.write(object)).isEqualTo("{\"n\":-42}");
    }

    @Test
    void everyNumberComesBackToTheLastBit() throws IOException {
        long seed = 20260301;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                var object = new Value.Obj(Map.of("n", Value.of(number)));
                assertThat(Json.read(Json.write(object))).as("seed %d", seed).isEqualTo(object);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "null", "{} {}", "{\"a\":}", "{\"a\":1,}", "nul"})
    void whatIsNoObjectIsAnError(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IOException.class);
    }
}
