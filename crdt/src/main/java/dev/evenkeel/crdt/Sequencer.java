package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Takes the blocks of an update in an order in which each comes after what it depends on. What
/// depends on something that is not here is left over, with all that its client has after it.
abstract sealed class Sequencer permits Integrator, Intake, Rehearsal, ScanRehearsal.Pass {

    /// What could not be used.
    ///
    /// @param blocks by client, contiguous runs without Skips at their start
    /// @param missing per client the clock whose arrival makes another attempt worth while
    record Rest(Map<Long, List<Block>> blocks, Map<Long, Integer> missing) {
        static final Rest NONE = new Rest(Map.of(), Map.of());
    }

    private static final class Cursor {
        final long client;
        final List<Block> blocks;
        int next;

        Cursor(Section section) {
            client = section.client();
            blocks = section.blocks();
        }

        boolean hasNext() {
            return next < blocks.size();
        }

        Block next() {
            return blocks.get(next++);
        }
    }

    private final List<Section> sections;

    Sequencer(List<Section> sections) {
        this.sections = sections;
    }

    /// The next clock that is expected of a client.
    abstract int state(long client);

    /// Takes a block that depends on nothing that is missing. Its first `offset` clocks are known,
    /// and that may be all of them.
    abstract void take(Block block, int offset);

    final Rest run() {
        if (sections.isEmpty()) {
            return Rest.NONE;
        }
        int taken = 0;
        if (sections.size() == 1) {
            List<Block> blocks = sections.getFirst().blocks();
            int count = blocks.size();
            while (taken < count && takeAtOnce(blocks.get(taken))) {
                taken++;
            }
            if (taken == count) {
                return Rest.NONE;
            }
        }
        return new Search(taken).run();
    }

    /// Most updates have one client, and nothing of it has to wait.
    private boolean takeAtOnce(Block block) {
        if (!block.isSkip()) {
            int offset = state(block.client()) - block.clock();
            if (offset < 0 || missingClient(block) != Block.NONE) {
                return false;
            }
            take(block, offset);
        }
        return true;
    }

    /// Goes from block to block that must come first, and parks what waits for something that is
    /// not here.
    private final class Search {

        private final Cursor[] cursors;
        private final ArrayDeque<Block> waiting = new ArrayDeque<>(1);
        // Both replaced by maps when the first block has to wait, which mostly none has.
        private Map<Long, List<Block>> rest = Map.of();
        private Map<Long, Integer> missing = Map.of();

        /// @param taken how many blocks of the first section are done
        Search(int taken) {
            this.cursors = new Cursor[sections.size()];
            for (int i = 0; i < cursors.length; i++) {
                cursors[i] = new Cursor(sections.get(i));
            }
            cursors[0].next = taken;
            if (cursors.length > 1) {
                Arrays.sort(cursors, (a, b) -> Long.compare(b.client, a.client));
            }
        }

        Rest run() {
            for (Cursor cursor : cursors) {
                while (cursor.hasNext()) {
                    Block head = cursor.next();
                    while (head != null) {
                        head = attempt(head);
                        if (head == null) {
                            head = waiting.poll();
                        }
                    }
                }
            }
            return new Rest(rest, missing);
        }

        /// Takes a block, or returns the block that must come first, or parks what waits.
        private @Nullable Block attempt(Block head) {
            if (head.isSkip()) {
                return null;
            }
            int offset = state(head.client()) - head.clock();
            if (offset < 0) {
                waiting.push(head);
                parkWaiting(head.client(), head.clock() - 1);
                return null;
            }
            long needed = missingClient(head);
            if (needed == Block.NONE) {
                take(head, offset);
                return null;
            }
            waiting.push(head);
            Cursor source = cursor(needed);
            if (source != null && source.hasNext()) {
                return source.next();
            }
            parkWaiting(needed, state(needed));
            return null;
        }

        /// @param clock the clock whose arrival makes another attempt worth while
        private void parkWaiting(long client, int clock) {
            if (missing.isEmpty()) {
                rest = new TreeMap<>(Comparator.reverseOrder());
                missing = new HashMap<>();
            }
            missing.merge(client, clock, Math::min);
            for (Block block : waiting) {
                Cursor cursor = cursor(block.client());
                if (cursor == null) {
                    throw new CorruptDocumentException("no section of client " + block.client());
                }
                int at = cursor.next - 1;
                List<Block> parked = rest.get(cursor.client);
                if (parked != null) {
                    at = cursor.blocks.size() - parked.size();
                }
                // Only in dependency cycles do two blocks of a client wait; the first one counts.
                while (cursor.blocks.get(at).clock() > block.clock()) {
                    at--;
                }
                rest.put(cursor.client, cursor.blocks.subList(at, cursor.blocks.size()));
                cursor.next = cursor.blocks.size();
            }
            waiting.clear();
        }

        private @Nullable Cursor cursor(long client) {
            int low = 0;
            int high = cursors.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                long id = cursors[middle].client;
                if (id == client) {
                    return cursors[middle];
                }
                if (id > client) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return null;
        }
    }

    private long missingClient(Block block) {
        if (isMissing(block, block.origin(), block.originClock())) {
            return block.origin();
        }
        if (isMissing(block, block.right(), block.rightClock())) {
            return block.right();
        }
        if (isMissing(block, block.parent(), block.parentClock())) {
            return block.parent();
        }
        return Block.NONE;
    }

    private boolean isMissing(Block block, long client, int clock) {
        return client != Block.NONE && client != block.client() && clock >= state(client);
    }
}
