package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// Finds the item at an index of a list, and the index of an item.
///
/// A list has none until the first operation by index; documents that are only relayed never do.
/// The items are grouped into chunks that know how much they hold, and each item knows its chunk.
/// Unlike the search marks of Yjs it is exact and survives edits from elsewhere. Walks start at the
/// chunk of the last lookup, because edits keep to one place.
final class PositionIndex {

    private static final int MOST_ITEMS = 96;

    /// Some neighbours in the list.
    static final class Chunk {
        @Nullable Chunk previous;
        @Nullable Chunk next;
        Item first;
        int items;
        int visible;

        Chunk(Item first) {
            this.first = first;
        }
    }

    private @Nullable Chunk head;
    private @Nullable Chunk recent;
    // Visible units before the recent chunk.
    private int recentStart;
    private int offset;

    PositionIndex(TypeNode type) {
        Chunk last = null;
        for (Item item = type.start; item != null; item = item.right) {
            if (last == null || last.items >= MOST_ITEMS / 2) {
                var chunk = new Chunk(item);
                chunk.previous = last;
                if (last == null) {
                    head = chunk;
                } else {
                    last.next = chunk;
                }
                last = chunk;
            }
            last.items++;
            last.visible += item.visibleLength();
            item.setChunk(last);
        }
    }

    /// The visible item that holds position `index - 1`, and how far into it `index` lies: between
    /// 1 and its length. Only for `index` from 1 to the length of the list.
    Item itemEndingAt(int index) {
        Chunk chunk = chunkOf(index);
        int rest = index - recentStart;
        for (Item item = chunk.first; item != null; item = item.right) {
            int visible = item.visibleLength();
            if (rest <= visible) {
                offset = rest;
                return item;
            }
            rest -= visible;
        }
        throw new IndexOutOfBoundsException(index);
    }

    /// The second half of the answer of [#itemEndingAt].
    int offset() {
        return offset;
    }

    /// How many visible units stand before an item.
    int indexOf(Item wanted) {
        Chunk own = wanted.chunk();
        int index = 0;
        for (Chunk chunk = head; chunk != null && chunk != own; chunk = chunk.next) {
            index += chunk.visible;
        }
        if (own != null) {
            for (Item item = own.first; item != null && item != wanted; item = item.right) {
                index += item.visibleLength();
            }
        }
        return index;
    }

    private Chunk chunkOf(int index) {
        Chunk chunk = recent;
        int start = recentStart;
        if (chunk == null || index <= start / 2) {
            chunk = head;
            start = 0;
        }
        while (chunk != null && index <= start && chunk.previous != null) {
            chunk = chunk.previous;
            start -= chunk.visible;
        }
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

    /// An item was linked into the list.
    void inserted(Item item) {
        Item left = item.left;
        Chunk chunk = left == null ? head : left.chunk();
        if (chunk == null) {
            chunk = new Chunk(item);
            head = chunk;
        } else if (left == null) {
            chunk.first = item;
        }
        item.setChunk(chunk);
        chunk.items++;
        resized(chunk, item.visibleLength());
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

    /// A visible item is about to be deleted.
    void deleted(Item item) {
        Chunk chunk = item.chunk();
        if (chunk != null) {
            resized(chunk, -item.visibleLength());
        }
    }

    /// `right` is about to be merged into `left`, its neighbour; both still have their lengths.
    void merged(Item left, Item right) {
        Chunk to = left.chunk();
        Chunk from = right.chunk();
        if (to == null || from == null) {
            throw new CorruptDocumentException("items are not indexed");
        }
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

    private void resized(Chunk chunk, int by) {
        chunk.visible += by;
        if (by != 0 && chunk != recent) {
            // Whether the change was before or behind the recent chunk is not known.
            recent = null;
        }
    }

    private void halve(Chunk chunk) {
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
        var rest = new Chunk(item);
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
        for (int i = 0; i < rest.items && item != null; i++) {
            item.setChunk(rest);
            item = item.right;
        }
    }

    private void unlink(Chunk chunk) {
        if (chunk.previous == null) {
            head = chunk.next;
        } else {
            chunk.previous.next = chunk.next;
        }
        if (chunk.next != null) {
            chunk.next.previous = chunk.previous;
        }
        if (recent == chunk) {
            recent = null;
        }
    }
}
