package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.JOB_B;
import static dev.evenkeel.application.room.House.WORKFLOW;
import static dev.evenkeel.application.room.House.content;
import static dev.evenkeel.application.room.House.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.StorageUnavailableException;
import dev.evenkeel.domain.version.VersionLabel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

/// Somebody changes the row while people edit the live document.
class OutsideWriteTest {

    static final String JOB_C = "dddddddd-0000-4000-8000-00000000000d";

    final House house = House.withWorkflow();
    final Person ann = house.editor("ann");
    final Person bob = house.editor("bob");

    @BeforeEach
    void twoPeopleAreThere() {
        ann.joins();
        bob.joins();
    }

    private static Value.Obj theirs(String nameOfA, String bodyOfA) {
        return content("Alpha", job(JOB_A, nameOfA, bodyOfA), job(JOB_B, "Store", "save();"));
    }

    private static List<Conflict> conflictsOf(WriteResult result) {
        return ((WriteResult.Written) result).conflicts();
    }

    private void allAgreeAndTheNextSaveCarries(String body) {
        assertThat(ann.sees()).isEqualTo(bob.sees());
        assertThat(house.save(ann))
                .isInstanceOfAny(SaveResult.Saved.class, SaveResult.NothingChanged.class);
        assertThat(house.stored(JOB_A, "body")).isEqualTo(body);
        assertThat(house.state(ann).unsaved()).isFalse();
    }

    @Nested
    class MeetsUnsavedEdits {

        @Test
        void inOtherFieldsAndBothStand() {
            ann.renames(JOB_B, "Mine");

            var written = house.put(theirs("Theirs", "get('/');"));

            assertThat(conflictsOf(written)).isEmpty();
            assertThat(bob.nameOf(JOB_A)).isEqualTo("Theirs");
            assertThat(bob.nameOf(JOB_B)).isEqualTo("Mine");
            allAgreeAndTheNextSaveCarries("get('/');");
            assertThat(house.stored(JOB_B, "name")).isEqualTo("Mine");
        }

        @Test
        void inTheSameTextElsewhereAndBothStand() {
            ann.types(JOB_A, 0, "// mine\n");

            var written = house.put(theirs("Fetch", "get('/'); // theirs"));

            assertThat(conflictsOf(written)).isEmpty();
            assertThat(bob.bodyText(JOB_A)).isEqualTo("// mine\nget('/'); // theirs");
            allAgreeAndTheNextSaveCarries("// mine\nget('/'); // theirs");
        }

        @Test
        void inTheSameFieldAndTheStoredValueStandsWithTheOtherReported() {
            ann.renames(JOB_A, "Mine");

            var written = house.put(theirs("Theirs", "get('/');"));

            assertThat(conflictsOf(written))
                    .singleElement()
                    .satisfies(
                            conflict -> {
                                assertThat(conflict.path()).hasToString("/jobs/" + JOB_A + "/name");
                                assertThat(conflict.yours()).contains(Value.of("Mine"));
                                assertThat(conflict.theirs()).contains(Value.of("Theirs"));
                            });
            assertThat(ann.nameOf(JOB_A)).isEqualTo("Theirs");
            allAgreeAndTheNextSaveCarries("get('/');");
        }

        @Test
        void withAnUnsavedNewJobWhichStays() {
            ann.addsJob(JOB_C, "New", "new();");

            house.put(theirs("Theirs", "get('/');"));

            assertThat(bob.bodyText(JOB_C)).isEqualTo("new();");
            allAgreeAndTheNextSaveCarries("get('/');");
            assertThat(house.stored(JOB_C, "name")).isEqualTo("New");
        }

        @Test
        void withAJobThatWasRemovedHereWhichStaysRemovedAndIsReported() {
            ann.removesJob(JOB_B);

            var written =
                    house.put(
                            content(
                                    "Alpha",
                                    job(JOB_A, "Fetch", "get('/');"),
                                    job(JOB_B, "Changed outside", "save();")));

            assertThat(conflictsOf(written))
                    .singleElement()
                    .satisfies(
                            conflict ->
                                    assertThat(conflict.resolution())
                                            .isEqualTo(Conflict.Resolution.YOURS));
            assertThat(bob.job(JOB_B)).isEmpty();
            allAgreeAndTheNextSaveCarries("get('/');");
        }

        @Test
        void inAJobThatWasRemovedOutsideAndTheEditsAreKeptInTheReport() {
            ann.types(JOB_B, 0, "precious ");

            var written = house.put(content("Alpha", job(JOB_A, "Fetch", "get('/');")));

            assertThat(ann.job(JOB_B)).isEmpty();
            assertThat(conflictsOf(written))
                    .singleElement()
                    .satisfies(
                            conflict ->
                                    assertThat(conflict.yours().orElseThrow())
                                            .isInstanceOfSatisfying(
                                                    Value.Obj.class,
                                                    job ->
                                                            assertThat(job.text("body"))
                                                                    .isEqualTo(
                                                                            "precious save();")));
            allAgreeAndTheNextSaveCarries("get('/');");
        }

        @Test
        void thatItContainsAlreadyAndNothingStandsTwice() {
            ann.types(JOB_A, 0, "// mine\n");

            house.put(theirs("Fetch", "// mine\nget('/'); // and more"));

            assertThat(bob.bodyText(JOB_A)).isEqualTo("// mine\nget('/'); // and more");
            assertThat(house.state(ann).unsaved()).isFalse();
            allAgreeAndTheNextSaveCarries("// mine\nget('/'); // and more");
        }

        @Test
        void andTheOneAfterItIsReadAgainstTheRightContent() {
            ann.types(JOB_A, 0, "// mine\n").renames(JOB_B, "Unsaved");
            house.put(theirs("Fetch", "// mine\nget('/'); // one"));

            house.put(theirs("Fetch", "// mine\nget('/'); // one two"));

            assertThat(bob.bodyText(JOB_A)).isEqualTo("// mine\nget('/'); // one two");
            assertThat(bob.nameOf(JOB_B)).isEqualTo("Unsaved");
            allAgreeAndTheNextSaveCarries("// mine\nget('/'); // one two");
        }

        @Test
        void ofAJobThatBothAddedAndItStandsOnce() {
            ann.addsJob(JOB_C, "Mine", "shared();");

            house.put(
                    content(
                            "Alpha",
                            job(JOB_A, "Fetch", "get('/');"),
                            job(JOB_B, "Store", "save();"),
                            job(JOB_C, "Theirs", "shared();")));

            assertThat(bob.doc().getArray("jobs").length()).isEqualTo(3);
            assertThat(bob.nameOf(JOB_C)).isEqualTo("Theirs");
            assertThat(bob.bodyText(JOB_C)).isEqualTo("shared();");
            allAgreeAndTheNextSaveCarries("get('/');");
        }

        @Test
        void ofAClientThatComesBackLaterWithEditsItMadeOffline() {
            bob.leaves();
            bob.types(JOB_A, 9, " // bob").renames(JOB_B, "Bob's");

            house.put(theirs("Theirs", "// theirs\nget('/');"));
            bob.joins();

            assertThat(ann.bodyText(JOB_A)).isEqualTo("// theirs\nget('/'); // bob");
            assertThat(ann.nameOf(JOB_A)).isEqualTo("Theirs");
            assertThat(ann.nameOf(JOB_B)).isEqualTo("Bob's");
            allAgreeAndTheNextSaveCarries("// theirs\nget('/'); // bob");
        }

        @Test
        void andKeepsTheSharedTextsSoThatCursorsStay() {
            var body = ann.body(JOB_A);
            house.put(theirs("Theirs", "// theirs\nget('/');"));

            assertThat(ann.body(JOB_A)).isSameAs(body);
            ann.types(JOB_A, 0, "still ");
            assertThat(bob.bodyText(JOB_A)).isEqualTo("still // theirs\nget('/');");
        }
    }

    @Nested
    class IsNeverMissed {

        @Test
        void byWhoOpensTheDocumentLater() {
            ann.leaves();
            bob.leaves();
            house.crash();
            house.put(theirs("Theirs", "get('/v2');"));

            ann.joins();

            assertThat(ann.nameOf(JOB_A)).isEqualTo("Theirs");
            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/v2');");
        }

        @Test
        void whenTheProcessDiesBetweenTheCommitAndTheMerge() {
            ann.renames(JOB_B, "Mine");
            house.storage.failing(
                    (operation, _) ->
                            operation == Operation.APPEND ? Fate.FAILS_BEFORE : Fate.WORKS);
            assertThatThrownBy(() -> house.put(theirs("Theirs", "get('/v2');")))
                    .isInstanceOf(StorageUnavailableException.class);
            house.crash();
            house.storage.healthy();
            assertThat(house.storage.log().behind(10)).containsExactly(WORKFLOW);

            ann.joins();
            bob.joins();

            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/v2');");
            assertThat(ann.nameOf(JOB_B)).isEqualTo("Mine");
            assertThat(ann.sees()).isEqualTo(bob.sees());
            assertThat(house.storage.log().behind(10)).isEmpty();
        }

        @Test
        void whenTheAnswerOfTheMergesAppendIsLost() {
            ann.types(JOB_A, 0, "mine ");
            house.storage.failing(
                    (operation, _) ->
                            operation == Operation.APPEND ? Fate.FAILS_AFTER : Fate.WORKS);
            assertThatThrownBy(() -> house.put(theirs("Fetch", "get('/'); theirs")))
                    .isInstanceOf(StorageUnavailableException.class);
            house.crash();
            house.storage.healthy();

            ann.joins();

            assertThat(ann.bodyText(JOB_A)).isEqualTo("mine get('/'); theirs");
        }

        @Test
        void whenItWentPastTheServer() {
            house.direct(theirs("Theirs", "get('/v2');"));

            assertThat(house.state(ann).lockVersion()).isEqualTo(2);
            assertThat(ann.nameOf(JOB_A)).isEqualTo("Theirs");
        }

        @Test
        void andTheRowPutBackIsFollowedToo() {
            house.put(theirs("Two", "two();"));
            house.save(ann);

            assertThat(house.write(new What.Restore(VersionLabel.stored(1))))
                    .isInstanceOf(WriteResult.Written.class);

            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/');");
            assertThat(house.row().lockVersion()).isEqualTo(3);
        }

        @Test
        void andItIsSafeToHearOfItTwice() {
            house.put(theirs("Theirs", "get('/v2');"));
            String before = ann.sees();

            house.send(
                    WORKFLOW,
                    new RoomCommand.Level(new java.util.concurrent.CompletableFuture<>()));
            house.send(
                    WORKFLOW,
                    new RoomCommand.Level(new java.util.concurrent.CompletableFuture<>()));

            assertThat(ann.sees()).isEqualTo(before);
        }

        @Test
        void andTheDocumentIsWritableAllTheTime() {
            for (int i = 0; i < 5; i++) {
                house.put(theirs("Theirs " + i, "get('/v" + i + "');"));
                assertThat(house.state(ann).update()).isEqualTo(new Verdict.Admit());
                assertThat(house.state(ann).save()).isEqualTo(new Verdict.Admit());
            }
        }
    }

    @Test
    void aDraftOfAResetCanBePutBack() {
        ann.types(JOB_A, 0, "unsaved ");
        var done = (ResetResult.Done) house.reset(ann);

        house.write(new What.Restore(done.dropped()));

        assertThat(bob.bodyText(JOB_A)).isEqualTo("unsaved get('/');");
    }

    @Test
    void aRetryOfTheSameRequestHasTheFirstOnesAnswer() {
        var once = new Commit.RequestId("demo", "key", "print");
        var change =
                new RowChange(
                        new What.Replace(theirs("Theirs", "get('/v2');")),
                        OptionalLong.of(1),
                        Optional.of(once),
                        "http");

        assertThat(house.write(change)).isInstanceOf(WriteResult.Written.class);
        assertThat(house.write(change)).isEqualTo(new WriteResult.Repeated(WORKFLOW, 2));

        var delete =
                new RowChange(
                        new What.Delete(),
                        OptionalLong.empty(),
                        Optional.of(new Commit.RequestId("demo", "another", "print")),
                        "http");
        assertThat(house.write(delete)).isInstanceOf(WriteResult.Written.class);
        assertThat(house.write(delete)).isEqualTo(new WriteResult.Repeated(WORKFLOW, 3));
    }

    @Test
    void watchersAreToldWhoChangedWhat() {
        var seen = new java.util.ArrayList<Journal.Entry>();
        house.watchers.add(
                WORKFLOW,
                new Watchers.Watcher() {
                    @Override
                    public void happened(Journal.Entry entry) {
                        seen.add(entry);
                    }

                    @Override
                    public void present(List<dev.evenkeel.domain.actor.Actor> actors) {}
                });

        house.put(theirs("Theirs", "get('/');"));

        assertThat(seen)
                .extracting(e -> e.happening().type())
                .containsExactly("written", "external_change");
        var change = seen.getLast().happening();
        assertThat(change.actor().id()).isEqualTo("deployer");
        assertThat(change.lockVersion()).isEqualTo(2);
        assertThat(change.detail().text("source")).isEqualTo("http");
        assertThat(change.detail().get("changed"))
                .isEqualTo(Value.Obj.EMPTY.with("jobs", new Value.Arr(List.of(Value.of(JOB_A)))));
        assertThat(house.context.journal().readAfter(WORKFLOW, 0, 100))
                .extracting(e -> e.happening().type())
                .endsWith("written", "external_change");
    }

    /// More of them with `-Dhouse.rounds=2000`.
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("house.rounds", 20));
    }

    /// Saves and outside writes in any order, with edits and lost connections between them:
    /// whatever anybody wrote is in the row or in a conflict at the end.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostWhateverTheOrder(long seed) {
        var random = new Random(seed);
        var tokens = new java.util.ArrayList<String>();
        for (int step = 0; step < 40; step++) {
            String token = "<" + seed + "." + step + ">";
            Person who = random.nextBoolean() ? ann : bob;
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    int end = who.body(JOB_A).length();
                    who.types(JOB_A, random.nextBoolean() ? 0 : end, token);
                    tokens.add(token);
                }
                case 3 -> {
                    house.put(theirs("n" + step, house.stored(JOB_A, "body") + token));
                    tokens.add(token);
                }
                case 4 -> house.save(who);
                case 5 -> {
                    who.leaves();
                    who.types(JOB_A, 0, token);
                    tokens.add(token);
                    who.joins();
                }
                case 6 -> {
                    house.crash();
                    ann.joins();
                    bob.joins();
                }
                case 7 -> {
                    // Somebody reads the live document, adds to it and stores all of it.
                    house.put(theirs("l" + step, token + who.bodyText(JOB_A)));
                    tokens.add(token);
                }
                case 8 -> house.put(theirs("s" + step, who.bodyText(JOB_A)));
                default -> house.direct(theirs("d" + step, house.stored(JOB_A, "body")));
            }
        }
        house.save(ann);

        assertThat(ann.sees()).as("seed %d", seed).isEqualTo(bob.sees());
        for (String token : tokens) {
            assertThat(house.stored(JOB_A, "body").split(java.util.regex.Pattern.quote(token), -1))
                    .as("seed %d: %s stands once", seed, token)
                    .hasSize(2);
        }
    }
}
