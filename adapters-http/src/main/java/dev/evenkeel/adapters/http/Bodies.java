package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.content.Value;

import jakarta.inject.Singleton;

/// The bodies of requests: JSON objects within the limits.
@Singleton
final class Bodies {

    private final int bytesMax;
    private final Json json;

    Bodies(HttpSettings settings) {
        this.bytesMax = settings.bodyBytesMax();
        this.json = new Json(settings.jsonDepthMax());
    }

    Value.Obj object(byte[] body) {
        checkLength(body.length);
        return switch (json.parse(body)) {
            case Json.Parsed.Text(Value.Obj object) -> object;
            case Json.Parsed.Text _ ->
                    throw ProblemException.of(Code.MALFORMED_JSON, "Expected a JSON object.");
            case Json.Parsed.Malformed(String why) ->
                    throw ProblemException.of(Code.MALFORMED_JSON, why);
        };
    }

    void checkLength(long length) {
        if (bytesMax < length) {
            throw ProblemException.of(
                    Code.BODY_TOO_LARGE, "A body may have at most " + bytesMax + " bytes.");
        }
    }
}
