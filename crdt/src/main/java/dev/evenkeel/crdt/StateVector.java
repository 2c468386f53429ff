package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Per client the next clock that is expected of it. Clients with clock 0 are not listed.
public final class StateVector {

    public static final StateVector EMPTY = new StateVector(new long[0], new long[0]);

    // Ascending, so that they can be searched; the wire wants them descending.
    private final long[] clients;
    private final long[] clocks;

    private StateVector(long[] clients, long[] clocks) {
        this.clients = clients;
        this.clocks = clocks;
    }

    static StateVector of(Map<Long, Long> entries) {
        var sorted = new TreeMap<>(entries);
        sorted.values().removeIf(clock -> clock == 0);
        return new StateVector(
                sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
                sorted.values().stream().mapToLong(Long::longValue).toArray());
    }

    /// @param clients ascending; both arrays are kept
    static StateVector of(long[] clients, long[] clocks) {
        return new StateVector(clients, clocks);
    }

    /// Of a client named twice the last entry counts, as in Yjs.
    ///
    /// @throws MalformedUpdateException if the bytes are anything else than a state vector
    public static StateVector decode(byte[] bytes) {
        try {
            return read(new Lib0Reader(bytes));
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    /// Reads what must be the rest of the input.
    static StateVector read(Lib0Reader in) {
        int count = in.readCount(2);
        var entries = new TreeMap<Long, Long>();
        for (int i = 0; i < count; i++) {
            entries.put(in.readVarUint(), in.readVarUint());
        }
        if (in.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), in.remaining() + " bytes too many");
        }
        return of(entries);
    }

    public byte[] encode() {
        var out = new Lib0Writer(1 + clients.length * 8);
        out.writeVarUint(clients.length);
        for (int i = clients.length - 1; i >= 0; i--) {
            out.writeVarUint(clients[i]);
            out.writeVarUint(clocks[i]);
        }
        return out.toByteArray();
    }

    public long get(long client) {
        int i = Arrays.binarySearch(clients, client);
        return i < 0 ? 0 : clocks[i];
    }

    /// Ascending.
    public LongStream clients() {
        return Arrays.stream(clients);
    }

    public int size() {
        return clients.length;
    }

    /// Whether whoever has this state has all that `other` has.
    public boolean covers(StateVector other) {
        for (int i = 0; i < other.clients.length; i++) {
            if (get(other.clients[i]) < other.clocks[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateVector that
                && Arrays.equals(clients, that.clients)
                && Arrays.equals(clocks, that.clocks);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int i = 0; i < clients.length; i++) {
            text.append(i == 0 ? "" : ", ").append(clients[i]).append(": ").append(clocks[i]);
        }
        return text.append('}').toString();
    }
}
