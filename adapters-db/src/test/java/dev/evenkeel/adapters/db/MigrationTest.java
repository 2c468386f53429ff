package dev.evenkeel.adapters.db;

import static dev.evenkeel.domain.storage.Samples.together;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

class MigrationTest {

    private static final List<String> HEADINGS =
            List.of("Why", "Writes", "Reads", "Units", "Size", "Locks", "Back");

    @TempDir private Path folder;

    @Test
    void bothDatabasesHaveTheSameTablesAndColumns() throws Exception {
        var h2 = DatabaseSettings.embedded(folder);
        var postgres = DatabaseSettings.at(PostgresForTests.freshSchemaUrl());
        DatabaseStorage.open(h2).close();
        DatabaseStorage.open(postgres).close();

        assertThat(columns(h2)).hasSizeGreaterThan(60).isEqualTo(columns(postgres));
    }

    @Test
    void openingASecondTimeChangesNothing() throws Exception {
        var settings = DatabaseSettings.embedded(folder);
        DatabaseStorage.open(settings).close();
        var before = columns(settings);

        DatabaseStorage.open(settings).close();

        assertThat(columns(settings)).isEqualTo(before);
        assertThat(migrations(settings)).isEqualTo(migrationFiles("h2").size());
    }

    @Test
    void serversThatStartAtOnceOnAnEmptyDatabaseMigrateItOnce() throws Exception {
        var settings = DatabaseSettings.at(PostgresForTests.freshSchemaUrl());
        Callable<Boolean> open =
                () -> {
                    try (var storage = DatabaseStorage.open(settings)) {
                        return storage.reachable();
                    }
                };

        assertThat(together(List.of(open, open, open))).containsOnly(true);
        assertThat(migrations(settings)).isEqualTo(migrationFiles("postgresql").size());
    }

    @Test
    void eachMigrationHasATwinAndSaysWhatItIsFor() throws Exception {
        var h2 = migrationFiles("h2");
        var postgres = migrationFiles("postgresql");

        assertThat(h2).isNotEmpty();
        assertThat(h2)
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(
                        postgres.stream().map(file -> file.getFileName().toString()).toList());
        var all = new ArrayList<>(h2);
        all.addAll(postgres);
        for (var file : all) {
            String text = Files.readString(file);
            String number = file.getFileName().toString().substring(0, 5);
            assertThat(text).as(file.toString()).startsWith("-- " + number + " ");
            for (String heading : HEADINGS) {
                assertThat(text).as(file.toString()).contains("\n-- " + heading + " ");
            }
        }
    }

    private static List<Path> migrationFiles(String database)
            throws IOException, URISyntaxException {
        var folder = DatabaseStorage.class.getResource("/db/migration/" + database);
        assertThat(folder).isNotNull();
        try (var files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private static long migrations(DatabaseSettings settings) throws SQLException {
        try (var connection = connect(settings);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT COUNT(*) FROM \"evenkeel_migrations\" WHERE \"success\" ="
                                        + " TRUE AND \"version\" IS NOT NULL")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Each table's columns, and which of them may be null, by name.
    private static Set<String> columns(DatabaseSettings settings) throws SQLException {
        var columns = new TreeSet<String>();
        try (var connection = connect(settings);
                var rows =
                        connection
                                .getMetaData()
                                .getColumns(null, connection.getSchema(), "%", "%")) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!table.equals("evenkeel_migrations")) {
                    columns.add(
                            table
                                    + "."
                                    + rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT)
                                    + " "
                                    + rows.getString("IS_NULLABLE"));
                }
            }
        }
        return columns;
    }

    private static Connection connect(DatabaseSettings settings) throws SQLException {
        return DriverManager.getConnection(
                settings.url(), settings.user().orElse(null), settings.password().orElse(null));
    }
}
