package dev.evenkeel.crdt;

import java.util.function.Consumer;

/// Walks over the structs in ranges of clocks, cutting items in two where a range starts or ends
/// inside them. What was cut is merged again when the transaction ends.
final class StructRanges {

    private StructRanges() {}

    /// Visits what the document has of the ranges, in the order of the set.
    static void forEach(Transaction transaction, DeleteSet set, Consumer<Struct> visitor) {
        for (int i = 0; i < set.clientCount(); i++) {
            forEach(transaction, set.client(i), set.edges(i), visitor);
        }
    }

    /// @param edges start, end, start, end, …, ascending
    static void forEach(
            Transaction transaction, long client, int[] edges, Consumer<Struct> visitor) {
        ClientEntry entry = transaction.doc.clients.find(client);
        if (entry == null) {
            return;
        }
        for (int at = 0; at < edges.length && edges[at] < entry.state; at += 2) {
            forEach(transaction, entry, edges[at], edges[at + 1], visitor);
        }
    }

    private static void forEach(
            Transaction transaction,
            ClientEntry entry,
            int from,
            int to,
            Consumer<Struct> visitor) {
        Struct struct = transaction.startingAt(entry, from);
        while (true) {
            if (to < struct.end()) {
                transaction.startingAt(entry, to);
            }
            visitor.accept(struct);
            int next = struct.end();
            if (next >= to || next >= entry.state) {
                return;
            }
            struct = entry.structs.holding(next);
        }
    }
}
