package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// Finds an item's place among those that were put in the same place at the same time, and links it
/// in. This is the YATA algorithm as Yjs has it; two replicas agree because it only looks at what
/// both know.
final class Placement {

    static final String TOO_MANY_STEPS = "limit-scan-steps";

    /// A scan uses at most as many stamps as a document has items.
    static final int LAST_STAMP = 1 << 30;

    // The scan needs two sets: the items that it has passed, and those of them that it has passed
    // since it last moved the item. Both are intervals of stamps that grow with each use.
    int stamp;

    private long steps;
    private long mostSteps = Long.MAX_VALUE;

    /// How many items all scans have passed.
    long steps() {
        return steps;
    }

    /// Lets the scans from here on pass so many items together. What goes beyond that ends the
    /// document, so it only happens to one that is being loaded; see [ScanRehearsal].
    void allowSteps(int more) {
        mostSteps = more == Integer.MAX_VALUE ? Long.MAX_VALUE : steps + more;
    }

    /// Links an item that has its origins, and stores it.
    ///
    /// @param left the item that ends at its origin
    /// @param right the item that starts at its right origin
    void integrate(Transaction transaction, Item item, @Nullable Item left, @Nullable Item right) {
        TypeNode parent = item.parent;
        String key = item.key();
        TypeNode.Key chain = key == null ? null : parent.key(key);
        boolean neighbours =
                left == null ? right != null && right.left == null : left.right == right;
        if (stamp > LAST_STAMP) {
            startStampsAgain(transaction.doc.clients);
        }
        item.left = neighbours ? left : scan(item, chain, left, right);
        link(transaction, item, key, chain);
        if (key == null && item.isCountable()) {
            parent.length += item.length;
        }
        transaction.append(item);
        switch (item.kind) {
            case Kind.DELETED -> {
                item.markDeleted();
                transaction.deletes.add(item.client.id, item.clock, item.length);
            }
            case Kind.FORMAT -> {
                parent.formatted = true;
                parent.marked = true;
                parent.searchMarks = null;
            }
            case Kind.TYPE -> {
                if (item.content instanceof TypeNode type) {
                    type.item = item;
                    type.doc = transaction.doc;
                    if (type.observers != null) {
                        type.observers.attached();
                    }
                    type.depth = parent.depth + 1;
                    transaction.doc.deepestType = Math.max(transaction.doc.deepestType, type.depth);
                }
            }
            case Kind.DOC -> {
                if (item.content instanceof DocContent document) {
                    transaction.doc.subdocuments.integrated(transaction, item, document);
                }
            }
            default -> {
                // All other content is only held.
            }
        }
        transaction.integrated(item);
        if (parent.isInDeletedItem() || (key != null && item.right != null)) {
            transaction.delete(item);
        }
    }

    void startStampsAgain(ClientTable clients) {
        stamp = 0;
        for (ClientEntry entry : clients.descending()) {
            StructList structs = entry.structs;
            for (int clock = 0; clock < entry.state; ) {
                Struct struct = structs.holding(clock);
                if (struct instanceof Item item) {
                    item.stamp = 0;
                }
                clock = struct.end();
            }
        }
    }

    private @Nullable Item scan(
            Item item, TypeNode.@Nullable Key chain, @Nullable Item from, @Nullable Item right) {
        int passed = ++stamp;
        int passedSinceMove = passed;
        Item left = from;
        Item other;
        if (left != null) {
            other = left.right;
        } else if (item.hasKey()) {
            other = chain == null ? null : chain.first;
        } else {
            other = item.parent.start;
        }
        for (; other != null && other != right; other = other.right) {
            if (++steps > mostSteps) {
                throw new CorruptDocumentException(
                        TOO_MANY_STEPS, "too many structs in one place, gave up halfway");
            }
            other.stamp = stamp;
            if (item.hasOriginOf(other)) {
                if (other.client.id < item.client.id) {
                    left = other;
                    passedSinceMove = ++stamp;
                } else if (item.hasRightOriginOf(other)) {
                    break;
                }
                // Else something further right may still move us.
            } else {
                int met = stampOfOrigin(other);
                if (met < passed) {
                    break;
                }
                if (met < passedSinceMove) {
                    left = other;
                    passedSinceMove = ++stamp;
                }
            }
        }
        return left;
    }

    /// The stamp of the item that holds an item's origin; that is mostly not where the item starts.
    private static int stampOfOrigin(Item item) {
        return item.originClient != null
                        && item.originClient.structs.holding(item.originClock)
                                instanceof Item origin
                ? origin.stamp
                : -1;
    }

    private static void link(
            Transaction transaction,
            Item item,
            @Nullable String key,
            TypeNode.@Nullable Key chain) {
        TypeNode parent = item.parent;
        Item left = item.left;
        Item right;
        if (left != null) {
            right = left.right;
            left.right = item;
        } else if (key == null) {
            right = parent.start;
            parent.start = item;
        } else if (chain == null) {
            right = null;
            parent.addKey(key, item);
        } else {
            right = chain.first;
            chain.first = item;
        }
        item.right = right;
        if (right != null) {
            right.left = item;
        }
        if (key == null) {
            if (right == null) {
                parent.end = item;
            }
            if (parent.index != null) {
                parent.index.inserted(item);
            }
        } else if (right == null && left != null && chain != null) {
            // The newest value of a key is the last of its list; the one before has lost.
            chain.last = item;
            transaction.delete(left);
        }
    }
}
