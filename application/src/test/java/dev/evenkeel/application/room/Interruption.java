package dev.evenkeel.application.room;

import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Faults;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;

/// Something that happens once, right before the next `operation`: a writer that gets in between.
final class Interruption implements Faults {

    private final House house;
    private final Operation before;
    private final Runnable what;

    Interruption(House house, Operation before, Runnable what) {
        this.house = house;
        this.before = before;
        this.what = what;
    }

    @Override
    public Fate of(Operation operation, DocumentId document) {
        if (operation == before) {
            house.storage.healthy();
            what.run();
        }
        return Fate.WORKS;
    }
}
