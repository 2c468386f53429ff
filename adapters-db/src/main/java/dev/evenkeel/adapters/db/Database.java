package dev.evenkeel.adapters.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.evenkeel.domain.row.StorageUnavailableException;

import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.transaction.TransactionOperations;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// A pool of connections with a migrated schema, the repositories over it, and the two ways to use
/// them: reading by one statement, writing in a transaction.
final class Database implements AutoCloseable {

    /// How often a transaction is tried that others keep overtaking. Each time one of the others
    /// got through, so reaching this takes as many writers of one document at once.
    private static final int ATTEMPTS_MAX = 100;

    /// How long PostgreSQL may take over one answer. Without an end to it, a connection that a
    /// network lost would hold whoever uses it for good: a room, or the one thread that appends to
    /// all logs. Less than a caller waits for a room, so that callers learn the reason.
    private static final Duration ANSWER_AT_MOST = Duration.ofSeconds(20);

    /// The other side of the same loss: after this, PostgreSQL ends a transaction whose client is
    /// gone, and with it the locks on rows that everybody else waits for.
    private static final String IDLE_TRANSACTIONS_END =
            "SET idle_in_transaction_session_timeout = '30s'";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String H2_CONCURRENT_UPDATE = "90131";

    /// Somebody else was faster; to look again is safe, because nothing was committed.
    private static final Set<String> OVERTAKEN =
            Set.of(UNIQUE_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK, H2_CONCURRENT_UPDATE);

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final RepositoryContext context;
    private final TransactionOperations<?> transactions;

    final DocumentTable documents;
    final VersionTable versions;
    final LogTable log;
    final JournalTable journal;
    final RequestTable requests;
    final ProjectTable projects;
    final TokenTable tokens;

    private Database(HikariDataSource pool, Dialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
        context = RepositoryContext.over(pool, dialect);
        transactions = context.getBean(TransactionOperations.class);
        boolean h2 = dialect == Dialect.H2;
        documents = bean(h2 ? DocumentTable.H2.class : DocumentTable.Postgres.class);
        versions = bean(h2 ? VersionTable.H2.class : VersionTable.Postgres.class);
        log = bean(h2 ? LogTable.H2.class : LogTable.Postgres.class);
        journal = bean(h2 ? JournalTable.H2.class : JournalTable.Postgres.class);
        requests = bean(h2 ? RequestTable.H2.class : RequestTable.Postgres.class);
        projects = bean(h2 ? ProjectTable.H2.class : ProjectTable.Postgres.class);
        tokens = bean(h2 ? TokenTable.H2.class : TokenTable.Postgres.class);
    }

    private <T> T bean(Class<? extends T> type) {
        return context.getBean(type);
    }

    static Database open(DatabaseSettings settings) {
        try {
            var pool = new HikariDataSource(poolOf(settings));
            try {
                migrate(pool, settings);
                return new Database(pool, settings.dialect());
            } catch (RuntimeException e) {
                pool.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw new StorageUnavailableException("open " + settings, e);
        }
    }

    static HikariConfig poolOf(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("storage");
        config.setJdbcUrl(settings.url());
        settings.user().ifPresent(config::setUsername);
        settings.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(settings.connectionsMax());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectionWaitMax().toMillis());
        config.setInitializationFailTimeout(settings.connectionWaitMax().toMillis());
        if (settings.dialect() == Dialect.POSTGRES) {
            // The server's details quote the values of rows, and those are people's texts.
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            config.addDataSourceProperty("ApplicationName", "evenkeel");
            // A URL that says otherwise counts before this.
            config.addDataSourceProperty(
                    "socketTimeout", Long.toString(ANSWER_AT_MOST.toSeconds()));
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.setConnectionInitSql(IDLE_TRANSACTIONS_END);
        }
        return config;
    }

    /// On a connection of its own in PostgreSQL, because a migration may take longer than any other
    /// statement. In H2 a second one would open the file again.
    private static void migrate(HikariDataSource pool, DatabaseSettings settings) {
        var flyway = Flyway.configure().table("evenkeel_migrations");
        var migrations =
                switch (settings.dialect()) {
                    case POSTGRES ->
                            flyway.dataSource(
                                            settings.url(),
                                            settings.user().orElse(null),
                                            settings.password().orElse(null))
                                    .locations("classpath:db/migration/postgresql");
                    default -> flyway.dataSource(pool).locations("classpath:db/migration/h2");
                };
        migrations.load().migrate();
    }

    /// Read by one statement, which is its own transaction.
    ///
    /// @param what the ids for the message of the exception
    <T> T read(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageUnavailableException(what, e);
        }
    }

    /// Write in one transaction, again from the start when somebody else was faster. What `work`
    /// throws by itself as a bug of the caller, an [IllegalStateException] or
    /// [IllegalArgumentException] without a cause in the database, leaves nothing behind.
    ///
    /// @param what the ids for the message of the exception
    <T> T write(String what, Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work);
            } catch (BugException e) {
                throw e.bug();
            } catch (RuntimeException e) {
                if (!isOvertaken(e) || ATTEMPTS_MAX <= attempt) {
                    throw new StorageUnavailableException(what, e);
                }
            }
        }
    }

    /// Write in one transaction, on disk when this returns. When `work` threw, nothing was written;
    /// when this threw after `work` had returned, it is not known.
    <T> T writeOnce(Supplier<T> work) {
        T answer = transactions.executeWrite(_ -> work.get());
        if (dialect == Dialect.H2) {
            syncToDisk();
        }
        return answer;
    }

    /// PostgreSQL does this within a commit. H2 only hands its pages to the operating system, where
    /// they survive the end of the process and not that of the machine.
    private void syncToDisk() {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new StorageUnavailableException("sync to disk", e);
        }
    }

    boolean isReachable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        context.close();
        pool.close();
    }

    private static boolean isOvertaken(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException each = sql; each != null; each = each.getNextException()) {
                    String state = each.getSQLState();
                    if (state != null && OVERTAKEN.contains(state.toUpperCase(Locale.ROOT))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// Carries a caller's bug out of a transaction, told apart from what the database throws.
    static final class BugException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException bug;

        BugException(RuntimeException bug) {
            super(bug);
            this.bug = bug;
        }

        RuntimeException bug() {
            return bug;
        }
    }
}
