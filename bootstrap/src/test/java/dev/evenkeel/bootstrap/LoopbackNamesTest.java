package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackNamesTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "localhost, true",
        "LOCALHOST:8080, true",
        "127.0.0.1:8080, true",
        "127.9.8.7, true",
        "[::1]:8080, true",
        "evil.example, false",
        "localhost.evil.example:8080, false",
        "127.0.0.1.evil.example, false",
        "10.0.0.1, false",
        "'', false"
    })
    void areThisMachinesOwn(String host, boolean own) {
        assertThat(LoopbackNames.isOwn(host)).isEqualTo(own);
    }
}
