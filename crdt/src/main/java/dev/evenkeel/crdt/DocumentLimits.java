package dev.evenkeel.crdt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Refuses an update that would take a document over one of its limits, before anything changes.
///
/// Each check first asks whether the counts alone rule the limit out, which they do for all but
/// extraordinary updates; only then it looks at structs.
final class DocumentLimits {

    /// What a delete range takes in memory, in bytes.
    private static final int RANGE_WEIGHT = 8;

    private DocumentLimits() {}

    static void check(YDoc doc, Update update, Limits limits) {
        checkClients(doc.clients, update, limits.clients());
        if (doc.rootCount() + (long) update.structCount() > limits.roots()) {
            checkRoots(doc.knownRootNames(), update, limits.roots());
        }
        if (update.census().gaps() > 0) {
            checkGapAdvance(doc.clients, update, update.limits().gapAdvance());
        }
        checkPending(doc.clients, doc.store.pending, update, limits);
        if (update.census().types() > 0 || doc.store.pending.types() > 0) {
            TypeDepths.check(doc, update, limits.typeDepth());
        }
        checkSubdocuments(doc, update, limits.subdocuments());
    }

    static void checkClients(Clocks known, Update update, int most) {
        long clients = known.size();
        if (clients + update.sections().size() > most) {
            for (Section section : update.sections()) {
                clients += known.state(section.client()) == 0 ? 1 : 0;
            }
            refuseAbove(clients, most, "limit-clients", "clients");
        }
    }

    static void checkRoots(Set<String> known, Update update, int most) {
        long count = known.size();
        for (String name : update.rootNames()) {
            count += known.contains(name) ? 0 : 1;
        }
        refuseAbove(count, most, "limit-roots", "root types");
    }

    static void checkGapAdvance(Clocks known, Update update, int most) {
        for (Section section : update.sections()) {
            int state = known.state(section.client());
            if (section.end() - state <= most) {
                continue;
            }
            long advance = 0;
            for (Block block : section.blocks()) {
                if (block.kind() <= Kind.DELETED && block.end() > state) {
                    advance += block.end() - Math.max(state, block.clock());
                }
            }
            refuseAbove(advance, most, "limit-gap-advance", "clocks without content");
        }
    }

    /// An update of which nothing has to wait passes, whatever else is waiting: it may be what that
    /// waits for.
    static void checkPending(Clocks known, PendingStore pending, Update update, Limits limits) {
        checkPendingDeletes(known, pending, update, limits.pendingBytes());
        int structCount = update.structCount();
        if (pending.structs() + (long) structCount <= limits.pendingStructs()
                && pending.weight() + update.bytes().length + 16L * structCount
                        <= limits.pendingBytes()
                // Each client of the update is parked at most once, and waits for one other.
                && pending.missing() + (long) update.sections().size() <= limits.missing()) {
            return;
        }
        Sequencer.Rest rest = new Rehearsal(known, update.sections()).run();
        if (rest.blocks().isEmpty()) {
            return;
        }
        long structs = pending.structs();
        long weight = pending.weight();
        for (List<Block> blocks : rest.blocks().values()) {
            for (Block block : blocks) {
                if (!block.isSkip()) {
                    structs++;
                    weight += block.weight();
                }
            }
        }
        refuseAbove(structs, limits.pendingStructs(), "limit-pending", "pending structs");
        refuseAbove(weight, limits.pendingBytes(), "limit-pending", "pending bytes");
        var missing = new HashSet<>(pending.missingClients());
        missing.addAll(rest.missing().keySet());
        refuseAbove(missing.size(), limits.missing(), "limit-missing", "clients to wait for");
    }

    private static void checkPendingDeletes(
            Clocks known, PendingStore pending, Update update, int mostBytes) {
        DeleteSet deletes = update.deletes();
        long waiting = pending.deletes.rangeCount();
        if ((waiting + deletes.rangeCount()) * RANGE_WEIGHT <= mostBytes) {
            return;
        }
        var ends = new HashMap<Long, Integer>();
        update.sections().forEach(section -> ends.put(section.client(), section.end()));
        long added = 0;
        for (int i = 0; i < deletes.clientCount(); i++) {
            long client = deletes.client(i);
            int end = Math.max(known.state(client), ends.getOrDefault(client, 0));
            int[] edges = deletes.edges(i);
            for (int at = edges.length - 1; at > 0 && edges[at] > end; at -= 2) {
                added++;
            }
        }
        if (added > 0) {
            refuseAbove(
                    (waiting + added) * RANGE_WEIGHT,
                    mostBytes,
                    "limit-pending",
                    "bytes of pending deletions");
        }
    }

    /// Counts what is there, what waits and what is new; not what the update itself deletes.
    private static void checkSubdocuments(YDoc doc, Update update, int most) {
        PendingStore pending = doc.pendingStore();
        int added = update.census().subdocuments();
        if (added == 0 || doc.subdocuments.items + (long) pending.subdocuments() + added <= most) {
            return;
        }
        record Id(long client, int clock) {}
        var alive = new HashSet<Id>();
        for (List<Section> sections : List.of(update.sections(), pending.sections())) {
            for (Section section : sections) {
                int state = doc.clients.state(section.client());
                for (Block block : section.blocks()) {
                    if (block.kind() == Kind.DOC
                            && block.clock() >= state
                            && !update.deletes().contains(block.client(), block.clock())) {
                        alive.add(new Id(block.client(), block.clock()));
                    }
                }
            }
        }
        refuseAbove(
                doc.subdocuments.items + (long) alive.size(),
                most,
                "limit-subdocuments",
                "subdocuments");
    }

    private static void refuseAbove(long count, long most, String code, String things) {
        if (count > most) {
            throw new MalformedUpdateException(
                    code, count + " " + things + ", " + most + " allowed");
        }
    }
}
