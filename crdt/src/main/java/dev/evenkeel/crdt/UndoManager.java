package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Undoes and redoes what was done here, and leaves what others have done.
///
/// It takes down the transactions whose origin it tracks and that change something in its scope.
/// Those that follow each other quickly are one step. As long as a step can be undone the document
/// does not give up what the step has deleted.
///
/// Belongs to the owner of its document, as the document does. It is of no use without that, so
/// closing it matters only if the document goes on without it.
// More than 400 lines, because its settings and what it tells are part of what a user reads as one;
// how a step is taken back is in Reverter.
public final class UndoManager implements AutoCloseable {

    private final YDoc doc;
    private final Set<TypeNode> scope = new HashSet<>();
    private final boolean wholeDocument;
    private final Set<@Nullable Object> origins;
    private final Duration captureTimeout;
    private final InstantSource clock;
    private final @Nullable Predicate<ItemView> deleteFilter;
    private final @Nullable Predicate<Transaction> captureTransaction;
    private final boolean ignoreRemoteMapChanges;
    private final int maxSteps;

    private List<StackItem> undoStack = new ArrayList<>();
    private List<StackItem> redoStack = new ArrayList<>();
    private UndoEvent.@Nullable Direction running;
    private @Nullable StackItem current;

    // Null if the next change starts a new step.
    private @Nullable Instant lastChange;

    private final Listeners<Consumer<UndoEvent>> listeners = new Listeners<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    private UndoManager(Builder builder) {
        this.doc = builder.doc;
        this.wholeDocument = builder.scope == null;
        if (builder.scope != null) {
            builder.scope.forEach(this::addToScope);
        }
        this.origins = new HashSet<>(builder.origins);
        this.origins.add(this);
        this.captureTimeout = builder.captureTimeout;
        this.clock = builder.clock;
        this.deleteFilter = builder.deleteFilter;
        this.captureTransaction = builder.captureTransaction;
        this.ignoreRemoteMapChanges = builder.ignoreRemoteMapChanges;
        this.maxSteps = builder.maxSteps;
        subscriptions.add(doc.transactions().track());
        subscriptions.add(doc.onAfterTransaction(this::take));
    }

    /// For all that is in some types of one document, with the settings that a builder starts with.
    ///
    /// @throws IllegalStateException if a type is not part of a document
    /// @throws IllegalArgumentException if they are parts of different documents
    public static UndoManager of(YType first, YType... more) {
        return builder(first, more).build();
    }

    /// For a whole document, with the settings that a builder starts with.
    public static UndoManager of(YDoc doc) {
        return builder(doc).build();
    }

    /// For all that is in some types of one document.
    ///
    /// @throws IllegalStateException if the first type is not part of a document
    public static Builder builder(YType first, YType... more) {
        var scope = new ArrayList<YType>();
        scope.add(first);
        scope.addAll(Arrays.asList(more));
        return builder(LocalEdits.nodeOf(first).liveDoc(), scope);
    }

    /// For all that is in some types of a document, or at first in none.
    public static Builder builder(YDoc doc, Collection<? extends YType> scope) {
        return new Builder(doc, List.copyOf(scope));
    }

    /// For a whole document.
    public static Builder builder(YDoc doc) {
        return new Builder(doc, null);
    }

    /// Settings of a new manager.
    public static final class Builder {
        private final YDoc doc;
        private final @Nullable List<YType> scope;
        private Collection<? extends @Nullable Object> origins = Arrays.asList((Object) null);
        private Duration captureTimeout = Duration.ofMillis(500);
        private InstantSource clock = InstantSource.system();
        private @Nullable Predicate<ItemView> deleteFilter;
        private @Nullable Predicate<Transaction> captureTransaction;
        private boolean ignoreRemoteMapChanges;
        private int maxSteps = Integer.MAX_VALUE;

        private Builder(YDoc doc, @Nullable List<YType> scope) {
            this.doc = doc;
            this.scope = scope;
        }

        /// Only transactions with an origin that is among these, or whose class is, are taken down.
        /// Null stands for transactions without an origin, and is what is tracked by default.
        public Builder trackedOrigins(Collection<? extends @Nullable Object> tracked) {
            origins = new ArrayList<>(tracked);
            return this;
        }

        /// Changes less than this apart are one step; half a second by default. With zero every
        /// transaction is a step.
        public Builder captureTimeout(Duration most) {
            captureTimeout = most;
            return this;
        }

        /// What tells the time; the clock of the system by default.
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /// Says what an undo may delete; everything by default.
        public Builder deleteFilter(Predicate<ItemView> mayDelete) {
            deleteFilter = mayDelete;
            return this;
        }

        /// Says which transactions are taken down, of those that would be.
        public Builder captureTransaction(Predicate<Transaction> wanted) {
            captureTransaction = wanted;
            return this;
        }

        /// Whether an undo may write over what others have written to a key since. By default it
        /// leaves such a key alone.
        public Builder ignoreRemoteMapChanges(boolean ignore) {
            ignoreRemoteMapChanges = ignore;
            return this;
        }

        /// How many steps can be undone; without a limit by default. The oldest ones are forgotten.
        ///
        /// @throws IllegalArgumentException if it is less than 1
        public Builder maxSteps(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("at least one step, not " + most);
            }
            maxSteps = most;
            return this;
        }

        public UndoManager build() {
            return new UndoManager(this);
        }
    }

    // --- what it looks at ---

    /// Takes down the changes of another type too.
    ///
    /// @throws IllegalArgumentException if it is not part of the document
    public void addToScope(YType type) {
        TypeNode node = LocalEdits.nodeOf(type);
        if (node.doc != doc) {
            throw new IllegalArgumentException("the type is not part of this document");
        }
        scope.add(node);
    }

    /// An origin, or the class of origins.
    public void addTrackedOrigin(@Nullable Object origin) {
        origins.add(origin);
    }

    public void removeTrackedOrigin(@Nullable Object origin) {
        origins.remove(origin);
    }

    private boolean tracks(@Nullable Object origin) {
        return origins.contains(origin) || (origin != null && origins.contains(origin.getClass()));
    }

    /// Whether an item is in the scope.
    boolean covers(Item item) {
        for (Item at = item; at != null && !wholeDocument; at = at.parent.item) {
            if (scope.contains(at.parent)) {
                return true;
            }
        }
        return wholeDocument;
    }

    boolean ignoresRemoteMapChanges() {
        return ignoreRemoteMapChanges;
    }

    /// Whether a step that is still on a stack has deleted this.
    boolean hasDeleted(long client, int at) {
        return isDeleted(undoStack, client, at) || isDeleted(redoStack, client, at);
    }

    private static boolean isDeleted(List<StackItem> stack, long client, int at) {
        for (StackItem item : stack) {
            if (item.deletions().contains(client, at)) {
                return true;
            }
        }
        return false;
    }

    // --- taking down ---

    private void take(Transaction transaction) {
        if (captureTransaction != null && !captureTransaction.test(transaction)) {
            return;
        }
        Set<TypeNode> changed = changed(transaction);
        if (!tracks(transaction.origin()) || !concerns(changed)) {
            return;
        }
        boolean undoing = running == UndoEvent.Direction.UNDO;
        boolean redoing = running == UndoEvent.Direction.REDO;
        if (undoing) {
            stopCapturing();
        } else if (!redoing) {
            clear(false, true);
        }
        List<StackItem> stack = undoing ? redoStack : undoStack;
        ItemRanges inserted = transaction.insertedRanges();
        ItemRanges deleted = transaction.deletedRanges();
        Instant now = clock.instant();
        boolean grows = running == null && !stack.isEmpty() && isSoonEnough(now);
        StackItem step;
        if (grows) {
            step = stack.getLast();
            step.add(inserted, deleted);
        } else {
            step = new StackItem(inserted, deleted);
            stack.add(step);
        }
        if (running == null) {
            lastChange = now;
        }
        deleted.forEach(
                transaction,
                struct -> {
                    if (struct instanceof Item item && covers(item)) {
                        Reverter.keep(item, true);
                    }
                });
        if (stack.size() > maxSteps) {
            release(transaction, stack.removeFirst());
        }
        var direction = undoing ? UndoEvent.Direction.REDO : UndoEvent.Direction.UNDO;
        Object origin = transaction.origin();
        Set<YType> types = facades(changed);
        tell(
                grows
                        ? new UndoEvent.Updated(step, direction, origin, types)
                        : new UndoEvent.Added(step, direction, origin, types));
    }

    private boolean isSoonEnough(Instant now) {
        return lastChange != null
                && Duration.between(lastChange, now).compareTo(captureTimeout) < 0;
    }

    private boolean concerns(Set<TypeNode> changed) {
        return wholeDocument || scope.stream().anyMatch(changed::contains);
    }

    /// The types that observers were told of, and what they are in.
    private static Set<TypeNode> changed(Transaction transaction) {
        Set<TypeNode> all = new LinkedHashSet<>();
        for (Change change : transaction.changes()) {
            if (change.told) {
                TypeNode type = change.type;
                while (type != null && all.add(type)) {
                    type = type.item == null ? null : type.item.parent;
                }
            }
        }
        return all;
    }

    private static Set<YType> facades(Set<TypeNode> types) {
        Set<YType> facades = new LinkedHashSet<>();
        for (TypeNode type : types) {
            if (type.type() != TypeNode.UNTYPED) {
                facades.add(type.facade());
            }
        }
        return facades;
    }

    private void tell(UndoEvent event) {
        var failures = new Failures();
        listeners.each(listener -> listener.accept(event), failures);
        failures.throwFirst();
    }

    // --- for the application ---

    /// The listener hears of every step that is added, grows, is undone or redone, or is thrown
    /// away. It may use [StackItem#meta].
    public Subscription onEvent(Consumer<UndoEvent> listener) {
        return listeners.add(listener);
    }

    /// Undoes the last step of which anything is left.
    ///
    /// @return the step, or nothing if there was none
    public Optional<StackItem> undo() {
        return revert(undoStack, UndoEvent.Direction.UNDO);
    }

    /// Redoes the last step that was undone, if nothing was done since.
    ///
    /// @return the step, or nothing if there was none
    public Optional<StackItem> redo() {
        return revert(redoStack, UndoEvent.Direction.REDO);
    }

    private Optional<StackItem> revert(List<StackItem> stack, UndoEvent.Direction direction) {
        UndoEvent.Direction outer = running;
        running = direction;
        try {
            var own = new ArrayList<Transaction>(1);
            doc.transactions()
                    .run(
                            this,
                            transaction -> {
                                own.add(transaction);
                                while (!stack.isEmpty() && current == null) {
                                    StackItem step = stack.removeLast();
                                    if (new Reverter(transaction, this, step).run(deleteFilter)) {
                                        current = step;
                                    }
                                }
                            });
            StackItem done = current;
            if (done != null) {
                current = null;
                tell(new UndoEvent.Popped(done, direction, facades(changed(own.getFirst()))));
            }
            return Optional.ofNullable(done);
        } finally {
            current = null;
            running = outer;
        }
    }

    public boolean isUndoing() {
        return running == UndoEvent.Direction.UNDO;
    }

    public boolean isRedoing() {
        return running == UndoEvent.Direction.REDO;
    }

    /// The step that is being undone or redone, for those who are told of what this changes.
    public Optional<StackItem> currentItem() {
        return Optional.ofNullable(current);
    }

    /// The next change starts a new step, however soon it comes.
    public void stopCapturing() {
        lastChange = null;
    }

    public boolean canUndo() {
        return !undoStack.isEmpty();
    }

    public boolean canRedo() {
        return !redoStack.isEmpty();
    }

    /// The steps that can be undone, the last one at the end.
    public List<StackItem> undoStack() {
        return List.copyOf(undoStack);
    }

    public List<StackItem> redoStack() {
        return List.copyOf(redoStack);
    }

    /// Forgets all steps.
    public void clear() {
        clear(true, true);
    }

    /// Forgets the steps of one stack, of both, or of none.
    public void clear(boolean undoSteps, boolean redoSteps) {
        if ((!undoSteps || undoStack.isEmpty()) && (!redoSteps || redoStack.isEmpty())) {
            return;
        }
        doc.transactions()
                .run(
                        null,
                        transaction -> {
                            if (undoSteps) {
                                undoStack.forEach(step -> release(transaction, step));
                                undoStack = new ArrayList<>();
                            }
                            if (redoSteps) {
                                redoStack.forEach(step -> release(transaction, step));
                                redoStack = new ArrayList<>();
                            }
                            tell(new UndoEvent.Cleared(undoSteps, redoSteps));
                        });
    }

    private void release(Transaction transaction, StackItem step) {
        step.deleted()
                .forEach(
                        transaction,
                        struct -> {
                            if (struct instanceof Item item && covers(item)) {
                                Reverter.keep(item, false);
                            }
                        });
    }

    /// Takes nothing down any more. Steps that were taken down can still be undone.
    @Override
    public void close() {
        origins.remove(this);
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}
