package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.content.Value;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

import java.time.Duration;

/// Responses with a JSON body.
final class Responses {

    static final MediaType PROBLEM = MediaType.of("application/problem+json");

    private Responses() {}

    static MutableHttpResponse<byte[]> ok(Value body) {
        return json(HttpStatus.OK, body);
    }

    static MutableHttpResponse<byte[]> json(HttpStatus status, Value body) {
        return HttpResponse.<byte[]>status(status)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(Json.bytes(body));
    }

    static MutableHttpResponse<byte[]> tagged(HttpStatus status, long lockVersion, Value body) {
        return json(status, body).header(HttpHeaders.ETAG, "\"" + lockVersion + "\"");
    }

    static MutableHttpResponse<byte[]> problem(ProblemException problem) {
        Code code = problem.code();
        var response = HttpResponse.<byte[]>status(HttpStatus.valueOf(code.status()));
        fill(response, code.status(), problem);
        return response;
    }

    /// Make `response` the answer to `problem` under the status that it has.
    static MutableHttpResponse<byte[]> fill(
            MutableHttpResponse<?> response, int status, ProblemException problem) {
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, seconds(after)));
        if (status == HttpStatus.UNAUTHORIZED.getCode()) {
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    problem.code() == Code.TOKEN_EXPIRED
                            ? "Bearer error=\"invalid_token\", error_description=\"expired\""
                            : "Bearer");
        }
        return response.contentType(PROBLEM).body(Json.bytes(document(status, problem)));
    }

    private static Value.Obj document(int status, ProblemException problem) {
        Value.Obj document =
                Value.Obj.EMPTY
                        .with("type", Value.of("about:blank"))
                        .with("title", Value.of(problem.code().title()))
                        .with("status", Value.of(status))
                        .with("detail", Value.of(problem.detail()))
                        .with("code", Value.of(problem.code().code()));
        if (problem.clears().isPresent()) {
            document = document.with("clears", Value.of(problem.clears().get()));
        }
        return problem.errors().equals(Value.Obj.EMPTY)
                ? document
                : document.with("errors", problem.errors());
    }

    private static String seconds(Duration after) {
        return Long.toString(Math.max(1, after.toSeconds()));
    }
}
