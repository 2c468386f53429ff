package dev.evenkeel.domain.storage;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.CommitResult.Committed;
import dev.evenkeel.domain.row.Row;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The values that the storage contracts speak in.
public final class Samples {

    public static final ProjectId DEMO = new ProjectId("demo");
    public static final ProjectId OTHER = new ProjectId("other");
    public static final Actor ANN = new Actor(Actor.Type.PERSON, "u-ann", "Ann Åström 🌊");
    public static final Actor BOT = new Actor(Actor.Type.AGENT, "a-bot", "Bot");

    /// With as many digits as every store keeps.
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    public static final DocumentId FLOW = flow(1);
    public static final DocumentId SECOND = flow(2);
    public static final DocumentId NOTES = new DocumentId("free", "notes/äö 🌊:v1");
    public static final Value.Obj RICH = rich();

    private Samples() {}

    public static DocumentId flow(int number) {
        return new DocumentId("workflow", "00000000-0000-4000-8000-%012d".formatted(number));
    }

    public static Value.Obj content(String name) {
        return new Value.Obj(Map.of("name", Value.of(name)));
    }

    public static Happening happening(String type) {
        return new Happening(type, ANN, NOON, 0, content("detail of " + type));
    }

    public static Commit commit(DocumentId document, Commit.Write write) {
        String type =
                switch (write) {
                    case Commit.Write.Insert _ -> "created";
                    case Commit.Write.Replace _ -> "saved";
                    case Commit.Write.Mark _ -> "deleted";
                    case Commit.Write.Purge _ -> "purged";
                };
        return new Commit(
                document, write, ANN, NOON, Optional.empty(), Optional.empty(), happening(type));
    }

    public static Commit insert(DocumentId document, String title) {
        return commit(document, new Commit.Write.Insert(DEMO, title, content(title)));
    }

    public static Commit replace(DocumentId document, long expected, String title) {
        return commit(document, new Commit.Write.Replace(expected, title, content(title)));
    }

    public static Commit purge(DocumentId document) {
        return commit(document, new Commit.Write.Purge());
    }

    public static Commit withRequest(Commit commit, String key, String fingerprint) {
        return new Commit(
                commit.document(),
                commit.write(),
                commit.actor(),
                commit.at(),
                Optional.of(new Commit.RequestId("demo/u-ann", key, fingerprint)),
                commit.base(),
                commit.happening());
    }

    public static Commit withBase(Commit commit, Base base) {
        return new Commit(
                commit.document(),
                commit.write(),
                commit.actor(),
                commit.at(),
                commit.request(),
                Optional.of(base),
                commit.happening());
    }

    /// Store `commit` and answer the row it made.
    public static Row stored(Storage storage, Commit commit) {
        var result = storage.rows().commit(commit);
        if (result instanceof Committed(Row row, long _)) {
            return row;
        }
        throw new AssertionError("Expected a commit, but got " + result);
    }

    public static Update update(int... bytes) {
        var array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return Update.of(array);
    }

    public static LogEntry entry(int... bytes) {
        return new LogEntry(update(bytes), ANN, NOON);
    }

    public static List<Update> updates(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::update).toList();
    }

    /// Do all of `work` at once, each on a thread of its own, and answer what they answered.
    public static <T> List<T> together(List<Callable<T>> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(work).stream().map(Samples::answer).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while others worked", e);
        }
    }

    private static <T> T answer(Future<T> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new AssertionError("Expected every thread to get an answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while others worked", e);
        }
    }

    /// A content with something of all that JSON can say and stores tend to change.
    private static Value.Obj rich() {
        var members = new LinkedHashMap<String, Value>();
        members.put("z first", Value.of("the order of members is kept"));
        members.put("a", Value.NULL);
        members.put("", Value.of(true));
        members.put("yes", Value.of(false));
        members.put("ctrl", Value.of("nul \u0000, bell \u0007, \"quoted\" \\ / \r\n\t\u2028"));
        members.put("unicode ключ", Value.of("ÅÄÖ 漢字 🌊 e\u0301 \ufeff"));
        members.put("half", Value.of("a half \ud83c of a pair"));
        members.put("long", Value.of("0123456789".repeat(20_000)));
        members.put(
                "numbers",
                new Value.Arr(
                        List.of(
                                Value.of(0),
                                Value.of(-1),
                                Value.of(0.1),
                                Value.of(1.0 / 3),
                                Value.of(9007199254740991.0),
                                Value.of(-9007199254740993.0),
                                Value.of(1e21),
                                Value.of(123456789012345678901234567890.0),
                                Value.of(Double.MIN_VALUE),
                                Value.of(-Double.MAX_VALUE))));
        members.put("empty list", new Value.Arr(List.of()));
        members.put("empty object", Value.Obj.EMPTY);
        Value nested = Value.of("bottom");
        for (int depth = 0; depth < 100; depth++) {
            nested = new Value.Arr(List.of(new Value.Obj(Map.of("in", nested)), Value.NULL));
        }
        members.put("nested", nested);
        return new Value.Obj(members);
    }
}
