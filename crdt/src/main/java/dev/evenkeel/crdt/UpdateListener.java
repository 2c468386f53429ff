package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// Hears of each transaction that changed something.
@FunctionalInterface
public interface UpdateListener {

    /// Called once per transaction, when all of it is done.
    ///
    /// @param update format V1; shared between the listeners, must not be modified
    /// @param origin what the transaction was opened with
    /// @param local false if an update was applied in the transaction
    void onUpdate(byte[] update, @Nullable Object origin, boolean local);
}
