package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.content.Value;

import java.time.Duration;
import java.util.Optional;

/// A request that ends with a problem document. An exception, because every step of every endpoint
/// can end this way and one place ([ProblemResponses]) answers it; it never leaves this module.
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient Optional<String> clears;
    private final transient Value.Obj errors;
    private final transient Optional<Duration> retryAfter;

    private ProblemException(
            Code code,
            String detail,
            Optional<String> clears,
            Value.Obj errors,
            Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.clears = clears;
        this.errors = errors;
        this.retryAfter = retryAfter;
    }

    static ProblemException of(Code code, String detail) {
        return new ProblemException(
                code, detail, Optional.empty(), Value.Obj.EMPTY, Optional.empty());
    }

    /// @param clears what has to happen so that the same request is admitted
    static ProblemException clearedBy(Code code, String detail, String clears) {
        return new ProblemException(
                code, detail, Optional.of(clears), Value.Obj.EMPTY, Optional.empty());
    }

    /// The same request can be sent again after a while.
    static ProblemException retry(Code code, String detail, Duration after) {
        return new ProblemException(
                code, detail, Optional.empty(), Value.Obj.EMPTY, Optional.of(after));
    }

    /// @param errors what is wrong, by entity and member
    static ProblemException invalid(String detail, Value.Obj errors) {
        return new ProblemException(
                Code.CONTENT_INVALID, detail, Optional.empty(), errors, Optional.empty());
    }

    /// Nothing that the caller may know of. One text for all such cases: what is absent and what
    /// belongs to somebody else must look alike.
    static ProblemException notFound() {
        return of(Code.NOT_FOUND, "There is nothing here, or it is not yours to see.");
    }

    Code code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Optional<String> clears() {
        return clears;
    }

    Value.Obj errors() {
        return errors;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
