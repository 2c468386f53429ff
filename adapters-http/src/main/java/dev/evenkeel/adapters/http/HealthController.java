package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.content.Value;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// For whoever runs the server. Needs no token and tells no secrets.
@Controller("/health")
final class HealthController {

    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    /// The process answers.
    @Get("/live")
    HttpResponse<byte[]> live() {
        return Responses.ok(Value.Obj.EMPTY.with("status", Value.of("live")));
    }

    /// It can serve: storage answers and recovery is done.
    @Get("/ready")
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<byte[]> ready() {
        Readiness.Report report = readiness.report();
        String status = report.ready() ? "ready" : report.draining() ? "restarting" : "not_ready";
        return Responses.json(
                report.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                Value.Obj.EMPTY
                        .with("status", Value.of(status))
                        .with("storage", Value.of(report.storage()))
                        .with("recovered", Value.of(report.recovered())));
    }
}
