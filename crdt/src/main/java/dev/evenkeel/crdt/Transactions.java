package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Opens and ends the transactions of a document and tells the listeners.
final class Transactions {

    private final YDoc doc;
    private final List<UpdateListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Transaction> unfinished = new ArrayList<>(1);
    private @Nullable Transaction current;

    Transactions(YDoc doc) {
        this.doc = doc;
    }

    Subscription listen(UpdateListener listener) {
        // Wrapped, so that the same listener can be added twice and removed once.
        UpdateListener own = (update, origin, local) -> listener.onUpdate(update, origin, local);
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /// Joins the open transaction or opens one. One that is opened by a listener is cleaned up, and
    /// told, after the one that the listener hears of.
    void run(@Nullable Object origin, Consumer<Transaction> body) {
        if (current != null) {
            body.accept(current);
            return;
        }
        var transaction = new Transaction(doc, origin);
        current = transaction;
        unfinished.add(transaction);
        boolean outermost = unfinished.size() == 1;
        try {
            body.accept(transaction);
        } catch (RuntimeException | Error failure) {
            // What was done until here stays done, so that it has to be cleaned up and told.
            current = null;
            if (outermost) {
                try {
                    finishAll();
                } catch (RuntimeException another) {
                    failure.addSuppressed(another);
                }
            }
            throw failure;
        }
        current = null;
        if (outermost) {
            finishAll();
        }
    }

    private void finishAll() {
        var failures = new ArrayList<RuntimeException>(0);
        try {
            for (int i = 0; i < unfinished.size(); i++) {
                finish(unfinished.get(i), failures);
            }
        } finally {
            unfinished.clear();
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream()
                    .skip(1)
                    .filter(each -> !each.equals(first))
                    .forEach(first::addSuppressed);
            throw first;
        }
    }

    private void finish(Transaction transaction, List<RuntimeException> failures) {
        DeleteSet deleted = transaction.deletes.build();
        // Even a transaction that changed nothing may have split items, to be merged again here.
        Cleanup.run(transaction, deleted);
        if (!transaction.changedSomething()) {
            return;
        }
        if (!transaction.local) {
            doc.leaveSharedClientId(transaction);
        }
        if (listeners.isEmpty()) {
            return;
        }
        byte[] event = UpdateWriter.event(transaction, deleted);
        for (UpdateListener listener : listeners) {
            try {
                listener.onUpdate(event, transaction.origin, transaction.local);
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
    }
}
