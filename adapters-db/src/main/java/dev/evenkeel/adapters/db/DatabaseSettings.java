package dev.evenkeel.adapters.db;

import io.micronaut.data.model.query.builder.sql.Dialect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Which database, and how much of it.
///
/// @param url a JDBC URL of PostgreSQL or H2; it may hold a user and a password, so it is never
///   logged
/// @param user empty when the URL says it
/// @param password empty when the URL says it, or none is needed
/// @param connectionsMax how many calls may be at work at once; others wait for their turn
/// @param connectionWaitMax how long a call waits for its turn, and a first connection for the
///   database to answer, before storage counts as unavailable
public record DatabaseSettings(
        String url,
        Optional<String> user,
        Optional<String> password,
        int connectionsMax,
        Duration connectionWaitMax) {

    public static final int CONNECTIONS_MAX = 10;
    public static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(10);

    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String H2 = "jdbc:h2:";

    public DatabaseSettings {
        if (!url.startsWith(POSTGRES) && !url.startsWith(H2)) {
            throw new IllegalArgumentException(
                    "Expected a database URL that begins with " + POSTGRES + " or " + H2);
        }
        if (connectionsMax < 2) {
            throw new IllegalArgumentException("Expected at least 2 connections");
        }
    }

    /// A database that others run.
    ///
    /// @param url `jdbc:postgresql://host:5432/name?user=…&password=…`
    public static DatabaseSettings at(String url) {
        return new DatabaseSettings(
                url, Optional.empty(), Optional.empty(), CONNECTIONS_MAX, CONNECTION_WAIT_MAX);
    }

    /// The embedded database, in files in `dataFolder`, which is created when it is missing.
    ///
    /// Three options are set here for safety, and are not for configuration:
    ///
    /// - `WRITE_DELAY=0`: a commit writes its pages before it returns and does so on its own
    ///   thread. With the engine's background writer it can return while another thread still has
    ///   them.
    /// - `retry:`: a thread that is interrupted while it reads or writes closes the file under all
    ///   others; this layer opens it again.
    /// - `DB_CLOSE_ON_EXIT=FALSE`: the engine does not close the database by itself on SIGTERM,
    ///   while rooms still write into it.
    ///
    /// With `RETENTION_TIME` pages that nothing refers to are used again after a second, which is
    /// safe because each commit is synced to disk: without a background writer to compact them, the
    /// file would otherwise grow by all that is written in 45 seconds.
    public static DatabaseSettings embedded(Path dataFolder) {
        String url =
                H2
                        + "retry:"
                        + dataFolder.toAbsolutePath().resolve("evenkeel")
                        + ";WRITE_DELAY=0;RETENTION_TIME=1000;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
        return new DatabaseSettings(
                url, Optional.of("sa"), Optional.of(""), CONNECTIONS_MAX, CONNECTION_WAIT_MAX);
    }

    Dialect dialect() {
        return url.startsWith(POSTGRES) ? Dialect.POSTGRES : Dialect.H2;
    }

    /// Without what may be secret.
    @Override
    public String toString() {
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int options = url.indexOf(';') < 0 ? url.length() : url.indexOf(';');
        int at = url.lastIndexOf('@', Math.min(end, options) - 1);
        String shown = url.substring(0, Math.min(end, options));
        return at < 0
                ? shown
                : shown.substring(0, shown.indexOf("//") + 2) + shown.substring(at + 1);
    }
}
