package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A Yjs document. Not safe for use by several threads: its owner sees to it that one at a time
/// touches it and what belongs to it.
///
/// Changes are made in transactions, see [#transact]. Each one that ends is told, in this order:
/// `onBeforeObserverCalls`, observers of the types that have changed, deep observers,
/// `onAfterTransaction`, `onAfterTransactionCleanup`, `onUpdate`, `onUpdateV2`, `onSubdocuments`.
/// Whoever is told may change the document; such a transaction waits until all that is told of the
/// ones before it. When none is left, `onAfterAllTransactions` is.
public final class YDoc implements AutoCloseable {

    final StructStore store = new StructStore();

    // Asked for with every struct.
    final ClientTable clients = store.clients;
    final Placement placement = store.placement;

    final RedoLinks redoLinks = new RedoLinks();

    /// Grows with each struct that is added or deleted.
    long changes;

    /// How many clocks there are, those of deleted and collected structs included.
    long clocks;

    /// The last update that [ScanRehearsal] found to be well, and when; until one is applied.
    @Nullable Update lastRehearsed;

    long rehearsedAt;

    /// The most types that any item with a type was ever in, that type included.
    int deepestType;

    final Subdocuments subdocuments = new Subdocuments(this);

    private final Map<String, TypeNode> roots = new HashMap<>();
    private final Transactions transactions = new Transactions(this);
    private final boolean gc;
    private final @Nullable Predicate<ItemView> gcFilter;
    private final boolean formattingCleanup;
    private final Limits limits;
    private long clientId;

    // As a subdocument, or one that could become one.
    private final boolean autoLoad;
    private final YValue meta;
    private @Nullable String guid;
    private @Nullable String collectionId;
    private boolean shouldLoad;
    private @Nullable Subdocument place;

    private YDoc(Builder builder) {
        this.clientId = builder.clientId == null ? randomClientId() : builder.clientId;
        this.gc = builder.gc;
        this.gcFilter = builder.gcFilter;
        this.formattingCleanup = builder.formattingCleanup;
        this.limits = builder.limits;
        this.guid = builder.guid;
        this.collectionId = builder.collectionId;
        this.autoLoad = builder.autoLoad;
        this.shouldLoad = builder.shouldLoad;
        this.meta = builder.meta;
    }

    /// A document with a random client id that collects garbage. The id must be new for each
    /// document that is edited: two that share one lose each other's work.
    public static YDoc create() {
        return builder().build();
    }

    public static YDoc create(long clientId) {
        return builder().clientId(clientId).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Settings of a new document.
    public static final class Builder {
        private @Nullable Long clientId;
        private boolean gc = true;
        private @Nullable Predicate<ItemView> gcFilter;
        private boolean formattingCleanup = true;
        private Limits limits = Limits.DEFAULT;
        private @Nullable String guid;
        private @Nullable String collectionId;
        private boolean autoLoad;
        private boolean shouldLoad = true;
        private YValue meta = YValue.NULL;

        private Builder() {}

        /// For tests, and for replays that must give the same bytes again.
        public Builder clientId(long id) {
            clientId = checked(id);
            return this;
        }

        /// Whether deleted content is given up.
        public Builder gc(boolean collect) {
            gc = collect;
            return this;
        }

        public Builder limits(Limits most) {
            limits = most;
            return this;
        }

        /// Keeps deleted content for which the filter says no, as for a history of some types. What
        /// is in a deleted type goes with it. If the filter throws, the content is kept, and what
        /// it threw is thrown when the transaction is complete. It cannot change the document.
        public Builder gcFilter(Predicate<ItemView> mayCollect) {
            gcFilter = mayCollect;
            return this;
        }

        /// Whether the document deletes format marks that say nothing after it has taken in what
        /// others did, as every Yjs client does. Only texts that this replica has asked for are
        /// looked at. A server should not: it would author changes of its own.
        public Builder formattingCleanup(boolean cleanUp) {
            formattingCleanup = cleanUp;
            return this;
        }

        /// The name of the document, everywhere; a random UUID if none is given.
        public Builder guid(String name) {
            guid = Names.checked(name);
            return this;
        }

        /// For providers that keep documents in collections. Not told to others; a subdocument
        /// without one takes that of its parent.
        public Builder collectionId(String collection) {
            collectionId = collection;
            return this;
        }

        /// Whether, as a subdocument, it is to be loaded wherever its parent is.
        public Builder autoLoad(boolean load) {
            autoLoad = load;
            return this;
        }

        /// Whether somebody here wants the content of it, as a subdocument; true if not said.
        public Builder shouldLoad(boolean load) {
            shouldLoad = load;
            return this;
        }

        /// Anything that others should know of it before they load it, as a subdocument.
        ///
        /// @param value a plain value
        public Builder meta(YValue value) {
            meta = value;
            return this;
        }

        public YDoc build() {
            return new YDoc(this);
        }

        /// Builds a document that holds what an update does. There is nothing yet that the update
        /// could harm, so what takes more than [Limits#scanSteps] is noticed on the way, which is
        /// faster than applying it: that looks ahead. Nobody can listen yet.
        ///
        /// @throws MalformedUpdateException if there is no such document under the limits
        public YDoc load(Update state) {
            var doc = new YDoc(this);
            DocumentLimits.check(doc, state, limits);
            try {
                doc.apply(state, /* origin= */ null);
            } catch (CorruptDocumentException e) {
                if (e.code().equals(Placement.TOO_MANY_STEPS)) {
                    throw new MalformedUpdateException(e.code(), "found on the way");
                }
                throw e;
            }
            return doc;
        }
    }

    private static long checked(long id) {
        if (id < 0 || id >= 1L << 53) {
            throw new IllegalArgumentException("client ids are 0 to 2^53-1, not " + id);
        }
        return id;
    }

    private static long randomClientId() {
        return Integer.toUnsignedLong(new SecureRandom().nextInt());
    }

    /// May change: when somebody else turns out to write under the same id, this document takes a
    /// new one.
    public long clientId() {
        return clientId;
    }

    /// Write under this id from now on, also when the document knows it already: for an author that
    /// goes on where it left off. Nobody else may write under it.
    public void clientId(long id) {
        clientId = checked(id);
    }

    public boolean gc() {
        return gc;
    }

    @Nullable Predicate<ItemView> gcFilter() {
        return gcFilter;
    }

    boolean cleansFormatting() {
        return formattingCleanup;
    }

    // --- subdocuments, and being one ---

    /// The name of the document: what providers know it by, and what a parent knows of it.
    public String guid() {
        if (guid == null) {
            guid = UUID.randomUUID().toString();
        }
        return guid;
    }

    public Optional<String> collectionId() {
        return Optional.ofNullable(collectionId);
    }

    public boolean autoLoad() {
        return autoLoad;
    }

    public YValue meta() {
        return meta;
    }

    /// See [Subdocument#shouldLoad()]; true for a document that is none.
    public boolean shouldLoad() {
        return place == null ? shouldLoad : place.shouldLoad();
    }

    /// Says that somebody here wants the content, see [Subdocument#load()]. Nothing happens if this
    /// document is no subdocument.
    public void load() {
        if (place == null) {
            shouldLoad = true;
        } else {
            place.load();
        }
    }

    /// The subdocuments that are in this document now, in the order in which they came.
    public Set<Subdocument> subdocuments() {
        return subdocuments.known();
    }

    /// Called after each transaction that has to do with subdocuments, as the last one that hears
    /// of it.
    public Subscription onSubdocuments(Consumer<SubdocumentsEvent> listener) {
        return transactions.listeners().subdocuments.add(listener);
    }

    /// What this document is in its parent; empty if it has none.
    public Optional<Subdocument> asSubdocument() {
        return Optional.ofNullable(place);
    }

    @Nullable Subdocument place() {
        return place;
    }

    void place(Subdocument subdocument) {
        place = subdocument;
    }

    void adoptedBy(YDoc parent) {
        clientId = parent.clientId;
        if (collectionId == null) {
            collectionId = parent.collectionId;
        }
    }

    /// Called once, when the document is closed.
    public Subscription onClose(Consumer<YDoc> listener) {
        return transactions.listeners().close.add(listener);
    }

    public boolean isClosed() {
        return transactions.isClosed();
    }

    boolean isUsable() {
        return transactions.isUsable();
    }

    /// Closes the subdocuments, tells [#onClose] and sends all listeners away. After that the
    /// document can neither be changed nor encoded. Where it is a subdocument itself, a fresh one
    /// takes its place. Closing twice does nothing.
    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        var failures = new Failures();
        if (place != null && !place.isDestroyed()) {
            Subdocuments.destroy(place, failures);
        } else {
            subdocuments.destroyAll(failures);
            finishClosing(failures);
        }
        failures.throwFirst();
    }

    void finishClosing(Failures failures) {
        if (!isClosed()) {
            transactions.close();
            DocumentListeners listeners = transactions.listenersIfAny();
            if (listeners != null) {
                listeners.close.each(listener -> listener.accept(this), failures);
                listeners.close.clear();
                listeners.subdocuments.clear();
            }
        }
    }

    // --- roots ---

    public YText getText(String name) {
        return (YText) typedRoot(name, TypeNode.TEXT);
    }

    public YArray getArray(String name) {
        return (YArray) typedRoot(name, TypeNode.ARRAY);
    }

    public YMap getMap(String name) {
        return (YMap) typedRoot(name, TypeNode.MAP);
    }

    public YXmlFragment getXmlFragment(String name) {
        return (YXmlFragment) typedRoot(name, TypeNode.XML_FRAGMENT);
    }

    public YXmlElement getXmlElement(String name) {
        return (YXmlElement) typedRoot(name, TypeNode.XML_ELEMENT);
    }

    public YXmlText getXmlText(String name) {
        return (YXmlText) typedRoot(name, TypeNode.XML_TEXT);
    }

    private YType typedRoot(String name, byte type) {
        transactions.checkUsable();
        TypeNode node = rootNode(Names.checked(name));
        node.typeAs(type);
        return node.facade();
    }

    /// The root of that name if this replica has said what it is.
    public Optional<YType> root(String name) {
        TypeNode node = roots.get(name);
        return node == null || node.type() == TypeNode.UNTYPED
                ? Optional.empty()
                : Optional.of(node.facade());
    }

    /// All roots, typed or not.
    public Set<String> rootNames() {
        return Collections.unmodifiableSet(new TreeSet<>(roots.keySet()));
    }

    Set<String> knownRootNames() {
        return roots.keySet();
    }

    @Nullable TypeNode knownRoot(String name) {
        return roots.get(name);
    }

    /// All roots that this replica has said the kind of, by name, as plain values.
    public YValue toJson() {
        var values = new TreeMap<String, YValue>();
        roots.forEach(
                (name, node) -> {
                    if (node.type() != TypeNode.UNTYPED) {
                        values.put(name, ItemValues.json(node));
                    }
                });
        return new YValue.Obj(values);
    }

    TypeNode rootNode(String name) {
        TypeNode node = roots.get(name);
        if (node == null) {
            node = TypeNode.root(this, name);
            roots.put(name, node);
        }
        return node;
    }

    // --- transactions ---

    public void transact(Runnable body) {
        transact(null, body);
    }

    public void transact(@Nullable Object origin, Runnable body) {
        transactions.run(origin, true, body, (_, work) -> work.run());
    }

    /// As [#transact(Object, Supplier)], without an origin.
    public <T extends @Nullable Object> T transact(Supplier<T> body) {
        return transact(null, body);
    }

    /// Makes the changes of the body in one transaction and returns what it returns. Inside of
    /// another transaction it is part of that one, whose origin counts.
    ///
    /// If the body throws, what it did until then stays and is told, and then the exception is
    /// thrown on. If listeners throw, all others are called nevertheless and everything is
    /// completed; then what the first one threw is thrown, with the others suppressed.
    public <T extends @Nullable Object> T transact(@Nullable Object origin, Supplier<T> body) {
        var result = new ArrayList<T>(1);
        transactions.run(origin, _ -> result.add(body.get()));
        return result.getFirst();
    }

    /// As [#transact(Object, Consumer)], without an origin.
    public void transact(Consumer<Transaction> body) {
        transact(null, body);
    }

    /// As [#transact(Object, Supplier)], with the transaction at hand.
    public void transact(@Nullable Object origin, Consumer<Transaction> body) {
        transactions.run(origin, body);
    }

    void edit(Consumer<LocalEdits> body) {
        transactions.edit(body);
    }

    Transactions transactions() {
        return transactions;
    }

    /// Hears what each transaction has changed, as an update of format V1, in order, on the thread
    /// that made the change. It may change the document; it is told of that too.
    public Subscription onUpdate(UpdateListener listener) {
        return transactions.listeners().updates.add(listener);
    }

    /// As [#onUpdate], with updates of format V2. Listeners of both formats are told of each
    /// transaction one after the other, those of V1 first.
    public Subscription onUpdateV2(UpdateListener listener) {
        return transactions.listeners().updatesV2.add(listener);
    }

    /// Called before the first transaction of a row: those that are opened while others are told of
    /// belong to the same row. What the listener changes is part of that transaction.
    public Subscription onBeforeAllTransactions(Runnable listener) {
        return transactions.listeners().beforeAll.add(listener);
    }

    /// Called when a transaction was opened. What the listener changes is part of it.
    public Subscription onBeforeTransaction(Consumer<Transaction> listener) {
        return transactions.listeners().before.add(listener);
    }

    /// Called when a transaction has ended, before any observer of a type is.
    public Subscription onBeforeObserverCalls(Consumer<Transaction> listener) {
        return transactions.listeners().beforeObservers.add(listener);
    }

    /// Called after the observers of types. What was deleted can still be read.
    public Subscription onAfterTransaction(Consumer<Transaction> listener) {
        return transactions.listeners().after.add(listener);
    }

    /// Called when what was deleted is given up and neighbours are merged, before updates are told.
    public Subscription onAfterTransactionCleanup(Consumer<Transaction> listener) {
        return transactions.listeners().afterCleanup.add(listener);
    }

    /// Called with all transactions of a row, in order, when everybody was told of all of them.
    public Subscription onAfterAllTransactions(Consumer<List<Transaction>> listener) {
        return transactions.listeners().afterAll.add(listener);
    }

    /// Called when somebody else turned out to write under our client id, so that this document has
    /// taken another one.
    public Subscription onClientIdChange(Consumer<ClientIdChange> listener) {
        return transactions.listeners().clientIdChanges.add(listener);
    }

    ClientIdChange takeNewClientId() {
        long before = clientId;
        clientId = randomClientId();
        return new ClientIdChange(before, clientId);
    }

    // --- updates ---

    /// Takes in what somebody else has done.
    ///
    /// @throws MalformedUpdateException before anything is changed
    /// @throws CorruptDocumentException when the document cannot be used any more
    public ApplyResult applyUpdate(byte[] v1) {
        return applyUpdate(v1, null);
    }

    /// As [#applyUpdate(byte[])]; listeners are told the origin.
    public ApplyResult applyUpdate(byte[] v1, @Nullable Object origin) {
        return applyUpdate(Update.parse(v1, limits), origin);
    }

    /// As [#applyUpdate(byte[])], for format V2.
    public ApplyResult applyUpdateV2(byte[] v2) {
        return applyUpdateV2(v2, null);
    }

    /// As [#applyUpdateV2(byte[])]; listeners are told the origin.
    public ApplyResult applyUpdateV2(byte[] v2, @Nullable Object origin) {
        return applyUpdate(Update.parseV2(v2, limits), origin);
    }

    /// As [#applyUpdate(byte[])], with an update that was parsed with limits of its own. Those
    /// decide about [Limits#gapAdvance] and [Limits#scanSteps], the document's about all others.
    public ApplyResult applyUpdate(Update update, @Nullable Object origin) {
        check(update, limits);
        return apply(update, origin);
    }

    private ApplyResult apply(Update update, @Nullable Object origin) {
        lastRehearsed = null;
        long before = changes;
        long stepsBefore = placement.steps();
        transactions.apply(update, origin);
        return new ApplyResult(
                changes != before, !store.pending.isEmpty(), placement.steps() - stepsBefore);
    }

    /// Say whether the update may be applied under limits other than the document's own; about
    /// [Limits#gapAdvance] and [Limits#scanSteps] those decide that it was parsed with.
    ///
    /// @throws MalformedUpdateException if it would take the document over one of `most`
    public void check(Update update, Limits most) {
        transactions.checkUsable();
        DocumentLimits.check(this, update, most);
        ScanRehearsal.check(this, update, update.limits().scanSteps());
    }

    /// Whether applying the update would change nothing: its structs are known, its deletions done.
    public boolean covers(Update update) {
        return store.covers(update);
    }

    public byte[] encodeStateAsUpdate() {
        return encodeStateAsUpdate(StateVector.EMPTY);
    }

    /// What whoever has the target state lacks. Deletions are always whole, and what is pending
    /// here is included.
    public byte[] encodeStateAsUpdate(StateVector target) {
        transactions.checkUsable();
        return store.encode(target, FieldWriter.Format.V1);
    }

    public byte[] encodeStateAsUpdateV2() {
        return encodeStateAsUpdateV2(StateVector.EMPTY);
    }

    /// As [#encodeStateAsUpdate(StateVector)], in format V2.
    public byte[] encodeStateAsUpdateV2(StateVector target) {
        transactions.checkUsable();
        return store.encode(target, FieldWriter.Format.V2);
    }

    public StateVector stateVector() {
        transactions.checkUsable();
        return store.stateVector();
    }

    public DeleteSet deleteSet() {
        return store.deleteSet();
    }

    /// What the document is now, to be looked at or gone back to later.
    public Snapshot snapshot() {
        return Snapshot.of(deleteSet(), stateVector());
    }

    public Pending pending() {
        return store.pending.describe();
    }

    PendingStore pendingStore() {
        return store.pending;
    }

    Limits limits() {
        return limits;
    }

    int rootCount() {
        return roots.size();
    }
}
