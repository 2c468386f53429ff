package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the item at an index of a list, the index of an item, and the formatting at an item.
///
/// A list has none until the first operation by index; documents that are only relayed never do.
/// The items are grouped into chunks, and those into groups; both know how much they hold, and each
/// item knows its chunk. Unlike the search marks of Yjs it is exact and survives edits from
/// elsewhere. Walks start at the chunk of the last lookup, because edits keep to one place.
///
/// What the format marks of a chunk or group do together is kept once somebody asked, until a mark
/// comes or goes there. Without that, each edit of a formatted text would have to look at all marks
/// before it.
final class PositionIndex {

    private static final int MOST_ITEMS = 48;
    private static final int MOST_CHUNKS = 64;
    private static final int NEAR = 8;

    /// Some neighbours in the list.
    static final class Chunk {
        @Nullable Chunk previous;
        @Nullable Chunk next;
        Item first;
        int items;
        int visible;
        Group group;
        private @Nullable MarkEffect effect;

        Chunk(Item first, Group group) {
            this.first = first;
            this.group = group;
        }
    }

    /// Some neighbouring chunks.
    static final class Group {
        @Nullable Group previous;
        @Nullable Group next;
        @Nullable Chunk first;
        int chunks;
        int visible;
        private @Nullable MarkEffect effect;
    }

    private @Nullable Group head;
    private @Nullable Chunk recent;
    // Visible units before the recent chunk.
    private int recentStart;
    private int offset;

    // The item that the last lookup has found, and the visible units before it in its chunk, which
    // is the recent one. Null if that may have changed.
    private @Nullable Item nearby;
    private int nearbyStart;

    // The formatting at the start of a chunk, for the next question in that chunk.
    private @Nullable Chunk known;
    private @Nullable Map<String, YValue> knownAttributes;

    PositionIndex(TypeNode type) {
        Chunk last = null;
        for (Item item = type.start; item != null; item = item.right) {
            if (last == null || last.items >= MOST_ITEMS / 2) {
                last = append(last, item);
            }
            last.items++;
            last.visible += item.visibleLength();
            last.group.visible += item.visibleLength();
            item.setChunk(last);
        }
    }

    private Chunk append(@Nullable Chunk last, Item first) {
        Group group;
        if (last == null) {
            group = new Group();
            head = group;
        } else if (last.group.chunks >= MOST_CHUNKS / 2) {
            group = new Group();
            group.previous = last.group;
            last.group.next = group;
        } else {
            group = last.group;
        }
        var chunk = new Chunk(first, group);
        chunk.previous = last;
        if (last != null) {
            last.next = chunk;
        }
        if (group.first == null) {
            group.first = chunk;
        }
        group.chunks++;
        return chunk;
    }

    /// The visible item that holds position `index - 1`, and how far into it `index` lies: between
    /// 1 and its length. Only for `index` from 1 to the length of the list.
    Item itemEndingAt(int index) {
        Chunk chunk = chunkOf(index);
        int wanted = index - recentStart;
        Item item = chunk.first;
        int start = 0;
        if (nearby != null && nearby.chunk() == chunk && nearbyStart < 2 * wanted) {
            item = nearby;
            start = nearbyStart;
            while (start >= wanted && item != null && item.left != null) {
                item = item.left;
                start -= item.visibleLength();
            }
        }
        for (; item != null; item = item.right) {
            int visible = item.visibleLength();
            if (wanted <= start + visible) {
                nearby = item;
                nearbyStart = start;
                offset = wanted - start;
                return item;
            }
            start += visible;
        }
        throw new IndexOutOfBoundsException(index);
    }

    /// The second half of the answer of [#itemEndingAt].
    int offset() {
        return offset;
    }

    /// How many visible units stand before an item.
    int indexOf(Item wanted) {
        Chunk own = chunkOf(wanted);
        int index = 0;
        for (Group group = head; group != null && group != own.group; group = group.next) {
            index += group.visible;
        }
        for (Chunk chunk = own.group.first; chunk != null && chunk != own; chunk = chunk.next) {
            index += chunk.visible;
        }
        for (Item item = own.first; item != null && item != wanted; item = item.right) {
            index += item.visibleLength();
        }
        return index;
    }

    private static Chunk chunkOf(Item item) {
        Chunk chunk = item.chunk();
        if (chunk == null) {
            throw new CorruptDocumentException("an item is not indexed");
        }
        return chunk;
    }

    private Chunk chunkOf(int index) {
        Chunk chunk = recent;
        int start = recentStart;
        for (int steps = 0; chunk != null && steps < NEAR; steps++) {
            if (index <= start) {
                chunk = chunk.previous;
                start -= chunk == null ? 0 : chunk.visible;
            } else if (index > start + chunk.visible) {
                start += chunk.visible;
                chunk = chunk.next;
            } else {
                recent = chunk;
                recentStart = start;
                return chunk;
            }
        }
        start = 0;
        Group group = head;
        while (group != null && index > start + group.visible) {
            start += group.visible;
            group = group.next;
        }
        chunk = group == null ? null : group.first;
        while (chunk != null && index > start + chunk.visible) {
            start += chunk.visible;
            chunk = chunk.next;
        }
        if (chunk == null) {
            throw new IndexOutOfBoundsException(index);
        }
        recent = chunk;
        recentStart = start;
        return chunk;
    }

    // --- formatting ---

    /// The attributes that hold where an item starts. The caller may change the map.
    Map<String, YValue> attributesBefore(Item wanted) {
        Chunk own = chunkOf(wanted);
        Map<String, YValue> start = own == known ? knownAttributes : null;
        if (start == null) {
            start = attributesBefore(own);
            known = own;
            knownAttributes = start;
        }
        var attributes = new LinkedHashMap<>(start);
        for (Item item = own.first; item != null && item != wanted; item = item.right) {
            if (!item.isDeleted() && item.content instanceof FormatContent mark) {
                mark.applyTo(attributes);
            }
        }
        return attributes;
    }

    private Map<String, YValue> attributesBefore(Chunk own) {
        var all = new MarkEffect();
        for (Group group = head; group != null && group != own.group; group = group.next) {
            all.add(effect(group));
        }
        for (Chunk chunk = own.group.first; chunk != null && chunk != own; chunk = chunk.next) {
            all.add(effect(chunk));
        }
        return all.attributes();
    }

    private static MarkEffect effect(Group group) {
        MarkEffect effect = group.effect;
        if (effect == null) {
            effect = new MarkEffect();
            Chunk chunk = group.first;
            for (int i = 0; i < group.chunks && chunk != null; i++) {
                effect.add(effect(chunk));
                chunk = chunk.next;
            }
            group.effect = effect;
        }
        return effect;
    }

    private static MarkEffect effect(Chunk chunk) {
        MarkEffect effect = chunk.effect;
        if (effect == null) {
            effect = new MarkEffect();
            Item item = chunk.first;
            for (int i = 0; i < chunk.items && item != null; i++) {
                if (!item.isDeleted() && item.content instanceof FormatContent mark) {
                    effect.add(mark);
                }
                item = item.right;
            }
            chunk.effect = effect;
        }
        return effect;
    }

    /// A format mark came into a chunk or left it.
    private void reformatted(Chunk chunk) {
        chunk.effect = null;
        chunk.group.effect = null;
        known = null;
        knownAttributes = null;
    }

    // --- changes ---

    /// An item was linked into the list.
    void inserted(Item item) {
        Item left = item.left;
        Chunk chunk = left == null ? head == null ? null : head.first : left.chunk();
        if (chunk == null) {
            chunk = append(null, item);
        } else if (left == null) {
            chunk.first = item;
        }
        item.setChunk(chunk);
        chunk.items++;
        resized(chunk, item.visibleLength());
        changedBehind(left);
        if (item.kind == Kind.FORMAT) {
            reformatted(chunk);
        }
        if (chunk.items > MOST_ITEMS) {
            halve(chunk);
        }
    }

    /// An item was cut in two; `right` is the new second part.
    void split(Item right) {
        Item left = right.left;
        Chunk chunk = left == null ? null : left.chunk();
        if (chunk == null) {
            throw new CorruptDocumentException("the left part is not indexed");
        }
        right.setChunk(chunk);
        chunk.items++;
        if (chunk.items > MOST_ITEMS) {
            halve(chunk);
        }
    }

    /// A visible item or a format mark is about to be deleted.
    void deleted(Item item) {
        Chunk chunk = item.chunk();
        if (chunk != null) {
            resized(chunk, -item.visibleLength());
            changedBehind(item);
            if (item.kind == Kind.FORMAT) {
                reformatted(chunk);
            }
        }
    }

    /// `right` is about to be merged into `left`, its neighbour; both still have their lengths.
    void merged(Item left, Item right) {
        Chunk to = left.chunk();
        Chunk from = right.chunk();
        if (to == null || from == null) {
            throw new CorruptDocumentException("items are not indexed");
        }
        changedBehind(left);
        if (to != from) {
            int visible = right.visibleLength();
            resized(to, visible);
            resized(from, -visible);
        }
        from.items--;
        if (from.items == 0) {
            unlink(from);
        } else if (from.first == right && right.right != null) {
            from.first = right.right;
        }
    }

    /// What is before an item stays as it is, what it holds and what follows does not.
    private void changedBehind(@Nullable Item item) {
        Item before = item;
        for (int i = 0; i < NEAR; i++) {
            if (before == nearby) {
                return;
            }
            before = before == null ? null : before.left;
        }
        nearby = null;
    }

    private void resized(Chunk chunk, int by) {
        chunk.visible += by;
        chunk.group.visible += by;
        if (by != 0 && chunk != recent) {
            // Whether the change was before or behind the recent chunk is not known.
            recent = null;
        }
    }

    private void halve(Chunk chunk) {
        nearby = null;
        Item item = chunk.first;
        int keep = chunk.items / 2;
        int visible = 0;
        for (int i = 0; i < keep && item != null; i++) {
            visible += item.visibleLength();
            item = item.right;
        }
        if (item == null) {
            throw new CorruptDocumentException("a chunk counts more items than the list has");
        }
        Group group = chunk.group;
        var rest = new Chunk(item, group);
        rest.items = chunk.items - keep;
        rest.visible = chunk.visible - visible;
        rest.previous = chunk;
        rest.next = chunk.next;
        if (chunk.next != null) {
            chunk.next.previous = rest;
        }
        chunk.next = rest;
        chunk.items = keep;
        chunk.visible = visible;
        chunk.effect = null;
        for (int i = 0; i < rest.items && item != null; i++) {
            item.setChunk(rest);
            item = item.right;
        }
        group.chunks++;
        if (group.chunks > MOST_CHUNKS) {
            halve(group);
        }
    }

    private static void halve(Group group) {
        Chunk chunk = group.first;
        int keep = group.chunks / 2;
        int visible = 0;
        for (int i = 0; i < keep && chunk != null; i++) {
            visible += chunk.visible;
            chunk = chunk.next;
        }
        var rest = new Group();
        rest.first = chunk;
        rest.chunks = group.chunks - keep;
        rest.visible = group.visible - visible;
        rest.previous = group;
        rest.next = group.next;
        if (group.next != null) {
            group.next.previous = rest;
        }
        group.next = rest;
        group.chunks = keep;
        group.visible = visible;
        group.effect = null;
        for (int i = 0; i < rest.chunks && chunk != null; i++) {
            chunk.group = rest;
            chunk = chunk.next;
        }
    }

    private void unlink(Chunk chunk) {
        if (chunk.previous != null) {
            chunk.previous.next = chunk.next;
        }
        if (chunk.next != null) {
            chunk.next.previous = chunk.previous;
        }
        Group group = chunk.group;
        group.chunks--;
        if (group.chunks == 0) {
            unlink(group);
        } else if (group.first == chunk) {
            group.first = chunk.next;
        }
        if (recent == chunk) {
            recent = null;
        }
        nearby = null;
        if (known == chunk) {
            known = null;
            knownAttributes = null;
        }
    }

    private void unlink(Group group) {
        if (group.previous == null) {
            head = group.next;
        } else {
            group.previous.next = group.next;
        }
        if (group.next != null) {
            group.next.previous = group.previous;
        }
    }
}
