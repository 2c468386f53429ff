package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Mutation;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.Commit.RequestId;
import dev.evenkeel.domain.row.CommitResult;
import dev.evenkeel.domain.row.Row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Saves a live document: compare-and-swap of its row on the base's version (design 5.7).
///
/// The version is never read freshly for the write. A save that compares the row with itself
/// overwrites what it has not seen; this one rebases and tries again.
final class Saving {

    /// How often a save that is overtaken by outside writes starts again before it is answered as
    /// busy. Each round merges what overtook it.
    private static final int OVERTAKEN_MAX = 16;

    private final RoomContext context;

    Saving(RoomContext context) {
        this.context = context;
    }

    SaveResult save(
            LiveDocument document, Access access, Actor actor, Optional<RequestId> request) {
        Optional<SaveResult> answered =
                request.flatMap(context.rows()::answered).map(Saving::again);
        if (answered.isPresent()) {
            return answered.get();
        }
        var merged = new ArrayList<SaveResult.Merged>();
        document.level().ifPresent(merged::add);
        for (int round = 0; round < OVERTAKEN_MAX + PolicyGate.ROUNDS_MAX; round++) {
            Verdict verdict = context.gate().judge(new Mutation.Save(), document.view(access));
            switch (verdict) {
                case Verdict.Admit() -> {
                    Optional<SaveResult> result = attempt(document, actor, request, merged);
                    if (result.isPresent()) {
                        return result.get();
                    }
                    document.level().ifPresent(merged::add);
                }
                case Verdict.Repair _ -> document.level().ifPresent(merged::add);
                case Verdict.Wait _, Verdict.Refuse _ -> {
                    return new SaveResult.NotAdmitted(verdict);
                }
            }
        }
        return new SaveResult.NotAdmitted(
                new Verdict.Wait(Verdict.For.QUIET, Duration.ofSeconds(1)));
    }

    private static SaveResult again(CommitResult earlier) {
        return earlier instanceof CommitResult.Repeated(_, long lockVersion)
                ? new SaveResult.Saved(lockVersion, List.of())
                : new SaveResult.RequestIdReused();
    }

    /// One compare-and-swap; empty when somebody else wrote first.
    private Optional<SaveResult> attempt(
            LiveDocument document,
            Actor actor,
            Optional<RequestId> request,
            List<SaveResult.Merged> merged) {
        Kind.Stored kind = document.storedKind();
        Projection live = document.project(kind.schema());
        Value.Obj content = kind.prune(kind.normalise(document.id(), live.content()));
        List<Problem> problems = kind.validate(content);
        if (!problems.isEmpty()) {
            return Optional.of(new SaveResult.Invalid(problems));
        }
        // What normalising changed becomes part of the live document before it is stored, so that
        // the
        // two say the same and nobody is shown a difference that saving does not end.
        var mend = new ArrayList<>(live.repairs());
        mend.addAll(context.reconciler().changes(kind.schema(), live.content(), content));
        document.author(mend, Actor.SERVER);

        if (saysTheSame(kind, document.row(), content)) {
            return Optional.of(new SaveResult.NothingChanged(document.lockVersion(), merged));
        }
        return commit(document, kind, content, actor, request, merged);
    }

    private boolean saysTheSame(Kind.Stored kind, Optional<Row> row, Value.Obj content) {
        return row.isPresent()
                && context.reconciler()
                        .changes(kind.schema(), row.get().content(), content)
                        .isEmpty();
    }

    private Optional<SaveResult> commit(
            LiveDocument document,
            Kind.Stored kind,
            Value.Obj content,
            Actor actor,
            Optional<RequestId> request,
            List<SaveResult.Merged> merged) {
        var at = context.clock().instant();
        Value.Obj before =
                document.row().map(Row::content).orElseGet(() -> kind.initial(document.id()));
        var changes = context.reconciler().changes(kind.schema(), before, content);
        var happening =
                new Happening(
                        "saved",
                        actor,
                        at,
                        0,
                        Value.Obj.EMPTY.with("changed", Details.changed(kind.schema(), changes)));
        long expected = document.baseVersion();
        var base = new Base(expected + 1, content, document.state());
        Commit.Write write =
                document.row().isPresent()
                        ? new Commit.Write.Replace(expected, kind.title(content), content)
                        : new Commit.Write.Insert(
                                document.project().orElseThrow(), kind.title(content), content);
        var result =
                context.rows()
                        .commit(
                                new Commit(
                                        document.id(),
                                        write,
                                        actor,
                                        at,
                                        request,
                                        Optional.of(base),
                                        happening));
        return switch (result) {
            case CommitResult.Committed(Row row, long position) -> {
                document.stored(row, Optional.of(base), position, happening);
                document.author(List.of(), Actor.SERVER);
                yield Optional.of(new SaveResult.Saved(row.lockVersion(), List.copyOf(merged)));
            }
            case CommitResult.Moved _, CommitResult.Missing(), CommitResult.Gone() ->
                    Optional.empty();
            case CommitResult.TitleTaken _ ->
                    Optional.of(new SaveResult.Invalid(List.of(Titles.taken())));
            case CommitResult.Repeated(_, long lockVersion) ->
                    Optional.of(new SaveResult.Saved(lockVersion, List.copyOf(merged)));
            case CommitResult.RequestIdReused() -> Optional.of(new SaveResult.RequestIdReused());
        };
    }
}
