package dev.evenkeel.bootstrap;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.nio.charset.StandardCharsets;

/// What is counted, in the form that Prometheus reads. Needs no token: it holds numbers and labels
/// from closed sets, and no names.
@Controller("/metrics")
final class MetricsController {

    private static final MediaType TEXT = MediaType.of("text/plain; version=0.0.4; charset=utf-8");

    private final MeterCounters counters;

    MetricsController(MeterCounters counters) {
        this.counters = counters;
    }

    @Get
    HttpResponse<byte[]> scrape() {
        return HttpResponse.ok(counters.scrape().getBytes(StandardCharsets.UTF_8))
                .contentType(TEXT);
    }
}
