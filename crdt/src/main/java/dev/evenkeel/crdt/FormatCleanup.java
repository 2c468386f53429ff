package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Deletes format marks that say nothing.
///
/// Each replica that shows formatted text does it, after its own deletions and after what others
/// did, and all by the same rules as Yjs: a mark goes if another one of the same key follows before
/// the next character, or if what it says held before that gap already. Only marks are deleted, so
/// replicas that do it at different times still agree.
final class FormatCleanup {

    private final Transaction transaction;

    // What is in gaps that were cleaned from any of their items; made when needed.
    private @Nullable Set<Item> cleaned;

    FormatCleanup(Transaction transaction) {
        this.transaction = transaction;
    }

    /// Cleans the gap that starts at an item and ends before the next content.
    ///
    /// @param current an item that may be in the gap: attributes that change before it change in
    ///   `attributes` too
    /// @param before the attributes that hold at the start of the gap
    /// @param attributes the attributes that hold at `current`
    void gap(
            Item start,
            @Nullable Item current,
            Map<String, YValue> before,
            Map<String, YValue> attributes) {
        Item end = start;
        Map<String, Item> lasting = null;
        while (end != null && !end.isVisible()) {
            if (!end.isDeleted() && end.content instanceof FormatContent mark) {
                if (lasting == null) {
                    lasting = new HashMap<>();
                }
                lasting.put(mark.key(), end);
            }
            end = end.right;
        }
        if (lasting == null) {
            return;
        }
        boolean reached = false;
        for (Item item = start; item != null && item != end; item = item.right) {
            reached |= item == current;
            if (item.isDeleted() || !(item.content instanceof FormatContent mark)) {
                continue;
            }
            String key = mark.key();
            YValue value = mark.value().value();
            YValue old = before.getOrDefault(key, YValue.NULL);
            if (lasting.get(key) != item || TextAttributes.identical(old, value)) {
                transaction.delete(item);
                if (!reached
                        && TextAttributes.identical(
                                attributes.getOrDefault(key, YValue.NULL), value)
                        && !TextAttributes.identical(old, value)) {
                    if (old instanceof YValue.Null) {
                        attributes.remove(key);
                    } else {
                        attributes.put(key, old);
                    }
                }
            } else if (!reached) {
                mark.applyTo(attributes);
            }
        }
    }

    /// Cleans the gap around an item as far as it can be done without knowing what holds before it.
    private void gapAround(Item item) {
        if (cleaned == null) {
            cleaned = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        // Once is enough: in a gap with many deleted items each of them would find the same.
        if (cleaned.contains(item)) {
            return;
        }
        Item last = item;
        while (last.right != null && !last.right.isVisible()) {
            last = last.right;
        }
        var keys = new HashSet<String>();
        for (Item each = last; each != null && !each.isVisible(); each = each.left) {
            cleaned.add(each);
            if (!each.isDeleted()
                    && each.content instanceof FormatContent mark
                    && !keys.add(mark.key())) {
                transaction.delete(each);
            }
        }
    }

    /// Cleans what Yjs cleans of a whole text. That is no more than the gap before the first
    /// content: further right it starts each gap at the content before it, and so finds it closed.
    void all(TypeNode type) {
        var attributes = new LinkedHashMap<String, YValue>();
        Item start = type.start;
        for (Item item = start; start != null && item != null; item = item.right) {
            if (item.isDeleted()) {
                continue;
            }
            if (!(item.content instanceof FormatContent mark)) {
                gap(start, item, Map.of(), attributes);
                return;
            }
            mark.applyTo(attributes);
        }
    }

    /// Cleans up behind a transaction that has brought in what others did, in one of its own.
    ///
    /// @param deleted what the transaction deleted
    static void after(Transaction done, DeleteSet deleted) {
        Set<TypeNode> whole = Collections.newSetFromMap(new IdentityHashMap<>());
        var order = new ArrayDeque<TypeNode>();
        for (int i = 0; i < done.grown.size(); i++) {
            // Up to the end, that is, also what came after the transaction: Yjs takes the state
            // behind it for a count.
            ClientEntry entry = done.grown.get(i);
            forEach(
                    done,
                    entry,
                    done.stateBefore(i),
                    entry.state,
                    item -> {
                        if (!item.isDeleted()
                                && item.kind == Kind.FORMAT
                                && whole.add(item.parent)) {
                            order.add(item.parent);
                        }
                    });
        }
        done.doc.edit(
                edits -> {
                    var cleanup = new FormatCleanup(edits.transaction());
                    for (long client : done.deletes.clientOrder()) {
                        cleanup.around(done, client, deleted, whole, order);
                    }
                    order.forEach(cleanup::all);
                });
    }

    private void around(
            Transaction done,
            long client,
            DeleteSet deleted,
            Set<TypeNode> whole,
            ArrayDeque<TypeNode> order) {
        ClientEntry entry = done.doc.clients.find(client);
        int[] edges = deleted.edgesOf(client);
        for (int at = 0; entry != null && at < edges.length; at += 2) {
            forEach(
                    done,
                    entry,
                    edges[at],
                    edges[at + 1],
                    item -> {
                        if (!item.parent.formatted || whole.contains(item.parent)) {
                            return;
                        }
                        if (item.kind == Kind.FORMAT) {
                            whole.add(item.parent);
                            order.add(item.parent);
                        } else {
                            gapAround(item);
                        }
                    });
        }
    }

    /// The items between two clocks, cut there if need be.
    private static void forEach(
            Transaction transaction, ClientEntry entry, int from, int to, Consumer<Item> body) {
        if (from >= entry.state || from >= to) {
            return;
        }
        Struct struct = transaction.startingAt(entry, from);
        while (true) {
            if (to < struct.end()) {
                transaction.startingAt(entry, to);
            }
            if (struct instanceof Item item) {
                body.accept(item);
            }
            int next = struct.end();
            if (next >= entry.state || next >= to) {
                return;
            }
            struct = entry.structs.holding(next);
        }
    }
}
