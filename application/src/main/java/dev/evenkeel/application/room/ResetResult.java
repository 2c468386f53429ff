package dev.evenkeel.application.room;

import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.version.VersionLabel;

/// What became of a reset.
public sealed interface ResetResult {

    /// The live document says what the row says.
    ///
    /// @param dropped the draft in which the dropped edits can be found
    record Done(long lockVersion, VersionLabel dropped) implements ResetResult {}

    record NothingToReset(long lockVersion) implements ResetResult {}

    record NotAdmitted(Verdict verdict) implements ResetResult {}
}
