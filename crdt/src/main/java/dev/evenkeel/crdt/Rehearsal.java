package dev.evenkeel.crdt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out what of an update would have to wait, without touching anything.
final class Rehearsal extends Sequencer {

    private final Clocks clients;
    private final Map<Long, Integer> grown = new HashMap<>();

    Rehearsal(Clocks clients, List<Section> sections) {
        super(sections);
        this.clients = clients;
    }

    @Override
    int state(long client) {
        Integer state = grown.get(client);
        return state == null ? clients.state(client) : state;
    }

    @Override
    void take(Block block, int offset) {
        if (offset < block.length()) {
            grown.put(block.client(), block.end());
        }
    }
}
