package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Opens and ends the transactions of a document and tells who listens.
///
/// One that is opened while another is told of waits in a queue: its changes are made at once, but
/// it is told of, and cleaned up, after those before it. The order of all steps is that of Yjs.
final class Transactions {

    private final YDoc doc;
    private @Nullable DocumentListeners listeners;
    private List<Transaction> unfinished = new ArrayList<>(1);
    private @Nullable Transaction current;

    // How many clients the unfinished transactions have added to.
    private int clientsOfRow;

    // Who wants to know which types have changed. As long as nobody does, it is not written down.
    private int observers;
    private int deepObservers;
    private int trackers;

    private boolean closed;

    /// Structs are given up and merged, and must not change meanwhile.
    private boolean cleaning;

    /// Why the document can no longer be used.
    private @Nullable CorruptDocumentException failure;

    Transactions(YDoc doc) {
        this.doc = doc;
    }

    // --- who wants to know ---

    DocumentListeners listeners() {
        if (listeners == null) {
            listeners = new DocumentListeners();
        }
        return listeners;
    }

    @Nullable DocumentListeners listenersIfAny() {
        return listeners;
    }

    /// Observers came or went.
    void observed(int own, int deep) {
        observers += own;
        deepObservers += deep;
        if (own > 0 || deep > 0) {
            trackOpenOnes();
        }
    }

    /// Keeps [Transaction#changes] written until the subscription is closed.
    Subscription track() {
        trackers++;
        trackOpenOnes();
        var own = new Listeners<Runnable>();
        return own.add(() -> {}, () -> trackers--);
    }

    private boolean isTracking() {
        return observers + deepObservers + trackers > 0;
    }

    private void trackOpenOnes() {
        for (Transaction transaction : unfinished) {
            if (!transaction.hasEnded()) {
                transaction.trackFromNow();
            }
        }
    }

    // --- running ---

    /// Joins the open transaction or opens one.
    void run(@Nullable Object origin, Consumer<Transaction> body) {
        run(origin, true, body, (transaction, work) -> work.accept(transaction));
    }

    /// @param local false if it is opened for an update; one that is joined becomes so
    /// @param argument for the body, which therefore can be the same object each time
    <A> void run(
            @Nullable Object origin, boolean local, A argument, BiConsumer<Transaction, A> body) {
        checkUsable();
        if (cleaning) {
            throw new IllegalStateException("a GC filter cannot change the document");
        }
        if (current != null) {
            body.accept(current, argument);
            return;
        }
        boolean outermost = unfinished.isEmpty();
        if (outermost) {
            clientsOfRow = 0;
        }
        var transaction = new Transaction(doc, origin, unfinished.size(), isTracking());
        transaction.local = local;
        current = transaction;
        unfinished.add(transaction);
        var failures = new Failures();
        try {
            if (listeners != null) {
                tellStart(listeners, transaction, outermost, failures);
            }
            body.accept(transaction, argument);
        } catch (Throwable problem) { // also what the body sneaks past the compiler
            // What was done until here stays done, so that it has to be cleaned up and told.
            current = null;
            if (outermost) {
                finishAll(failures);
            }
            failures.attachTo(problem);
            throw problem;
        }
        current = null;
        // Whoever called the failing operation inside the body may have caught the exception.
        if (outermost) {
            finishAll(failures);
        }
        failures.throwFirst();
        checkIntact();
    }

    private static void tellStart(
            DocumentListeners listeners,
            Transaction transaction,
            boolean outermost,
            Failures failures) {
        if (outermost) {
            listeners.beforeAll.each(Runnable::run, failures);
        }
        tell(listeners.before, transaction, failures);
    }

    private static void tell(
            Listeners<Consumer<Transaction>> those, Transaction transaction, Failures failures) {
        if (!those.isEmpty()) {
            those.each(listener -> listener.accept(transaction), failures);
        }
    }

    /// Makes changes of this replica. If they find the document broken, nothing more can be done
    /// with that.
    void edit(Consumer<LocalEdits> body) {
        run(null, true, body, Transactions::edit);
    }

    private static void edit(Transaction transaction, Consumer<LocalEdits> body) {
        try {
            body.accept(new LocalEdits(transaction));
        } catch (CorruptDocumentException found) {
            throw transaction.doc.transactions().giveUp(found);
        }
    }

    /// Takes in an update that was checked. That cannot fail unless the document is broken.
    void apply(Update update, @Nullable Object origin) {
        run(origin, false, update, Transactions::apply);
    }

    private static void apply(Transaction transaction, Update update) {
        transaction.local = false;
        try {
            transaction.doc.store.apply(transaction, update);
        } catch (RuntimeException found) {
            throw transaction.doc.transactions().giveUp(found);
        } catch (Error found) {
            transaction.doc.transactions().giveUp(found);
            throw found;
        }
    }

    private void cleanUp(Transaction transaction, DeleteSet deleted, Failures failures) {
        try {
            Cleanup.run(transaction, deleted, failures);
        } catch (RuntimeException found) {
            throw giveUp(found);
        } catch (Error found) {
            giveUp(found);
            throw found;
        }
    }

    private void cleanUpFormats(Transaction transaction, DeleteSet deleted) {
        try {
            FormatCleanup.after(transaction, deleted);
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
        checkIntact();
        if (closed) {
            throw new IllegalStateException("the document is closed");
        }
    }

    private void checkIntact() {
        if (failure != null) {
            throw new CorruptDocumentException(failure);
        }
    }

    boolean isUsable() {
        return failure == null && !closed;
    }

    boolean isClosed() {
        return closed;
    }

    /// Lets nothing more happen, and nobody hear of what happens to end now.
    void close() {
        closed = true;
        if (listeners != null) {
            listeners.clearTransactions();
        }
    }

    private void finishAll(Failures failures) {
        try {
            for (int i = 0; i < unfinished.size() && failure == null; i++) {
                finish(unfinished.get(i), failures);
            }
        } catch (RuntimeException | Error broken) {
            // No listener's doing: what those throw is caught where they are called.
            failures.add(giveUp(broken));
        }
        if (listeners == null || listeners.afterAll.isEmpty() || failure != null) {
            unfinished.clear();
            return;
        }
        List<Transaction> all = List.copyOf(unfinished);
        // Nobody can find out later.
        rememberStates(all);
        unfinished = new ArrayList<>(1);
        listeners.afterAll.each(listener -> listener.accept(all), failures);
    }

    private void rememberStates(List<Transaction> all) {
        var clocks = clocks();
        var states = new StateVector[all.size() + 1];
        states[all.size()] = StateVector.of(clocks);
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).putStatesBefore(clocks);
            states[i] = all.get(i).grown.isEmpty() ? states[i + 1] : StateVector.of(clocks);
        }
        all.forEach(transaction -> transaction.rememberStates(states));
    }

    private Map<Long, Long> clocks() {
        var clocks = new HashMap<Long, Long>();
        for (ClientEntry entry : doc.clients.descending()) {
            clocks.put(entry.id, (long) entry.state);
        }
        return clocks;
    }

    private void finish(Transaction transaction, Failures failures) {
        absorbLater(transaction);
        DeleteSet deleted = transaction.end(unfinished.size());
        if (listeners != null) {
            tell(listeners.beforeObservers, transaction, failures);
        }
        List<Change> changes = transaction.changes();
        if (!changes.isEmpty()) {
            callObservers(changes, failures);
        }
        if (listeners != null) {
            tell(listeners.after, transaction, failures);
        }
        if (isUsable() && doc.cleansFormatting() && transaction.needsFormatCleanup()) {
            cleanUpFormats(transaction, deleted);
        }
        transaction.close();
        if (failure != null) {
            return;
        }
        // Even a transaction that changed nothing may have split items, to be merged again here.
        cleaning = true;
        cleanUp(transaction, deleted, failures);
        cleaning = false;
        if (!transaction.local && transaction.hasGrown(doc.clients.find(doc.clientId()))) {
            ClientIdChange change = doc.takeNewClientId();
            if (listeners != null) {
                listeners.clientIdChanges.each(listener -> listener.accept(change), failures);
            }
        }
        if (listeners != null) {
            tell(listeners.afterCleanup, transaction, failures);
            if (transaction.changedSomething()) {
                tellUpdate(
                        listeners.updates, FieldWriter.Format.V1, transaction, deleted, failures);
                tellUpdate(
                        listeners.updatesV2, FieldWriter.Format.V2, transaction, deleted, failures);
            }
        }
        SubdocumentChanges subdocuments = transaction.subdocumentsIfAny();
        if (subdocuments != null && failure == null) {
            doc.subdocuments.finish(transaction, subdocuments, failures);
        }
        transaction.release();
    }

    private void tellUpdate(
            Listeners<UpdateListener> those,
            FieldWriter.Format format,
            Transaction transaction,
            DeleteSet deleted,
            Failures failures) {
        if (!those.isEmpty() && failure == null) {
            absorbLater(transaction);
            byte[] event = event(transaction, deleted, format.writer());
            those.each(listener -> listener.onUpdate(event, transaction), failures);
        }
    }

    private byte[] event(Transaction transaction, DeleteSet deleted, FieldWriter out) {
        try {
            return UpdateWriter.event(transaction, deleted, out);
        } catch (RuntimeException found) {
            throw giveUp(found);
        }
    }

    // --- observers ---

    private void callObservers(List<Change> changes, Failures failures) {
        var events = new ArrayList<YEvent>();
        // By index: formats that are cleaned up while observers run may add to what has changed.
        for (int i = 0; i < changes.size() && !closed; i++) {
            Change change = changes.get(i);
            Observers own = change.type.observers;
            boolean heard = own != null && own.hasOwn();
            change.told = change.isLive();
            if ((heard || deepObservers > 0) && change.told) {
                YEvent event = YEvent.of(change);
                events.add(event);
                if (heard && own != null) {
                    own.call(event, failures);
                }
            }
        }
        if (deepObservers > 0 && !closed) {
            callDeepObservers(events, failures);
        }
    }

    private static void callDeepObservers(List<YEvent> events, Failures failures) {
        var below = new LinkedHashMap<TypeNode, List<YEvent>>();
        for (YEvent event : events) {
            for (TypeNode type = event.node(); type != null; type = type.parent()) {
                if (type.observers != null && type.observers.hasDeep()) {
                    below.computeIfAbsent(type, _ -> new ArrayList<>()).add(event);
                }
            }
        }
        below.forEach((type, all) -> callDeepObservers(type, all, failures));
    }

    private static void callDeepObservers(TypeNode type, List<YEvent> all, Failures failures) {
        var live = new ArrayList<YEvent>();
        for (YEvent event : all) {
            if (event.change().isLive()) {
                event.showTo(type);
                live.add(event);
            }
        }
        // An observer may have deleted all that was to be told.
        if (type.observers != null && !live.isEmpty()) {
            live.sort((a, b) -> Integer.compare(a.depth(), b.depth()));
            type.observers.callDeep(List.copyOf(live), failures);
        }
    }

    // --- states ---

    /// What transactions that wait behind this one have added counts as added by it too: that is
    /// how Yjs finds out, which compares states.
    private void absorbLater(Transaction transaction) {
        int size = unfinished.size();
        for (int i = transaction.place + 1;
                i < size && transaction.grown.size() < clientsOfRow;
                i++) {
            transaction.absorb(unfinished.get(i));
        }
    }

    /// The open transaction is about to add to a client for the first time.
    void grows(ClientEntry entry) {
        Transaction last = entry.touchedBy;
        int place = last == null ? unfinished.size() : last.place;
        boolean inThisRow = place < unfinished.size() && unfinished.get(place) == last;
        clientsOfRow += inThisRow ? 0 : 1;
    }

    /// The state that a client had when a transaction began, with some waiting behind it.
    int stateBefore(Transaction transaction, ClientEntry entry) {
        return stateFrom(transaction.place, entry);
    }

    /// The state that a client had when the transaction at a place of the queue began, or would
    /// begin.
    int stateFrom(int place, ClientEntry entry) {
        for (int i = place; i < unfinished.size(); i++) {
            int known = unfinished.get(i).ownStateBefore(entry);
            if (known >= 0) {
                return known;
            }
        }
        return entry.state;
    }

    /// The state when the transaction at a place of the queue began, or would begin.
    ///
    /// @param asked that one, or one before it
    StateVector stateAt(Transaction asked, int place) {
        if (asked.place >= unfinished.size() || unfinished.get(asked.place) != asked) {
            throw new IllegalStateException("everybody was told of the transaction");
        }
        var clocks = clocks();
        for (int i = unfinished.size() - 1; i >= place; i--) {
            unfinished.get(i).putStatesBefore(clocks);
        }
        return StateVector.of(clocks);
    }
}
