package dev.evenkeel.adapters.http;

import dev.evenkeel.application.join.Admission;
import dev.evenkeel.application.room.Details;
import dev.evenkeel.application.room.ResetResult;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.application.room.SaveResult;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.kind.Problems;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every sealed answer of the application as a response, and the one place where it becomes one.
///
/// Nobody learns here that a document exists which is not theirs: "not there" and "not yours" are
/// the same answer, with one exception that cannot be avoided, an id that is taken when somebody
/// wants to use it for a new document.
@Singleton
final class Answers {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_RESTART = Duration.ofSeconds(5);

    private final Versions versions;

    Answers(Versions versions) {
        this.versions = versions;
    }

    static ProblemException turnedAway(Admission.Why why, String detail, Action action) {
        return switch (why) {
            case NOT_FOUND, WRONG_PROJECT -> ProblemException.notFound();
            // For what may be new, "not there" would not be the answer: it would be let in.
            case FORBIDDEN ->
                    action instanceof Action.New
                            ? refusal(Refusal.FORBIDDEN)
                            : ProblemException.notFound();
            case VERSION_NOT_FOUND -> versionNotFound();
            case DOCUMENT_PURGED -> refusal(Refusal.DOCUMENT_PURGED);
            case INVALID_ACTION ->
                    ProblemException.of(
                            Code.INVALID_ACTION, "Expected the action new or edit: " + detail);
            case PROJECT_NEEDED ->
                    ProblemException.clearedBy(
                            Code.PROJECT_NEEDED,
                            "Neither the request nor the token names a project.",
                            "the parameter project");
        };
    }

    static ProblemException versionNotFound() {
        return ProblemException.of(Code.VERSION_NOT_FOUND, "The document has no such version.");
    }

    static ProblemException unavailable(RoomEvent.Reason reason) {
        return switch (reason) {
            case RESTART ->
                    ProblemException.retry(
                            Code.RESTARTING, "Send the request again in a moment.", AFTER_RESTART);
            case FAILED ->
                    ProblemException.retry(
                            Code.ROOM_FAILED,
                            "Whether the request had an effect is not known; with the same"
                                    + " Idempotency-Key it is safe to send it again.",
                            SOON);
            case OVERLOADED ->
                    ProblemException.retry(
                            Code.OVERLOADED, "Send the request again in a moment.", SOON);
            case FORBIDDEN -> refusal(Refusal.FORBIDDEN);
            case PURGED -> refusal(Refusal.DOCUMENT_PURGED);
        };
    }

    static ProblemException storageUnavailable() {
        return ProblemException.retry(
                Code.STORAGE_UNAVAILABLE,
                "Whether a change was stored is not known; with the same Idempotency-Key it is"
                        + " safe to send it again.",
                SOON);
    }

    static ProblemException notAdmitted(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refuse(Refusal code) -> refusal(code);
            case Verdict.Wait(Verdict.For what, Duration atMost) ->
                    ProblemException.retry(waiting(what), why(what), atMost);
            case Verdict.Repair _ ->
                    ProblemException.retry(Code.OVERLOADED, why(Verdict.For.QUIET), SOON);
            case Verdict.Admit() -> throw new IllegalStateException("Admitted after all");
        };
    }

    static ProblemException refusal(Refusal refusal) {
        return ProblemException.clearedBy(code(refusal), refusal.why(), refusal.clears());
    }

    private static Code code(Refusal refusal) {
        return switch (refusal) {
            case FORBIDDEN -> Code.FORBIDDEN;
            case READ_ONLY -> Code.READ_ONLY;
            case MANAGE_ONLY -> Code.MANAGE_ONLY;
            case UPDATE_TOO_LARGE -> Code.UPDATE_TOO_LARGE;
            case DOCUMENT_DELETED -> Code.DOCUMENT_DELETED;
            case NOT_DELETED -> Code.NOT_DELETED;
            case DOCUMENT_PURGED -> Code.DOCUMENT_PURGED;
            case NEVER_SAVED -> Code.NEVER_SAVED;
            case KIND_HAS_NO_ROW -> Code.KIND_HAS_NO_ROW;
        };
    }

    private static Code waiting(Verdict.For what) {
        return switch (what) {
            case RESTART -> Code.RESTARTING;
            case QUIET -> Code.OVERLOADED;
        };
    }

    private static String why(Verdict.For what) {
        return switch (what) {
            case RESTART -> "The server is about to restart.";
            case QUIET -> "Others write this document faster than this can be merged.";
        };
    }

    /// A verdict for whoever asks in advance: `{admitted, code, why, clears}`.
    static Value.Obj verdict(Verdict verdict) {
        if (verdict instanceof Verdict.Admit) {
            return Value.Obj.EMPTY.with("admitted", Value.of(true));
        }
        ProblemException problem = notAdmitted(verdict);
        return Value.Obj.EMPTY
                .with("admitted", Value.of(false))
                .with("code", Value.of(problem.code().code()))
                .with("why", Value.of(problem.detail()))
                .with("clears", Value.of(problem.clears().orElse("by itself, in a moment")));
    }

    static HttpResponse<byte[]> saved(DocumentId document, SaveResult result) {
        return switch (result) {
            case SaveResult.Saved(long lockVersion, var merged) -> saved(lockVersion, true, merged);
            case SaveResult.NothingChanged(long lockVersion, var merged) ->
                    saved(lockVersion, false, merged);
            case SaveResult.Invalid(var problems) -> throw invalid(document, problems);
            case SaveResult.NotAdmitted(Verdict verdict) -> throw notAdmitted(verdict);
            case SaveResult.RequestIdReused() -> throw reused();
        };
    }

    private static HttpResponse<byte[]> saved(
            long lockVersion, boolean changed, List<SaveResult.Merged> merged) {
        return Responses.tagged(
                HttpStatus.OK,
                lockVersion,
                Value.Obj.EMPTY
                        .with("lock_version", Shown.number(lockVersion))
                        .with("changed", Value.of(changed))
                        .with("merged", Shown.list(merged, Shown::merged)));
    }

    static HttpResponse<byte[]> reset(ResetResult result) {
        return switch (result) {
            case ResetResult.Done(long lockVersion, VersionLabel dropped) ->
                    reset(lockVersion, Value.of(dropped.toString()));
            case ResetResult.NothingToReset(long lockVersion) -> reset(lockVersion, Value.NULL);
            case ResetResult.NotAdmitted(Verdict verdict) -> throw notAdmitted(verdict);
        };
    }

    private static HttpResponse<byte[]> reset(long lockVersion, Value draft) {
        return Responses.tagged(
                HttpStatus.OK,
                lockVersion,
                Value.Obj.EMPTY
                        .with("lock_version", Shown.number(lockVersion))
                        .with("draft", draft));
    }

    /// @param success the status of a change that was carried out
    MutableHttpResponse<byte[]> written(
            DocumentId document, WriteResult result, HttpStatus success) {
        return switch (result) {
            case WriteResult.Written(Row row, var conflicts) -> written(row, conflicts, success);
            case WriteResult.Unchanged(Row row) -> written(row, List.of(), success);
            case WriteResult.Repeated(DocumentId first, long lockVersion) ->
                    repeated(first, lockVersion, success);
            case WriteResult.Purged() -> HttpResponse.noContent();
            case WriteResult.Invalid(var problems) -> throw invalid(document, problems);
            case WriteResult.Moved(Row actual) ->
                    throw ProblemException.clearedBy(
                            Code.PRECONDITION_FAILED,
                            "The document is at lock_version " + actual.lockVersion() + ".",
                            "reading it again, and If-Match with its ETag");
            case WriteResult.Exists _ -> throw taken();
            case WriteResult.NotFound() -> throw ProblemException.notFound();
            case WriteResult.VersionNotFound() -> throw versionNotFound();
            case WriteResult.NotAdmitted(Verdict verdict) -> throw notAdmitted(verdict);
            case WriteResult.RequestIdReused() -> throw reused();
        };
    }

    private static MutableHttpResponse<byte[]> written(
            Row row, List<Conflict> conflicts, HttpStatus success) {
        return Responses.tagged(
                success,
                row.lockVersion(),
                Shown.row(row).with("conflicts", Details.conflicts(conflicts)));
    }

    /// The answer of the first time as far as it is still known: its content is that version's;
    /// what it met in the live document is in the journal.
    private MutableHttpResponse<byte[]> repeated(
            DocumentId first, long lockVersion, HttpStatus success) {
        Optional<Version> version = versions.find(first, VersionLabel.stored(lockVersion));
        Value.Obj body =
                Value.Obj.EMPTY
                        .with("id", Value.of(first.key()))
                        .with("lock_version", Shown.number(lockVersion))
                        .with("conflicts", new Value.Arr(List.of()));
        return Responses.tagged(
                success,
                lockVersion,
                version.map(found -> body.with("content", found.content())).orElse(body));
    }

    static ProblemException taken() {
        return ProblemException.clearedBy(
                Code.ALREADY_EXISTS, "This id is taken.", "another id, or none");
    }

    private static ProblemException reused() {
        return ProblemException.clearedBy(
                Code.REQUEST_ID_REUSED,
                "This Idempotency-Key came before with another request.",
                "another Idempotency-Key");
    }

    private static ProblemException invalid(DocumentId document, List<Problem> problems) {
        return ProblemException.invalid(
                "Nothing was stored.", Problems.nested(document.kind(), problems));
    }
}
