package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A unit of change: what was added and deleted between its start and its end. All structural
/// changes of a document go through one.
final class Transaction {

    final YDoc doc;
    final @Nullable Object origin;
    boolean local = true;

    final DeleteSet.Builder deletes = new DeleteSet.Builder();

    /// Items that cleanup tries to merge with their neighbours, besides the new and deleted ones.
    final List<Item> mergeCandidates = new ArrayList<>();

    /// The clients that have grown. Their states before are kept beside them, because another
    /// transaction may run before this one is cleaned up.
    final List<ClientEntry> grown = new ArrayList<>(2);

    private int[] statesBefore = new int[2];

    Transaction(YDoc doc, @Nullable Object origin) {
        this.doc = doc;
        this.origin = origin;
    }

    int stateBefore(int grownClient) {
        return statesBefore[grownClient];
    }

    boolean changedSomething() {
        return !grown.isEmpty() || !deletes.isEmpty();
    }

    void append(Struct struct) {
        ClientEntry entry = struct.client;
        if (entry.touchedBy != this) {
            entry.touchedBy = this;
            entry.stateBefore = entry.state;
            if (grown.size() == statesBefore.length) {
                statesBefore = Arrays.copyOf(statesBefore, statesBefore.length * 2);
            }
            statesBefore[grown.size()] = entry.state;
            grown.add(entry);
        }
        entry.structs.append(struct);
        entry.state = struct.end();
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
        mergeCandidates.add(right);
        item.client.structs.insertAfter(place, right);
        return right;
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

    private void deleteChildren(TypeNode top) {
        var open = new ArrayDeque<TypeNode>();
        open.push(top);
        while (!open.isEmpty()) {
            TypeNode type = open.pop();
            for (Item child = type.start; child != null; child = child.right) {
                deleteChild(child, open);
            }
            for (TypeNode.Key key : type.keys().values()) {
                deleteChild(key.last, open);
            }
        }
    }

    private void deleteChild(Item child, ArrayDeque<TypeNode> open) {
        if (!child.isDeleted()) {
            markDeleted(child);
            if (child.content instanceof TypeNode type) {
                open.push(type);
            }
        } else if (child.clock < child.client.stateBefore(this)) {
            // It becomes a GC struct without being in this transaction's delete set.
            mergeCandidates.add(child);
        }
    }

    private void markDeleted(Item item) {
        if (!item.hasKey() && item.isCountable()) {
            if (item.parent.index != null) {
                item.parent.index.deleted(item);
            }
            item.parent.length -= item.length;
        }
        if (item.kind == Kind.DOC) {
            doc.subdocuments--;
        }
        item.markDeleted();
        deletes.add(item.client.id, item.clock, item.length);
        doc.changes++;
    }

    /// Applies deletions of others and returns those of structs that are not here yet.
    DeleteSet apply(DeleteSet set) {
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
