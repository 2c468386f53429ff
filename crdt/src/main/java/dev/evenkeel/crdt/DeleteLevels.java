package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.List;

/// A delete set that grows range by range: several sets, each more than twice as large as the next
/// one, so that a range is copied about as often as the number of ranges has digits.
final class DeleteLevels {

    private record Level(DeleteSet set, int ranges) {}

    private final List<Level> levels = new ArrayList<>(2);

    void add(DeleteSet set) {
        if (set.isEmpty()) {
            return;
        }
        var added = new Level(set, set.rangeCount());
        while (!levels.isEmpty() && levels.getLast().ranges <= 2 * added.ranges) {
            added = union(levels.removeLast(), added);
        }
        levels.add(added);
    }

    private static Level union(Level one, Level other) {
        var union = new DeleteSet.Builder();
        union.addAll(one.set);
        union.addAll(other.set);
        DeleteSet set = union.build();
        return new Level(set, set.rangeCount());
    }

    /// Whether all clocks from start to end are in here, for each range of the set.
    boolean covers(DeleteSet set) {
        for (int i = 0; i < set.clientCount(); i++) {
            int[] edges = set.edges(i);
            for (int at = 0; at < edges.length; at += 2) {
                if (!covers(set.client(i), edges[at], edges[at + 1])) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean covers(long client, int from, int to) {
        int at = from;
        while (at < to) {
            int end = -1;
            for (Level level : levels) {
                end = Math.max(end, level.set.endOfRange(client, at));
            }
            if (end < 0) {
                return false;
            }
            at = end;
        }
        return true;
    }

    DeleteSet whole() {
        while (levels.size() > 1) {
            Level last = levels.removeLast();
            levels.add(union(levels.removeLast(), last));
        }
        return levels.isEmpty() ? DeleteSet.EMPTY : levels.getFirst().set;
    }
}
