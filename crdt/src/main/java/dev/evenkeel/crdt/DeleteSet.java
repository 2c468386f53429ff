package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which clocks are deleted: per client ascending ranges that neither overlap nor touch.
public final class DeleteSet {

    private static final int[] NO_EDGES = {};
    private static final long[] NO_CLIENTS = {};

    static final DeleteSet EMPTY = new DeleteSet(new long[0], new int[0][]);

    // Descending, as on the wire.
    private final long[] clients;
    // Per client start, end, start, end, …
    private final int[][] ranges;

    private DeleteSet(long[] clients, int[][] ranges) {
        this.clients = clients;
        this.ranges = ranges;
    }

    public boolean isEmpty() {
        return clients.length == 0;
    }

    public boolean contains(long client, long clock) {
        return endOfRange(client, (int) Math.min(clock, Integer.MAX_VALUE)) >= 0;
    }

    /// The end of the range that a clock is in, or -1 if it is in none.
    int endOfRange(long client, int clock) {
        int[] edges = edgesOf(client);
        int found = Arrays.binarySearch(edges, clock);
        // Even positions are starts, which are inside; odd ones are ends, which are not.
        int edge = found >= 0 ? found + 1 : -found - 1;
        return edge % 2 == 1 ? edges[edge] : -1;
    }

    int clientCount() {
        return clients.length;
    }

    long client(int i) {
        return clients[i];
    }

    /// Start, end, start, end, … of the i-th client; not to be modified.
    int[] edges(int i) {
        return ranges[i];
    }

    /// The same of one client; empty if it is not here.
    int[] edgesOf(long client) {
        int low = 0;
        int high = clients.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (clients[middle] == client) {
                return ranges[middle];
            }
            if (clients[middle] > client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NO_EDGES;
    }

    int rangeCount() {
        int count = 0;
        for (int[] edges : ranges) {
            count += edges.length / 2;
        }
        return count;
    }

    void write(Lib0Writer out) {
        out.writeVarUint(clients.length);
        for (int i = 0; i < clients.length; i++) {
            out.writeVarUint(clients[i]);
            out.writeVarUint(ranges[i].length / 2);
            for (int at = 0; at < ranges[i].length; at += 2) {
                out.writeVarUint(ranges[i][at]);
                out.writeVarUint(ranges[i][at + 1] - ranges[i][at]);
            }
        }
    }

    /// As format V2 has it: clocks as distances from the end of the range before.
    void writeV2(Lib0Writer out) {
        out.writeVarUint(clients.length);
        for (int i = 0; i < clients.length; i++) {
            out.writeVarUint(clients[i]);
            out.writeVarUint(ranges[i].length / 2);
            int end = 0;
            for (int at = 0; at < ranges[i].length; at += 2) {
                out.writeVarUint(ranges[i][at] - end);
                end = ranges[i][at + 1];
                out.writeVarUint(end - ranges[i][at] - 1);
            }
        }
    }

    static DeleteSet read(Lib0Reader in, int maxRanges) {
        return read(in, maxRanges, false);
    }

    static DeleteSet readV2(Lib0Reader in, int maxRanges) {
        return read(in, maxRanges, true);
    }

    private static DeleteSet read(Lib0Reader in, int maxRanges, boolean relative) {
        int count = in.readCount(2);
        if (count == 0) {
            return EMPTY;
        }
        var all = new Builder();
        for (int i = 0; i < count; i++) {
            long client = in.readVarUint();
            int start = in.position();
            int ranges = in.readCount(2);
            if (all.size() + (long) ranges > maxRanges) {
                throw new MalformedEncodingException(
                        "limit-delete-ranges", start, "more than " + maxRanges + " ranges");
            }
            long end = 0;
            for (int range = 0; range < ranges; range++) {
                int at = in.position();
                long clock = in.readVarUintAsInt("clock-overflow");
                long length = in.readVarUintAsInt("clock-overflow");
                if (relative) {
                    clock += end;
                    length++;
                    end = clock + length;
                }
                if (clock + length > Integer.MAX_VALUE) {
                    throw new MalformedEncodingException(
                            "clock-overflow", at, "a range ends behind 2^31-1");
                }
                all.add(client, (int) clock, (int) length);
            }
        }
        return all.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeleteSet that
                && Arrays.equals(clients, that.clients)
                && Arrays.deepEquals(ranges, that.ranges);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(clients) + Arrays.deepHashCode(ranges);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int i = 0; i < clients.length; i++) {
            text.append(i == 0 ? "" : ", ").append(clients[i]).append(": ");
            for (int at = 0; at < ranges[i].length; at += 2) {
                text.append(at == 0 ? "" : " ").append(ranges[i][at]);
                text.append("..").append(ranges[i][at + 1] - 1);
            }
        }
        return text.append('}').toString();
    }

    /// Collects ranges in any order; overlapping, touching and empty ones are welcome.
    static final class Builder {

        private long[] clients = NO_CLIENTS;
        private int[] starts = NO_EDGES;
        private int[] ends = NO_EDGES;
        private int size;
        private boolean sorted = true;
        // Only if somebody wants to know, and after the first sorting.
        private boolean keepsOrder;
        private @Nullable Set<Long> order;

        int size() {
            return size;
        }

        boolean isEmpty() {
            return size == 0;
        }

        /// Keep in mind which client came first.
        void keepOrder() {
            keepsOrder = true;
        }

        /// The clients in the order in which they first came, if [#keepOrder] was called.
        long[] clientOrder() {
            return arrived().stream().mapToLong(Long::longValue).toArray();
        }

        private Set<Long> arrived() {
            Set<Long> all = order == null ? new LinkedHashSet<>() : order;
            for (int i = 0; i < size; i++) {
                if (i == 0 || clients[i] != clients[i - 1]) {
                    all.add(clients[i]);
                }
            }
            return all;
        }

        void add(long client, int clock, int length) {
            if (length == 0) {
                return;
            }
            if (size > 0 && clients[size - 1] == client) {
                if (ends[size - 1] == clock) {
                    ends[size - 1] = clock + length;
                    return;
                }
                sorted &= ends[size - 1] < clock;
            } else if (size > 0) {
                sorted &= clients[size - 1] > client;
            }
            if (size == starts.length) {
                int room = Math.max(2, size * 2);
                clients = Arrays.copyOf(clients, room);
                starts = Arrays.copyOf(starts, room);
                ends = Arrays.copyOf(ends, room);
            }
            clients[size] = client;
            starts[size] = clock;
            ends[size] = clock + length;
            size++;
        }

        void addAll(DeleteSet set) {
            for (int i = 0; i < set.clients.length; i++) {
                int[] edges = set.ranges[i];
                for (int at = 0; at < edges.length; at += 2) {
                    add(set.clients[i], edges[at], edges[at + 1] - edges[at]);
                }
            }
        }

        DeleteSet build() {
            if (size == 0) {
                return EMPTY;
            }
            if (size == 1) {
                return new DeleteSet(new long[] {clients[0]}, new int[][] {{starts[0], ends[0]}});
            }
            if (!sorted) {
                sort();
            }
            var ids = new long[size];
            var lists = new int[size][];
            int count = 0;
            for (int from = 0; from < size; ) {
                int to = from + 1;
                while (to < size && clients[to] == clients[from]) {
                    to++;
                }
                ids[count] = clients[from];
                lists[count++] = union(from, to);
                from = to;
            }
            return new DeleteSet(Arrays.copyOf(ids, count), Arrays.copyOf(lists, count));
        }

        private int[] union(int from, int to) {
            var edges = new int[2 * (to - from)];
            int used = 0;
            for (int i = from; i < to; i++) {
                if (used > 0 && edges[used - 1] >= starts[i]) {
                    edges[used - 1] = Math.max(edges[used - 1], ends[i]);
                } else {
                    edges[used++] = starts[i];
                    edges[used++] = ends[i];
                }
            }
            return used == edges.length ? edges : Arrays.copyOf(edges, used);
        }

        private void sort() {
            if (keepsOrder) {
                order = arrived();
            }
            var indices = new Integer[size];
            Arrays.setAll(indices, i -> i);
            Arrays.sort(
                    indices,
                    (a, b) ->
                            clients[a] != clients[b]
                                    ? Long.compare(clients[b], clients[a])
                                    : Integer.compare(starts[a], starts[b]));
            var c = new long[size];
            var s = new int[size];
            var e = new int[size];
            for (int i = 0; i < size; i++) {
                c[i] = clients[indices[i]];
                s[i] = starts[indices[i]];
                e[i] = ends[indices[i]];
            }
            clients = c;
            starts = s;
            ends = e;
            sorted = true;
        }
    }
}
