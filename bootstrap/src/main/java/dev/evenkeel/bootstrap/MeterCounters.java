package dev.evenkeel.bootstrap;

import dev.evenkeel.application.room.Counters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntSupplier;

/// Counts into a meter registry. Counters and labels come from closed sets, so what is remembered
/// here stays small.
final class MeterCounters implements Counters {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentMap<Name, Counter> counters = new ConcurrentHashMap<>();

    private record Name(String counter, String label) {}

    @Override
    public void add(String counter, String label) {
        counters.computeIfAbsent(new Name(counter, label), this::register).increment();
    }

    /// Show `value` under `name` from now on.
    void watch(String name, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt).strongReference(true).register(registry);
    }

    /// Everything in Prometheus' text form.
    String scrape() {
        return registry.scrape();
    }

    private Counter register(Name name) {
        return Counter.builder(name.counter()).tag("what", name.label()).register(registry);
    }
}
