package dev.evenkeel.domain.row;

import static dev.evenkeel.domain.storage.Samples.ANN;
import static dev.evenkeel.domain.storage.Samples.DEMO;
import static dev.evenkeel.domain.storage.Samples.FLOW;
import static dev.evenkeel.domain.storage.Samples.NOON;
import static dev.evenkeel.domain.storage.Samples.NOTES;
import static dev.evenkeel.domain.storage.Samples.OTHER;
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
import static dev.evenkeel.domain.storage.Samples.withBase;
import static dev.evenkeel.domain.storage.Samples.withRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.History;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.row.CommitResult.Committed;
import dev.evenkeel.domain.row.CommitResult.Gone;
import dev.evenkeel.domain.row.CommitResult.Missing;
import dev.evenkeel.domain.row.CommitResult.Moved;
import dev.evenkeel.domain.row.CommitResult.Repeated;
import dev.evenkeel.domain.row.CommitResult.RequestIdReused;
import dev.evenkeel.domain.row.CommitResult.TitleTaken;
import dev.evenkeel.domain.storage.StorageContract;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// What every [Rows] must do. One file although it is long: it is the list of what a row promises.
public interface RowsContract extends StorageContract {

    private Rows rows() {
        return storage().rows();
    }

    private long versionsOf(DocumentId document) {
        return storage().versions().list(document, 100).size();
    }

    private List<Happening> happeningsOf(DocumentId document) {
        return storage().journal().readAfter(document, 0, 100).stream()
                .map(Journal.Entry::happening)
                .toList();
    }

    @Test
    default void aRowThatNeverWasIsAbsent() {
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Absent());
        assertThat(rows().list(DEMO, "workflow")).isEmpty();
        assertThat(rows().lockVersions(List.of(FLOW))).isEmpty();
    }

    @Test
    default void anInsertMakesLockVersionOneAndVersionOneAndAHappening() {
        var result = rows().commit(insert(FLOW, "Orders"));

        var row = new Row(FLOW, DEMO, "Orders", content("Orders"), 1, Optional.empty());
        assertThat(result).isEqualTo(new Committed(row, storage().journal().last(FLOW)));
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(row));
        assertThat(storage().versions().find(FLOW, VersionLabel.stored(1)))
                .contains(
                        new Version(
                                FLOW,
                                VersionLabel.stored(1),
                                "Orders",
                                content("Orders"),
                                ANN,
                                NOON,
                                "created"));
        assertThat(happeningsOf(FLOW)).containsExactly(happening("created").withLockVersion(1));
    }

    @Test
    default void aSecondInsertIsToldWhatIsThere() {
        var row = stored(storage(), insert(FLOW, "Orders"));

        assertThat(rows().commit(insert(FLOW, "Mine"))).isEqualTo(new Moved(row));

        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(row));
        assertThat(versionsOf(FLOW)).isEqualTo(1);
        assertThat(happeningsOf(FLOW)).hasSize(1);
    }

    @Test
    default void aReplaceRaisesTheLockVersionByOneAndStoresAVersion() {
        stored(storage(), insert(FLOW, "Orders"));

        var row = stored(storage(), replace(FLOW, 1, "Orders 2"));

        assertThat(row)
                .isEqualTo(
                        new Row(FLOW, DEMO, "Orders 2", content("Orders 2"), 2, Optional.empty()));
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(row));
        assertThat(storage().versions().find(FLOW, VersionLabel.stored(1)).orElseThrow().content())
                .isEqualTo(content("Orders"));
        assertThat(storage().versions().find(FLOW, VersionLabel.stored(2)).orElseThrow().content())
                .isEqualTo(content("Orders 2"));
        assertThat(happeningsOf(FLOW).getLast()).isEqualTo(happening("saved").withLockVersion(2));
    }

    @Test
    default void aReplaceOfAnotherLockVersionIsToldWhatIsThere() {
        stored(storage(), insert(FLOW, "Orders"));
        var row = stored(storage(), replace(FLOW, 1, "theirs"));

        assertThat(rows().commit(replace(FLOW, 1, "mine"))).isEqualTo(new Moved(row));
        assertThat(rows().commit(replace(FLOW, 3, "mine"))).isEqualTo(new Moved(row));

        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(row));
        assertThat(versionsOf(FLOW)).isEqualTo(2);
    }

    @Test
    default void whatWasNeverInsertedIsMissing() {
        assertThat(rows().commit(replace(FLOW, 0, "x"))).isEqualTo(new Missing());
        assertThat(rows().commit(replace(FLOW, 1, "x"))).isEqualTo(new Missing());
        assertThat(rows().commit(purge(FLOW))).isEqualTo(new Missing());
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Absent());
        assertThat(happeningsOf(FLOW)).isEmpty();
    }

    @Test
    default void markingSetsAndClearsDeletedAtAndStoresAVersionEachTime() {
        stored(storage(), insert(FLOW, "Orders"));

        var mark = new Commit.Write.Mark(1, "Orders_del", content("x"), Optional.of(NOON));
        var deleted = stored(storage(), commit(FLOW, mark));

        assertThat(deleted)
                .isEqualTo(new Row(FLOW, DEMO, "Orders_del", content("x"), 2, Optional.of(NOON)));
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(deleted));
        assertThat(rows().commit(commit(FLOW, mark))).isEqualTo(new Moved(deleted));

        var unmark = new Commit.Write.Mark(2, "Orders", content("x"), Optional.empty());
        var back = stored(storage(), commit(FLOW, unmark));

        assertThat(back.deletedAt()).isEmpty();
        assertThat(back.lockVersion()).isEqualTo(3);
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Present(back));
        assertThat(versionsOf(FLOW)).isEqualTo(3);
    }

    @Test
    default void aReplaceLeavesDeletedAtAsItIs() {
        stored(storage(), insert(FLOW, "Orders"));
        var mark = new Commit.Write.Mark(1, "Orders", content("x"), Optional.of(NOON));
        stored(storage(), commit(FLOW, mark));

        assertThat(stored(storage(), replace(FLOW, 2, "Orders")).deletedAt()).contains(NOON);
    }

    @Test
    default void aPurgeRemovesEverythingAndTheIdIsNeverUsedAgain() {
        stored(storage(), withBase(insert(FLOW, "Orders"), base(1)));
        storage().log().append(FLOW, Seq.NONE, Batch.of(List.of(entry(1), entry(2))));
        storage().log().compact(FLOW, new Seq(1), update(1));
        storage().versions().keepDraft(FLOW, "Orders", content("draft"), ANN, NOON);

        var purged = stored(storage(), purge(FLOW));

        assertThat(purged.lockVersion()).isEqualTo(1);
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Purged(DEMO));
        assertThat(storage().log().read(FLOW)).isEqualTo(History.EMPTY);
        assertThat(versionsOf(FLOW)).isZero();
        assertThat(rows().list(DEMO, "workflow")).isEmpty();
        assertThat(rows().lockVersions(List.of(FLOW))).isEmpty();

        assertThat(rows().commit(insert(FLOW, "Orders"))).isEqualTo(new Gone());
        assertThat(rows().commit(replace(FLOW, 1, "Orders"))).isEqualTo(new Gone());
        assertThat(rows().commit(purge(FLOW))).isEqualTo(new Gone());
        assertThat(restarted().rows().commit(insert(FLOW, "Orders"))).isEqualTo(new Gone());
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Purged(DEMO));
    }

    @Test
    default void afterAPurgeTheJournalSaysWhoAndWhenButNotWhat() {
        stored(storage(), insert(FLOW, "Orders"));

        stored(storage(), purge(FLOW));

        assertThat(happeningsOf(FLOW))
                .containsExactly(
                        new Happening("created", ANN, NOON, 1, Value.Obj.EMPTY),
                        happening("purged").withLockVersion(1));
    }

    @Test
    default void aPurgeFreesTheTitle() {
        stored(storage(), insert(FLOW, "Orders"));
        stored(storage(), purge(FLOW));

        assertThat(stored(storage(), insert(SECOND, "Orders")).title()).isEqualTo("Orders");
    }

    @Test
    default void aTitleIsUsedOncePerProjectAndKind() {
        stored(storage(), insert(FLOW, "Orders"));

        assertThat(rows().commit(insert(SECOND, "Orders"))).isEqualTo(new TitleTaken("Orders"));
        assertThat(rows().find(SECOND)).isEqualTo(new Lookup.Absent());

        var elsewhere = new Commit.Write.Insert(OTHER, "Orders", content("Orders"));
        assertThat(stored(storage(), commit(SECOND, elsewhere)).project()).isEqualTo(OTHER);
        var otherKind = new DocumentId("free", "Orders");
        assertThat(stored(storage(), insert(otherKind, "Orders")).title()).isEqualTo("Orders");
    }

    @Test
    default void aReplaceCannotTakeAnotherRowsTitleButKeepsItsOwn() {
        stored(storage(), insert(FLOW, "Orders"));
        stored(storage(), insert(SECOND, "Invoices"));

        assertThat(rows().commit(replace(SECOND, 1, "Orders"))).isEqualTo(new TitleTaken("Orders"));
        assertThat(stored(storage(), replace(SECOND, 1, "Invoices")).lockVersion()).isEqualTo(2);
    }

    @Test
    default void aSoftDeletedRowKeepsItsTitle() {
        stored(storage(), insert(FLOW, "Orders"));
        var mark = new Commit.Write.Mark(1, "Orders", content("x"), Optional.of(NOON));
        stored(storage(), commit(FLOW, mark));

        assertThat(rows().commit(insert(SECOND, "Orders"))).isEqualTo(new TitleTaken("Orders"));
    }

    @Test
    default void aFreeDocumentStaysAtZeroAndHasNoVersions() {
        var insert = commit(NOTES, new Commit.Write.Insert(DEMO, NOTES.key(), Value.Obj.EMPTY));
        var row = stored(storage(), insert);

        assertThat(row)
                .isEqualTo(new Row(NOTES, DEMO, NOTES.key(), Value.Obj.EMPTY, 0, Optional.empty()));
        assertThat(rows().find(NOTES)).isEqualTo(new Lookup.Present(row));
        assertThat(rows().commit(insert)).isEqualTo(new Moved(row));
        var mark = new Commit.Write.Mark(0, NOTES.key(), Value.Obj.EMPTY, Optional.of(NOON));
        assertThat(stored(storage(), commit(NOTES, mark)).lockVersion()).isZero();
        assertThat(versionsOf(NOTES)).isZero();
        assertThat(rows().lockVersions(List.of(NOTES))).isEqualTo(Map.of(NOTES, 0L));
    }

    @Test
    default void theBaseIsStoredWithTheRowOrNotAtAll() {
        stored(storage(), withBase(insert(FLOW, "Orders"), base(1)));
        assertThat(storage().log().read(FLOW).base()).contains(base(1));

        rows().commit(withBase(replace(FLOW, 7, "Orders"), base(8)));
        assertThat(storage().log().read(FLOW).base()).contains(base(1));

        stored(storage(), withBase(replace(FLOW, 1, "Orders"), base(2)));
        assertThat(storage().log().read(FLOW).base()).contains(base(2));
        assertThat(storage().log().behind(10)).isEmpty();
    }

    @Test
    default void aBaseOfAnotherLockVersionThanTheNewOneIsABug() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows().commit(withBase(insert(FLOW, "Orders"), base(2))));
        assertThat(rows().find(FLOW)).isEqualTo(new Lookup.Absent());
    }

    @Test
    default void aRepeatedRequestHasTheFirstOnesOutcome() {
        stored(storage(), withRequest(insert(FLOW, "Orders"), "r1", "f1"));
        stored(storage(), withRequest(replace(FLOW, 1, "Orders 2"), "r2", "f2"));

        assertThat(rows().commit(withRequest(insert(FLOW, "Orders"), "r1", "f1")))
                .isEqualTo(new Repeated(FLOW, 1));
        assertThat(rows().commit(withRequest(insert(SECOND, "Orders"), "r1", "f1")))
                .isEqualTo(new Repeated(FLOW, 1));
        assertThat(rows().commit(withRequest(replace(FLOW, 1, "Orders 2"), "r2", "f2")))
                .isEqualTo(new Repeated(FLOW, 2));
        assertThat(restarted().rows().commit(withRequest(replace(FLOW, 1, "Orders 2"), "r2", "f2")))
                .isEqualTo(new Repeated(FLOW, 2));
        assertThat(rows().find(SECOND)).isEqualTo(new Lookup.Absent());
        assertThat(versionsOf(FLOW)).isEqualTo(2);
    }

    @Test
    default void whatARequestLedToCanBeAskedFor() {
        assertThat(
                        rows().answered(
                                        withRequest(insert(FLOW, "Orders"), "r1", "f1")
                                                .request()
                                                .orElseThrow()))
                .isEmpty();
        stored(storage(), withRequest(insert(FLOW, "Orders"), "r1", "f1"));

        var asked = withRequest(insert(FLOW, "Orders"), "r1", "f1").request().orElseThrow();
        assertThat(rows().answered(asked)).contains(new Repeated(FLOW, 1));
        assertThat(
                        rows().answered(
                                        new Commit.RequestId(
                                                asked.scope(), asked.key(), "something else")))
                .contains(new RequestIdReused());
    }

    @Test
    default void aRequestIdUsedForSomethingElseIsNoticed() {
        stored(storage(), withRequest(insert(FLOW, "Orders"), "r1", "f1"));

        assertThat(rows().commit(withRequest(replace(FLOW, 1, "Orders 2"), "r1", "f2")))
                .isEqualTo(new RequestIdReused());
        assertThat(versionsOf(FLOW)).isEqualTo(1);
    }

    @Test
    default void aRequestThatChangedNothingMayBeTriedAgain() {
        stored(storage(), insert(FLOW, "Orders"));
        rows().commit(withRequest(replace(FLOW, 7, "Orders 2"), "r1", "f1"));

        assertThat(stored(storage(), withRequest(replace(FLOW, 1, "Orders 2"), "r1", "f1")))
                .isEqualTo(
                        new Row(FLOW, DEMO, "Orders 2", content("Orders 2"), 2, Optional.empty()));
    }

    @Test
    default void requestIdsOfDifferentScopesAreDifferent() {
        stored(storage(), withRequest(insert(FLOW, "Orders"), "r1", "f1"));
        var elsewhere = insert(SECOND, "Invoices");

        var other =
                new Commit(
                        SECOND,
                        elsewhere.write(),
                        ANN,
                        NOON,
                        Optional.of(new Commit.RequestId("other/u-ann", "r1", "f1")),
                        Optional.empty(),
                        elsewhere.happening());

        assertThat(stored(storage(), other).document()).isEqualTo(SECOND);
    }

    @Test
    default void contentComesBackExactly() {
        stored(storage(), commit(FLOW, new Commit.Write.Insert(DEMO, "Orders", RICH)));

        var row = ((Lookup.Present) restarted().rows().find(FLOW)).row();

        assertThat(row.content()).isEqualTo(RICH);
        assertThat(row.content().members().keySet())
                .containsExactlyElementsOf(RICH.members().keySet());
        var version = storage().versions().find(FLOW, VersionLabel.stored(1)).orElseThrow();
        assertThat(version.content()).isEqualTo(RICH);
    }

    @Test
    default void rowsAreListedByTitleWithTheSoftDeletedOnes() {
        stored(storage(), insert(flow(1), "b"));
        stored(storage(), insert(flow(2), "Z"));
        stored(storage(), insert(flow(3), "a"));
        stored(storage(), insert(NOTES, NOTES.key()));
        var mark = new Commit.Write.Mark(1, "a", content("x"), Optional.of(NOON));
        stored(storage(), commit(flow(3), mark));

        assertThat(rows().list(DEMO, "workflow"))
                .extracting(Row::title)
                .containsExactly("Z", "a", "b");
        assertThat(rows().list(DEMO, "free")).extracting(Row::document).containsExactly(NOTES);
        assertThat(rows().list(OTHER, "workflow")).isEmpty();
    }

    @Test
    default void lockVersionsOfManyAreReadAtOnce() {
        stored(storage(), insert(FLOW, "a"));
        stored(storage(), replace(FLOW, 1, "a"));
        stored(storage(), insert(SECOND, "b"));
        stored(storage(), insert(flow(3), "c"));
        stored(storage(), insert(NOTES, NOTES.key()));
        stored(storage(), purge(flow(3)));

        assertThat(rows().lockVersions(List.of(FLOW, SECOND, flow(3), flow(4))))
                .isEqualTo(Map.of(FLOW, 2L, SECOND, 1L));
        assertThat(rows().lockVersions(List.of())).isEmpty();
    }

    @Test
    default void ofManyWritersAtOnceOneWinsEachLockVersion() {
        stored(storage(), insert(FLOW, "0"));
        int writers = 8;
        int rounds = 12;

        var winners = new ArrayList<Integer>();
        for (int round = 1; round <= rounds; round++) {
            int expected = round;
            var results =
                    together(
                            IntStream.range(0, writers)
                                    .<Callable<CommitResult>>mapToObj(
                                            writer ->
                                                    () ->
                                                            rows().commit(
                                                                            replace(
                                                                                    FLOW,
                                                                                    expected,
                                                                                    "w" + writer)))
                                    .toList());
            winners.add((int) results.stream().filter(Committed.class::isInstance).count());
            assertThat(results)
                    .filteredOn(result -> !(result instanceof Committed))
                    .allSatisfy(
                            result ->
                                    assertThat(((Moved) result).actual().lockVersion())
                                            .isEqualTo(expected + 1));
        }

        assertThat(winners).hasSize(rounds).containsOnly(1);
        assertThat(versionsOf(FLOW)).isEqualTo(rounds + 1);
        assertThat(happeningsOf(FLOW)).hasSize(rounds + 1);
    }

    @Test
    default void ofManyInsertsAtOnceOneWins() {
        var results =
                together(
                        IntStream.range(0, 8)
                                .<Callable<CommitResult>>mapToObj(
                                        i -> () -> rows().commit(insert(FLOW, "title " + i)))
                                .toList());

        assertThat(results).filteredOn(Committed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Moved.class::isInstance).hasSize(7);
        assertThat(versionsOf(FLOW)).isEqualTo(1);
    }

    @Test
    default void ofManyRowsThatWantOneTitleAtOnceOneGetsIt() {
        var results =
                together(
                        IntStream.range(0, 8)
                                .<Callable<CommitResult>>mapToObj(
                                        i -> () -> rows().commit(insert(flow(i), "Orders")))
                                .toList());

        assertThat(results).filteredOn(Committed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(TitleTaken.class::isInstance).hasSize(7);
    }

    @Test
    default void aRequestSentManyTimesAtOnceIsDoneOnce() {
        var results =
                together(
                        IntStream.range(0, 8)
                                .<Callable<CommitResult>>mapToObj(
                                        i ->
                                                () ->
                                                        rows().commit(
                                                                        withRequest(
                                                                                insert(
                                                                                        flow(i),
                                                                                        "t" + i),
                                                                                "r1",
                                                                                "f1")))
                                .toList());

        assertThat(results).filteredOn(Committed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Repeated.class::isInstance).hasSize(7);
        assertThat(rows().list(DEMO, "workflow")).hasSize(1);
    }

    private static Base base(long lockVersion) {
        return new Base(lockVersion, RICH, update(9, (int) lockVersion));
    }
}
