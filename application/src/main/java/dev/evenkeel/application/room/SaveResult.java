package dev.evenkeel.application.room;

import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.reconcile.Conflict;

import java.util.List;

/// What became of a save.
public sealed interface SaveResult {

    /// The row is what the live document was.
    ///
    /// @param merged outside writes that were merged in first, oldest first
    record Saved(long lockVersion, List<Merged> merged) implements SaveResult {}

    /// The row says the same already: no write, no version.
    record NothingChanged(long lockVersion, List<Merged> merged) implements SaveResult {}

    /// The content is not right; nothing was stored.
    record Invalid(List<Problem> problems) implements SaveResult {}

    record NotAdmitted(Verdict verdict) implements SaveResult {}

    record RequestIdReused() implements SaveResult {}

    /// An outside change that came in by a rebase.
    record Merged(long from, long to, List<Conflict> conflicts) {}
}
