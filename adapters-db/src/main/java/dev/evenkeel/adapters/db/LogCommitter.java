package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Appended;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.row.StorageUnavailableException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One thread that commits the appends of all rooms, as many in one transaction as were waiting
/// when it began. While it commits, the next ones gather; so a slow disk makes groups larger, and
/// nobody waits for a timer.
///
/// When a group fails before its commit, each of its appends is tried once more by itself, so that
/// one that cannot succeed does not take the others with it. When the commit itself fails, it is
/// not known whether it took effect: all callers are told so, and nothing is tried again, because
/// it could then be there twice.
final class LogCommitter implements AutoCloseable {

    /// How many appends share a transaction. It bounds what is done twice when a group fails.
    private static final int GROUP_MAX = 256;

    /// What a caller wants kept.
    record Append(DocumentId document, Seq last, Batch batch) {}

    private record Waiting(Append append, CompletableFuture<Appended> answer) {}

    private static final Comparator<Waiting> BY_DOCUMENT =
            Comparator.comparing(waiting -> waiting.append().document().toString());

    private final Database database;
    private final Function<Append, Appended> insert;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private List<Waiting> queue = new ArrayList<>();
    private boolean closed;
    private long groups;

    /// @param insert writes the rows of one append in the transaction that it finds open
    LogCommitter(Database database, Function<Append, Appended> insert) {
        this.database = database;
        this.insert = insert;
        thread = Thread.ofPlatform().name("log-committer").daemon(true).start(this::run);
    }

    /// Keep `append` and return when it is durable.
    Appended commit(Append append) {
        var waiting = new Waiting(append, new CompletableFuture<>());
        enqueue(waiting);
        try {
            return waiting.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// How many appends wait for a transaction to begin.
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many groups were taken up so far.
    long groups() {
        lock.lock();
        try {
            return groups;
        } finally {
            lock.unlock();
        }
    }

    /// Take no more appends, finish those that wait, and return.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(Waiting waiting) {
        lock.lock();
        try {
            if (closed) {
                throw new StorageUnavailableException(
                        what(waiting.append()), new IOException("storage is closed"));
            }
            queue.add(waiting);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var group = next(); !group.isEmpty(); group = next()) {
            commit(group);
        }
    }

    /// The appends that wait, at least one; empty when there will be no more. In the order of
    /// documents, because two servers whose groups met each other's documents in different orders
    /// would wait for each other; those of one document stay in the order in which they came.
    private List<Waiting> next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            var all = queue;
            int count = Math.min(GROUP_MAX, all.size());
            groups += count == 0 ? 0 : 1;
            queue = new ArrayList<>(all.subList(count, all.size()));
            return all.subList(0, count).stream().sorted(BY_DOCUMENT).toList();
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Waiting> group) {
        var written = new AtomicBoolean();
        List<Appended> answers;
        try {
            answers =
                    database.writeOnce(
                            () -> {
                                var all = group.stream().map(Waiting::append).map(insert).toList();
                                written.set(true);
                                return all;
                            });
        } catch (RuntimeException | Error e) {
            // Errors too: without this thread nothing is ever kept again, and everybody waits.
            if (written.get()) {
                group.forEach(waiting -> fail(waiting, e));
            } else {
                group.forEach(this::commitAlone);
            }
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).answer().complete(answers.get(i));
        }
    }

    private static void fail(Waiting waiting, Throwable cause) {
        waiting.answer()
                .completeExceptionally(
                        new StorageUnavailableException(what(waiting.append()), cause));
    }

    private void commitAlone(Waiting waiting) {
        try {
            var append = waiting.append();
            waiting.answer().complete(database.write(what(append), () -> insert.apply(append)));
        } catch (RuntimeException e) {
            waiting.answer().completeExceptionally(e);
        } catch (Error e) {
            fail(waiting, e);
        }
    }

    private static String what(Append append) {
        return "append to the log of " + append.document() + " after " + append.last().value();
    }
}
