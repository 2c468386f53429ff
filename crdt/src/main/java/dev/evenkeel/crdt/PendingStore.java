package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What has arrived before that which it depends on.
final class PendingStore {

    // Both replaced by maps when the first struct has to wait, which in most documents none ever
    // has.
    private Map<Long, List<Block>> blocks = Map.of();
    private Map<Long, Integer> missing = Map.of();
    private int structs;
    private int types;
    private int subdocuments;
    private long weight;

    DeleteSet deletes = DeleteSet.EMPTY;

    boolean hasStructs() {
        return structs > 0;
    }

    boolean isEmpty() {
        return structs == 0 && deletes.isEmpty();
    }

    int structs() {
        return structs;
    }

    int types() {
        return types;
    }

    int subdocuments() {
        return subdocuments;
    }

    /// For how many clients something waits.
    int missing() {
        return missing.size();
    }

    /// The clients whose next structs are waited for; not to be modified.
    Set<Long> missingClients() {
        return missing.keySet();
    }

    long weight() {
        return weight;
    }

    /// How many clocks the structs have.
    long clocks() {
        long clocks = 0;
        for (List<Block> parked : blocks.values()) {
            for (Block block : parked) {
                clocks += block.length();
            }
        }
        return clocks;
    }

    /// Whether something has arrived that makes another attempt worth while.
    boolean isWorthRetrying(Clocks clients) {
        if (missing.isEmpty()) {
            return false;
        }
        for (var entry : missing.entrySet()) {
            if (entry.getValue() < clients.state(entry.getKey())) {
                return true;
            }
        }
        return false;
    }

    /// Whether something has arrived that was deleted before.
    boolean hasDueDeletes(Clocks clients) {
        for (int i = 0; i < deletes.clientCount(); i++) {
            if (deletes.edges(i)[0] < clients.state(deletes.client(i))) {
                return true;
            }
        }
        return false;
    }

    /// Whether an update may make another attempt worth while.
    boolean mayBeSetFreeBy(Update update, Clocks clients) {
        for (Section section : update.sections()) {
            Integer clock = missing.get(section.client());
            if (clock != null && clock < section.end()) {
                return true;
            }
        }
        return isWorthRetrying(clients);
    }

    void add(Sequencer.Rest rest) {
        if (missing.isEmpty()) {
            missing = new HashMap<>();
        }
        rest.missing().forEach((client, clock) -> missing.merge(client, clock, Math::min));
        if (rest.blocks().keySet().stream().anyMatch(client -> overlaps(client, rest.blocks()))) {
            List<Section> merged = Merger.merge(List.of(sections(), sections(rest.blocks())));
            clear();
            for (Section section : merged) {
                put(section.client(), 0, section.blocks());
            }
            return;
        }
        rest.blocks().forEach((client, parked) -> put(client, place(client, parked), parked));
    }

    /// Whether the two cannot simply stand beside each other: they overlap, or two gaps meet, which
    /// become one when updates are merged.
    private boolean overlaps(long client, Map<Long, List<Block>> rest) {
        List<Block> known = blocks.get(client);
        List<Block> parked = rest.get(client);
        if (known == null || parked == null) {
            return false;
        }
        int at = place(client, parked);
        return (at > 0 && meet(known.get(at - 1), parked.getFirst()))
                || (at < known.size() && meet(parked.getLast(), known.get(at)));
    }

    private static boolean meet(Block left, Block right) {
        return left.end() > right.clock()
                || (left.end() == right.clock() && left.isGap() && right.isGap());
    }

    /// How many of the client's known blocks start before those.
    private int place(long client, List<Block> parked) {
        List<Block> known = blocks.getOrDefault(client, List.of());
        int clock = parked.getFirst().clock();
        int low = 0;
        int high = known.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (known.get(middle).clock() < clock) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void put(long client, int place, List<Block> parked) {
        var kept = new ArrayList<Block>(parked.size());
        for (Block block : parked) {
            if (!block.isSkip()) {
                kept.add(block.parked());
                weight += block.weight();
                types += block.kind() == Kind.TYPE ? 1 : 0;
                subdocuments += block.kind() == Kind.DOC ? 1 : 0;
            }
        }
        structs += kept.size();
        if (blocks.isEmpty()) {
            blocks = new TreeMap<>(Comparator.reverseOrder());
        }
        blocks.computeIfAbsent(client, _ -> new ArrayList<>()).addAll(place, kept);
    }

    /// Takes all structs out, to try them again.
    List<Section> takeStructs() {
        List<Section> taken = sections();
        clear();
        missing = Map.of();
        return taken;
    }

    private void clear() {
        blocks = Map.of();
        structs = 0;
        types = 0;
        subdocuments = 0;
        weight = 0;
    }

    /// The parked structs as an update has them, with Skips where there are gaps.
    List<Section> sections() {
        return sections(blocks);
    }

    /// The same if so much more had to wait.
    List<Section> sectionsWith(Sequencer.Rest rest) {
        if (rest.blocks().isEmpty()) {
            return sections();
        }
        var both = new PendingStore();
        blocks.forEach((client, parked) -> both.put(client, 0, parked));
        both.add(rest);
        return both.sections();
    }

    private static List<Section> sections(Map<Long, List<Block>> blocks) {
        var sections = new ArrayList<Section>(blocks.size());
        blocks.forEach(
                (client, parked) -> {
                    var whole = new ArrayList<Block>(parked.size());
                    for (Block block : parked) {
                        int end = whole.isEmpty() ? block.clock() : whole.getLast().end();
                        if (block.clock() > end) {
                            whole.add(Block.gap(Kind.SKIP, client, end, block.clock() - end));
                        }
                        whole.add(block);
                    }
                    sections.add(new Section(client, parked.getFirst().clock(), whole));
                });
        return sections;
    }

    Pending describe() {
        var clocks = new HashMap<Long, Long>();
        missing.forEach((client, clock) -> clocks.put(client, (long) clock));
        return new Pending(structs, weight, clocks, !deletes.isEmpty());
    }
}
