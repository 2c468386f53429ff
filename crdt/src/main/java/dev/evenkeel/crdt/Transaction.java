package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// A unit of change: what was added and deleted between its start and its end. Every change of a
/// document is made in one, and those made together are told, and sent, together.
///
/// It can be asked by the body that runs in it and by those who are told of it, until all of them
/// have been called; see [YDoc] for the order.
public final class Transaction {

    /// So few that a list of them is searched faster than a set is made.
    private static final int FEW_CLIENTS = 16;

    final YDoc doc;
    private final @Nullable Object origin;
    boolean local = true;

    final DeleteSet.Builder deletes = new DeleteSet.Builder();

    /// Items that cleanup tries to merge with their neighbours, besides the new and deleted ones.
    List<Item> mergeCandidates = List.of();

    /// The clients that have grown. Their states before are kept beside them, because another
    /// transaction may run before this one is cleaned up.
    final List<ClientEntry> grown = new ArrayList<>(1);

    private int[] statesBefore = new int[1];

    /// Where it stands in the queue of those that are not finished.
    final int place;

    // What has changed; written only if somebody wants to know, or has to clean up formats.
    private boolean tracking;
    private List<Change> changes = List.of();

    private @Nullable DeleteSet deleted;
    private int placeAtEnd = -1;
    private boolean closed;
    private @Nullable SubdocumentChanges subdocuments;
    private @Nullable StateVector before;
    private @Nullable StateVector after;

    Transaction(YDoc doc, @Nullable Object origin, int place, boolean tracking) {
        this.doc = doc;
        this.origin = origin;
        this.place = place;
        this.tracking = tracking;
        if (tracking || doc.cleansFormatting()) {
            deletes.keepOrder();
        }
    }

    // --- for everybody ---

    public YDoc doc() {
        return doc;
    }

    /// What it was opened with; null if with nothing. Not told to other replicas.
    public @Nullable Object origin() {
        return origin;
    }

    /// False if an update was applied in it.
    public boolean isLocal() {
        return local;
    }

    /// The state of the document when this transaction began.
    ///
    /// @throws IllegalStateException if everybody was told already and nobody has asked before
    public StateVector stateBefore() {
        if (before == null) {
            before = doc.transactions().stateAt(this, place);
        }
        return before;
    }

    /// The state of the document when this transaction had ended and was about to be told.
    ///
    /// @throws IllegalStateException if it has not ended; or if everybody was told already and
    ///   nobody has asked before
    public StateVector stateAfter() {
        if (after == null) {
            if (!hasEnded()) {
                throw new IllegalStateException("the transaction has not ended");
            }
            after = doc.transactions().stateAt(this, placeAtEnd);
        }
        return after;
    }

    /// What it has deleted, also of what it has itself added.
    public DeleteSet deletions() {
        return deleted == null ? deletes.build() : deleted;
    }

    // --- its life ---

    boolean hasEnded() {
        return placeAtEnd >= 0;
    }

    /// Nothing is added any more.
    DeleteSet end(int queued) {
        placeAtEnd = queued;
        deleted = deletes.build();
        return deleted;
    }

    /// Observers have been called; what was deleted is about to be given up.
    void close() {
        closed = true;
    }

    /// Everybody was told. Nothing in the document holds on to this any more.
    void release() {
        for (ClientEntry entry : grown) {
            if (entry.touchedBy == this) {
                entry.touchedBy = null;
            }
        }
        for (Change change : changes) {
            if (change.type.change == change) {
                change.type.change = null;
            }
        }
        mergeCandidates = List.of();
    }

    /// @param states those before each transaction of the row, and that after the last
    void rememberStates(StateVector[] states) {
        if (before == null) {
            before = states[place];
        }
        if (after == null) {
            after = states[placeAtEnd];
        }
    }

    boolean isReadable() {
        return hasEnded() && !closed;
    }

    // --- states ---

    int stateBefore(int grownClient) {
        return statesBefore[grownClient];
    }

    boolean changedSomething() {
        return !grown.isEmpty() || !deletes.isEmpty();
    }

    boolean hasGrown(@Nullable ClientEntry client) {
        return grown.contains(client);
    }

    /// The state that a client had when this transaction began.
    int stateBefore(ClientEntry client) {
        Transaction last = client.touchedBy;
        if (last == this) {
            return client.stateBefore;
        }
        // Only one that waits behind this one can have hidden what this one knows.
        return last == null || last.place <= place || closed
                ? client.state
                : doc.transactions().stateBefore(this, client);
    }

    /// The state that a client had before this transaction added to it; negative if it did not.
    int ownStateBefore(ClientEntry client) {
        if (client.touchedBy == this) {
            return client.stateBefore;
        }
        int at = grown.indexOf(client);
        return at < 0 ? -1 : statesBefore[at];
    }

    /// The state that a client had when this transaction had ended.
    private int stateAfter(ClientEntry client) {
        return doc.transactions().stateFrom(placeAtEnd, client);
    }

    /// What it has added.
    ItemRanges insertedRanges() {
        var order = new Integer[grown.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> grown.get(i).rank));
        var all = new DeleteSet.Builder();
        all.keepOrder();
        for (int i : order) {
            ClientEntry entry = grown.get(i);
            all.add(entry.id, statesBefore[i], stateAfter(entry) - statesBefore[i]);
        }
        return new ItemRanges(all.build(), all.clientOrder());
    }

    /// What it has deleted.
    ItemRanges deletedRanges() {
        return new ItemRanges(deletions(), deletes.clientOrder());
    }

    void putStatesBefore(Map<Long, Long> clocks) {
        for (int i = 0; i < grown.size(); i++) {
            clocks.put(grown.get(i).id, (long) statesBefore[i]);
        }
    }

    /// What a later transaction has added counts as added by this one too.
    void absorb(Transaction later) {
        Collection<ClientEntry> known =
                later.grown.size() > FEW_CLIENTS ? new HashSet<>(grown) : grown;
        for (int i = 0; i < later.grown.size(); i++) {
            ClientEntry entry = later.grown.get(i);
            if (!known.contains(entry)) {
                grow(entry, later.statesBefore[i]);
            }
        }
    }

    private void grow(ClientEntry entry, int state) {
        if (grown.size() == statesBefore.length) {
            statesBefore = Arrays.copyOf(statesBefore, statesBefore.length * 2);
        }
        statesBefore[grown.size()] = state;
        grown.add(entry);
    }

    // --- what has changed ---

    /// The types that have changed, in the order of their first change. Written if somebody asked
    /// for it beforehand ([Transactions#track]); else only texts with formats are listed.
    List<Change> changes() {
        return changes;
    }

    /// A type has changed in its list, or in a key of it. Types that came with this transaction, or
    /// are gone, count as changed with what they are in.
    private void changed(TypeNode type, @Nullable String key) {
        if ((!tracking && !type.formatted) || type.type() == TypeNode.UNTYPED) {
            return;
        }
        Item item = type.item;
        if (item != null && (item.isDeleted() || item.clock >= stateBefore(item.client))) {
            return;
        }
        Change change = type.change;
        if (change == null || change.transaction != this) {
            change = new Change(this, type);
            type.change = change;
            if (changes.isEmpty()) {
                changes = new ArrayList<>(1);
            }
            changes.add(change);
        }
        change.add(key);
    }

    /// Somebody wants to know what has changed, after some of it has.
    void trackFromNow() {
        if (tracking) {
            return;
        }
        tracking = true;
        for (int i = 0; i < grown.size(); i++) {
            recordFrom(grown.get(i).structs, statesBefore[i], Integer.MAX_VALUE, false);
        }
        DeleteSet done = deletes.build();
        for (int i = 0; i < done.clientCount(); i++) {
            int[] edges = done.edges(i);
            StructList structs = doc.clients.findOrAdd(done.client(i)).structs;
            for (int at = 0; at < edges.length; at += 2) {
                recordFrom(structs, edges[at], edges[at + 1], true);
            }
        }
    }

    private void recordFrom(StructList structs, int from, int to, boolean deletedOnes) {
        int place = structs.find(from);
        while (true) {
            Struct struct = structs.get(place);
            if (struct.clock >= to) {
                return;
            }
            if (struct instanceof Item item && (!deletedOnes || item.isDeleted())) {
                changed(item.parent, item.key());
            }
            if (!structs.hasNext(place)) {
                return;
            }
            place = structs.next(place);
        }
    }

    // --- subdocuments ---

    /// What happens to subdocuments, to be added to.
    SubdocumentChanges subdocuments() {
        if (subdocuments == null) {
            subdocuments = new SubdocumentChanges();
        }
        return subdocuments;
    }

    @Nullable SubdocumentChanges subdocumentsIfAny() {
        return subdocuments;
    }

    // --- structs ---

    /// An item was linked in and stored.
    void integrated(Item item) {
        changed(item.parent, item.key());
    }

    void append(Struct struct) {
        ClientEntry entry = struct.client;
        if (entry.touchedBy != this) {
            if (entry.state == 0) {
                entry.rank = doc.clients.nextRank();
            }
            doc.transactions().grows(entry);
            entry.touchedBy = this;
            entry.stateBefore = entry.state;
            grow(entry, entry.state);
        }
        entry.structs.append(struct);
        entry.state = struct.end();
        doc.clocks += struct.length;
        doc.changes++;
    }

    /// The struct that ends exactly behind a clock; items are split there, GC structs never are.
    Struct endingAt(ClientEntry entry, int clock) {
        int place = entry.structs.find(clock);
        Struct struct = entry.structs.get(place);
        if (struct instanceof Item item && clock != item.end() - 1) {
            split(item, place, clock - item.clock + 1);
        }
        return struct;
    }

    /// The struct that starts exactly at a clock; items are split there, GC structs never are.
    Struct startingAt(ClientEntry entry, int clock) {
        int place = entry.structs.find(clock);
        Struct struct = entry.structs.get(place);
        if (struct instanceof Item item && item.clock < clock) {
            return split(item, place, clock - item.clock);
        }
        return struct;
    }

    /// Cuts an item to its first `diff` clocks and returns the item that holds the rest.
    Item split(Item item, int diff) {
        return split(item, item.client.structs.find(item.clock), diff);
    }

    private Item split(Item item, int place, int diff) {
        Content rest = item.content == null ? null : item.content.split(item.length, diff);
        String key = item.key();
        var right =
                new Item(
                        item.client,
                        item.clock + diff,
                        item.length - diff,
                        item.parent,
                        key,
                        item.kind,
                        rest);
        right.originClient = item.client;
        right.originClock = item.clock + diff - 1;
        // The left part keeps its right origin: changing it would lead others astray.
        right.rightClient = item.rightClient;
        right.rightClock = item.rightClock;
        if (item.isDeleted()) {
            right.markDeleted();
        }
        item.length = diff;
        if (item.isKept()) {
            right.keep(true);
        }
        if (item.isRedone()) {
            doc.redoLinks.split(item, right);
        }
        right.left = item;
        right.right = item.right;
        item.right = right;
        if (right.right != null) {
            right.right.left = right;
        } else if (key == null) {
            item.parent.end = right;
        } else {
            TypeNode.Key chain = item.parent.key(key);
            if (chain != null) {
                chain.last = right;
            }
        }
        if (key == null && item.parent.index != null) {
            item.parent.index.split(right);
        }
        mayMerge(right);
        item.client.structs.insertAfter(place, right);
        return right;
    }

    private void mayMerge(Item item) {
        if (mergeCandidates.isEmpty()) {
            mergeCandidates = new ArrayList<>(2);
        }
        mergeCandidates.add(item);
    }

    /// Deletes an item and, if it holds a type, all that is in it. Deleting twice is harmless.
    void delete(Item item) {
        if (item.isDeleted()) {
            return;
        }
        markDeleted(item);
        if (item.content instanceof TypeNode type) {
            deleteChildren(type);
        }
    }

    /// Depth first, because which client's struct is deleted first matters to an undo.
    private void deleteChildren(TypeNode top) {
        var open = new ArrayDeque<Children>();
        open.push(new Children(top));
        while (!open.isEmpty()) {
            Item child = open.element().next();
            if (child == null) {
                open.pop();
            } else if (!child.isDeleted()) {
                markDeleted(child);
                if (child.content instanceof TypeNode type) {
                    open.push(new Children(type));
                }
            } else if (child.clock < stateBefore(child.client)) {
                // It becomes a GC struct without being in this transaction's delete set.
                mayMerge(child);
            }
        }
    }

    /// What is in a type: its list, then the last item of each key.
    private static final class Children {
        private @Nullable Item next;
        private final Iterator<TypeNode.Key> keys;

        Children(TypeNode type) {
            next = type.start;
            keys = type.keys().values().iterator();
        }

        @Nullable Item next() {
            Item child = next;
            if (child != null) {
                next = child.right;
            } else if (keys.hasNext()) {
                child = keys.next().last;
            }
            return child;
        }
    }

    /// Whether others may have left format marks in a text that say nothing.
    boolean needsFormatCleanup() {
        if (local) {
            return false;
        }
        for (Change change : changes) {
            if (change.type.formatted && change.type.isText() && change.isLive()) {
                return true;
            }
        }
        return false;
    }

    private void markDeleted(Item item) {
        if (!item.hasKey() && (item.isCountable() || item.kind == Kind.FORMAT)) {
            if (item.parent.index != null) {
                item.parent.index.deleted(item);
            }
            item.parent.length -= item.visibleLength();
        }
        if (item.content instanceof DocContent document) {
            doc.subdocuments.deleted(this, document);
        }
        item.markDeleted();
        deletes.add(item.client.id, item.clock, item.length);
        changed(item.parent, item.key());
        if (item.content instanceof TypeNode type
                && type.change != null
                && type.change.transaction == this) {
            type.change.dropped = true;
        }
        doc.changes++;
    }

    /// Applies deletions of others and returns those of structs that are not here yet.
    DeleteSet apply(DeleteSet set) {
        if (set.isEmpty()) {
            return set;
        }
        var unknown = new DeleteSet.Builder();
        for (int i = 0; i < set.clientCount(); i++) {
            long client = set.client(i);
            int[] edges = set.edges(i);
            ClientEntry entry = doc.clients.find(client);
            int state = entry == null ? 0 : entry.state;
            for (int at = 0; at < edges.length; at += 2) {
                int from = edges[at];
                int to = edges[at + 1];
                if (entry == null || from >= state) {
                    unknown.add(client, from, to - from);
                    continue;
                }
                if (to > state) {
                    unknown.add(client, state, to - state);
                }
                deleteRange(entry.structs, from, to);
            }
        }
        return unknown.build();
    }

    private void deleteRange(StructList structs, int from, int to) {
        int place = structs.find(from);
        if (structs.get(place) instanceof Item item && !item.isDeleted() && item.clock < from) {
            split(item, place, from - item.clock);
            place = structs.find(from);
        }
        while (true) {
            Struct struct = structs.get(place);
            if (struct.clock >= to) {
                return;
            }
            if (struct instanceof Item item && !item.isDeleted()) {
                if (to < item.end()) {
                    split(item, place, to - item.clock);
                    place = structs.find(item.clock);
                }
                delete(item);
            }
            if (!structs.hasNext(place)) {
                return;
            }
            place = structs.next(place);
        }
    }
}
