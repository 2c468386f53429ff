package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Takes one step back: deletes what it has brought and brings back what it has deleted.
///
/// What was deleted stays deleted, for others may have built on that. It is made anew at its old
/// place, as a new item with the same content, and from then on the old item has a link to it.
final class Reverter {

    private final Transaction transaction;
    private final YDoc doc;
    private final RedoLinks links;
    private final UndoManager manager;
    private final StackItem step;

    // Those that were both made and deleted in the step are not among them.
    private final Set<Item> lost = new LinkedHashSet<>();

    /// What was seen from an item, in one direction, in the type that its neighbours come back in.
    ///
    /// @param brought how many of the old type had been brought back by then
    private record Look(Item from, @Nullable Item seen, int brought) {}

    private static final int MOST_BETWEEN = 64;

    // By the type that the items were in.
    private final Map<TypeNode, Integer> broughtBack = new HashMap<>();
    private final Map<TypeNode, Look> toTheLeft = new HashMap<>();
    private final Map<TypeNode, Look> toTheRight = new HashMap<>();

    Reverter(Transaction transaction, UndoManager manager, StackItem step) {
        this.transaction = transaction;
        this.doc = transaction.doc;
        this.links = doc.redoLinks;
        this.manager = manager;
        this.step = step;
    }

    /// Returns whether anything came of it.
    boolean run(@Nullable Predicate<ItemView> mayDelete) {
        var brought = new ArrayList<Item>();
        step.inserted()
                .forEach(
                        transaction,
                        struct -> {
                            if (struct instanceof Item item
                                    && latest(item) instanceof Item now
                                    && !now.isDeleted()
                                    && manager.covers(now)) {
                                brought.add(now);
                            }
                        });
        step.deleted()
                .forEach(
                        transaction,
                        struct -> {
                            if (struct instanceof Item item
                                    && manager.covers(item)
                                    && !step.inserted().contains(item)) {
                                lost.add(item);
                            }
                        });
        boolean changed = false;
        for (Item item : lost) {
            changed |= redo(item) != null;
        }
        // Backwards, so that the filter sees children before what they are in is deleted.
        for (Item item : brought.reversed()) {
            if (mayDelete == null || mayDelete.test(new ItemView(item))) {
                transaction.delete(item);
                changed = true;
            }
        }
        return changed;
    }

    /// What stands for an item now.
    private Struct latest(Item item) {
        if (!item.isRedone()) {
            return item;
        }
        RedoLinks.Place place = links.follow(item.client, item.clock);
        Struct struct = place.struct();
        return place.offset() == 0
                ? struct
                : transaction.startingAt(struct.client, struct.clock + place.offset());
    }

    /// The item that replaces another, cut so that it starts there; null if there is none, or if it
    /// was given up.
    private @Nullable Item successor(Item item) {
        RedoLinks.Link link = links.of(item);
        return link != null
                        && transaction.startingAt(link.client(), link.clock()) instanceof Item it
                ? it
                : null;
    }

    /// Brings an item back, and before it the types that it is in, as far as they are lost too.
    ///
    /// @return null if it cannot be brought back; else what replaces it
    private @Nullable Struct redo(Item wanted) {
        RedoLinks.Link known = links.of(wanted);
        if (known != null) {
            return transaction.startingAt(known.client(), known.clock());
        }
        List<Item> inside = new ArrayList<>(1);
        Item at = wanted;
        inside.add(at);
        for (Item holder = at.parent.item;
                holder != null && holder.isDeleted() && !holder.isRedone();
                holder = at.parent.item) {
            if (!lost.contains(holder)) {
                return null;
            }
            at = holder;
            inside.add(at);
        }
        Item done = null;
        for (Item each : inside.reversed()) {
            done = recreate(each);
            if (done == null) {
                return null;
            }
        }
        return done;
    }

    private @Nullable Item recreate(Item item) {
        Item holder = item.parent.item;
        TypeNode parent = item.parent;
        if (holder != null && holder.isDeleted()) {
            while (holder != null && holder.isRedone()) {
                holder = successor(holder);
            }
            if (holder == null || !(holder.content instanceof TypeNode type)) {
                return null;
            }
            parent = type;
        }
        Item left = null;
        Item right = null;
        String key = item.key();
        if (key == null) {
            left = leftOf(item, holder);
            right = rightOf(item, holder);
            broughtBack.merge(item.parent, 1, Integer::sum);
        } else {
            if (item.right != null && !manager.ignoresRemoteMapChanges()) {
                left = lastOwn(item);
                if (left != null && left.right != null) {
                    // Somebody else has written to the key since.
                    return null;
                }
            } else {
                left = lastOf(parent, key);
            }
            if (left != null && left.parent.item != holder) {
                left = lastOf(parent, key);
            }
        }
        return create(item, parent, key, left, right);
    }

    private @Nullable Item leftOf(Item item, @Nullable Item holder) {
        return remembered(toTheLeft, item, () -> nearest(item.left, holder, false), false);
    }

    private @Nullable Item rightOf(Item item, @Nullable Item holder) {
        return remembered(toTheRight, item, () -> nearest(item, holder, true), true);
    }

    /// Looks for what stands beside an item, unless the item follows, in the direction of the look,
    /// one for which that is known already: then there is nothing new in between. When all that was
    /// in a type is brought back, each look would else go over all that is still to come.
    private @Nullable Item remembered(
            Map<TypeNode, Look> looks,
            Item item,
            Supplier<@Nullable Item> search,
            boolean rightwards) {
        int brought = broughtBack.getOrDefault(item.parent, 0);
        Look last = looks.get(item.parent);
        @Nullable Item seen =
                last != null && last.brought + 1 == brought && follows(last.from, item, rightwards)
                        ? last.seen
                        : search.get();
        looks.put(item.parent, new Look(item, seen, brought));
        return seen;
    }

    private static boolean follows(Item from, Item item, boolean rightwards) {
        Item at = rightwards ? from.right : from.left;
        for (int i = 0; i < MOST_BETWEEN && at != null && at != item && !at.isRedone(); i++) {
            at = rightwards ? at.right : at.left;
        }
        return at == item && isMoved(from) && isMoved(item);
    }

    /// Whether the item comes back in another type than the one it was in.
    private static boolean isMoved(Item item) {
        Item holder = item.parent.item;
        return holder != null && holder.isDeleted();
    }

    /// The first item, in one direction, that is in the type in question or was brought back there.
    private @Nullable Item nearest(@Nullable Item from, @Nullable Item holder, boolean rightwards) {
        for (Item item = from; item != null; item = rightwards ? item.right : item.left) {
            Item trace = item;
            while (trace != null && trace.parent.item != holder) {
                trace = successor(trace);
            }
            if (trace != null) {
                return trace;
            }
        }
        return null;
    }

    /// The last value of a key up to which all are our own, so that they may be written over.
    private @Nullable Item lastOwn(Item item) {
        Item left = item;
        while (left != null && left.right != null && isOwn(left.right)) {
            left = left.right;
            while (left != null && left.isRedone()) {
                left = successor(left);
            }
        }
        return left;
    }

    private boolean isOwn(Item item) {
        return item.isRedone()
                || step.inserted().contains(item)
                || manager.hasDeleted(item.client.id, item.clock);
    }

    private static @Nullable Item lastOf(TypeNode parent, String key) {
        TypeNode.Key chain = parent.key(key);
        return chain == null ? null : chain.last;
    }

    private Item create(
            Item old,
            TypeNode parent,
            @Nullable String key,
            @Nullable Item left,
            @Nullable Item right) {
        ClientEntry own = doc.clients.findOrAdd(doc.clientId());
        int clock = own.state;
        if (old.length > Integer.MAX_VALUE - clock) {
            throw new IllegalStateException("client " + own.id + " has used up its clock");
        }
        Content content = old.content == null ? null : Contents.copy(old.content, old.length);
        var item = new Item(own, clock, old.length, parent, key, old.kind, content);
        item.setOrigin(left);
        item.setRightOrigin(right);
        links.put(old, own, clock);
        keep(item, true);
        doc.placement.integrate(transaction, item, left, right);
        return item;
    }

    /// Sees to it that neither the item nor what it is in is given up, or allows that again.
    static void keep(Item first, boolean keep) {
        for (Item item = first; item != null && item.isKept() != keep; item = item.parent.item) {
            item.keep(keep);
        }
    }
}
