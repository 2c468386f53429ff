package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Merges updates without a document, and makes one block of what was typed in one go.
///
/// A block is joined to the one before it where splitting the result again would give the two back:
/// same client, same kind, the second right behind the first in time and in the list, and both with
/// the same right origin. A document that integrates the joined block and one that integrates the
/// pieces are therefore the same.
///
/// Takes time proportional to the inputs, but for sorting them by client and clock.
final class Compactor {

    /// Blocks of one client without a hole between them, in one input.
    private record Run(List<Block> blocks) {
        int start() {
            return blocks.getFirst().clock();
        }
    }

    private final List<Block> result = new ArrayList<>();

    // The blocks that will be joined to one.
    private final List<Block> joined = new ArrayList<>();
    private @Nullable Block last;
    private int end;

    private Compactor() {}

    static List<Section> compact(List<List<Section>> inputs) {
        Map<Long, List<Run>> runs = new HashMap<>();
        for (List<Section> sections : inputs) {
            for (Section section : sections) {
                addRuns(section.blocks(), runs.computeIfAbsent(section.client(), _ -> list()));
            }
        }
        var sections = new ArrayList<Section>(runs.size());
        runs.entrySet().stream()
                .sorted(Map.Entry.<Long, List<Run>>comparingByKey().reversed())
                .forEach(
                        entry -> {
                            List<Block> blocks = new Compactor().client(entry.getValue());
                            int start = blocks.getFirst().clock();
                            sections.add(new Section(entry.getKey(), start, blocks));
                        });
        return sections;
    }

    private static List<Run> list() {
        return new ArrayList<>();
    }

    private static void addRuns(List<Block> blocks, List<Run> runs) {
        int from = 0;
        for (int i = 0; i <= blocks.size(); i++) {
            if (i == blocks.size() || blocks.get(i).isSkip()) {
                if (from < i) {
                    runs.add(new Run(blocks.subList(from, i)));
                }
                from = i + 1;
            }
        }
    }

    /// Of blocks for the same clocks those of the run that starts first count, and among runs that
    /// start together those of the first input.
    private List<Block> client(List<Run> runs) {
        runs.sort(Comparator.comparingInt(Run::start));
        for (Run run : runs) {
            for (Block block : run.blocks) {
                if (last == null) {
                    join(block);
                } else if (block.end() > end) {
                    if (block.clock() > end) {
                        finishJoined();
                        result.add(Block.gap(Kind.SKIP, block.client(), end, block.clock() - end));
                        join(block);
                    } else {
                        // As it will be when the result is read again.
                        join(block.without(end - block.clock()).parked());
                    }
                }
            }
        }
        finishJoined();
        return result;
    }

    private void join(Block block) {
        if (last != null && !continues(last, block)) {
            finishJoined();
        }
        joined.add(block);
        last = block;
        end = block.end();
    }

    private static boolean continues(Block left, Block right) {
        if (left.kind() != right.kind() || left.end() != right.clock()) {
            return false;
        }
        return left.kind() == Kind.GC
                || (Kind.mergeable(left.kind())
                        && right.origin() == left.client()
                        && right.originClock() == left.end() - 1
                        && right.right() == left.right()
                        && (left.right() == Block.NONE || right.rightClock() == left.rightClock()));
    }

    private void finishJoined() {
        if (joined.isEmpty()) {
            return;
        }
        Block first = joined.getFirst();
        if (joined.size() == 1) {
            result.add(first);
        } else if (first.isGap()) {
            result.add(Block.gap(first.kind(), first.client(), first.clock(), end - first.clock()));
        } else {
            var bytes = new Lib0Writer();
            for (Block block : joined) {
                bytes.writeBytes(block.source(), block.from(), block.to());
            }
            result.add(first.with(end - first.clock(), bytes.toByteArray()));
        }
        joined.clear();
    }
}
