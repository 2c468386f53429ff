package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// What listeners threw: kept until everybody has been called and everything is complete.
final class Failures {

    private @Nullable Throwable first;

    void add(Throwable problem) {
        if (first == null) {
            first = problem;
        } else if (!first.equals(problem)) {
            first.addSuppressed(problem);
        }
    }

    /// Throws what was first, with all others attached to it.
    void throwFirst() {
        if (first != null) {
            rethrow(first);
        }
    }

    private static void rethrow(Throwable first) {
        switch (first) {
            case RuntimeException problem -> throw problem;
            case Error problem -> throw problem;
            case Throwable problem -> throw new IllegalStateException(problem);
        }
    }

    /// Attaches all to a problem that is thrown anyway.
    void attachTo(Throwable problem) {
        if (first != null && !first.equals(problem)) {
            problem.addSuppressed(first);
        }
    }
}
