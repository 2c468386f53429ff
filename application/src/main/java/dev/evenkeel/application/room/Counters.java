package dev.evenkeel.application.room;

/// Where things are counted. Called from any thread; must not block or throw.
@FunctionalInterface
public interface Counters {

    Counters NONE = (_, _) -> {};

    /// Add one to `counter` under `label`; both come from closed sets.
    void add(String counter, String label);

    default void reached(Limit limit) {
        add("evenkeel.limit.reached", limit.key());
    }
}
