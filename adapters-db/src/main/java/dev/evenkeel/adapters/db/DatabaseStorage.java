package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.storage.Storage;
import dev.evenkeel.domain.version.Versions;

/// All storage ports over one database.
public final class DatabaseStorage implements Storage, AutoCloseable {

    private final Database database;
    private final JdbcJournal journal;
    private final JdbcRows rows;
    private final JdbcUpdateLog log;
    private final JdbcVersions versions;
    private final JdbcProjects projects;
    private final JdbcTokens tokens;

    private DatabaseStorage(Database database) {
        this.database = database;
        journal = new JdbcJournal(database);
        rows = new JdbcRows(database, journal);
        log = new JdbcUpdateLog(database, journal);
        versions = new JdbcVersions(database);
        projects = new JdbcProjects(database);
        tokens = new JdbcTokens(database);
    }

    /// Connect, and bring the schema up to date. Several servers may do so at once.
    ///
    /// @throws dev.evenkeel.domain.row.StorageUnavailableException if the database does not answer
    ///   or its schema cannot be brought up to date
    public static DatabaseStorage open(DatabaseSettings settings) {
        return new DatabaseStorage(Database.open(settings));
    }

    /// Whether the database answers now.
    public boolean reachable() {
        return database.isReachable();
    }

    /// Finish the appends that wait, then let go of the database. Calls from now on fail.
    @Override
    public void close() {
        log.close();
        database.close();
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public UpdateLog log() {
        return log;
    }

    @Override
    public Versions versions() {
        return versions;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Projects projects() {
        return projects;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }
}
