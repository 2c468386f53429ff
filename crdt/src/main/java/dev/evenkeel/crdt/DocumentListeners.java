package dev.evenkeel.crdt;

import java.util.List;
import java.util.function.Consumer;

/// All who want to hear of a document. Most documents have none.
final class DocumentListeners {

    final Listeners<UpdateListener> updates = new Listeners<>();
    final Listeners<UpdateListener> updatesV2 = new Listeners<>();
    final Listeners<Runnable> beforeAll = new Listeners<>();
    final Listeners<Consumer<Transaction>> before = new Listeners<>();
    final Listeners<Consumer<Transaction>> beforeObservers = new Listeners<>();
    final Listeners<Consumer<Transaction>> after = new Listeners<>();
    final Listeners<Consumer<Transaction>> afterCleanup = new Listeners<>();
    final Listeners<Consumer<List<Transaction>>> afterAll = new Listeners<>();
    final Listeners<Consumer<ClientIdChange>> clientIdChanges = new Listeners<>();
    final Listeners<Consumer<SubdocumentsEvent>> subdocuments = new Listeners<>();
    final Listeners<Consumer<YDoc>> close = new Listeners<>();

    /// Sends away who hears of transactions.
    void clearTransactions() {
        List.of(
                        updates,
                        updatesV2,
                        beforeAll,
                        before,
                        beforeObservers,
                        after,
                        afterCleanup,
                        afterAll,
                        clientIdChanges)
                .forEach(Listeners::clear);
    }
}
