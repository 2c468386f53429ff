package dev.evenkeel.crdt;

import java.util.Arrays;
import java.util.List;

/// Writes updates.
final class UpdateWriter {

    private UpdateWriter() {}

    /// All that a document has beyond a state, and all its deletions. Goes over the structs once: a
    /// large document is mostly waiting for memory here.
    static byte[] state(ClientTable clients, StateVector target, FieldWriter out) {
        int count = 0;
        for (ClientEntry entry : clients.descending()) {
            if (entry.state > target.get(entry.id)) {
                count++;
            }
        }
        out.number(count);
        var deletes = new DeleteSet.Builder();
        for (ClientEntry entry : clients.descending()) {
            if (!entry.structs.isEmpty()) {
                state(entry, target.get(entry.id), deletes, out);
            }
        }
        out.deletes(deletes.build());
        return out.finish();
    }

    private static void state(
            ClientEntry entry, long known, DeleteSet.Builder deletes, FieldWriter out) {
        StructList structs = entry.structs;
        boolean hasNews = entry.state > known;
        int first = hasNews ? structs.find((int) known) : structs.last() + 1;
        if (hasNews) {
            head(out, entry, first, (int) known);
        }
        int place = structs.first();
        while (true) {
            Struct struct = structs.get(place);
            if (struct.isDeleted()) {
                deletes.add(entry.id, struct.clock, struct.length);
            }
            if (place >= first) {
                struct.write(out, place == first ? (int) known - struct.clock : 0);
            }
            if (!structs.hasNext(place)) {
                return;
            }
            place = structs.next(place);
        }
    }

    /// What a transaction has added and deleted. The clients that have grown are put in order.
    static byte[] event(Transaction transaction, DeleteSet deletes, FieldWriter out) {
        int count = transaction.grown.size();
        out.number(count);
        if (count == 1) {
            section(out, transaction.grown.getFirst(), transaction.stateBefore(0));
        } else if (count > 1) {
            var order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order,
                    (a, b) ->
                            Long.compare(transaction.grown.get(b).id, transaction.grown.get(a).id));
            for (int i : order) {
                section(out, transaction.grown.get(i), transaction.stateBefore(i));
            }
        }
        out.deletes(deletes);
        return out.finish();
    }

    private static void section(FieldWriter out, ClientEntry entry, int fromClock) {
        StructList structs = entry.structs;
        int place = structs.find(fromClock);
        head(out, entry, place, fromClock);
        Struct struct = structs.get(place);
        struct.write(out, fromClock - struct.clock);
        while (structs.hasNext(place)) {
            place = structs.next(place);
            structs.get(place).write(out, 0);
        }
    }

    private static void head(FieldWriter out, ClientEntry entry, int place, int fromClock) {
        out.number(entry.structs.countFrom(place));
        out.client(entry.id);
        out.number(fromClock);
    }

    static byte[] blocks(List<Section> sections, DeleteSet deletes, FieldWriter out) {
        out.number(sections.size());
        for (Section section : sections) {
            out.number(section.blocks().size());
            out.client(section.client());
            out.number(section.startClock());
            for (Block block : section.blocks()) {
                block.write(out);
            }
        }
        out.deletes(deletes);
        return out.finish();
    }
}
