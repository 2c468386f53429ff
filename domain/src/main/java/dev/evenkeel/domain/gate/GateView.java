package dev.evenkeel.domain.gate;

import dev.evenkeel.domain.actor.Access;

/// All that the gate looks at besides the mutation. Who is present is not part of it.
///
/// @param access what the author may do here
/// @param bytesMax the largest update this document takes
public record GateView(
        Access access, Stored stored, Watermark watermark, Phase phase, int bytesMax) {

    public enum Stored {
        /// Nothing yet; the first save inserts it.
        NOTHING,
        ROW,
        /// A kind without row content.
        NO_CONTENT,
        DELETED,
        PURGED
    }

    /// The live document's base against its row, by lock_version.
    public enum Watermark {
        LEVEL,
        /// base < row: an outside write is not in yet.
        BEHIND,
        /// row < base: the row was put back by somebody, a restored backup for instance.
        AHEAD
    }

    public enum Phase {
        OPEN,
        /// The server is about to stop; another start follows.
        DRAINING
    }
}
