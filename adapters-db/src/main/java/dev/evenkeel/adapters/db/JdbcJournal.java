package dev.evenkeel.adapters.db;

import dev.evenkeel.adapters.db.JournalTable.HappeningRecord;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.journal.Journal;

import java.util.ArrayList;
import java.util.List;

/// The journal in table `journal`.
///
/// Positions count per document and a transaction takes the next one, so that of two writers the
/// later waits for the earlier, or begins again. With a sequence of the database, an entry could
/// become visible after a reader had passed its position.
final class JdbcJournal implements Journal {

    private final Database database;

    JdbcJournal(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> readAfter(DocumentId document, long after, int countMax) {
        return database.read(
                "journal of " + document,
                () ->
                        database
                                .journal
                                .readAfter(document.kind(), document.key(), after, countMax)
                                .stream()
                                .map(each -> entry(document, each))
                                .toList());
    }

    @Override
    public long last(DocumentId document) {
        return database.read(
                "journal of " + document,
                () -> database.journal.last(document.kind(), document.key()));
    }

    /// Write `happenings` in the caller's transaction and answer their positions.
    List<Long> write(DocumentId document, List<Happening> happenings) {
        if (happenings.isEmpty()) {
            return List.of();
        }
        long position = database.journal.last(document.kind(), document.key());
        var positions = new ArrayList<Long>();
        for (var happening : happenings) {
            position++;
            positions.add(position);
            database.journal.insert(
                    new HappeningRecord(
                            document.kind(),
                            document.key(),
                            position,
                            happening.type(),
                            happening.actor().id(),
                            happening.actor().type().name(),
                            happening.actor().name(),
                            happening.at(),
                            happening.lockVersion(),
                            Json.write(happening.detail())));
        }
        return positions;
    }

    private static Entry entry(DocumentId document, HappeningRecord each) {
        return new Entry(
                each.position(),
                new Happening(
                        each.happening(),
                        Columns.actor(each.actorType(), each.actorId(), each.actorName()),
                        each.happenedAt(),
                        each.lockVersion(),
                        Columns.content(document, each.detail())));
    }
}
