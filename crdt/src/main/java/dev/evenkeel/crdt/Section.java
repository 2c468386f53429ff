package dev.evenkeel.crdt;

import java.util.List;

/// The blocks of one client in an update, each starting where the one before it ends.
record Section(long client, int startClock, List<Block> blocks) {

    int end() {
        return blocks.isEmpty() ? startClock : blocks.getLast().end();
    }
}
