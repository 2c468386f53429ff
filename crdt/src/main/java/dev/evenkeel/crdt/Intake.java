package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Takes the blocks of an update that nothing is missing for, without putting them anywhere: what a
/// document would integrate now.
final class Intake extends Sequencer {

    /// What was taken, by client, highest first; each client's blocks go on where it was.
    static final class Taken {

        private final Map<Long, List<Block>> blocks = new TreeMap<>(Comparator.reverseOrder());
        final Set<String> roots = new HashSet<>(2);
        private int whole;
        int types;
        int subdocuments;

        boolean isEmpty() {
            return blocks.isEmpty();
        }

        /// Whether an update was taken as it is.
        boolean isAllOf(Update update) {
            return whole == update.structCount();
        }

        private void add(Block block, int offset) {
            whole += offset == 0 ? 1 : 0;
            types += block.kind() == Kind.TYPE ? 1 : 0;
            subdocuments += block.kind() == Kind.DOC ? 1 : 0;
            blocks.computeIfAbsent(block.client(), _ -> new ArrayList<>(1))
                    .add(block.without(offset));
        }

        List<Section> sections() {
            var sections = new ArrayList<Section>(blocks.size());
            blocks.forEach(
                    (client, list) ->
                            sections.add(new Section(client, list.getFirst().clock(), list)));
            return sections;
        }

        /// The clocks that were expected of a client before.
        int stateBefore(long client, Clocks after) {
            List<Block> taken = blocks.get(client);
            return taken == null ? after.state(client) : taken.getFirst().clock();
        }
    }

    private final ClockTable clocks;
    private final Taken taken;

    /// @param clocks moved on by what is taken
    Intake(ClockTable clocks, Taken taken, List<Section> sections) {
        super(sections);
        this.clocks = clocks;
        this.taken = taken;
    }

    @Override
    int state(long client) {
        return clocks.state(client);
    }

    @Override
    void take(Block block, int offset) {
        if (block.rootName() != null) {
            taken.roots.add(block.rootName());
        }
        if (offset < block.length()) {
            clocks.state(block.client(), block.end());
            taken.add(block, offset);
        }
    }
}
