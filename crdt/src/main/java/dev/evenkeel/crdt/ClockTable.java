package dev.evenkeel.crdt;

import java.util.Arrays;
import java.util.TreeMap;

/// A state vector that can grow: an open-addressing table without boxes. A slot with clock 0 is
/// free.
final class ClockTable implements Clocks {

    private long[] clients = new long[2];
    private int[] states = new int[2];
    private int size;
    private long sum;

    ClockTable() {}

    private ClockTable(ClockTable other) {
        clients = other.clients.clone();
        states = other.states.clone();
        size = other.size;
        sum = other.sum;
    }

    ClockTable copy() {
        return new ClockTable(this);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int state(long client) {
        return states[slot(client)];
    }

    /// @param state above 0
    void state(long client, int state) {
        int slot = slot(client);
        if (states[slot] == 0) {
            if (3 * (size + 1) > 2 * states.length) {
                grow();
                slot = slot(client);
            }
            size++;
        }
        sum += state - states[slot];
        clients[slot] = client;
        states[slot] = state;
    }

    /// The slot of a client, or the one to put it into; one is always free.
    private int slot(long client) {
        int mask = states.length - 1;
        int at = (int) ((client * 0x9e3779b97f4a7c15L) >>> 40) & mask;
        while (states[at] != 0 && clients[at] != client) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldClients = clients;
        int[] oldStates = states;
        clients = new long[2 * oldClients.length];
        states = new int[2 * oldStates.length];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != 0) {
                int slot = slot(oldClients[i]);
                clients[slot] = oldClients[i];
                states[slot] = oldStates[i];
            }
        }
    }

    /// Whether whoever has the target state has all that is in here.
    boolean isCoveredBy(StateVector target) {
        for (int i = 0; i < states.length; i++) {
            if (states[i] > target.get(clients[i])) {
                return false;
            }
        }
        return true;
    }

    /// All states added up.
    long sum() {
        return sum;
    }

    StateVector toStateVector() {
        var sorted = new TreeMap<Long, Integer>();
        for (int i = 0; i < states.length; i++) {
            if (states[i] != 0) {
                sorted.put(clients[i], states[i]);
            }
        }
        return StateVector.of(
                sorted.keySet().stream().mapToLong(Long::longValue).toArray(),
                sorted.values().stream().mapToLong(Integer::longValue).toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(clients) + Arrays.toString(states);
    }
}
