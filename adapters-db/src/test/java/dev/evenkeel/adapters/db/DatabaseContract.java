package dev.evenkeel.adapters.db;

import static dev.evenkeel.domain.storage.Samples.DEMO;
import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.SECOND;
import static dev.evenkeel.domain.storage.Samples.entry;
import static dev.evenkeel.domain.storage.Samples.flow;
import static dev.evenkeel.domain.storage.Samples.insert;
import static dev.evenkeel.domain.storage.Samples.replace;
import static dev.evenkeel.domain.storage.Samples.stored;
import static dev.evenkeel.domain.storage.Samples.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.StorageUnavailableException;
import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// What every database must do beyond the ports' contracts: fail in the open, and be shared.
interface DatabaseContract extends StorageContract {

    FreshDatabase database();

    private void execute(String sql) throws SQLException {
        try (var connection = database().connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    default void aDamagedContentIsAnErrorAndNeverAnEmptyDocument() throws SQLException {
        stored(storage(), insert(FLOW, "Orders"));
        execute("UPDATE documents SET content = '{\"secret\": tru'");

        assertThatThrownBy(() -> storage().rows().find(FLOW))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(FLOW.toString())
                .hasStackTraceContaining("unreadable")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThatThrownBy(() -> storage().rows().list(DEMO, "workflow"))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    default void aGapInALogIsAnErrorAndNeverAShorterDocument() throws SQLException {
        storage().log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1), entry(2), entry(3))));
        execute("DELETE FROM update_log WHERE seq = 2");

        assertThatThrownBy(() -> storage().log().read(FLOW))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(FLOW.toString());
    }

    @Test
    default void aClosedStorageSaysWhichDocumentItCannotReach() {
        stored(storage(), insert(FLOW, "Orders"));
        assertThat(database().storage().reachable()).isTrue();
        var closed = database().storage();
        closed.close();

        assertThat(closed.reachable()).isFalse();
        for (Runnable call :
                List.<Runnable>of(
                        () -> closed.rows().find(FLOW),
                        () -> closed.rows().commit(replace(FLOW, 1, "Orders")),
                        () -> closed.log().read(FLOW),
                        () -> closed.log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1)))))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining(FLOW.toString());
        }
        assertThat(restarted().rows().find(FLOW)).isInstanceOf(Lookup.Present.class);
    }

    @Test
    default void aDatabaseThatNobodyRunsIsUnavailable() {
        var nowhere = DatabaseSettings.at("jdbc:postgresql://127.0.0.1:1/none?password=hush");
        var impatient =
                new DatabaseSettings(
                        nowhere.url(),
                        nowhere.user(),
                        nowhere.password(),
                        nowhere.connectionsMax(),
                        Duration.ofMillis(500));

        assertThatThrownBy(() -> DatabaseStorage.open(impatient))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1/none")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }

    @Test
    default void twoServersOnOneDatabaseShareALog() {
        try (var other = DatabaseStorage.open(database().settings())) {
            storage().log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1))));
            var theirs = other.log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(2))));
            var mine = storage().log().append(FLOW, new Seq(1), Batch.of(List.of(entry(3))));

            assertThat(theirs.others()).containsExactly(entry(1));
            assertThat(mine.others()).containsExactly(entry(2));
            assertThat(mine.last()).isEqualTo(new Seq(3));
        }
    }

    @Test
    default void twoServersThatWriteOneLogAtOnceLeaveNoGap() {
        int rounds = 40;
        try (var other = DatabaseStorage.open(database().settings())) {
            var writers = new ArrayList<Callable<Seq>>();
            for (var server : List.of(database().storage(), other)) {
                writers.add(
                        () -> {
                            var last = Seq.NONE;
                            for (int i = 0; i < rounds; i++) {
                                var batch = Batch.of(List.of(entry(i)));
                                last = server.log().append(FLOW, last, batch).last();
                            }
                            return last;
                        });
            }

            together(writers);
        }
        assertThat(storage().log().read(FLOW).last()).isEqualTo(new Seq(2L * rounds));
    }

    @Test
    default void aCallerThatIsInterruptedHarmsNobodyElse() {
        stored(storage(), insert(FLOW, "Orders"));

        together(
                IntStream.range(0, 20)
                        .<Callable<Boolean>>mapToObj(
                                i ->
                                        () -> {
                                            Thread.currentThread().interrupt();
                                            try {
                                                return storage()
                                                                .rows()
                                                                .commit(
                                                                        insert(
                                                                                flow(100 + i),
                                                                                "t" + i))
                                                        != null;
                                            } catch (StorageUnavailableException e) {
                                                return false;
                                            } finally {
                                                Thread.interrupted();
                                            }
                                        })
                        .toList());

        assertThat(stored(storage(), replace(FLOW, 1, "Orders")).lockVersion()).isEqualTo(2);
        assertThat(storage().log().append(SECOND, Seq.NONE, Batch.of(List.of(entry(1)))).last())
                .isEqualTo(new Seq(1));
        assertThat(restarted().rows().find(FLOW)).isInstanceOf(Lookup.Present.class);
    }
}
