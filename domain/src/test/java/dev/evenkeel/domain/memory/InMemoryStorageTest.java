package dev.evenkeel.domain.memory;

import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.entry;
import static dev.evenkeel.domain.storage.Samples.insert;
import static dev.evenkeel.domain.storage.Samples.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.domain.actor.ProjectsContract;
import dev.evenkeel.domain.actor.TokensContract;
import dev.evenkeel.domain.journal.JournalContract;
import dev.evenkeel.domain.log.History;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.log.UpdateLogContract;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.RowsContract;
import dev.evenkeel.domain.row.StorageUnavailableException;
import dev.evenkeel.domain.storage.Storage;
import dev.evenkeel.domain.version.VersionsContract;

import org.junit.jupiter.api.Test;

import java.util.List;

class InMemoryStorageTest
        implements RowsContract,
                UpdateLogContract,
                VersionsContract,
                JournalContract,
                ProjectsContract,
                TokensContract {

    private final InMemoryStorage storage = new InMemoryStorage();

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Storage restarted() {
        return storage;
    }

    @Test
    void aCallThatFailsBeforeHasNoEffect() {
        storage.failing((_, _) -> Fate.FAILS_BEFORE);

        assertThatThrownBy(() -> storage.log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1)))))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(FLOW.toString());

        storage.healthy();
        assertThat(storage.log().read(FLOW)).isEqualTo(History.EMPTY);
    }

    @Test
    void aCallThatFailsAfterOnlyLosesItsAnswer() {
        storage.failing(
                (operation, _) -> operation == Operation.APPEND ? Fate.FAILS_AFTER : Fate.WORKS);

        assertThatThrownBy(() -> storage.log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1)))))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(storage.log().read(FLOW).updates()).containsExactly(update(1));
    }

    @Test
    void aFaultMayWriteInBetween() {
        storage.failing(
                (operation, document) -> {
                    if (operation == Operation.APPEND) {
                        storage.rows().commit(insert(document, "Orders"));
                    }
                    return Fate.WORKS;
                });

        storage.log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1))));

        assertThat(storage.rows().find(FLOW)).isInstanceOf(Lookup.Present.class);
    }
}
