package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Says which input of a merge is next: the highest client, then the lowest clock, then whoever was
/// used last.
///
/// Yjs sorts its inputs anew for each step. Where two are at the same clock, one with an item and
/// one with a GC struct, its comparison claims each to be before the other, and what the sort makes
/// of that decides which of them ends up in the result. For few inputs we therefore do what that
/// sort does; for many a heap decides, which differs in this one case only.
abstract sealed class MergeQueue {

    private static final int MOST_SORTED = 63;

    static MergeQueue of(List<Merger.Input> inputs) {
        return inputs.size() <= MOST_SORTED ? new Sorted(inputs) : new Heap(inputs);
    }

    /// The next input, to be advanced by the caller before asking again; null if all are done.
    abstract Merger.@Nullable Input first();

    private static int compare(Block a, Block b) {
        return a.client() != b.client()
                ? Long.compare(b.client(), a.client())
                : Integer.compare(a.clock(), b.clock());
    }

    private static final class Sorted extends MergeQueue {

        private final Merger.Input[] inputs;
        private int count;

        Sorted(List<Merger.Input> inputs) {
            this.inputs = inputs.toArray(Merger.Input[]::new);
            this.count = this.inputs.length;
        }

        @Override
        Merger.@Nullable Input first() {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (inputs[i].current() != null) {
                    inputs[kept++] = inputs[i];
                }
            }
            count = kept;
            if (count > 1) {
                sort();
            }
            return count == 0 ? null : inputs[0];
        }

        /// Binary insertion behind the run that is sorted already, or reversed.
        private void sort() {
            boolean descending = isBefore(inputs[1], inputs[0]);
            int run = 2;
            while (run < count && isBefore(inputs[run], inputs[run - 1]) == descending) {
                run++;
            }
            if (descending) {
                for (int i = 0, j = run - 1; i < j; i++, j--) {
                    var swapped = inputs[i];
                    inputs[i] = inputs[j];
                    inputs[j] = swapped;
                }
            }
            for (int i = run; i < count; i++) {
                Merger.Input pivot = inputs[i];
                int low = 0;
                int high = i;
                while (low < high) {
                    int middle = (low + high) >>> 1;
                    if (isBefore(pivot, inputs[middle])) {
                        high = middle;
                    } else {
                        low = middle + 1;
                    }
                }
                System.arraycopy(inputs, low, inputs, low + 1, i - low);
                inputs[low] = pivot;
            }
        }

        private static boolean isBefore(Merger.Input input, Merger.Input other) {
            Block a = input.current();
            Block b = other.current();
            if (a == null || b == null) {
                return false;
            }
            int order = compare(a, b);
            return order < 0 || (order == 0 && a.isGap() != b.isGap());
        }
    }

    private static final class Heap extends MergeQueue {

        private record Entry(Merger.Input input, Block at, long turn) {}

        private final PriorityQueue<Entry> entries =
                new PriorityQueue<>(
                        ((Comparator<Entry>) (a, b) -> compare(a.at, b.at))
                                .thenComparingLong(Entry::turn));
        private long turn;
        private Merger.@Nullable Input used;

        Heap(List<Merger.Input> inputs) {
            for (int i = 0; i < inputs.size(); i++) {
                add(inputs.get(i), i);
            }
        }

        private void add(Merger.Input input, long order) {
            Block at = input.current();
            if (at != null) {
                entries.add(new Entry(input, at, order));
            }
        }

        @Override
        Merger.@Nullable Input first() {
            if (used != null) {
                add(used, --turn);
            }
            Entry entry = entries.poll();
            used = entry == null ? null : entry.input;
            return used;
        }
    }
}
