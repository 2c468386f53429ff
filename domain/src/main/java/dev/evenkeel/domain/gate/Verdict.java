package dev.evenkeel.domain.gate;

import java.time.Duration;

/// What the gate says. Nothing is admitted in part.
public sealed interface Verdict {

    record Admit() implements Verdict {}

    /// Not yet, but the server can bring it about at once: do it and ask again.
    record Repair(What what) implements Verdict {}

    /// Not now. `what` comes about by itself, within `atMost`; then ask again.
    record Wait(For what, Duration atMost) implements Verdict {}

    /// No, and the request itself or a decision of somebody is why.
    record Refuse(Refusal code) implements Verdict {}

    enum What {
        /// Merge the row into the live document, so that its base is the row's version.
        REBASE
    }

    enum For {
        /// The server is about to stop; another start follows.
        RESTART,
        /// Others write the same document faster than this can be merged.
        QUIET
    }
}
