package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.actor.ProjectsContract;
import dev.evenkeel.domain.actor.TokensContract;
import dev.evenkeel.domain.journal.JournalContract;
import dev.evenkeel.domain.log.UpdateLogContract;
import dev.evenkeel.domain.row.RowsContract;
import dev.evenkeel.domain.storage.Storage;
import dev.evenkeel.domain.version.VersionsContract;

import org.junit.jupiter.api.extension.RegisterExtension;

class H2StorageTest
        implements DatabaseContract,
                RowsContract,
                UpdateLogContract,
                VersionsContract,
                JournalContract,
                ProjectsContract,
                TokensContract {

    @RegisterExtension static final FreshDatabase DATABASE = FreshDatabase.embedded();

    @Override
    public FreshDatabase database() {
        return DATABASE;
    }

    @Override
    public Storage storage() {
        return DATABASE.storage();
    }

    @Override
    public Storage restarted() {
        return DATABASE.restarted();
    }
}
