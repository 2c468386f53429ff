package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// Which item replaces which deleted one after an undo or redo.
///
/// Few documents have such links, so they stand beside the items, which only have a flag.
final class RedoLinks {

    /// The first clock of the replacement. What follows it replaces what follows.
    record Link(ClientEntry client, int clock) {}

    /// A struct, and how far into it a clock lies.
    record Place(Struct struct, int offset) {}

    // Items compare by identity.
    private final Map<Item, Link> links = new HashMap<>();

    @Nullable Link of(Item item) {
        return item.isRedone() ? links.get(item) : null;
    }

    void put(Item item, ClientEntry client, int clock) {
        item.markRedone();
        links.put(item, new Link(client, clock));
    }

    /// `right` was cut off an item that has a link.
    void split(Item left, Item right) {
        Link link = links.get(left);
        if (link != null) {
            put(right, link.client, link.clock + left.length);
        }
    }

    /// The item is not in the document any more.
    void forget(Item item) {
        if (item.isRedone()) {
            links.remove(item);
        }
    }

    /// What a clock stands for now, after all undoing and redoing. The clock must be known.
    Place follow(ClientEntry client, int clock) {
        ClientEntry at = client;
        int wanted = clock;
        while (true) {
            Struct struct = at.structs.holding(wanted);
            int offset = wanted - struct.clock;
            Link link = struct instanceof Item item ? of(item) : null;
            if (link == null) {
                return new Place(struct, offset);
            }
            at = link.client;
            wanted = link.clock + offset;
        }
    }
}
