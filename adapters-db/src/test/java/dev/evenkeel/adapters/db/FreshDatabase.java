package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.storage.Storage;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// A database of its own for each test class, with its tables emptied before each test.
final class FreshDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private static final List<String> TABLES =
            List.of(
                    "projects",
                    "members",
                    "tokens",
                    "documents",
                    "versions",
                    "update_log",
                    "checkpoints",
                    "bases",
                    "journal",
                    "requests");

    interface Settings {
        DatabaseSettings get() throws Exception;
    }

    private final Settings source;
    private DatabaseSettings settings;
    private DatabaseStorage storage;

    private FreshDatabase(Settings source) {
        this.source = source;
    }

    static FreshDatabase embedded() {
        return new FreshDatabase(() -> DatabaseSettings.embedded(folder()));
    }

    static FreshDatabase postgres() {
        return new FreshDatabase(() -> DatabaseSettings.at(PostgresForTests.freshSchemaUrl()));
    }

    private static Path folder() throws IOException {
        var folder = Files.createTempDirectory("evenkeel-db");
        folder.toFile().deleteOnExit();
        return folder;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        settings = source.get();
        storage = DatabaseStorage.open(settings);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DELETE FROM " + table);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        storage.close();
    }

    DatabaseSettings settings() {
        return settings;
    }

    DatabaseStorage storage() {
        return storage;
    }

    Storage restarted() {
        storage.close();
        storage = DatabaseStorage.open(settings);
        return storage;
    }

    /// A connection past the storage, for what no port does.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                settings.url(), settings.user().orElse(null), settings.password().orElse(null));
    }
}
