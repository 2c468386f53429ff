package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// One type that is being filled. Each step makes some items and returns the type in the last of
/// them, if that must be filled before the next step.
interface Filler {
    boolean isDone();

    @Nullable TypeNode step();
}
