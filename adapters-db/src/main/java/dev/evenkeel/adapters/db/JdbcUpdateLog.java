package dev.evenkeel.adapters.db;

import dev.evenkeel.adapters.db.LogTable.EntryRecord;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.History;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.replica.Update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The update log in tables `update_log`, `checkpoints` and `bases`.
///
/// Appends go through a [LogCommitter], which lets those that wait at the same time share one
/// transaction.
final class JdbcUpdateLog implements UpdateLog {

    private final Database database;
    private final JdbcJournal journal;
    private final LogCommitter committer;

    JdbcUpdateLog(Database database, JdbcJournal journal) {
        this.database = database;
        this.journal = journal;
        this.committer = new LogCommitter(database, this::insert);
    }

    @Override
    public History read(DocumentId document) {
        return database.read("log of " + document, () -> history(document));
    }

    @Override
    public Appended append(DocumentId document, Seq last, Batch batch) {
        return committer.commit(new LogCommitter.Append(document, last, batch));
    }

    @Override
    public void compact(DocumentId document, Seq upTo, Update state) {
        var _ =
                database.write(
                        "compact " + document,
                        () -> {
                            replace(document, upTo.value(), state);
                            return upTo;
                        });
    }

    @Override
    public List<DocumentId> behind(int countMax) {
        return database.read(
                "documents that are behind",
                () ->
                        database.documents.behind(countMax).stream()
                                .map(LockVersionRecord::document)
                                .toList());
    }

    /// Take no more appends, finish those that wait, and return.
    void close() {
        committer.close();
    }

    static void putBase(LogTable table, DocumentId document, Base base) {
        table.deleteBase(document.kind(), document.key());
        table.insertBase(
                document.kind(),
                document.key(),
                base.lockVersion(),
                Json.write(base.content()),
                base.state().bytes());
    }

    private History history(DocumentId document) {
        var updates = new ArrayList<Update>();
        long last = 0;
        int tail = 0;
        var base = Optional.<Base>empty();
        for (var piece : database.log.history(document.kind(), document.key())) {
            var bytes = Update.of(piece.bytes());
            switch (piece.part()) {
                case LogTable.CHECKPOINT -> {
                    updates.add(bytes);
                    last = piece.number();
                }
                case LogTable.ENTRY -> {
                    if (piece.number() != last + 1) {
                        throw new IllegalStateException(
                                "Expected entry " + (last + 1) + ", but got " + piece.number());
                    }
                    updates.add(bytes);
                    last = piece.number();
                    tail++;
                }
                case LogTable.BASE ->
                        base =
                                Optional.of(
                                        new Base(
                                                piece.number(),
                                                Columns.content(document, piece.content()),
                                                bytes));
                default -> throw new IllegalStateException("Unknown part " + piece.part());
            }
        }
        return new History(updates, new Seq(last), tail, base);
    }

    /// Insert one append's rows in the caller's transaction.
    private Appended insert(LogCommitter.Append append) {
        var document = append.document();
        var batch = append.batch();
        long end = checkedEnd(document, append.last().value());
        var others =
                append.last().value() < end
                        ? database
                                .log
                                .after(document.kind(), document.key(), append.last().value())
                                .stream()
                                .map(JdbcUpdateLog::entry)
                                .toList()
                        : List.<LogEntry>of();
        var records = new ArrayList<EntryRecord>();
        for (var entry : batch.entries()) {
            end++;
            records.add(record(document, end, entry));
        }
        if (!records.isEmpty()) {
            database.log.insert(records);
        }
        batch.base().ifPresent(base -> putBase(database.log, document, base));
        return new Appended(new Seq(end), others, journal.write(document, batch.happenings()));
    }

    private void replace(DocumentId document, long upTo, Update state) {
        checkedEnd(document, upTo);
        if (database.log.covered(document.kind(), document.key()) < upTo) {
            var at = database.log.sentAt(document.kind(), document.key(), upTo);
            database.log.deleteEntries(document.kind(), document.key(), upTo);
            database.log.deleteCheckpoint(document.kind(), document.key());
            database.log.insertCheckpoint(document.kind(), document.key(), upTo, state.bytes(), at);
        }
    }

    /// The end of the log, which is not before `seq`.
    private long checkedEnd(DocumentId document, long seq) {
        long end = database.log.end(document.kind(), document.key());
        if (end < seq) {
            throw new Database.BugException(
                    new IllegalStateException(
                            "The log of " + document + " ends at " + end + ", before " + seq));
        }
        return end;
    }

    private static EntryRecord record(DocumentId document, long seq, LogEntry entry) {
        return new EntryRecord(
                document.kind(),
                document.key(),
                seq,
                entry.update().bytes(),
                entry.actor().id(),
                entry.actor().type().name(),
                entry.actor().name(),
                entry.at());
    }

    private static LogEntry entry(EntryRecord each) {
        return new LogEntry(
                Update.of(each.updateBytes()),
                Columns.actor(each.actorType(), each.actorId(), each.actorName()),
                each.sentAt());
    }
}
