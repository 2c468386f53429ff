package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Opens and ends the transactions of a document and tells who listens.
///
/// One that is opened while another is told of waits in a queue: its changes are made at once, but
/// it is told of, and cleaned up, after those before it. The order of all steps is that of Yjs.
final class Transactions {

    final Listeners<UpdateListener> updates = new Listeners<>();
    final Listeners<UpdateListener> updatesV2 = new Listeners<>();
    final Listeners<Runnable> beforeAll = new Listeners<>();
    final Listeners<Consumer<Transaction>> before = new Listeners<>();
    final Listeners<Consumer<Transaction>> beforeObservers = new Listeners<>();
    final Listeners<Consumer<Transaction>> after = new Listeners<>();
    final Listeners<Consumer<Transaction>> afterCleanup = new Listeners<>();
    final Listeners<Consumer<List<Transaction>>> afterAll = new Listeners<>();
    final Listeners<Consumer<ClientIdChange>> clientIdChanges = new Listeners<>();

    private final YDoc doc;
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
        run(origin, true, body);
    }

    /// @param local false if it is opened for an update; one that is joined becomes so
    void run(@Nullable Object origin, boolean local, Consumer<Transaction> body) {
        checkUsable();
        if (cleaning) {
            throw new IllegalStateException("a GC filter cannot change the document");
        }
        if (current != null) {
            body.accept(current);
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
            tellStart(transaction, outermost, failures);
            body.accept(transaction);
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

    private void tellStart(Transaction transaction, boolean outermost, Failures failures) {
        if (outermost) {
            beforeAll.each(Runnable::run, failures);
        }
        tell(before, transaction, failures);
    }

    private static void tell(
            Listeners<Consumer<Transaction>> listeners,
            Transaction transaction,
            Failures failures) {
        if (!listeners.isEmpty()) {
            listeners.each(listener -> listener.accept(transaction), failures);
        }
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

    private void finishAll(Failures failures) {
        try {
            for (int i = 0; i < unfinished.size() && failure == null; i++) {
                finish(unfinished.get(i), failures);
            }
        } catch (RuntimeException | Error broken) {
            // No listener's doing: what those throw is caught where they are called.
            failures.add(giveUp(broken));
        }
        if (afterAll.isEmpty() || failure != null) {
            unfinished.clear();
            return;
        }
        List<Transaction> all = List.copyOf(unfinished);
        // Nobody can find out later.
        rememberStates(all);
        unfinished = new ArrayList<>(1);
        afterAll.each(listener -> listener.accept(all), failures);
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
        tell(beforeObservers, transaction, failures);
        List<Change> changes = transaction.changes();
        if (!changes.isEmpty()) {
            callObservers(changes, failures);
        }
        tell(after, transaction, failures);
        if (isUsable() && doc.cleansFormatting() && transaction.needsFormatCleanup()) {
            guardAll(() -> FormatCleanup.after(transaction, deleted));
        }
        transaction.close();
        if (failure != null) {
            return;
        }
        // Even a transaction that changed nothing may have split items, to be merged again here.
        cleaning = true;
        guardAll(() -> Cleanup.run(transaction, deleted, failures));
        cleaning = false;
        if (!transaction.local && transaction.hasGrown(doc.clients.find(doc.clientId()))) {
            ClientIdChange change = doc.takeNewClientId();
            clientIdChanges.each(listener -> listener.accept(change), failures);
        }
        tell(afterCleanup, transaction, failures);
        if (transaction.changedSomething()) {
            tellUpdate(updates, FieldWriter.Format.V1, transaction, deleted, failures);
            tellUpdate(updatesV2, FieldWriter.Format.V2, transaction, deleted, failures);
        }
        SubdocumentChanges subdocuments = transaction.subdocumentsIfAny();
        if (subdocuments != null && failure == null) {
            doc.subdocuments.finish(transaction, subdocuments, failures);
        }
        transaction.release();
    }

    private void tellUpdate(
            Listeners<UpdateListener> listeners,
            FieldWriter.Format format,
            Transaction transaction,
            DeleteSet deleted,
            Failures failures) {
        if (!listeners.isEmpty() && failure == null) {
            absorbLater(transaction);
            byte[] event = event(transaction, deleted, format.writer());
            listeners.each(listener -> listener.onUpdate(event, transaction), failures);
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
