package dev.evenkeel.domain.version;

import static dev.evenkeel.domain.storage.Samples.ANN;
import static dev.evenkeel.domain.storage.Samples.BOT;
import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.NOON;
import static dev.evenkeel.domain.storage.Samples.RICH;
import static dev.evenkeel.domain.storage.Samples.SECOND;
import static dev.evenkeel.domain.storage.Samples.content;
import static dev.evenkeel.domain.storage.Samples.insert;
import static dev.evenkeel.domain.storage.Samples.replace;
import static dev.evenkeel.domain.storage.Samples.stored;
import static dev.evenkeel.domain.storage.Samples.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/// What every [Versions] must do. That a commit stores a version is in
/// [dev.evenkeel.domain.row.RowsContract].
public interface VersionsContract extends StorageContract {

    private Versions versions() {
        return storage().versions();
    }

    private static VersionLabel draft(long number) {
        return new VersionLabel(true, number);
    }

    @Test
    default void whatWasNeverStoredIsNotFound() {
        stored(storage(), insert(FLOW, "Orders"));

        assertThat(versions().find(FLOW, VersionLabel.stored(2))).isEmpty();
        assertThat(versions().find(FLOW, draft(1))).isEmpty();
        assertThat(versions().find(SECOND, VersionLabel.stored(1))).isEmpty();
        assertThat(versions().list(SECOND, 10)).isEmpty();
    }

    @Test
    default void draftsAreNumberedPerDocument() {
        assertThat(versions().keepDraft(FLOW, "Orders", RICH, ANN, NOON)).isEqualTo(draft(1));
        assertThat(versions().keepDraft(FLOW, "Orders", content("b"), BOT, NOON))
                .isEqualTo(draft(2));
        assertThat(versions().keepDraft(SECOND, "x", content("c"), ANN, NOON)).isEqualTo(draft(1));

        assertThat(restarted().versions().find(FLOW, draft(1)))
                .contains(new Version(FLOW, draft(1), "Orders", RICH, ANN, NOON, "draft"));
        assertThat(versions().find(FLOW, draft(2)).orElseThrow().actor()).isEqualTo(BOT);
    }

    @Test
    default void aDraftDoesNotTakeAStoredVersionsNumber() {
        stored(storage(), insert(FLOW, "Orders"));
        versions().keepDraft(FLOW, "Orders", content("draft"), ANN, NOON);

        assertThat(versions().find(FLOW, VersionLabel.stored(1)).orElseThrow().content())
                .isEqualTo(content("Orders"));
        assertThat(versions().find(FLOW, draft(1)).orElseThrow().content())
                .isEqualTo(content("draft"));
        assertThat(stored(storage(), replace(FLOW, 1, "Orders")).lockVersion()).isEqualTo(2);
    }

    @Test
    default void versionsAndDraftsAreListedTogetherNewestFirst() {
        stored(storage(), insert(FLOW, "Orders"));
        versions().keepDraft(FLOW, "Orders", content("draft"), ANN, NOON.minusSeconds(60));
        stored(storage(), replace(FLOW, 1, "Orders"));
        stored(storage(), replace(FLOW, 2, "Orders"));

        assertThat(versions().list(FLOW, 10))
                .extracting(version -> version.label().toString())
                .containsExactly("3", "2", "d1", "1");
        assertThat(versions().list(FLOW, 2))
                .extracting(version -> version.label().toString())
                .containsExactly("3", "2");
        assertThat(restarted().versions().list(FLOW, 10)).hasSize(4);
    }

    @Test
    default void draftsKeptAtOnceGetDifferentNumbers() {
        Callable<VersionLabel> keep =
                () -> versions().keepDraft(FLOW, "Orders", content("x"), ANN, NOON);

        var labels = together(Collections.nCopies(8, keep));

        assertThat(labels)
                .extracting(VersionLabel::toString)
                .containsExactlyInAnyOrderElementsOf(
                        List.of("d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8"));
    }
}
