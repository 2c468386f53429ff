package dev.evenkeel.crdt;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Clocks of clients, and which client came first. An undo goes through them in that order, which
/// decides about the bytes of what it creates.
///
/// @param order every client of `units`, once
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record ItemRanges(DeleteSet units, long[] order) {

    static final ItemRanges NONE = new ItemRanges(DeleteSet.EMPTY, new long[0]);

    ItemRanges and(ItemRanges later) {
        if (units.isEmpty()) {
            return later;
        }
        if (later.units.isEmpty()) {
            return this;
        }
        var all = new DeleteSet.Builder();
        all.addAll(units);
        all.addAll(later.units);
        return new ItemRanges(all.build(), merged(order, later.order));
    }

    private static long[] merged(long[] order, long[] later) {
        if (Arrays.equals(order, later)) {
            return order;
        }
        Set<Long> clients = new LinkedHashSet<>();
        for (long client : order) {
            clients.add(client);
        }
        for (long client : later) {
            clients.add(client);
        }
        return clients.stream().mapToLong(Long::longValue).toArray();
    }

    boolean contains(Struct struct) {
        return units.contains(struct.client.id, struct.clock);
    }

    /// Visits the structs, cutting items at the ends of the ranges.
    void forEach(Transaction transaction, Consumer<Struct> visitor) {
        for (long client : order) {
            StructRanges.forEach(transaction, client, units.edgesOf(client), visitor);
        }
    }
}
