package dev.evenkeel.application.write;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.row.Row;

import java.util.List;

/// What became of a change of a row.
public sealed interface WriteResult {

    /// Stored, and merged into the live document if there is one.
    ///
    /// @param conflicts what it met there
    record Written(Row row, List<Conflict> conflicts) implements WriteResult {}

    /// The row says the same already.
    record Unchanged(Row row) implements WriteResult {}

    /// The same request was carried out before.
    record Repeated(DocumentId document, long lockVersion) implements WriteResult {}

    record Purged() implements WriteResult {}

    record Invalid(List<Problem> problems) implements WriteResult {}

    /// The row is not at the lock_version that was expected.
    record Moved(Row actual) implements WriteResult {}

    /// There is one already.
    record Exists(Row actual) implements WriteResult {}

    record NotFound() implements WriteResult {}

    record VersionNotFound() implements WriteResult {}

    record NotAdmitted(Verdict verdict) implements WriteResult {}

    record RequestIdReused() implements WriteResult {}
}
