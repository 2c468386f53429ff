package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import java.util.Arrays;
import java.util.List;

/// Writes format V1.
final class UpdateWriter {

    private static final int INITIAL_SIZE = 64;

    private UpdateWriter() {}

    /// All that a document has beyond a state, and all its deletions.
    static byte[] state(ClientTable clients, StateVector target, DeleteSet deletes) {
        var out = new Lib0Writer(1024);
        int count = 0;
        for (ClientEntry entry : clients.descending()) {
            if (entry.state > target.get(entry.id)) {
                count++;
            }
        }
        out.writeVarUint(count);
        for (ClientEntry entry : clients.descending()) {
            if (entry.state > target.get(entry.id)) {
                section(out, entry, (int) target.get(entry.id));
            }
        }
        deletes.write(out);
        return out.toByteArray();
    }

    /// What a transaction has added and deleted. The clients that have grown are put in order.
    static byte[] event(Transaction transaction, DeleteSet deletes) {
        var out = new Lib0Writer(INITIAL_SIZE);
        int count = transaction.grown.size();
        out.writeVarUint(count);
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
        deletes.write(out);
        return out.toByteArray();
    }

    private static void section(Lib0Writer out, ClientEntry entry, int fromClock) {
        StructList structs = entry.structs;
        int place = structs.find(fromClock);
        out.writeVarUint(structs.countFrom(place));
        out.writeVarUint(entry.id);
        out.writeVarUint(fromClock);
        Struct struct = structs.get(place);
        struct.write(out, fromClock - struct.clock);
        while (structs.hasNext(place)) {
            place = structs.next(place);
            structs.get(place).write(out, 0);
        }
    }

    static byte[] blocks(List<Section> sections, DeleteSet deletes) {
        var out = new Lib0Writer(INITIAL_SIZE);
        out.writeVarUint(sections.size());
        for (Section section : sections) {
            out.writeVarUint(section.blocks().size());
            out.writeVarUint(section.client());
            out.writeVarUint(section.startClock());
            for (Block block : section.blocks()) {
                block.write(out);
            }
        }
        deletes.write(out);
        return out.toByteArray();
    }
}
