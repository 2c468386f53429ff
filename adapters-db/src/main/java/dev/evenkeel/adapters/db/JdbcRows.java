package dev.evenkeel.adapters.db;

import dev.evenkeel.adapters.db.RequestTable.RequestRecord;
import dev.evenkeel.adapters.db.VersionTable.VersionRecord;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.Commit.Write;
import dev.evenkeel.domain.row.CommitResult;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The rows in tables `documents`, `versions` and `requests`.
///
/// A commit looks at everything it depends on and then writes. An existing row is locked while it
/// does; for what does not exist yet (a row, a title, a request) two writers can both find nothing,
/// and then a unique key stops the later one, whose transaction begins again and finds it.
final class JdbcRows implements Rows {

    /// Keys per statement. A statement has at most 65,535 parameters.
    private static final int KEYS_MAX = 10_000;

    private final Database database;
    private final JdbcJournal journal;

    JdbcRows(Database database, JdbcJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    @Override
    public Lookup find(DocumentId document) {
        return database.read(
                "find " + document,
                () -> lookup(database.documents.find(document.kind(), document.key())));
    }

    @Override
    public CommitResult commit(Commit commit) {
        return database.write("commit " + commit.document(), () -> decide(commit));
    }

    @Override
    public List<Row> list(ProjectId project, String kind) {
        return database.read(
                "list " + kind + " of " + project,
                () ->
                        database.documents.list(project.value(), kind).stream()
                                .map(JdbcRows::row)
                                .toList());
    }

    @Override
    public Map<DocumentId, Long> lockVersions(Collection<DocumentId> documents) {
        var wanted = Set.copyOf(documents);
        var kinds = wanted.stream().map(DocumentId::kind).distinct().toList();
        var keys = wanted.stream().map(DocumentId::key).distinct().toList();
        var found = new HashMap<DocumentId, Long>();
        for (int from = 0; from < keys.size(); from += KEYS_MAX) {
            var some = keys.subList(from, Math.min(from + KEYS_MAX, keys.size()));
            for (var each :
                    database.read(
                            "lock_versions of " + wanted.size() + " documents",
                            () -> database.documents.lockVersions(kinds, some))) {
                if (wanted.contains(each.document())) {
                    found.put(each.document(), each.lockVersion());
                }
            }
        }
        return found;
    }

    private static Lookup lookup(Optional<DocumentRecord> found) {
        if (found.isEmpty()) {
            return new Lookup.Absent();
        }
        var document = found.get();
        return document.purgedAt() == null
                ? new Lookup.Present(row(document))
                : new Lookup.Purged(new ProjectId(document.project()));
    }

    private static Row row(DocumentRecord document) {
        var id = new DocumentId(document.kind(), document.docKey());
        return new Row(
                id,
                new ProjectId(document.project()),
                Objects.requireNonNullElse(document.title(), ""),
                Columns.content(id, document.content()),
                document.lockVersion(),
                Optional.ofNullable(document.deletedAt()));
    }

    private CommitResult decide(Commit commit) {
        var earlier = commit.request().flatMap(this::earlier);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var id = commit.document();
        return switch (lookup(database.documents.lock(id.kind(), id.key()))) {
            case Lookup.Purged _ -> new CommitResult.Gone();
            case Lookup.Absent() ->
                    switch (commit.write()) {
                        case Write.Insert insert -> insert(commit, insert);
                        case Write.Replace _, Write.Mark _, Write.Purge _ ->
                                new CommitResult.Missing();
                    };
            case Lookup.Present(Row row) ->
                    switch (commit.write()) {
                        case Write.Insert _ -> new CommitResult.Moved(row);
                        case Write.Replace(long expected, var title, var content) ->
                                expected == row.lockVersion()
                                        ? update(commit, row, title, content, row.deletedAt())
                                        : new CommitResult.Moved(row);
                        case Write.Mark(long expected, var title, var content, var deletedAt) ->
                                expected == row.lockVersion()
                                        ? update(commit, row, title, content, deletedAt)
                                        : new CommitResult.Moved(row);
                        case Write.Purge() -> purge(commit, row);
                    };
        };
    }

    @Override
    public Optional<CommitResult> answered(Commit.RequestId request) {
        return database.read("request " + request.scope(), () -> earlier(request));
    }

    private Optional<CommitResult> earlier(Commit.RequestId request) {
        return database.requests
                .find(request.scope(), request.key())
                .map(found -> repeated(request, found));
    }

    private static CommitResult repeated(Commit.RequestId request, RequestRecord earlier) {
        return earlier.fingerprint().equals(request.fingerprint())
                ? new CommitResult.Repeated(
                        new DocumentId(earlier.kind(), earlier.docKey()), earlier.lockVersion())
                : new CommitResult.RequestIdReused();
    }

    private CommitResult insert(Commit commit, Write.Insert insert) {
        var id = commit.document();
        var row =
                new Row(
                        id,
                        insert.project(),
                        insert.title(),
                        insert.content(),
                        next(id, 0),
                        Optional.empty());
        if (isTitleTaken(row)) {
            return new CommitResult.TitleTaken(row.title());
        }
        String content = Json.write(row.content());
        database.documents.insert(
                id.kind(),
                id.key(),
                row.project().value(),
                row.title(),
                content,
                row.lockVersion());
        return stored(commit, row, content);
    }

    private CommitResult update(
            Commit commit, Row old, String title, Value.Obj content, Optional<Instant> deletedAt) {
        var id = commit.document();
        var row =
                new Row(id, old.project(), title, content, next(id, old.lockVersion()), deletedAt);
        if (!title.equals(old.title()) && isTitleTaken(row)) {
            return new CommitResult.TitleTaken(title);
        }
        String text = Json.write(content);
        database.documents.update(
                id.kind(), id.key(), title, text, row.lockVersion(), deletedAt.orElse(null));
        return stored(commit, row, text);
    }

    private static long next(DocumentId document, long lockVersion) {
        return document.kind().equals(DocumentName.FREE) ? 0 : lockVersion + 1;
    }

    private boolean isTitleTaken(Row row) {
        return 0
                < database.documents.othersWithTitle(
                        row.project().value(),
                        row.document().kind(),
                        row.title(),
                        row.document().key());
    }

    private CommitResult stored(Commit commit, Row row, String content) {
        commit.base().ifPresent(base -> moveBase(row, base));
        if (0 < row.lockVersion()) {
            var id = row.document();
            var actor = commit.actor();
            database.versions.insert(
                    new VersionRecord(
                            id.kind(),
                            id.key(),
                            false,
                            row.lockVersion(),
                            database.versions.lastPosition(id.kind(), id.key()) + 1,
                            row.title(),
                            content,
                            actor.id(),
                            actor.type().name(),
                            actor.name(),
                            commit.at(),
                            commit.happening().reason()));
        }
        return committed(commit, row);
    }

    private void moveBase(Row row, Base base) {
        if (base.lockVersion() != row.lockVersion()) {
            throw new Database.BugException(
                    new IllegalArgumentException(
                            "Expected the base of the lock_version that the change produces, "
                                    + row.lockVersion()
                                    + ", but got "
                                    + base.lockVersion()));
        }
        JdbcUpdateLog.putBase(database.log, row.document(), base);
    }

    private CommitResult purge(Commit commit, Row row) {
        var id = row.document();
        database.log.deleteEntries(id.kind(), id.key(), Long.MAX_VALUE);
        database.log.deleteCheckpoint(id.kind(), id.key());
        database.log.deleteBase(id.kind(), id.key());
        database.versions.deleteAll(id.kind(), id.key());
        database.journal.deleteDetails(id.kind(), id.key());
        database.documents.purge(id.kind(), id.key(), commit.at());
        return committed(commit, row);
    }

    private CommitResult committed(Commit commit, Row row) {
        var id = row.document();
        commit.request()
                .ifPresent(
                        request ->
                                database.requests.insert(
                                        new RequestRecord(
                                                request.scope(),
                                                request.key(),
                                                request.fingerprint(),
                                                id.kind(),
                                                id.key(),
                                                row.lockVersion(),
                                                commit.at())));
        var happening = commit.happening().withLockVersion(row.lockVersion());
        return new CommitResult.Committed(row, journal.write(id, List.of(happening)).getFirst());
    }
}
