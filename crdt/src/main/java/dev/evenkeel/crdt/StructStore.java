package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// The structs of a document, by client: how updates get in and come out again.
final class StructStore {

    final ClientTable clients = new ClientTable();
    final Placement placement = new Placement();
    final PendingStore pending = new PendingStore();

    /// Takes in what an update holds and what it sets free of that which was waiting.
    void apply(Transaction transaction, Update update) {
        placement.allowSteps(update.limits().scanSteps());
        boolean retry = integrate(transaction, update.sections());
        applyDeletes(transaction, update.deletes());
        if (retry) {
            integrate(transaction, pending.takeStructs());
            applyDeletes(transaction, DeleteSet.EMPTY);
        }
        placement.allowSteps(Integer.MAX_VALUE);
    }

    /// Returns whether what was pending before is worth another attempt.
    private boolean integrate(Transaction transaction, List<Section> sections) {
        Sequencer.Rest rest = new Integrator(transaction, sections).run();
        boolean retry = pending.isWorthRetrying(clients);
        if (!rest.blocks().isEmpty()) {
            pending.add(rest);
        }
        return retry;
    }

    private void applyDeletes(Transaction transaction, DeleteSet deletes) {
        DeleteSet unknown = transaction.apply(deletes);
        boolean due = pending.hasDueDeletes(clients);
        if (unknown.isEmpty() && !due) {
            return;
        }
        var waiting = new DeleteSet.Builder();
        waiting.addAll(unknown);
        waiting.addAll(due ? transaction.apply(pending.deletes) : pending.deletes);
        pending.deletes = waiting.build();
    }

    /// Whether applying the update would change nothing: its structs are known, its deletions done.
    boolean covers(Update update) {
        for (Section section : update.sections()) {
            int state = clients.state(section.client());
            for (Block block : section.blocks()) {
                if (!block.isSkip() && block.end() > state) {
                    return false;
                }
            }
        }
        DeleteSet deletes = update.deletes();
        for (int i = 0; i < deletes.clientCount(); i++) {
            if (!isDeleted(deletes.client(i), deletes.edges(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isDeleted(long client, int[] edges) {
        ClientEntry entry = clients.find(client);
        if (entry == null || edges[edges.length - 1] > entry.state) {
            return false;
        }
        StructList structs = entry.structs;
        for (int at = 0; at < edges.length; at += 2) {
            int place = structs.find(edges[at]);
            while (true) {
                Struct struct = structs.get(place);
                if (!struct.isDeleted()) {
                    return false;
                }
                if (struct.end() >= edges[at + 1]) {
                    break;
                }
                place = structs.next(place);
            }
        }
        return true;
    }

    /// What whoever has the target state lacks; deletions whole, and what is pending.
    byte[] encode(StateVector target, FieldWriter.Format format) {
        byte[] state = UpdateWriter.state(clients, target, format.writer());
        if (pending.isEmpty()) {
            return state;
        }
        var parts = new ArrayList<Update>();
        parts.add(
                switch (format) {
                    case V1 -> Update.parse(state, Limits.TRUSTED);
                    case V2 -> Update.parseV2(state, Limits.TRUSTED);
                });
        if (!pending.deletes.isEmpty()) {
            parts.add(parked(List.of(), pending.deletes));
        }
        if (pending.hasStructs()) {
            parts.add(parked(Update.diff(pending.sections(), target), DeleteSet.EMPTY));
        }
        return Update.mergeParsed(parts, format);
    }

    private static Update parked(List<Section> sections, DeleteSet deletes) {
        return new Update(Update.emptyBytes(), sections, deletes, Census.EMPTY, Limits.TRUSTED);
    }

    StateVector stateVector() {
        var clocks = new HashMap<Long, Long>();
        for (ClientEntry entry : clients.descending()) {
            clocks.put(entry.id, (long) entry.state);
        }
        return StateVector.of(clocks);
    }

    /// All that is deleted or given up.
    DeleteSet deleteSet() {
        var deletes = new DeleteSet.Builder();
        for (ClientEntry entry : clients.descending()) {
            StructList structs = entry.structs;
            if (structs.isEmpty()) {
                continue;
            }
            int place = structs.first();
            while (true) {
                Struct struct = structs.get(place);
                if (struct.isDeleted()) {
                    deletes.add(entry.id, struct.clock, struct.length);
                }
                if (!structs.hasNext(place)) {
                    break;
                }
                place = structs.next(place);
            }
        }
        return deletes.build();
    }

    /// What has been integrated, as blocks that belong to no document.
    Update stateWithoutPending() {
        byte[] bytes = UpdateWriter.state(clients, StateVector.EMPTY, new FieldWriterV2());
        return Update.parseV2(bytes, Limits.TRUSTED);
    }
}
