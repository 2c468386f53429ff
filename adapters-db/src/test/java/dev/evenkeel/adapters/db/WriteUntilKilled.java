package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.storage.Samples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process for [KillTest]: several rooms that append, save and compact without pause, and say so
/// on standard output only after storage confirmed it.
final class WriteUntilKilled {

    static final int ROOMS = 6;

    /// Every so many appends one is large, and every so many the log is compacted.
    private static final int LARGE_EVERY = 97;

    private static final int LARGE_BYTES = 2_000_000;
    private static final int COMPACT_EVERY = 150;

    private WriteUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        var storage = DatabaseStorage.open(DatabaseSettings.embedded(Path.of(arguments[0])));
        Thread.ofPlatform().daemon(true).start(WriteUntilKilled::endWithTheParent);
        say("ready");
        var threads = new ArrayList<Thread>();
        for (int room = 0; room < ROOMS; room++) {
            var document = Samples.flow(room);
            threads.add(Thread.startVirtualThread(() -> append(storage, document)));
            threads.add(Thread.startVirtualThread(() -> save(storage, document)));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    /// Nobody is left to kill this process once its parent has gone.
    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // The same as its end.
        }
        Runtime.getRuntime().halt(1);
    }

    /// The update that stands at `seq` of a log, to be told from every other.
    static Update updateAt(DocumentId document, long seq) {
        int size = seq % LARGE_EVERY == 0 ? LARGE_BYTES : 40;
        return Update.of(
                ByteBuffer.allocate(size).putLong(seq).putInt(document.hashCode()).array());
    }

    private static void append(DatabaseStorage storage, DocumentId document) {
        var last = storage.log().read(document).last();
        while (true) {
            var next = last.plus(1);
            var update = updateAt(document, next.value());
            var batch = Batch.of(List.of(new LogEntry(update, Samples.ANN, Samples.NOON)));
            last = storage.log().append(document, last, batch).last();
            say("appended " + document.key() + " " + last.value());
            if (last.value() % COMPACT_EVERY == 0) {
                var upTo = new Seq(last.value() - 5);
                storage.log().compact(document, upTo, updateAt(document, upTo.value()));
            }
        }
    }

    private static void save(DatabaseStorage storage, DocumentId document) {
        long version =
                switch (storage.rows().find(document)) {
                    case Lookup.Present(Row row) -> row.lockVersion();
                    case Lookup.Absent _, Lookup.Purged _ -> 0;
                };
        while (true) {
            String title = document.key() + " at " + (version + 1);
            var commit =
                    version == 0
                            ? Samples.insert(document, title)
                            : Samples.replace(document, version, title);
            var base = new Base(version + 1, Samples.content(title), updateAt(document, 1));
            version = Samples.stored(storage, Samples.withBase(commit, base)).lockVersion();
            say("saved " + document.key() + " " + version);
        }
    }

    /// In one write, so that a line is whole or absent.
    private static synchronized void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
