package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Value;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// What came back.
record Reply(int status, HttpHeaders headers, String text) {

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    Value value() {
        return switch (new Json(512).parse(text.getBytes(StandardCharsets.UTF_8))) {
            case Json.Parsed.Text(Value value) -> value;
            case Json.Parsed.Malformed(String why) -> throw new AssertionError(why + ": " + text);
        };
    }

    Value.Obj object() {
        return (Value.Obj) value();
    }

    Value get(String... path) {
        Value value = value();
        for (String step : path) {
            value = ((Value.Obj) value).get(step);
        }
        return value;
    }

    Reply hasStatus(int status) {
        assertThat(status).as(text).isEqualTo(status);
        return this;
    }

    /// A problem document with all that every problem has.
    Reply isProblem(Code code) {
        assertThat(text).contains("\"code\":\"" + code.code() + "\"");
        hasStatus(code.status());
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        assertThat(object().members()).containsKeys("type", "title", "status", "detail", "code");
        return this;
    }
}
