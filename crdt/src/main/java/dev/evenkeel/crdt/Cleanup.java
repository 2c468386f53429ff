package dev.evenkeel.crdt;

import java.util.ArrayDeque;
import java.util.function.Predicate;

/// What happens to the structs at the end of a transaction: deleted content is given up, and
/// neighbours that can be one become one. The order of the steps decides where structs begin and
/// end, and with it the bytes of every update; it is that of Yjs.
final class Cleanup {

    private final Transaction transaction;
    private final ClientTable clients;
    private final Failures failures;

    private Cleanup(Transaction transaction, Failures failures) {
        this.transaction = transaction;
        this.clients = transaction.doc.clients;
        this.failures = failures;
    }

    /// Does all of it, whatever the document's filter throws.
    static void run(Transaction transaction, DeleteSet deleted, Failures failures) {
        var cleanup = new Cleanup(transaction, failures);
        if (transaction.doc.gc()) {
            cleanup.collect(deleted);
        }
        cleanup.mergeDeleted(deleted);
        cleanup.mergeNew();
        cleanup.mergeCandidates();
    }

    private StructList structs(long client) {
        return clients.findOrAdd(client).structs;
    }

    private void collect(DeleteSet deleted) {
        for (int i = 0; i < deleted.clientCount(); i++) {
            StructList structs = structs(deleted.client(i));
            int[] edges = deleted.edges(i);
            for (int at = edges.length - 2; at >= 0; at -= 2) {
                collect(structs, edges[at], edges[at + 1]);
            }
        }
    }

    private void collect(StructList structs, int from, int to) {
        int place = structs.find(from);
        while (true) {
            Struct struct = structs.get(place);
            if (struct.clock >= to) {
                return;
            }
            if (struct instanceof Item item && item.isDeleted() && mayCollect(item)) {
                if (item.content instanceof TypeNode type) {
                    collectChildren(type);
                }
                item.becomeTombstone();
            }
            if (!structs.hasNext(place)) {
                return;
            }
            place = structs.next(place);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private boolean mayCollect(Item item) {
        Predicate<ItemView> filter = transaction.doc.gcFilter();
        if (item.isKept() || filter == null) {
            return !item.isKept();
        }
        try {
            return filter.test(new ItemView(item));
        } catch (Throwable problem) { // also what the filter sneaks past the compiler
            failures.add(problem);
            return false;
        }
    }

    /// All that is in a deleted type becomes GC structs: nothing can refer to it in earnest.
    private void collectChildren(TypeNode top) {
        var open = new ArrayDeque<TypeNode>();
        open.push(top);
        while (!open.isEmpty()) {
            TypeNode type = open.pop();
            for (Item child = type.start; child != null; child = child.right) {
                replace(child, open);
            }
            for (TypeNode.Key key : type.keys().values()) {
                for (Item child = key.last; child != null; child = child.left) {
                    replace(child, open);
                }
            }
            type.forgetChildren();
        }
    }

    private void replace(Item child, ArrayDeque<TypeNode> open) {
        transaction.doc.redoLinks.forget(child);
        if (child.content instanceof TypeNode type) {
            open.push(type);
        }
        StructList structs = child.client.structs;
        structs.replace(
                structs.find(child.clock), new GcStruct(child.client, child.clock, child.length));
    }

    private void mergeDeleted(DeleteSet deleted) {
        for (int i = 0; i < deleted.clientCount(); i++) {
            StructList structs = structs(deleted.client(i));
            int[] edges = deleted.edges(i);
            for (int at = edges.length - 2; at >= 0; at -= 2) {
                int place = structs.find(edges[at + 1] - 1);
                if (structs.hasNext(place)) {
                    place = structs.next(place);
                }
                while (place != structs.first() && structs.get(place).clock >= edges[at]) {
                    place = mergeLeft(structs, place);
                    if (place == structs.first()) {
                        break;
                    }
                    place = structs.previous(place);
                }
            }
        }
    }

    private void mergeNew() {
        for (int i = 0; i < transaction.grown.size(); i++) {
            StructList structs = transaction.grown.get(i).structs;
            int stop = structs.find(transaction.stateBefore(i));
            int place = structs.last();
            while (place != structs.first() && place >= stop) {
                place = mergeLeft(structs, place);
                if (place == structs.first()) {
                    break;
                }
                place = structs.previous(place);
            }
        }
    }

    private void mergeCandidates() {
        var candidates = transaction.mergeCandidates;
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Item candidate = candidates.get(i);
            StructList structs = candidate.client.structs;
            int place = structs.find(candidate.clock);
            if (structs.hasNext(place)) {
                int next = structs.next(place);
                if (mergeLeft(structs, next) != next) {
                    continue;
                }
            }
            mergeLeft(structs, place);
        }
    }

    /// Merges the struct at a place, and those before it, into the first of them that all can be
    /// merged into, and returns the place of that one.
    private static int mergeLeft(StructList structs, int place) {
        int first = place;
        int count = 0;
        while (first != structs.first()) {
            int before = structs.previous(first);
            if (!canMerge(structs.get(before), structs.get(first))) {
                break;
            }
            first = before;
            count++;
        }
        // From left to right, so that text is appended and not copied again and again.
        Struct left = structs.get(first);
        for (int i = 0; i < count; i++) {
            int next = structs.next(first);
            merge(left, structs.get(next));
            structs.remove(next);
        }
        return first;
    }

    private static boolean canMerge(Struct left, Struct right) {
        if (left instanceof Item a && right instanceof Item b) {
            return a.right == b
                    && a.kind == b.kind
                    && Kind.mergeable(a.kind)
                    && a.agreesWith(b)
                    && b.originClient == a.client
                    && b.originClock == a.end() - 1
                    && a.hasRightOriginOf(b);
        }
        return left instanceof GcStruct && right instanceof GcStruct;
    }

    private static void merge(Struct left, Struct right) {
        if (left instanceof Item a && right instanceof Item b) {
            merge(a, b);
        }
        left.length += right.length;
    }

    private static void merge(Item left, Item right) {
        if (left.content != null && right.content != null) {
            left.content.append(left.length, right.content, right.length);
        }
        if (right.isKept()) {
            left.keep(true);
        }
        TypeNode parent = left.parent;
        String key = right.key();
        if (key == null && parent.index != null) {
            parent.index.merged(left, right);
        }
        left.right = right.right;
        if (right.right != null) {
            right.right.left = left;
        } else if (key == null) {
            parent.end = left;
        } else {
            TypeNode.Key chain = parent.key(key);
            if (chain != null) {
                chain.last = left;
            }
        }
    }
}
