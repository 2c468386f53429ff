package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Merges the blocks of several updates without a document, as Yjs does.
///
/// Where inputs hold the same clocks in different pieces, the pieces of the one that comes first
/// win, so the order in which inputs are taken decides about bytes; see [MergeQueue].
final class Merger {

    /// Walks over the blocks of one input, highest client first, without the Skips.
    static final class Input {
        private final List<Section> sections;
        private int section;
        private int block;
        private @Nullable Block current;

        Input(List<Section> sections) {
            var ordered = new ArrayList<>(sections);
            ordered.sort(Comparator.comparingLong(Section::client).reversed());
            this.sections = ordered;
            advance();
        }

        @Nullable Block current() {
            return current;
        }

        @Nullable Block advance() {
            current = null;
            while (current == null && section < sections.size()) {
                List<Block> blocks = sections.get(section).blocks();
                if (block == blocks.size()) {
                    section++;
                    block = 0;
                } else {
                    Block next = blocks.get(block++);
                    current = next.isSkip() ? null : next;
                }
            }
            return current;
        }
    }

    private final List<Section> result = new ArrayList<>();
    private List<Block> blocks = new ArrayList<>();
    private @Nullable Block held;

    private Merger() {}

    static List<Section> merge(List<List<Section>> inputs) {
        var merger = new Merger();
        var queue = MergeQueue.of(inputs.stream().map(Input::new).toList());
        for (Input first = queue.first(); first != null; first = queue.first()) {
            merger.take(first);
        }
        if (merger.held != null) {
            merger.write(merger.held);
        }
        merger.closeSection();
        return merger.result;
    }

    private void take(Input input) {
        Block next = input.current();
        if (next == null) {
            return;
        }
        long client = next.client();
        Block current = held;
        if (current == null) {
            held = next;
            input.advance();
        } else {
            boolean dropped = false;
            while (next != null
                    && next.end() <= current.end()
                    && next.client() >= current.client()) {
                next = input.advance();
                dropped = true;
            }
            if (next == null
                    || next.client() != client
                    || (dropped && next.clock() > current.end())) {
                return;
            }
            if (client != current.client()) {
                hold(current, next);
                input.advance();
            } else if (current.end() < next.clock()) {
                hold(
                        current,
                        Block.gap(Kind.SKIP, client, current.end(), next.clock() - current.end()));
            } else {
                Block rest = next.without(current.end() - next.clock());
                if (current.kind() == Kind.GC && rest.kind() == Kind.GC) {
                    held =
                            Block.gap(
                                    Kind.GC,
                                    client,
                                    current.clock(),
                                    current.length() + rest.length());
                } else {
                    hold(current, rest);
                    input.advance();
                }
            }
        }
        takeContiguous(input, client);
    }

    /// Goes on with the same input for as long as it continues what is held.
    private void takeContiguous(Input input, long client) {
        Block current = held;
        for (Block next = input.current();
                current != null
                        && next != null
                        && next.client() == client
                        && next.clock() == current.end();
                next = input.advance()) {
            hold(current, next);
            current = next;
        }
    }

    private void hold(Block done, Block next) {
        write(done);
        held = next;
    }

    private void write(Block block) {
        if (!blocks.isEmpty() && blocks.getFirst().client() != block.client()) {
            closeSection();
        }
        blocks.add(block);
    }

    private void closeSection() {
        if (!blocks.isEmpty()) {
            Block first = blocks.getFirst();
            result.add(new Section(first.client(), first.clock(), blocks));
            blocks = new ArrayList<>();
        }
    }
}
