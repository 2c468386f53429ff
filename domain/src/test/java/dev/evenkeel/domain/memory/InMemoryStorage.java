package dev.evenkeel.domain.memory;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.actor.Token;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.History;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.Commit.Write;
import dev.evenkeel.domain.row.CommitResult;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.row.StorageUnavailableException;
import dev.evenkeel.domain.storage.Storage;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All storage ports over maps and one lock. Each call is a transaction: it decides first and
/// changes afterwards, so a refusal or a failure leaves nothing half done.
///
/// It outlives the server under test, as a database does: a test that "restarts" builds new rooms
/// over the same object. [#failing] makes calls fail as a database can: without effect, or with the
/// effect done and only the answer lost.
///
/// One class although it is long, because the ports share transactions; each port is one nested
/// class and they come in the order of [Storage].
public final class InMemoryStorage implements Storage {

    /// A call that can fail.
    public enum Operation {
        FIND_ROW,
        COMMIT,
        READ_LOG,
        APPEND,
        COMPACT,
        KEEP_DRAFT
    }

    /// What becomes of a call.
    public enum Fate {
        WORKS,
        /// No answer, and nothing happened.
        FAILS_BEFORE,
        /// No answer, but it happened.
        FAILS_AFTER
    }

    /// Decides about each call before it begins, on the caller's thread and outside the lock: it
    /// may block, and it may use this storage, say for a write that comes in between.
    @FunctionalInterface
    public interface Faults {
        Fate of(Operation operation, DocumentId document);
    }

    private record Stored(Row row, boolean purged) {}

    private record RequestKey(String scope, String key) {}

    private record Outcome(String fingerprint, DocumentId document, long lockVersion) {}

    private record MemberKey(ProjectId project, String actorId) {}

    private static final class Log {
        private final List<LogEntry> tail = new ArrayList<>();
        private Optional<LogEntry> checkpoint = Optional.empty();
        private long covered;

        long last() {
            return covered + tail.size();
        }
    }

    private final Object lock = new Object();
    private final Map<DocumentId, Stored> rows = new HashMap<>();
    private final Map<RequestKey, Outcome> requests = new HashMap<>();
    private final Map<DocumentId, Log> logs = new HashMap<>();
    private final Map<DocumentId, Base> bases = new LinkedHashMap<>();
    private final Map<DocumentId, List<Version>> versions = new HashMap<>();
    private final Map<DocumentId, List<Journal.Entry>> journals = new HashMap<>();
    private final Map<String, Project> projects = new TreeMap<>();
    private final Map<MemberKey, Member> members = new HashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private volatile Faults faults = (_, _) -> Fate.WORKS;

    /// From now on ask `faults` before each call.
    public void failing(Faults faults) {
        this.faults = faults;
    }

    /// From now on every call works.
    public void healthy() {
        faults = (_, _) -> Fate.WORKS;
    }

    @Override
    public Rows rows() {
        return new InMemoryRows();
    }

    @Override
    public UpdateLog log() {
        return new InMemoryUpdateLog();
    }

    @Override
    public Versions versions() {
        return new InMemoryVersions();
    }

    @Override
    public Journal journal() {
        return new InMemoryJournal();
    }

    @Override
    public Projects projects() {
        return new InMemoryProjects();
    }

    @Override
    public Tokens tokens() {
        return new InMemoryTokens();
    }

    private <T> T call(Operation operation, DocumentId document, Supplier<T> work) {
        return switch (faults.of(operation, document)) {
            case WORKS -> locked(work);
            case FAILS_BEFORE -> throw unavailable(operation, document);
            case FAILS_AFTER -> {
                var _ = locked(work);
                throw unavailable(operation, document);
            }
        };
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (lock) {
            return work.get();
        }
    }

    private static StorageUnavailableException unavailable(
            Operation operation, DocumentId document) {
        return new StorageUnavailableException(
                operation + " of " + document, new IOException("made to fail"));
    }

    private List<Long> write(DocumentId document, List<Happening> happenings) {
        var journal = journals.computeIfAbsent(document, _ -> new ArrayList<>());
        var positions = new ArrayList<Long>();
        for (var happening : happenings) {
            long position = journal.size() + 1L;
            journal.add(new Journal.Entry(position, happening));
            positions.add(position);
        }
        return positions;
    }

    private void keep(Version version) {
        versions.computeIfAbsent(version.document(), _ -> new ArrayList<>()).add(version);
    }

    private final class InMemoryRows implements Rows {

        @Override
        public Lookup find(DocumentId document) {
            return call(Operation.FIND_ROW, document, () -> lookup(document));
        }

        @Override
        public CommitResult commit(Commit commit) {
            return call(Operation.COMMIT, commit.document(), () -> decide(commit));
        }

        @Override
        public List<Row> list(ProjectId project, String kind) {
            return locked(
                    () ->
                            present()
                                    .filter(row -> row.project().equals(project))
                                    .filter(row -> row.document().kind().equals(kind))
                                    .sorted(Comparator.comparing(Row::title))
                                    .toList());
        }

        @Override
        public Map<DocumentId, Long> lockVersions(Collection<DocumentId> documents) {
            var wanted = Set.copyOf(documents);
            return locked(
                    () -> {
                        var found = new HashMap<DocumentId, Long>();
                        present()
                                .filter(row -> wanted.contains(row.document()))
                                .forEach(row -> found.put(row.document(), row.lockVersion()));
                        return found;
                    });
        }

        private Stream<Row> present() {
            return rows.values().stream().filter(stored -> !stored.purged()).map(Stored::row);
        }

        private Lookup lookup(DocumentId document) {
            var stored = rows.get(document);
            if (stored == null) {
                return new Lookup.Absent();
            }
            return stored.purged()
                    ? new Lookup.Purged(stored.row().project())
                    : new Lookup.Present(stored.row());
        }

        @Override
        public Optional<CommitResult> answered(Commit.RequestId request) {
            synchronized (lock) {
                return earlier(request);
            }
        }

        private Optional<CommitResult> earlier(Commit.RequestId request) {
            return Optional.ofNullable(requests.get(new RequestKey(request.scope(), request.key())))
                    .map(
                            outcome ->
                                    outcome.fingerprint().equals(request.fingerprint())
                                            ? new CommitResult.Repeated(
                                                    outcome.document(), outcome.lockVersion())
                                            : new CommitResult.RequestIdReused());
        }

        private CommitResult decide(Commit commit) {
            var earlier = commit.request().flatMap(this::earlier);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            var document = commit.document();
            return switch (lookup(document)) {
                case Lookup.Purged _ -> new CommitResult.Gone();
                case Lookup.Absent() ->
                        switch (commit.write()) {
                            case Write.Insert(var project, var title, var content) ->
                                    put(
                                            commit,
                                            new Row(
                                                    document,
                                                    project,
                                                    title,
                                                    content,
                                                    next(document, 0),
                                                    Optional.empty()));
                            case Write.Replace _, Write.Mark _, Write.Purge _ ->
                                    new CommitResult.Missing();
                        };
                case Lookup.Present(Row row) ->
                        switch (commit.write()) {
                            case Write.Insert _ -> new CommitResult.Moved(row);
                            case Write.Replace(long expected, var title, var content) ->
                                    expected == row.lockVersion()
                                            ? put(
                                                    commit,
                                                    changed(row, title, content, row.deletedAt()))
                                            : new CommitResult.Moved(row);
                            case Write.Mark(long expected, var title, var content, var deletedAt) ->
                                    expected == row.lockVersion()
                                            ? put(commit, changed(row, title, content, deletedAt))
                                            : new CommitResult.Moved(row);
                            case Write.Purge() -> purge(commit, row);
                        };
            };
        }

        private static Row changed(
                Row row, String title, Value.Obj content, Optional<Instant> deletedAt) {
            return new Row(
                    row.document(),
                    row.project(),
                    title,
                    content,
                    next(row.document(), row.lockVersion()),
                    deletedAt);
        }

        private static long next(DocumentId document, long lockVersion) {
            return document.kind().equals(DocumentName.FREE) ? 0 : lockVersion + 1;
        }

        private CommitResult put(Commit commit, Row row) {
            if (titleTaken(row)) {
                return new CommitResult.TitleTaken(row.title());
            }
            commit.base()
                    .ifPresent(
                            base -> {
                                if (base.lockVersion() != row.lockVersion()) {
                                    throw new IllegalArgumentException(
                                            "Expected the base of the lock_version that the change"
                                                    + " produces, "
                                                    + row.lockVersion()
                                                    + ", but got "
                                                    + base.lockVersion());
                                }
                                bases.put(row.document(), base);
                            });
            rows.put(row.document(), new Stored(row, false));
            if (row.lockVersion() > 0) {
                keep(
                        new Version(
                                row.document(),
                                VersionLabel.stored(row.lockVersion()),
                                row.title(),
                                row.content(),
                                commit.actor(),
                                commit.at(),
                                commit.happening().reason()));
            }
            return committed(commit, row);
        }

        private boolean titleTaken(Row row) {
            return present()
                    .anyMatch(
                            other ->
                                    !other.document().equals(row.document())
                                            && other.document().kind().equals(row.document().kind())
                                            && other.project().equals(row.project())
                                            && other.title().equals(row.title()));
        }

        private CommitResult purge(Commit commit, Row row) {
            var document = row.document();
            rows.put(document, new Stored(row, true));
            logs.remove(document);
            bases.remove(document);
            versions.remove(document);
            journals.computeIfPresent(
                    document,
                    (_, journal) ->
                            new ArrayList<>(
                                    journal.stream().map(InMemoryRows::withoutDetail).toList()));
            return committed(commit, row);
        }

        private static Journal.Entry withoutDetail(Journal.Entry entry) {
            var happening = entry.happening();
            return new Journal.Entry(
                    entry.position(),
                    new Happening(
                            happening.type(),
                            happening.actor(),
                            happening.at(),
                            happening.lockVersion(),
                            Value.Obj.EMPTY));
        }

        private CommitResult committed(Commit commit, Row row) {
            commit.request()
                    .ifPresent(
                            request ->
                                    requests.put(
                                            new RequestKey(request.scope(), request.key()),
                                            new Outcome(
                                                    request.fingerprint(),
                                                    row.document(),
                                                    row.lockVersion())));
            var happening = commit.happening().withLockVersion(row.lockVersion());
            return new CommitResult.Committed(
                    row, write(row.document(), List.of(happening)).getFirst());
        }
    }

    private final class InMemoryUpdateLog implements UpdateLog {

        @Override
        public History read(DocumentId document) {
            return call(Operation.READ_LOG, document, () -> history(document));
        }

        @Override
        public Appended append(DocumentId document, Seq last, Batch batch) {
            return call(Operation.APPEND, document, () -> add(document, last.value(), batch));
        }

        @Override
        public void compact(DocumentId document, Seq upTo, Update state) {
            var _ =
                    call(
                            Operation.COMPACT,
                            document,
                            () -> {
                                replace(document, upTo.value(), state);
                                return upTo;
                            });
        }

        @Override
        public List<DocumentId> behind(int countMax) {
            return locked(
                    () -> {
                        var live = new HashSet<>(logs.keySet());
                        live.addAll(bases.keySet());
                        return live.stream()
                                .filter(this::isBehind)
                                .sorted(Comparator.comparing(DocumentId::toString))
                                .limit(countMax)
                                .toList();
                    });
        }

        private boolean isBehind(DocumentId document) {
            var stored = rows.get(document);
            var base = bases.get(document);
            return stored != null
                    && !stored.purged()
                    && (base == null ? 0 : base.lockVersion()) < stored.row().lockVersion();
        }

        private History history(DocumentId document) {
            var base = Optional.ofNullable(bases.get(document));
            var log = logs.get(document);
            if (log == null) {
                return new History(List.of(), Seq.NONE, 0, base);
            }
            var updates = new ArrayList<Update>();
            log.checkpoint.ifPresent(checkpoint -> updates.add(checkpoint.update()));
            log.tail.forEach(entry -> updates.add(entry.update()));
            return new History(updates, new Seq(log.last()), log.tail.size(), base);
        }

        private Appended add(DocumentId document, long last, Batch batch) {
            var log = logs.getOrDefault(document, new Log());
            if (log.last() < last) {
                throw new IllegalStateException(
                        "The log of " + document + " ends at " + log.last() + ", before " + last);
            }
            var others = new ArrayList<LogEntry>();
            if (last < log.covered) {
                log.checkpoint.ifPresent(others::add);
            }
            others.addAll(log.tail.subList((int) Math.max(0, last - log.covered), log.tail.size()));
            log.tail.addAll(batch.entries());
            if (!batch.entries().isEmpty()) {
                logs.put(document, log);
            }
            batch.base().ifPresent(base -> bases.put(document, base));
            return new Appended(new Seq(log.last()), others, write(document, batch.happenings()));
        }

        private void replace(DocumentId document, long upTo, Update state) {
            var log = logs.getOrDefault(document, new Log());
            if (log.last() < upTo) {
                throw new IllegalStateException(
                        "The log of " + document + " ends at " + log.last() + ", before " + upTo);
            }
            if (log.covered < upTo) {
                var covered = log.tail.subList(0, (int) (upTo - log.covered));
                log.checkpoint =
                        Optional.of(new LogEntry(state, Actor.SERVER, covered.getLast().at()));
                covered.clear();
                log.covered = upTo;
            }
        }
    }

    private final class InMemoryVersions implements Versions {

        @Override
        public Optional<Version> find(DocumentId document, VersionLabel label) {
            return locked(
                    () ->
                            of(document).stream()
                                    .filter(version -> version.label().equals(label))
                                    .findFirst());
        }

        @Override
        public List<Version> list(DocumentId document, int countMax) {
            return locked(() -> of(document).reversed().stream().limit(countMax).toList());
        }

        @Override
        public VersionLabel keepDraft(
                DocumentId document, String title, Value.Obj content, Actor actor, Instant at) {
            return call(
                    Operation.KEEP_DRAFT,
                    document,
                    () -> {
                        long drafts = of(document).stream().filter(v -> v.label().draft()).count();
                        var label = new VersionLabel(true, drafts + 1);
                        keep(new Version(document, label, title, content, actor, at, "draft"));
                        return label;
                    });
        }

        private List<Version> of(DocumentId document) {
            return versions.getOrDefault(document, List.of());
        }
    }

    private final class InMemoryJournal implements Journal {

        @Override
        public List<Entry> readAfter(DocumentId document, long after, int countMax) {
            return locked(
                    () ->
                            of(document).stream()
                                    .filter(entry -> after < entry.position())
                                    .limit(countMax)
                                    .toList());
        }

        @Override
        public long last(DocumentId document) {
            return locked(() -> (long) of(document).size());
        }

        private List<Entry> of(DocumentId document) {
            return journals.getOrDefault(document, List.of());
        }
    }

    private final class InMemoryProjects implements Projects {

        @Override
        public boolean create(Project project) {
            return locked(() -> projects.putIfAbsent(project.id().value(), project) == null);
        }

        @Override
        public List<Project> list() {
            return locked(() -> List.copyOf(projects.values()));
        }

        @Override
        public Optional<Project> find(ProjectId id) {
            return locked(() -> Optional.ofNullable(projects.get(id.value())));
        }

        @Override
        public void putMember(Member member) {
            var _ =
                    locked(
                            () ->
                                    members.put(
                                            new MemberKey(member.project(), member.actor().id()),
                                            member));
        }

        @Override
        public boolean removeMember(ProjectId project, String actorId) {
            return locked(() -> members.remove(new MemberKey(project, actorId)) != null);
        }

        @Override
        public List<Member> members(ProjectId project) {
            return locked(
                    () ->
                            members.values().stream()
                                    .filter(member -> member.project().equals(project))
                                    .sorted(Comparator.comparing(member -> member.actor().id()))
                                    .toList());
        }
    }

    private final class InMemoryTokens implements Tokens {

        @Override
        public void add(Token token) {
            var _ = locked(() -> tokens.put(token.id(), token));
        }

        @Override
        public Optional<Found> find(String hash) {
            return locked(
                    () ->
                            tokens.values().stream()
                                    .filter(token -> token.hash().equals(hash))
                                    .findFirst()
                                    .map(token -> new Found(token, role(token))));
        }

        @Override
        public boolean revoke(String id) {
            return locked(() -> tokens.remove(id) != null);
        }

        @Override
        public List<Token> list(Optional<ProjectId> project) {
            return locked(
                    () ->
                            tokens.values().stream()
                                    .filter(token -> token.project().equals(project))
                                    .sorted(
                                            Comparator.comparing(Token::createdAt)
                                                    .thenComparing(Token::id))
                                    .toList());
        }

        private Optional<Role> role(Token token) {
            return token.project()
                    .map(project -> members.get(new MemberKey(project, token.actor().id())))
                    .map(Member::role);
        }
    }
}
