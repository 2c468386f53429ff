package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts the blocks of an update into the document, each after what it depends on. What depends on
/// something that is not here is left over, with all that its client has after it.
final class Integrator {

    /// What could not be used.
    ///
    /// @param blocks by client, contiguous runs without Skips at their start
    /// @param missing per client the clock whose arrival makes another attempt worth while
    record Rest(Map<Long, List<Block>> blocks, Map<Long, Integer> missing) {}

    private static final class Cursor {
        final long client;
        final List<Block> blocks;
        int next;

        Cursor(Section section) {
            client = section.client();
            blocks = section.blocks();
        }

        boolean hasNext() {
            return next < blocks.size();
        }

        Block next() {
            return blocks.get(next++);
        }
    }

    private final Transaction transaction;
    private final YDoc doc;
    private final ClientTable clients;
    private final Cursor[] cursors;
    private final ArrayDeque<Block> waiting = new ArrayDeque<>();
    private final Map<Long, List<Block>> rest = new TreeMap<>(Comparator.reverseOrder());
    private final Map<Long, Integer> missing = new HashMap<>();

    Integrator(Transaction transaction, List<Section> sections) {
        this.transaction = transaction;
        this.doc = transaction.doc;
        this.clients = doc.clients;
        this.cursors = sections.stream().map(Cursor::new).toArray(Cursor[]::new);
        Arrays.sort(cursors, (a, b) -> Long.compare(b.client, a.client));
    }

    Rest run() {
        for (Cursor cursor : cursors) {
            while (cursor.hasNext()) {
                Block head = cursor.next();
                while (head != null) {
                    head = attempt(head);
                    if (head == null) {
                        head = waiting.poll();
                    }
                }
            }
        }
        return new Rest(rest, missing);
    }

    /// Integrates a block, or returns the block that must come first, or parks what waits.
    private @Nullable Block attempt(Block head) {
        if (head.isSkip()) {
            return null;
        }
        int offset = clients.state(head.client()) - head.clock();
        if (offset < 0) {
            waiting.push(head);
            missing.merge(head.client(), head.clock() - 1, Math::min);
            parkWaiting();
            return null;
        }
        long needed = missingClient(head);
        if (needed == Block.NONE) {
            integrate(head, offset);
            return null;
        }
        waiting.push(head);
        Cursor source = cursor(needed);
        if (source != null && source.hasNext()) {
            return source.next();
        }
        missing.merge(needed, clients.state(needed), Math::min);
        parkWaiting();
        return null;
    }

    private void parkWaiting() {
        for (Block block : waiting) {
            Cursor cursor = cursor(block.client());
            if (cursor == null) {
                throw new IllegalStateException("no section of client " + block.client());
            }
            int at = cursor.next - 1;
            List<Block> parked = rest.get(cursor.client);
            if (parked != null) {
                at = cursor.blocks.size() - parked.size();
            }
            // Only in dependency cycles do two blocks of a client wait; the first one counts.
            while (cursor.blocks.get(at).clock() > block.clock()) {
                at--;
            }
            rest.put(cursor.client, cursor.blocks.subList(at, cursor.blocks.size()));
            cursor.next = cursor.blocks.size();
        }
        waiting.clear();
    }

    private @Nullable Cursor cursor(long client) {
        int low = 0;
        int high = cursors.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long id = cursors[middle].client;
            if (id == client) {
                return cursors[middle];
            }
            if (id > client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private long missingClient(Block block) {
        if (isMissing(block, block.origin(), block.originClock())) {
            return block.origin();
        }
        if (isMissing(block, block.right(), block.rightClock())) {
            return block.right();
        }
        if (isMissing(block, block.parent(), block.parentClock())) {
            return block.parent();
        }
        return Block.NONE;
    }

    private boolean isMissing(Block block, long client, int clock) {
        return client != Block.NONE && client != block.client() && clock >= clients.state(client);
    }

    /// Yjs splits at the origins even of blocks that are known already. The pieces are merged again
    /// at the end of the transaction, together with neighbours that were not merged before, so this
    /// decides about bytes.
    private void integrate(Block block, int offset) {
        Struct left = null;
        Struct right = null;
        if (block.origin() != Block.NONE) {
            left = transaction.endingAt(known(block.origin()), block.originClock());
        }
        if (block.right() != Block.NONE) {
            right = transaction.startingAt(known(block.right()), block.rightClock());
        }
        TypeNode parent = parent(block, left, right);
        if (offset > 0 && offset >= block.length()) {
            return;
        }
        ClientEntry client = clients.findOrAdd(block.client());
        String key = block.key();
        if (left instanceof Item neighbour) {
            key = neighbour.key();
        } else if (right instanceof Item neighbour) {
            key = neighbour.key();
        }
        if (offset > 0 && parent != null) {
            // What is new continues the block's own beginning, wherever that is.
            left = transaction.endingAt(client, block.clock() + offset - 1);
            if (left instanceof Item beginning) {
                parent = beginning.parent;
                key = beginning.key();
            }
        }
        if (parent == null || left instanceof GcStruct) {
            transaction.append(
                    new GcStruct(client, block.clock() + offset, block.length() - offset));
            return;
        }
        Block rest = block.without(offset);
        var item =
                new Item(
                        client,
                        rest.clock(),
                        rest.length(),
                        parent,
                        key,
                        rest.kind(),
                        Contents.of(rest));
        Item leftItem = left instanceof Item neighbour ? neighbour : null;
        Item rightItem = right instanceof Item neighbour ? neighbour : null;
        if (offset > 0) {
            item.setOrigin(leftItem);
        } else if (leftItem != null) {
            // Not the end of the left item: the split at the right origin may have shortened it.
            item.originClient = leftItem.client;
            item.originClock = block.originClock();
        }
        item.setRightOrigin(rightItem);
        doc.placement.integrate(transaction, item, leftItem, rightItem);
    }

    private ClientEntry known(long client) {
        ClientEntry entry = clients.find(client);
        if (entry == null) {
            throw new IllegalStateException("client " + client + " is not known");
        }
        return entry;
    }

    /// The type that the block goes into; null if that is gone, or never was a type.
    private @Nullable TypeNode parent(Block block, @Nullable Struct left, @Nullable Struct right) {
        if (left instanceof GcStruct || right instanceof GcStruct || block.kind() == Kind.GC) {
            return null;
        }
        if (block.rootName() != null) {
            return doc.rootNode(block.rootName());
        }
        if (left instanceof Item item) {
            return item.parent;
        }
        if (right instanceof Item item) {
            return item.parent;
        }
        return known(block.parent()).structs.holding(block.parentClock()) instanceof Item item
                        && item.content instanceof TypeNode type
                ? type
                : null;
    }
}
