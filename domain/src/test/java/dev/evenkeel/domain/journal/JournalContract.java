package dev.evenkeel.domain.journal;

import static dev.evenkeel.domain.storage.Samples.BOT;
import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.NOON;
import static dev.evenkeel.domain.storage.Samples.RICH;
import static dev.evenkeel.domain.storage.Samples.SECOND;
import static dev.evenkeel.domain.storage.Samples.entry;
import static dev.evenkeel.domain.storage.Samples.happening;
import static dev.evenkeel.domain.storage.Samples.insert;
import static dev.evenkeel.domain.storage.Samples.replace;
import static dev.evenkeel.domain.storage.Samples.stored;
import static dev.evenkeel.domain.storage.Samples.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What every [Journal] must do.
public interface JournalContract extends StorageContract {

    private Journal journal() {
        return storage().journal();
    }

    private List<Long> keep(Happening... happenings) {
        return storage()
                .log()
                .append(FLOW, Seq.NONE, new Batch(List.of(), Optional.empty(), List.of(happenings)))
                .happenings();
    }

    @Test
    default void aJournalThatNeverWasIsEmpty() {
        assertThat(journal().last(FLOW)).isZero();
        assertThat(journal().readAfter(FLOW, 0, 10)).isEmpty();
    }

    @Test
    default void happeningsComeBackExactly() {
        var happening = new Happening("external_change", BOT, NOON, 7, RICH);

        var positions = keep(happening);

        assertThat(restarted().journal().readAfter(FLOW, 0, 10))
                .containsExactly(new Journal.Entry(positions.getFirst(), happening));
        assertThat(journal().last(FLOW)).isEqualTo(positions.getFirst());
    }

    @Test
    default void whatComesAfterAPositionIsReadInOrder() {
        stored(storage(), insert(FLOW, "Orders"));
        long created = journal().last(FLOW);
        var positions = keep(happening("a"), happening("b"));
        stored(storage(), replace(FLOW, 1, "Orders"));
        long saved = journal().last(FLOW);

        assertThat(positions).isSorted().allSatisfy(p -> assertThat(p).isBetween(created, saved));
        assertThat(journal().readAfter(FLOW, 0, 10))
                .extracting(Journal.Entry::position)
                .containsExactly(created, positions.get(0), positions.get(1), saved);
        assertThat(journal().readAfter(FLOW, positions.get(0), 10))
                .extracting(entry -> entry.happening().type())
                .containsExactly("b", "saved");
        assertThat(journal().readAfter(FLOW, created, 1))
                .extracting(entry -> entry.happening().type())
                .containsExactly("a");
        assertThat(journal().readAfter(FLOW, saved, 10)).isEmpty();
    }

    @Test
    default void journalsOfDifferentDocumentsAreApart() {
        stored(storage(), insert(FLOW, "Orders"));
        stored(storage(), insert(SECOND, "Invoices"));

        assertThat(journal().readAfter(FLOW, 0, 10)).hasSize(1);
        assertThat(journal().readAfter(SECOND, 0, 10)).hasSize(1);
    }

    @Test
    default void anAppendWithoutHappeningsWritesNone() {
        storage().log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1))));

        assertThat(journal().last(FLOW)).isZero();
    }

    @Test
    default void aReaderThatFollowsMissesNothingWhileManyWrite() {
        int rounds = 40;
        Callable<Long> save =
                () -> {
                    stored(storage(), insert(FLOW, "Orders"));
                    for (int i = 1; i < rounds; i++) {
                        stored(storage(), replace(FLOW, i, "Orders"));
                    }
                    return 0L;
                };
        Callable<Long> note =
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        keep(happening("note"));
                    }
                    return 0L;
                };
        Callable<Long> follow =
                () -> {
                    long after = 0;
                    long read = 0;
                    while (read < 2 * rounds) {
                        for (var entry : journal().readAfter(FLOW, after, 10)) {
                            after = entry.position();
                            read++;
                        }
                    }
                    return read;
                };

        var answers = together(List.of(save, note, follow));

        assertThat(answers).containsExactly(0L, 0L, 2L * rounds);
    }
}
