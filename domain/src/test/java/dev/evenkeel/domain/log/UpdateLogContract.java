package dev.evenkeel.domain.log;

import static dev.evenkeel.domain.storage.Samples.ANN;
import static dev.evenkeel.domain.storage.Samples.BOT;
import static dev.evenkeel.domain.storage.Samples.DEMO;
import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.NOON;
import static dev.evenkeel.domain.storage.Samples.NOTES;
import static dev.evenkeel.domain.storage.Samples.RICH;
import static dev.evenkeel.domain.storage.Samples.SECOND;
import static dev.evenkeel.domain.storage.Samples.commit;
import static dev.evenkeel.domain.storage.Samples.content;
import static dev.evenkeel.domain.storage.Samples.entry;
import static dev.evenkeel.domain.storage.Samples.flow;
import static dev.evenkeel.domain.storage.Samples.happening;
import static dev.evenkeel.domain.storage.Samples.insert;
import static dev.evenkeel.domain.storage.Samples.purge;
import static dev.evenkeel.domain.storage.Samples.replace;
import static dev.evenkeel.domain.storage.Samples.stored;
import static dev.evenkeel.domain.storage.Samples.together;
import static dev.evenkeel.domain.storage.Samples.update;
import static dev.evenkeel.domain.storage.Samples.updates;
import static dev.evenkeel.domain.storage.Samples.withBase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.log.UpdateLog.Appended;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// What every [UpdateLog] must do.
public interface UpdateLogContract extends StorageContract {

    private UpdateLog log() {
        return storage().log();
    }

    private Appended append(DocumentId document, long last, LogEntry... entries) {
        return log().append(document, new Seq(last), Batch.of(List.of(entries)));
    }

    private History reread(DocumentId document) {
        return restarted().log().read(document);
    }

    @Test
    default void aLogThatNeverWasIsEmpty() {
        assertThat(log().read(FLOW)).isEqualTo(History.EMPTY);
    }

    @Test
    default void readsBackInOrderWhatWasAppended() {
        assertThat(append(FLOW, 0, entry(1), entry(2, 2)))
                .isEqualTo(new Appended(new Seq(2), List.of(), List.of()));
        assertThat(append(FLOW, 2, entry(3)))
                .isEqualTo(new Appended(new Seq(3), List.of(), List.of()));

        var history =
                new History(
                        List.of(update(1), update(2, 2), update(3)),
                        new Seq(3),
                        3,
                        Optional.empty());
        assertThat(log().read(FLOW)).isEqualTo(history);
        assertThat(reread(FLOW)).isEqualTo(history);
    }

    @Test
    default void logsOfDifferentDocumentsAreApart() {
        append(FLOW, 0, entry(1));
        append(NOTES, 0, entry(2), entry(3));

        assertThat(log().read(FLOW).updates()).containsExactly(update(1));
        assertThat(log().read(NOTES).last()).isEqualTo(new Seq(2));
        assertThat(log().read(SECOND)).isEqualTo(History.EMPTY);
    }

    @Test
    default void bytesComeBackExactly() {
        var random = new Random(4711);
        var sizes = List.of(0, 1, 255, 256, 257, 4096, 70_000, 3_000_000);
        var entries = new ArrayList<LogEntry>();
        for (int size : sizes) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            entries.add(new LogEntry(Update.of(bytes), ANN, NOON));
        }

        log().append(FLOW, Seq.NONE, Batch.of(entries));

        assertThat(reread(FLOW).updates()).isEqualTo(updates(entries));
    }

    @Test
    default void ofTwoWritersEachIsHandedWhatTheOtherAppended() {
        append(FLOW, 0, entry(1));
        var theirs = new LogEntry(update(2), BOT, NOON.plusSeconds(1));
        assertThat(append(FLOW, 1, theirs, entry(3)).last()).isEqualTo(new Seq(3));

        var mine = append(FLOW, 1, entry(4));

        assertThat(mine).isEqualTo(new Appended(new Seq(4), List.of(theirs, entry(3)), List.of()));
        assertThat(append(FLOW, 3, entry(5)).others()).containsExactly(entry(4));
        assertThat(log().read(FLOW).updates())
                .containsExactly(update(1), update(2), update(3), update(4), update(5));
    }

    @Test
    default void aWriterThatIsAheadOfTheLogIsABug() {
        append(FLOW, 0, entry(1));

        assertThatIllegalStateException().isThrownBy(() -> append(FLOW, 2, entry(2)));
        assertThat(log().read(FLOW).updates()).containsExactly(update(1));
    }

    @Test
    default void anEmptyBatchOnlyAsksWhatOthersAppended() {
        append(FLOW, 0, entry(1), entry(2));

        assertThat(append(FLOW, 1))
                .isEqualTo(new Appended(new Seq(2), List.of(entry(2)), List.of()));
        assertThat(log().read(FLOW).tail()).isEqualTo(2);
    }

    @Test
    default void theBaseMovesWithTheEntries() {
        var first = new Base(1, RICH, update(7));
        log().append(FLOW, Seq.NONE, new Batch(List.of(entry(1)), Optional.of(first), List.of()));
        assertThat(reread(FLOW).base()).contains(first);

        append(FLOW, 1, entry(2));
        assertThat(log().read(FLOW).base()).contains(first);

        var second = new Base(2, Value.Obj.EMPTY, update());
        log().append(FLOW, new Seq(2), new Batch(List.of(), Optional.of(second), List.of()));
        assertThat(log().read(FLOW))
                .isEqualTo(
                        new History(
                                List.of(update(1), update(2)), new Seq(2), 2, Optional.of(second)));
    }

    @Test
    default void happeningsAreWrittenWithTheEntries() {
        stored(storage(), insert(FLOW, "Orders"));
        var reset = happening("reset").withLockVersion(1);
        var change = happening("external_change").withLockVersion(2);

        var appended =
                log().append(
                                FLOW,
                                Seq.NONE,
                                new Batch(
                                        List.of(entry(1)),
                                        Optional.empty(),
                                        List.of(reset, change)));

        assertThat(appended.happenings()).hasSize(2).isSorted();
        assertThat(storage().journal().readAfter(FLOW, 0, 10).stream().skip(1))
                .containsExactly(
                        new Journal.Entry(appended.happenings().get(0), reset),
                        new Journal.Entry(appended.happenings().get(1), change));
    }

    @Test
    default void aRefusedBatchLeavesNothingBehind() {
        append(FLOW, 0, entry(1));
        var before = log().read(FLOW);

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                log().append(
                                                FLOW,
                                                new Seq(9),
                                                new Batch(
                                                        List.of(entry(2), entry(3)),
                                                        Optional.of(new Base(3, RICH, update(8))),
                                                        List.of(happening("reset")))));

        assertThat(log().read(FLOW)).isEqualTo(before);
        assertThat(storage().journal().last(FLOW)).isZero();
    }

    @Test
    default void compactionPutsAStateInThePlaceOfTheOldestEntries() {
        var base = new Base(1, content("x"), update(7));
        log().append(
                        FLOW,
                        Seq.NONE,
                        new Batch(
                                List.of(entry(1), entry(2), entry(3)),
                                Optional.of(base),
                                List.of()));

        log().compact(FLOW, new Seq(2), update(12));

        var history = new History(List.of(update(12), update(3)), new Seq(3), 1, Optional.of(base));
        assertThat(log().read(FLOW)).isEqualTo(history);
        assertThat(reread(FLOW)).isEqualTo(history);
        assertThat(append(FLOW, 3, entry(4)).last()).isEqualTo(new Seq(4));
    }

    @Test
    default void aLogWithoutATailGoesOnWhereItWas() {
        append(FLOW, 0, entry(1), entry(2));

        log().compact(FLOW, new Seq(2), update(12));

        assertThat(log().read(FLOW))
                .isEqualTo(new History(List.of(update(12)), new Seq(2), 0, Optional.empty()));
        assertThat(append(FLOW, 2, entry(3)))
                .isEqualTo(new Appended(new Seq(3), List.of(), List.of()));
        assertThat(reread(FLOW).updates()).containsExactly(update(12), update(3));
    }

    @Test
    default void aSecondCompactionReplacesTheFirst() {
        append(FLOW, 0, entry(1), entry(2), entry(3));
        log().compact(FLOW, new Seq(1), update(11));
        log().compact(FLOW, new Seq(3), update(13));

        assertThat(log().read(FLOW))
                .isEqualTo(new History(List.of(update(13)), new Seq(3), 0, Optional.empty()));
    }

    @Test
    default void aCompactionThatSomebodyOvertookChangesNothing() {
        append(FLOW, 0, entry(1), entry(2), entry(3));
        log().compact(FLOW, new Seq(2), update(12));

        log().compact(FLOW, new Seq(1), update(11));

        assertThat(log().read(FLOW).updates()).containsExactly(update(12), update(3));
    }

    @Test
    default void aCompactionBeyondTheEndIsABug() {
        append(FLOW, 0, entry(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> log().compact(FLOW, new Seq(2), update(12)));
        assertThat(log().read(FLOW).updates()).containsExactly(update(1));
    }

    @Test
    default void whatOthersAppendedAndCompactedComesBackAsTheirCheckpoint() {
        append(FLOW, 0, entry(1));
        append(FLOW, 1, entry(2), entry(3), entry(4));
        log().compact(FLOW, new Seq(3), update(13));

        var mine = append(FLOW, 1, entry(5));

        assertThat(mine.last()).isEqualTo(new Seq(5));
        assertThat(updates(mine.others())).containsExactly(update(13), update(4));
    }

    @Test
    default void behindListsExactlyTheDocumentsWhoseBaseIsOlderThanTheirRow() {
        stored(storage(), withBase(insert(flow(1), "level"), new Base(1, RICH, update(1))));
        stored(storage(), withBase(insert(flow(2), "behind"), new Base(1, RICH, update(1))));
        stored(storage(), replace(flow(2), 1, "behind"));
        stored(storage(), insert(flow(3), "never opened"));
        stored(storage(), replace(flow(3), 1, "never opened"));
        append(flow(4), 0, entry(1));
        append(flow(5), 0, entry(1));
        stored(storage(), insert(flow(5), "edited before its first row"));
        append(flow(6), 0, entry(1));
        log().compact(flow(6), new Seq(1), update(1));
        stored(storage(), insert(flow(6), "the same, but compacted"));
        stored(
                storage(),
                commit(NOTES, new Commit.Write.Insert(DEMO, NOTES.key(), Value.Obj.EMPTY)));
        append(NOTES, 0, entry(1));
        stored(storage(), withBase(insert(flow(7), "purged"), new Base(1, RICH, update(1))));
        stored(storage(), replace(flow(7), 1, "purged"));
        stored(storage(), purge(flow(7)));

        assertThat(log().behind(10)).containsExactlyInAnyOrder(flow(2), flow(5), flow(6));
        assertThat(log().behind(1)).hasSize(1);
        assertThat(restarted().log().behind(10)).hasSize(3);

        log().append(
                        flow(2),
                        Seq.NONE,
                        new Batch(
                                List.of(entry(1)),
                                Optional.of(new Base(2, RICH, update(2))),
                                List.of()));
        assertThat(log().behind(10)).containsExactlyInAnyOrder(flow(5), flow(6));
    }

    @Test
    default void manyRoomsAppendAtOnceEachToItsOwnLog() {
        int rooms = 12;
        int rounds = 25;

        together(
                IntStream.range(0, rooms)
                        .<Callable<Seq>>mapToObj(
                                room ->
                                        () -> {
                                            var last = Seq.NONE;
                                            for (int i = 0; i < rounds; i++) {
                                                var batch =
                                                        Batch.of(
                                                                List.of(
                                                                        entry(room, i),
                                                                        entry(room, i, 1)));
                                                var appended =
                                                        log().append(flow(room), last, batch);
                                                assertThat(appended.others()).isEmpty();
                                                assertThat(appended.last()).isEqualTo(last.plus(2));
                                                last = appended.last();
                                            }
                                            return last;
                                        })
                        .toList());

        for (int room = 0; room < rooms; room++) {
            var expected = new ArrayList<Update>();
            for (int i = 0; i < rounds; i++) {
                expected.add(update(room, i));
                expected.add(update(room, i, 1));
            }
            assertThat(reread(flow(room)).updates()).isEqualTo(expected);
        }
    }

    @Test
    default void manyWritersOfOneLogLeaveNoGapAndSeeEachOther() {
        int writers = 6;
        int rounds = 10;

        var seen =
                together(
                        IntStream.range(0, writers)
                                .<Callable<List<Update>>>mapToObj(
                                        writer ->
                                                () -> {
                                                    var mine = new ArrayList<Update>();
                                                    var last = Seq.NONE;
                                                    for (int i = 0; i < rounds; i++) {
                                                        var appended =
                                                                log().append(
                                                                                FLOW,
                                                                                last,
                                                                                Batch.of(
                                                                                        List.of(
                                                                                                entry(
                                                                                                        writer,
                                                                                                        i))));
                                                        mine.addAll(updates(appended.others()));
                                                        mine.add(update(writer, i));
                                                        last = appended.last();
                                                    }
                                                    return mine;
                                                })
                                .toList());

        var history = log().read(FLOW);
        assertThat(history.last()).isEqualTo(new Seq(writers * rounds));
        assertThat(history.updates()).hasSize(writers * rounds).doesNotHaveDuplicates();
        assertThat(seen)
                .allSatisfy(
                        mine ->
                                assertThat(mine)
                                        .isEqualTo(history.updates().subList(0, mine.size())));
    }
}
