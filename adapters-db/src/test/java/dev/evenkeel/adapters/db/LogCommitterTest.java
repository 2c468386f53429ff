package dev.evenkeel.adapters.db;

import static dev.evenkeel.domain.storage.Samples.flow;
import static dev.evenkeel.domain.storage.Samples.happening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.adapters.db.LogCommitter.Append;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Appended;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class LogCommitterTest {

    private static final int FIRST = 0;
    private static final int BROKEN = 99;
    private static final int BUG = 98;
    private static final int FATAL = 97;

    @TempDir private Path folder;
    private Database database;
    private JdbcJournal journal;
    private LogCommitter committer;
    private final List<DocumentId> inserted = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService rooms = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.embedded(folder));
        journal = new JdbcJournal(database);
        committer = new LogCommitter(database, this::insert);
    }

    @AfterEach
    void close() {
        release.countDown();
        rooms.close();
        committer.close();
        database.close();
    }

    /// Writes what can be read back; holds the first append until the test lets it go on.
    private Appended insert(Append append) {
        inserted.add(append.document());
        if (append.document().equals(flow(FIRST))) {
            begun.countDown();
            awaitRelease();
        }
        var positions = journal.write(append.document(), append.batch().happenings());
        if (append.document().equals(flow(BROKEN))) {
            throw new IllegalStateException("the database fell over");
        }
        if (append.document().equals(flow(BUG))) {
            throw new Database.BugException(new IllegalArgumentException("a bug"));
        }
        if (append.document().equals(flow(FATAL))) {
            throw new StackOverflowError("not even an exception");
        }
        return new Appended(new Seq(1), List.of(), positions);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Append append(int room) {
        return new Append(
                flow(room),
                Seq.NONE,
                new Batch(List.of(), Optional.empty(), List.of(happening("note"))));
    }

    private Future<Appended> start(int room) {
        Callable<Appended> call = () -> committer.commit(append(room));
        return rooms.submit(call);
    }

    /// All of these wait while the first one is being committed.
    private List<Future<Appended>> startBehindTheFirst(int... numbers) throws Exception {
        var first = start(FIRST);
        begun.await();
        var waiting = new ArrayList<Future<Appended>>();
        for (int number : numbers) {
            waiting.add(start(number));
        }
        while (committer.waiting() < numbers.length) {
            Thread.onSpinWait();
        }
        release.countDown();
        first.get();
        return waiting;
    }

    @Test
    void appendsThatWaitTogetherShareATransaction() throws Exception {
        for (var answer : startBehindTheFirst(1, 2, 3, 4, 5, 6, 7, 8)) {
            assertThat(answer.get().happenings()).containsExactly(1L);
        }

        assertThat(committer.groups()).isEqualTo(2);
        for (int room = 0; room <= 8; room++) {
            assertThat(journal.last(flow(room))).isEqualTo(1);
        }
    }

    @Test
    void aGroupIsWrittenInTheOrderOfDocuments() throws Exception {
        for (var answer : startBehindTheFirst(7, 3, 8, 1, 6, 2, 5, 4)) {
            answer.get();
        }
        assertThat(inserted)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 8).mapToObj(room -> flow(room)).toList());
    }

    @Test
    void anErrorIsToldAndTheNextAppendIsKept() throws Exception {
        release.countDown();
        assertThatThrownBy(start(FATAL)::get)
                .cause()
                .isInstanceOf(StorageUnavailableException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(start(1).get().happenings()).containsExactly(1L);
    }

    @Test
    void oneThatFailsDoesNotTakeTheOthersOfItsGroupWithIt() throws Exception {
        var answers = startBehindTheFirst(1, BROKEN, 2, BUG, 3);

        for (int good : new int[] {0, 2, 4}) {
            assertThat(answers.get(good).get().happenings()).containsExactly(1L);
        }
        assertThatThrownBy(answers.get(1)::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(flow(BROKEN).toString());
        assertThatThrownBy(answers.get(3)::get)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a bug");
        for (int bad : new int[] {BROKEN, BUG}) {
            assertThat(journal.last(flow(bad))).isZero();
        }
        for (int good : new int[] {0, 1, 2, 3}) {
            assertThat(journal.last(flow(good))).isEqualTo(1);
        }
    }

    @Test
    void whenACommitHasNoAnswerItsAppendsFailAndNothingIsTriedAgain() throws Exception {
        var postgres = DatabaseSettings.at(PostgresForTests.freshSchemaUrl());
        try (var distant = Database.open(postgres)) {
            var written = new JdbcJournal(distant);
            var tries = new AtomicInteger();
            try (var cutOff =
                    new LogCommitter(
                            distant,
                            append -> {
                                tries.incrementAndGet();
                                var batch = append.batch();
                                var positions =
                                        written.write(append.document(), batch.happenings());
                                endTransactionsOf(postgres);
                                return new Appended(new Seq(1), List.of(), positions);
                            })) {
                assertThatThrownBy(() -> cutOff.commit(append(1)))
                        .isInstanceOf(StorageUnavailableException.class)
                        .hasMessageContaining(flow(1).toString());
            }

            assertThat(tries).hasValue(1);
            assertThat(written.last(flow(1))).isZero();
        }
    }

    /// Cut the connections that are in the middle of a transaction.
    private static void endTransactionsOf(DatabaseSettings settings) {
        try (var connection = DriverManager.getConnection(settings.url());
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'evenkeel' AND state = 'idle in transaction'\
                    """);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingFinishesWhatWaitsAndTakesNoMore() throws Exception {
        var answers = startBehindTheFirst(1, 2);

        committer.close();

        for (var answer : answers) {
            assertThat(answer.get().last()).isEqualTo(new Seq(1));
        }
        assertThatThrownBy(() -> committer.commit(append(3)))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(flow(3).toString());
        assertThat(journal.last(flow(3))).isZero();
    }
}
