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

    /// Why the document can no longer be used.
    private @Nullable CorruptDocumentException failure;

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
        checkUsable();
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
        } catch (RuntimeException | Error problem) {
            // What was done until here stays done, so that it has to be cleaned up and told.
            current = null;
            if (outermost) {
                finishAfter(problem);
            }
            throw problem;
        }
        current = null;
        // Whoever called the failing operation inside the body may have caught the exception.
        if (outermost) {
            finishAll();
        }
        checkUsable();
    }

    /// Runs what only the engine has a part in. If it finds the document broken, nothing more can
    /// be done with that.
    void guard(Runnable work) {
        try {
            work.run();
        } catch (CorruptDocumentException found) {
            throw giveUp(found);
        }
    }

    /// Runs what cannot fail unless the document is broken.
    void guardAll(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException found) {
            throw giveUp(found);
        } catch (Error found) {
            giveUp(found);
            throw found;
        }
    }

    private CorruptDocumentException giveUp(Throwable cause) {
        var found =
                cause instanceof CorruptDocumentException corrupt
                        ? corrupt
                        : new CorruptDocumentException(cause);
        if (failure == null) {
            failure = found;
        }
        return found;
    }

    void checkUsable() {
        if (failure != null) {
            throw new CorruptDocumentException(failure);
        }
    }

    private void finishAfter(Throwable problem) {
        if (failure != null) {
            unfinished.clear();
            return;
        }
        try {
            finishAll();
        } catch (RuntimeException another) {
            problem.addSuppressed(another);
        }
    }

    private void finishAll() {
        var failures = new ArrayList<RuntimeException>(0);
        try {
            for (int i = 0; i < unfinished.size() && failure == null; i++) {
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
        guardAll(() -> Cleanup.run(transaction, deleted));
        if (!transaction.changedSomething()) {
            return;
        }
        if (!transaction.local) {
            doc.leaveSharedClientId(transaction);
        }
        if (listeners.isEmpty()) {
            return;
        }
        byte[] event = event(transaction, deleted);
        for (UpdateListener listener : listeners) {
            try {
                listener.onUpdate(event, transaction.origin, transaction.local);
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
    }

    private byte[] event(Transaction transaction, DeleteSet deleted) {
        try {
            return UpdateWriter.event(transaction, deleted);
        } catch (RuntimeException found) {
            throw giveUp(found);
        }
    }
}
