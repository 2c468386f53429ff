package dev.evenkeel.application.room;

import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.MergePatch;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Mutation;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.CommitResult;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Changes a row from outside of its live document, then merges the change into that document.
///
/// Between the two the process may die: then the watermark says so, and whoever opens the document
/// next merges it.
final class Writing {

    /// Writers of another server or of plain SQL may get in between; each round works on their row.
    private static final int OVERTAKEN_MAX = 16;

    private final RoomContext context;

    Writing(RoomContext context) {
        this.context = context;
    }

    WriteResult write(LiveDocument document, Access access, Actor actor, RowChange change) {
        Optional<WriteResult> answered =
                change.request().flatMap(context.rows()::answered).map(Writing::again);
        if (answered.isPresent()) {
            return answered.get();
        }
        for (int round = 0; round < OVERTAKEN_MAX; round++) {
            document.level();
            Verdict verdict = context.gate().judge(mutation(change.what()), document.view(access));
            if (!(verdict instanceof Verdict.Admit)) {
                return new WriteResult.NotAdmitted(verdict);
            }
            Optional<WriteResult> result = attempt(document, actor, change);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return new WriteResult.NotAdmitted(
                new Verdict.Wait(Verdict.For.QUIET, Duration.ofSeconds(1)));
    }

    private static WriteResult again(CommitResult earlier) {
        return earlier instanceof CommitResult.Repeated(var document, long lockVersion)
                ? new WriteResult.Repeated(document, lockVersion)
                : new WriteResult.RequestIdReused();
    }

    private static Mutation mutation(What what) {
        return switch (what) {
            case What.Create _ -> new Mutation.Create();
            case What.Replace _, What.Patch _, What.Restore _ -> new Mutation.OutsideWrite();
            case What.Delete() -> new Mutation.Delete();
            case What.Undelete() -> new Mutation.Undelete();
            case What.Purge() -> new Mutation.Purge();
        };
    }

    /// One compare-and-swap; empty when somebody else wrote first and the change may be tried
    /// again.
    private Optional<WriteResult> attempt(LiveDocument document, Actor actor, RowChange change) {
        Instant now = context.clock().instant();
        Optional<Row> row = document.row();
        if (row.isEmpty()) {
            return switch (change.what()) {
                // Somebody is at work on an unsaved document of this id, and it is another
                // project's.
                case What.Create(ProjectId project, _)
                        when document.project().filter(own -> !own.equals(project)).isPresent() ->
                        Optional.of(
                                new WriteResult.NotAdmitted(new Verdict.Refuse(Refusal.FORBIDDEN)));
                case What.Create(ProjectId project, Value.Obj content) ->
                        create(document, actor, change, project, content, now);
                case What.Replace _,
                        What.Patch _,
                        What.Restore _,
                        What.Delete(),
                        What.Undelete(),
                        What.Purge() ->
                        Optional.of(new WriteResult.NotFound());
            };
        }
        if (change.expected().isPresent()
                && change.expected().getAsLong() != row.get().lockVersion()) {
            return Optional.of(new WriteResult.Moved(row.get()));
        }
        return switch (change.what()) {
            case What.Create _ -> Optional.of(new WriteResult.Exists(row.get()));
            case What.Replace(Value.Obj content) ->
                    replace(document, actor, change, row.get(), content, now);
            case What.Patch(Value.Obj patch) ->
                    switch (MergePatch.apply(
                            document.storedKind().schema(), row.get().content(), patch)) {
                        case MergePatch.Result.Patched(Value.Obj content) ->
                                replace(document, actor, change, row.get(), content, now);
                        case MergePatch.Result.Unfit(Path path, String why) ->
                                Optional.of(
                                        new WriteResult.Invalid(
                                                List.of(new Problem(path, "", why))));
                    };
            case What.Restore(var label) ->
                    context.versions()
                            .find(document.id(), label)
                            .map(version -> contentOf(document, version))
                            .map(c -> replace(document, actor, change, row.get(), c, now))
                            .orElse(Optional.of(new WriteResult.VersionNotFound()));
            case What.Delete() -> mark(document, actor, change, row.get(), Optional.of(now), now);
            case What.Undelete() -> mark(document, actor, change, row.get(), Optional.empty(), now);
            case What.Purge() -> purge(document, actor, change, now);
        };
    }

    /// A draft was read from a live document and may have what a save would have cut off.
    private static Value.Obj contentOf(LiveDocument document, Version version) {
        Kind.Stored kind = document.storedKind();
        return version.label().draft()
                ? kind.prune(kind.normalise(document.id(), version.content()))
                : version.content();
    }

    private Optional<WriteResult> create(
            LiveDocument document,
            Actor actor,
            RowChange change,
            ProjectId project,
            Value.Obj content,
            Instant now) {
        if (document.kind() instanceof Kind.Stored kind) {
            Value.Obj normalised = kind.normalise(document.id(), content);
            List<Problem> problems = kind.validate(normalised);
            if (!problems.isEmpty()) {
                return Optional.of(new WriteResult.Invalid(problems));
            }
            var insert = new Commit.Write.Insert(project, kind.title(normalised), normalised);
            return commit(document, actor, change, insert, "created", Value.Obj.EMPTY, now);
        }
        var insert = new Commit.Write.Insert(project, document.id().key(), Value.Obj.EMPTY);
        return commit(document, actor, change, insert, "created", Value.Obj.EMPTY, now);
    }

    private Optional<WriteResult> replace(
            LiveDocument document,
            Actor actor,
            RowChange change,
            Row row,
            Value.Obj content,
            Instant now) {
        Kind.Stored kind = document.storedKind();
        Value.Obj normalised = kind.normalise(document.id(), content);
        List<Problem> problems = kind.validate(normalised);
        if (!problems.isEmpty()) {
            return Optional.of(new WriteResult.Invalid(problems));
        }
        List<Change> changes =
                context.reconciler().changes(kind.schema(), row.content(), normalised);
        if (changes.isEmpty()) {
            return Optional.of(new WriteResult.Unchanged(row));
        }
        var detail =
                Value.Obj.EMPTY
                        .with("source", Value.of(change.source()))
                        .with("changed", Details.changed(kind.schema(), changes));
        return commit(
                document,
                actor,
                change,
                new Commit.Write.Replace(row.lockVersion(), kind.title(normalised), normalised),
                "written",
                detail,
                now);
    }

    private Optional<WriteResult> mark(
            LiveDocument document,
            Actor actor,
            RowChange change,
            Row row,
            Optional<Instant> deletedAt,
            Instant now) {
        boolean delete = deletedAt.isPresent();
        String title =
                switch (document.kind()) {
                    case Kind.Stored _ when delete -> Titles.ofDeleted(row, context.rows());
                    case Kind.Stored _ -> Titles.ofUndeleted(row, context.rows());
                    // A free document's title is its key, which no other has and which it keeps:
                    // any
                    // other title may be the key of a document that is yet to come.
                    case Kind.Free _ -> document.id().key();
                };
        Value.Obj content =
                switch (document.kind()) {
                    case Kind.Stored kind -> kind.withTitle(row.content(), title);
                    case Kind.Free _ -> row.content();
                };
        return commit(
                document,
                actor,
                change,
                new Commit.Write.Mark(row.lockVersion(), title, content, deletedAt),
                delete ? "deleted" : "undeleted",
                Value.Obj.EMPTY.with("source", Value.of(change.source())),
                now);
    }

    private Optional<WriteResult> purge(
            LiveDocument document, Actor actor, RowChange change, Instant now) {
        return commit(
                document, actor, change, new Commit.Write.Purge(), "purged", Value.Obj.EMPTY, now);
    }

    private Optional<WriteResult> commit(
            LiveDocument document,
            Actor actor,
            RowChange change,
            Commit.Write write,
            String type,
            Value.Obj detail,
            Instant now) {
        var happening = new Happening(type, actor, now, document.lockVersion(), detail);
        var result =
                context.rows()
                        .commit(
                                new Commit(
                                        document.id(),
                                        write,
                                        actor,
                                        now,
                                        change.request(),
                                        Optional.empty(),
                                        happening));
        return switch (result) {
            case CommitResult.Committed(_, long position)
                    when write instanceof Commit.Write.Purge -> {
                document.purged(position, happening);
                yield Optional.of(new WriteResult.Purged());
            }
            case CommitResult.Committed(Row row, long position) -> {
                document.stored(row, Optional.empty(), position, happening);
                List<Conflict> conflicts =
                        document.level().map(SaveResult.Merged::conflicts).orElse(List.of());
                yield Optional.of(new WriteResult.Written(row, conflicts));
            }
            case CommitResult.Moved(Row actual)
                    when write instanceof Commit.Write.Insert || change.expected().isPresent() ->
                    Optional.of(
                            write instanceof Commit.Write.Insert
                                    ? new WriteResult.Exists(actual)
                                    : new WriteResult.Moved(actual));
            case CommitResult.Moved _, CommitResult.Missing() -> Optional.empty();
            case CommitResult.Gone() -> Optional.empty();
            // The title of a mark is ours to choose: somebody was faster with it, so another.
            case CommitResult.TitleTaken _ when write instanceof Commit.Write.Mark ->
                    Optional.empty();
            case CommitResult.TitleTaken _ ->
                    Optional.of(new WriteResult.Invalid(List.of(Titles.taken())));
            case CommitResult.Repeated(var id, long lockVersion) ->
                    Optional.of(new WriteResult.Repeated(id, lockVersion));
            case CommitResult.RequestIdReused() -> Optional.of(new WriteResult.RequestIdReused());
        };
    }
}
