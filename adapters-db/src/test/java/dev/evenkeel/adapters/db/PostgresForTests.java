package dev.evenkeel.adapters.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.testcontainers.postgresql.PostgreSQLContainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL for all tests of a JVM: the one that `EVENKEEL_TEST_DATABASE_URL` names, else a
/// container when there is a Docker engine, else binaries from a jar. Each caller gets a schema of
/// its own in it.
public final class PostgresForTests {

    private static final String URL_VARIABLE = "EVENKEEL_TEST_DATABASE_URL";
    private static final String IMAGE = "postgres:18";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final class Running {
        private static final String URL = start();
    }

    private PostgresForTests() {}

    /// A JDBC URL with user and password in it, whose schema is new and empty.
    public static String freshSchemaUrl() throws SQLException {
        String url = Running.URL;
        String schema =
                "evenkeel_%d_%d_%d"
                        .formatted(
                                ProcessHandle.current().pid(),
                                System.currentTimeMillis(),
                                SCHEMAS.incrementAndGet());
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /// Start one, print its JDBC URL as the only line, and keep it running until standard input
    /// ends.
    public static void main(String[] arguments) throws Exception {
        System.out.println(freshSchemaUrl());
        System.out.flush();
        while (System.in.read() >= 0) {
            // What is sent does not matter, only that the sender is still there.
        }
        System.exit(0);
    }

    private static String start() {
        String given = System.getenv(URL_VARIABLE);
        if (given != null && !given.isBlank()) {
            return given;
        }
        return hasDocker() ? container() : embedded();
    }

    /// Looks for the engine's door itself: Testcontainers would log its search with stack traces.
    private static boolean hasDocker() {
        return System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"));
    }

    @SuppressWarnings("resource") // runs until the JVM ends, then Testcontainers removes it
    private static String container() {
        var container = new PostgreSQLContainer(IMAGE);
        container.start();
        String url = container.getJdbcUrl();
        return url
                + (url.contains("?") ? "&" : "?")
                + "user="
                + container.getUsername()
                + "&password="
                + container.getPassword();
    }

    @SuppressWarnings("resource") // runs until the JVM ends
    private static String embedded() {
        try {
            var postgres = EmbeddedPostgres.builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
            return postgres.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e);
        }
    }
}
