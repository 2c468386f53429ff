package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.application.room.Limit;

import org.junit.jupiter.api.Test;

class MeterCountersTest {

    private final MeterCounters counters = new MeterCounters();

    @Test
    void whatIsCountedIsScraped() {
        counters.add("evenkeel.gate.refused", "read_only");
        counters.add("evenkeel.gate.refused", "read_only");
        counters.reached(Limit.OPEN_ROOMS);

        assertThat(counters.scrape())
                .contains("evenkeel_gate_refused_total{what=\"read_only\"} 2.0")
                .contains("evenkeel_limit_reached_total{what=\"open-rooms\"} 1.0");
    }

    @Test
    void aWatchedValueIsTheOneOfNow() {
        var value = new int[] {1};
        counters.watch("evenkeel.rooms.open", () -> value[0]);
        value[0] = 7;

        assertThat(counters.scrape()).contains("evenkeel_rooms_open 7.0");
    }
}
