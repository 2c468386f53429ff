package dev.evenkeel.domain.row;

import dev.evenkeel.domain.document.DocumentId;

/// What became of a [Commit].
public sealed interface CommitResult {

    /// It is stored.
    ///
    /// @param row what is stored now; after a purge, what was stored last
    /// @param happening the position of its entry in the journal
    record Committed(Row row, long happening) implements CommitResult {}

    /// The row is not at the expected lock_version, or is there although it was to be inserted.
    record Moved(Row actual) implements CommitResult {}

    /// There is no row to change.
    record Missing() implements CommitResult {}

    /// The id was purged.
    record Gone() implements CommitResult {}

    /// Another row of the same kind in the project has this title.
    record TitleTaken(String title) implements CommitResult {}

    /// The same request was committed before, with this outcome. Only a [Committed] is remembered:
    /// a request that was answered otherwise changed nothing and may be tried again.
    record Repeated(DocumentId document, long lockVersion) implements CommitResult {}

    /// The request id was used before for something else.
    record RequestIdReused() implements CommitResult {}
}
