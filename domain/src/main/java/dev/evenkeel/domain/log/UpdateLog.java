package dev.evenkeel.domain.log;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.replica.Update;

import java.util.List;
import java.util.Optional;

/// The durable record of each live document: its updates in order, the checkpoint that covers the
/// oldest of them, and the base it shares with its row.
///
/// Called by rooms, each for its own document, from the room's virtual thread. Calls block until
/// the answer is durable; calls of different rooms may share one commit. Every method throws
/// [dev.evenkeel.domain.row.StorageUnavailableException] if no answer could be had; after a failed
/// [#append] it is not known whether the entries were kept, so the room must be reopened from here.
public interface UpdateLog {

    /// Everything kept of `document`; [History#EMPTY] only when nothing ever was.
    History read(DocumentId document);

    /// Keep `batch` after `last`, all of it or nothing. When this returns, it survives a crash. A
    /// batch without entries asks what others appended.
    ///
    /// @throws IllegalStateException if the log ends before `last`; nothing was kept
    Appended append(DocumentId document, Seq last, Batch batch);

    /// Put `state` in the place of all entries up to `upTo`, in one transaction. The seqs go on
    /// from where they were. Nothing happens if a checkpoint covers `upTo` already.
    ///
    /// @throws IllegalStateException if the log ends before `upTo`; nothing changed
    void compact(DocumentId document, Seq upTo, Update state);

    /// Documents whose base is older than their row, at most `countMax`: an outside write was
    /// committed and the live document never heard of it. A log without a base counts as base 0; a
    /// document with neither was never live and is not listed.
    List<DocumentId> behind(int countMax);

    /// What one append keeps.
    ///
    /// @param base the new base, if this step moves it
    /// @param happenings what to write into the journal with it
    record Batch(List<LogEntry> entries, Optional<Base> base, List<Happening> happenings) {
        public Batch {
            entries = List.copyOf(entries);
            happenings = List.copyOf(happenings);
        }

        public static Batch of(List<LogEntry> entries) {
            return new Batch(entries, Optional.empty(), List.of());
        }
    }

    /// What an append led to.
    ///
    /// @param last the position of the newest entry now
    /// @param others what somebody else had appended after the caller's `last`, in order: entries
    ///   of another server on the same database, to be integrated before the caller's own. What the
    ///   other compacted meanwhile comes as one entry with its checkpoint, by the server
    /// @param happenings the journal positions that the batch's happenings got, in order
    record Appended(Seq last, List<LogEntry> others, List<Long> happenings) {
        public Appended {
            others = List.copyOf(others);
            happenings = List.copyOf(happenings);
        }
    }
}
