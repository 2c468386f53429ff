package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Puts the blocks of an update into the document.
final class Integrator extends Sequencer {

    private final Transaction transaction;
    private final YDoc doc;
    private final ClientTable clients;

    Integrator(Transaction transaction, List<Section> sections) {
        super(sections);
        this.transaction = transaction;
        this.doc = transaction.doc;
        this.clients = doc.clients;
    }

    @Override
    int state(long client) {
        return clients.state(client);
    }

    /// Yjs splits at the origins even of blocks that are known already. The pieces are merged again
    /// at the end of the transaction, together with neighbours that were not merged before, so this
    /// decides about bytes.
    @Override
    void take(Block block, int offset) {
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
            throw new CorruptDocumentException("client " + client + " is not known");
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
