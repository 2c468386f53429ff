package dev.evenkeel.domain.journal;

import dev.evenkeel.domain.document.DocumentId;

import java.util.List;

/// What happened to each document, in order. Entries are written by
/// [dev.evenkeel.domain.row.Rows#commit] and [dev.evenkeel.domain.log.UpdateLog#append], in their
/// transactions; here they are read. Called from any thread; may block. Throws
/// [dev.evenkeel.domain.row.StorageUnavailableException] if no answer could be had.
public interface Journal {

    /// The entries after position `after`, in order, at most `countMax`.
    List<Entry> readAfter(DocumentId document, long after, int countMax);

    /// The position of the newest entry, 0 when there is none.
    long last(DocumentId document);

    /// A happening and where it stands.
    ///
    /// @param position rises with each entry of the document, so that nothing is written before
    ///   what was read; not dense
    record Entry(long position, Happening happening) {}
}
