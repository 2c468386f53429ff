package dev.evenkeel.adapters.http;

/// Whether the server is ready to serve. Implemented where the server is put together.
@FunctionalInterface
public interface Readiness {

    /// Look now. May block for a moment; must not throw.
    Report report();

    /// What was found.
    ///
    /// @param storage the database answers
    /// @param recovered what a crash left behind is put right
    /// @param draining the server is about to stop
    record Report(boolean storage, boolean recovered, boolean draining) {

        boolean ready() {
            return storage && recovered && !draining;
        }
    }
}
