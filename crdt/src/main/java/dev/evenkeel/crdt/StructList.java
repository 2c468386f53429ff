package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The structs of one client, contiguous from clock 0, in chunks, so that an insertion in the
/// middle moves no more than one chunk.
///
/// A place in the list is a number that is good until the next insertion or removal: chunk in the
/// high bits, position in the chunk in the low ones. Places compare like the clocks they stand for.
final class StructList {

    private static final int CHUNK = 512;
    private static final int SHIFT = 10;
    private static final int MASK = (1 << SHIFT) - 1;

    private @Nullable Struct[][] chunks = {new @Nullable Struct[1]};
    private int[] sizes = {0};
    private int[] firstClocks = {0};
    private int chunkCount = 1;

    boolean isEmpty() {
        return sizes[0] == 0;
    }

    Struct get(int place) {
        return at(place >> SHIFT, place & MASK);
    }

    private Struct at(int chunk, int i) {
        Struct struct = chunks[chunk][i];
        if (struct == null) {
            throw new CorruptDocumentException("no struct at " + chunk + "/" + i);
        }
        return struct;
    }

    int first() {
        return 0;
    }

    int last() {
        return (chunkCount - 1) << SHIFT | (sizes[chunkCount - 1] - 1);
    }

    boolean hasNext(int place) {
        return place < last();
    }

    int next(int place) {
        return (place & MASK) + 1 < sizes[place >> SHIFT]
                ? place + 1
                : ((place >> SHIFT) + 1) << SHIFT;
    }

    int previous(int place) {
        if ((place & MASK) > 0) {
            return place - 1;
        }
        int chunk = (place >> SHIFT) - 1;
        return chunk << SHIFT | (sizes[chunk] - 1);
    }

    /// How many structs there are from a place to the end.
    int countFrom(int place) {
        int count = sizes[place >> SHIFT] - (place & MASK);
        for (int chunk = (place >> SHIFT) + 1; chunk < chunkCount; chunk++) {
            count += sizes[chunk];
        }
        return count;
    }

    /// The place of the struct that holds a clock below the state.
    int find(int clock) {
        int chunk = chunkCount - 1;
        if (clock < firstClocks[chunk]) {
            int found = Arrays.binarySearch(firstClocks, 0, chunkCount, clock);
            chunk = found >= 0 ? found : -found - 2;
        }
        @Nullable Struct[] structs = chunks[chunk];
        int high = sizes[chunk] - 1;
        if (at(chunk, high).clock <= clock) {
            return chunk << SHIFT | high;
        }
        int low = 0;
        high--;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Struct struct = structs[middle];
            if (struct != null && struct.clock <= clock) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return chunk << SHIFT | low;
    }

    Struct holding(int clock) {
        return get(find(clock));
    }

    void append(Struct struct) {
        int chunk = chunkCount - 1;
        if (sizes[chunk] == CHUNK) {
            insertChunk(++chunk);
            firstClocks[chunk] = struct.clock;
        }
        room(chunk)[sizes[chunk]++] = struct;
    }

    /// Puts a struct behind a place and returns where it is now.
    int insertAfter(int place, Struct struct) {
        int chunk = place >> SHIFT;
        int position = (place & MASK) + 1;
        if (sizes[chunk] == CHUNK) {
            halve(chunk);
            int half = sizes[chunk];
            if (position > half) {
                chunk++;
                position -= half;
            }
        }
        @Nullable Struct[] structs = room(chunk);
        System.arraycopy(structs, position, structs, position + 1, sizes[chunk] - position);
        structs[position] = struct;
        sizes[chunk]++;
        return chunk << SHIFT | position;
    }

    void replace(int place, Struct struct) {
        chunks[place >> SHIFT][place & MASK] = struct;
    }

    /// Removes a struct that was merged into the one before it.
    void remove(int place) {
        int chunk = place >> SHIFT;
        int position = place & MASK;
        @Nullable Struct[] structs = chunks[chunk];
        System.arraycopy(structs, position + 1, structs, position, sizes[chunk] - position - 1);
        structs[--sizes[chunk]] = null;
        if (sizes[chunk] == 0) {
            removeChunk(chunk);
            return;
        }
        if (position == 0) {
            firstClocks[chunk] = at(chunk, 0).clock;
        }
        if (sizes[chunk] <= CHUNK / 8
                && chunk + 1 < chunkCount
                && sizes[chunk] + sizes[chunk + 1] <= CHUNK / 2) {
            joinWithNext(chunk);
        }
    }

    private @Nullable Struct[] room(int chunk) {
        @Nullable Struct[] structs = chunks[chunk];
        if (sizes[chunk] == structs.length) {
            structs = Arrays.copyOf(structs, Math.min(CHUNK, Math.max(4, structs.length * 2)));
            chunks[chunk] = structs;
        }
        return structs;
    }

    private void halve(int chunk) {
        insertChunk(chunk + 1);
        int half = CHUNK / 2;
        @Nullable Struct[] structs = chunks[chunk];
        chunks[chunk + 1] = Arrays.copyOfRange(structs, half, CHUNK);
        Arrays.fill(structs, half, CHUNK, null);
        sizes[chunk] = half;
        sizes[chunk + 1] = CHUNK - half;
        firstClocks[chunk + 1] = at(chunk + 1, 0).clock;
    }

    private void joinWithNext(int chunk) {
        int size = sizes[chunk];
        int more = sizes[chunk + 1];
        @Nullable Struct[] structs = chunks[chunk];
        if (structs.length < size + more) {
            structs = Arrays.copyOf(structs, size + more);
            chunks[chunk] = structs;
        }
        System.arraycopy(chunks[chunk + 1], 0, structs, size, more);
        sizes[chunk] = size + more;
        sizes[chunk + 1] = 0;
        removeChunk(chunk + 1);
    }

    private void insertChunk(int chunk) {
        if (chunkCount == chunks.length) {
            int capacity = chunkCount * 2;
            chunks = Arrays.copyOf(chunks, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            firstClocks = Arrays.copyOf(firstClocks, capacity);
        }
        int moved = chunkCount - chunk;
        System.arraycopy(chunks, chunk, chunks, chunk + 1, moved);
        System.arraycopy(sizes, chunk, sizes, chunk + 1, moved);
        System.arraycopy(firstClocks, chunk, firstClocks, chunk + 1, moved);
        chunks[chunk] = new @Nullable Struct[4];
        sizes[chunk] = 0;
        chunkCount++;
    }

    private void removeChunk(int chunk) {
        if (chunkCount == 1) {
            return;
        }
        int moved = chunkCount - chunk - 1;
        System.arraycopy(chunks, chunk + 1, chunks, chunk, moved);
        System.arraycopy(sizes, chunk + 1, sizes, chunk, moved);
        System.arraycopy(firstClocks, chunk + 1, firstClocks, chunk, moved);
        chunkCount--;
        chunks[chunkCount] = new @Nullable Struct[0];
        sizes[chunkCount] = 0;
    }
}
