package dev.evenkeel.crdt;

/// Hears of each transaction that changed something.
@FunctionalInterface
public interface UpdateListener {

    /// Called once per transaction, when all of it is done.
    ///
    /// @param update what the transaction has changed; shared between the listeners, must not be
    ///   modified
    /// @param transaction where it comes from; see there for how long it can be asked
    void onUpdate(byte[] update, Transaction transaction);
}
