package dev.evenkeel.domain.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 * * *",
                "*/5 * * * *",
                "0,30 8-18 1,15 * MON-FRI",
                "0 0 1 jan,JUL 7",
                "5/15 0 * * sun",
                "59 23 31 12 0",
                "0-30/10  0 * * *"
            })
    void fiveFieldsInTheirRanges(String expression) {
        assertThat(Cron.isValid(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "1-2-3 * * * *",
                "5-1 * * * *",
                "1,, * * * *",
                "a * * * *",
                "1/2/3 * * * *",
                "- * * * *",
                "* * * mon *",
                "@daily"
            })
    void anythingElseIsNone(String expression) {
        assertThat(Cron.isValid(expression)).isFalse();
    }
}
