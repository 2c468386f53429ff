package dev.evenkeel.crdt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Refuses an update that would take a document over one of its limits, before anything changes.
final class DocumentLimits {

    private DocumentLimits() {}

    static void check(YDoc doc, Update update, Limits limits) {
        checkClients(doc, update, limits.clients());
        checkRoots(doc, update, limits.roots());
        checkGapAdvance(doc, update, update.limits().gapAdvance());
        checkPending(doc, update, limits);
    }

    private static void checkClients(YDoc doc, Update update, int most) {
        long clients = doc.clients.size();
        if (clients + update.sections().size() > most) {
            for (Section section : update.sections()) {
                clients += doc.clients.find(section.client()) == null ? 1 : 0;
            }
            refuseAbove(clients, most, "limit-clients", "clients");
        }
    }

    private static void checkRoots(YDoc doc, Update update, int most) {
        if (doc.rootCount() + (long) update.structCount() > most) {
            var names = new HashSet<>(doc.rootNames());
            names.addAll(update.rootNames());
            refuseAbove(names.size(), most, "limit-roots", "root types");
        }
    }

    private static void checkGapAdvance(YDoc doc, Update update, int most) {
        for (Section section : update.sections()) {
            int state = doc.clients.state(section.client());
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

    /// Counts what certainly has to wait: it comes behind a gap, or refers to what neither the
    /// document nor the update has.
    private static void checkPending(YDoc doc, Update update, Limits limits) {
        PendingStore pending = doc.pendingStore();
        if (pending.structs() + (long) update.structCount() <= limits.pendingStructs()
                && pending.weight() + update.bytes().length + 16L * update.structCount()
                        <= limits.pendingBytes()) {
            return;
        }
        var ends = new HashMap<Long, Integer>();
        for (Section section : update.sections()) {
            int state = doc.clients.state(section.client());
            ends.put(section.client(), Math.max(state, reach(section, state)));
        }
        long structs = pending.structs();
        long weight = pending.weight();
        for (Section section : update.sections()) {
            int state = doc.clients.state(section.client());
            boolean waits = false;
            for (Block block : section.blocks()) {
                if (block.isSkip() || block.end() <= state) {
                    continue;
                }
                waits |= block.clock() >= ends.getOrDefault(section.client(), state);
                waits |= isUnknown(doc, ends, block.origin(), block.originClock());
                waits |= isUnknown(doc, ends, block.right(), block.rightClock());
                waits |= isUnknown(doc, ends, block.parent(), block.parentClock());
                if (waits) {
                    structs++;
                    weight += block.weight();
                }
            }
        }
        if (structs > pending.structs()) {
            refuseAbove(structs, limits.pendingStructs(), "limit-pending", "pending structs");
            refuseAbove(weight, limits.pendingBytes(), "limit-pending", "pending bytes");
        }
    }

    /// How far a client's blocks continue its state without a gap.
    private static int reach(Section section, int state) {
        int end = state;
        List<Block> blocks = section.blocks();
        for (Block block : blocks) {
            if (block.end() <= end) {
                continue;
            }
            if (block.isSkip() || block.clock() > end) {
                break;
            }
            end = block.end();
        }
        return end;
    }

    private static boolean isUnknown(YDoc doc, Map<Long, Integer> ends, long client, int clock) {
        if (client == Block.NONE) {
            return false;
        }
        Integer end = ends.get(client);
        return clock >= (end == null ? doc.clients.state(client) : end);
    }

    private static void refuseAbove(long count, long most, String code, String things) {
        if (count > most) {
            throw new MalformedUpdateException(
                    code, count + " " + things + ", " + most + " allowed");
        }
    }
}
