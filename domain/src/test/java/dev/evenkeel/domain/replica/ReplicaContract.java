package dev.evenkeel.domain.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentApply;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.TextEdit;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.reconcile.Reconciliation;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What every engine must do that is put behind [Replicas]. An adapter's test implements this and
/// adds only what is its own.
///
/// People's edits are composed with 32-bit client ids, as Yjs clients have them. One long file,
/// because a contract is one interface to implement, and its cases share their documents.
public interface ReplicaContract {

    Path TITLE = Path.of("title");
    Path INTRO = Path.of("intro");
    Path PARTS = Path.of("parts");
    Path BODY = Path.of("parts", "p1", "body");

    long ANN = 1_000;
    long BOB = 2_000;

    /// The largest id that a Yjs client can have.
    long EVE = 4_294_967_295L;

    Value.Obj START =
            Leaflet.of(
                    "Start",
                    Leaflet.part("p1", "one", "The quick brown fox jumps over the lazy dog."),
                    Leaflet.part("p2", "two", "second"));

    Replicas replicas();

    // ---- gaps ----

    @Test
    default void whatBuildsOnSomethingMissingIsAGapUntilThatArrives() {
        Replica document = replicas().open(List.of(seeded(START)));
        Update first =
                compose(document.state(), ANN, List.of(new Change.Put(TITLE, Value.of("one"))));
        Replica ahead = replicas().open(List.of(document.state(), first));
        Update second =
                compose(ahead.state(), ANN, List.of(new Change.Put(TITLE, Value.of("two"))));

        document.integrate(second);
        assertThat(document.hasGaps()).isTrue();

        document.integrate(first);
        assertThat(document.hasGaps()).isFalse();
        assertThat(document.content(Leaflet.SCHEMA).text("title")).isEqualTo("two");
    }

    // ---- seeding ----

    @Test
    default void aSeededDocumentHasTheContentItWasSeededWith() {
        assertThat(content(seeded(START))).isEqualTo(START);
    }

    @Test
    default void anEmptyDocumentReadsAsWhatTheSchemaSaysOfAbsence() {
        Projection projection = open().project(Leaflet.SCHEMA);

        assertThat(projection.content()).isEqualTo(Leaflet.of(""));
        assertThat(projection.repairs()).isEmpty();
        assertThat(open().state()).isEqualTo(Update.NONE);
    }

    @Test
    default void anyContentReadsBackAsItself() {
        for (long seed = 1; seed <= 300; seed++) {
            Value.Obj content = Leaflet.random(new Random(seed));
            Replica replica = open(seeded(content));

            assertThat(replica.content(Leaflet.SCHEMA)).as("seed %d", seed).isEqualTo(content);
            assertThat(replica.project(Leaflet.SCHEMA).repairs()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    default void whatIsSaidAlreadyIsNotWrittenAgain() {
        for (long seed = 1; seed <= 100; seed++) {
            Value.Obj content = Leaflet.random(new Random(seed));
            Update state = seeded(content);

            assertThat(compose(state, ANN, Leaflet.seed(content)))
                    .as("seed %d", seed)
                    .isEqualTo(Update.NONE);
        }
    }

    @Test
    default void mirrorsAreWrittenWhereTheyDifferAndNeverReadBack() {
        Update state = seeded(START);
        var deleted = new Replicas.Mirrors(2, Optional.of("2026-01-01T00:00:00Z"));

        Update mirrored = replicas().compose(state, BOB, Leaflet.SCHEMA, List.of(), deleted);

        assertThat(mirrored).isNotEqualTo(Update.NONE);
        assertThat(content(state, mirrored)).isEqualTo(START);
        assertThat(
                        replicas()
                                .compose(
                                        merged(state, mirrored),
                                        ANN,
                                        Leaflet.SCHEMA,
                                        List.of(),
                                        deleted))
                .isEqualTo(Update.NONE);
    }

    // ---- deterministic operations (design 5.3) ----

    @Test
    default void theSameStepComposedTwiceHasTheSameBytesAndIsNothingNewTheSecondTime() {
        for (long seed = 1; seed <= 50; seed++) {
            var random = new Random(seed);
            Update base = seeded(Leaflet.random(random));
            List<Change> changes = randomChanges(content(base), random);

            Update first = outside(base, changes);
            Update again = outside(Update.of(base.bytes().clone()), changes);

            assertThat(again).as("seed %d", seed).isEqualTo(first);
            Replica replica = open(base, first);
            StateVector known = replica.stateVector();
            Value.Obj before = content(replica.state());
            assertThat(replica.read(again)).isInstanceOf(Reading.NothingNew.class);
            replica.integrate(again);
            assertThat(replica.stateVector()).as("seed %d", seed).isEqualTo(known);
            assertThat(content(replica.state())).as("seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    default void theOrderOfMembersDoesNotMatterForTheBytes() {
        Value point = Value.Obj.EMPTY.with("x", Value.of(1)).with("y", Value.of(2));
        Value turned = Value.Obj.EMPTY.with("y", Value.of(2)).with("x", Value.of(1));
        Value.Obj part = Leaflet.part("p3", "three", "third");
        var backwards = new ArrayList<>(part.members().entrySet());
        Collections.reverse(backwards);
        Value.Obj turnedPart = Value.Obj.EMPTY;
        for (Map.Entry<String, Value> member : backwards) {
            turnedPart = turnedPart.with(member.getKey(), member.getValue());
        }
        Path place = Path.of("places", "p1");

        assertThat(
                        outside(
                                seeded(START),
                                List.of(new Change.Put(place, point), Leaflet.added(part)),
                                "a place and a part"))
                .isEqualTo(
                        outside(
                                seeded(START),
                                List.of(new Change.Put(place, turned), Leaflet.added(turnedPart)),
                                "a place and a part"));
    }

    @Test
    default void theOrderInWhichOneMapsChangesAreListedDoesNotMatterForTheBytes() {
        var changes = new ArrayList<Change>();
        for (String key : List.of("c", "a", "d", "b")) {
            changes.add(new Change.Put(Path.of("places", key), Value.of(key)));
        }

        assertThat(outside(seeded(START), changes.reversed(), "four places"))
                .isEqualTo(outside(seeded(START), changes, "four places"));
    }

    @Test
    default void aStoredValueWinsAgainstAnyChainOfNewerWrites() {
        Update base = seeded(START);
        Update stored = outside(base, List.of(new Change.Put(TITLE, Value.of("stored"))));
        Update typed =
                compose(
                        base,
                        EVE,
                        List.of(
                                new Change.Put(TITLE, Value.of("typed")),
                                new Change.Put(TITLE, Value.of("typed again"))));
        Update later =
                compose(
                        merged(base, typed),
                        EVE,
                        List.of(new Change.Put(TITLE, Value.of("and again"))));

        assertThat(content(base, typed, later, stored).text("title")).isEqualTo("stored");
        assertThat(content(base, stored, typed, later).text("title")).isEqualTo("stored");
        assertThat(content(base, later, stored, typed).text("title")).isEqualTo("stored");
    }

    @Test
    default void aWriteThatSawTheStoredValueReplacesIt() {
        Update base = seeded(START);
        Update stored = outside(base, List.of(new Change.Put(TITLE, Value.of("stored"))));
        Update typed =
                compose(
                        merged(base, stored),
                        ANN,
                        List.of(new Change.Put(TITLE, Value.of("typed"))));

        assertThat(content(base, stored, typed).text("title")).isEqualTo("typed");
    }

    @Test
    default void anAuthorGoesOnWhereItLeftOff() {
        long room = ClientIds.forRoom(new Random(7));
        Update state = seeded(START);
        for (int i = 1; i <= 5; i++) {
            Update step = compose(state, room, List.of(new Change.Put(TITLE, Value.of("" + i))));
            assertThat(step)
                    .isEqualTo(
                            compose(state, room, List.of(new Change.Put(TITLE, Value.of("" + i)))));
            state = merged(state, step);
            assertThat(content(state).text("title")).isEqualTo("" + i);
        }
    }

    // ---- outside writes meet unsaved edits (design 5.2) ----

    @Test
    default void unsavedEditsOfOtherFieldsSurviveAnOutsideWrite() {
        Value.Obj merged =
                both(
                        List.of(
                                new Change.Put(Path.of("parts", "p1", "name"), Value.of("ann")),
                                new Change.Put(Path.of("places", "p1"), Value.of(1))),
                        List.of(
                                new Change.Put(TITLE, Value.of("stored")),
                                new Change.Put(Path.of("parts", "p2", "shown"), Value.of(false)),
                                new Change.Put(Path.of("places", "p2"), Value.of(2))));

        assertThat(merged)
                .isEqualTo(
                        Leaflet.of(
                                        "stored",
                                        START.objects("parts").get(0).with("name", Value.of("ann")),
                                        START.objects("parts")
                                                .get(1)
                                                .with("shown", Value.of(false)))
                                .with(
                                        "places",
                                        Value.Obj.EMPTY
                                                .with("p1", Value.of(1))
                                                .with("p2", Value.of(2))));
    }

    @Test
    default void unsavedTypingElsewhereInTheSameTextSurvivesAnOutsideWrite() {
        Value.Obj merged =
                both(
                        List.of(edit(BODY, 4, 5, "slow"), edit(BODY, 44, 0, "!!")),
                        List.of(edit(BODY, 16, 3, "wolf"), edit(BODY, 36, 4, "sleepy")));

        assertThat(body(merged, "p1"))
                .isEqualTo("The slow brown wolf jumps over the sleepy dog.!!");
    }

    @Test
    default void unsavedAddsAndRemovesOfItemsSurviveAnOutsideWrite() {
        Value.Obj mine = Leaflet.part("mine", "mine", "my words");
        Value.Obj theirs = Leaflet.part("theirs", "theirs", "their words");

        Value.Obj merged =
                both(
                        List.of(Leaflet.added(mine), new Change.RemoveItem(PARTS, "p1")),
                        List.of(
                                Leaflet.added(theirs),
                                edit(BODY, 0, 3, "A"),
                                new Change.Put(Path.of("parts", "p2", "name"), Value.of("zwei"))));

        assertThat(merged.objects("parts"))
                .containsExactlyInAnyOrder(
                        mine, theirs, START.objects("parts").get(1).with("name", Value.of("zwei")));
    }

    @Test
    default void anItemThatWasRemovedOutsideIsGoneThoughItWasEditedHere() {
        Value.Obj merged =
                both(List.of(edit(BODY, 0, 3, "My")), List.of(new Change.RemoveItem(PARTS, "p1")));

        assertThat(merged.objects("parts")).containsExactly(START.objects("parts").get(1));
    }

    @Test
    default void anOutsideChangeOfWhatWasRemovedMeanwhileIsSkipped() {
        Update base = seeded(START);
        Update live = merged(base, compose(base, ANN, List.of(new Change.RemoveItem(PARTS, "p1"))));

        Update late =
                compose(
                        live,
                        BOB,
                        List.of(
                                edit(BODY, 0, 3, "My"),
                                new Change.Put(Path.of("parts", "p1", "name"), Value.of("x")),
                                new Change.Put(
                                        Path.of("parts", "p2", "style", "font"), Value.of("x")),
                                new Change.Remove(Path.of("places", "p1")),
                                new Change.RemoveItem(PARTS, "p1"),
                                new Change.Collapse(PARTS, "p1"),
                                edit(Path.of("parts", "p2", "body"), 900, 3, "")));

        assertThat(late).isEqualTo(Update.NONE);
    }

    @Test
    default void aReconciledDocumentLacksNothingOfTheOutsideWriteNorOfTheUnsavedEdits() {
        var reconciler = new ThreeWayReconciler();
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            Value.Obj base = Leaflet.random(random);
            Update state = seeded(base);
            Update typed = compose(state, ANN, randomChanges(base, random));
            Update live = merged(state, typed);
            Value.Obj mine = content(live);
            Value.Obj theirs =
                    ContentApply.apply(Leaflet.SCHEMA, base, randomChanges(base, random));

            Reconciliation step = reconciler.reconcile(Leaflet.SCHEMA, base, theirs, mine);
            Update stored =
                    switch (step.target()) {
                        case BASE -> outside(state, step.changes());
                        case LIVE -> outside(live, step.changes());
                    };
            Value.Obj merged = content(live, stored);

            assertThat(reconciler.missing(Leaflet.SCHEMA, base, theirs, mine, merged))
                    .as("seed %d, theirs", seed)
                    .isEmpty();
            Set<Path> disputed =
                    step.conflicts().stream().map(Conflict::path).collect(Collectors.toSet());
            assertThat(reconciler.missing(Leaflet.SCHEMA, base, mine, theirs, merged))
                    .as("seed %d, mine", seed)
                    .allMatch(change -> disputed.stream().anyMatch(change.path()::startsWith));
        }
    }

    // ---- each change ----

    @Test
    default void theChangesBetweenTwoContentsLeadFromTheOneToTheOther() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            Value.Obj from = Leaflet.random(random);
            Value.Obj to = Leaflet.random(random);
            Update state = seeded(from);
            Update step = compose(state, ANN, ContentDiff.between(Leaflet.SCHEMA, from, to));

            Value.Obj reached = content(state, step);
            assertThat(ContentDiff.between(Leaflet.SCHEMA, reached, to))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    default void aComposedChangeDoesToTheDocumentWhatItDoesToTheContent() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            Value.Obj content = Leaflet.random(random);
            Update state = seeded(content);
            List<Change> changes = randomChanges(content, random);

            assertThat(content(state, compose(state, ANN, changes)))
                    .as("seed %d", seed)
                    .isEqualTo(ContentApply.apply(Leaflet.SCHEMA, content, changes));
        }
    }

    @Test
    default void eachChangeDoesWhatItSays() {
        Update state = seeded(START);
        Value.Obj style = Value.Obj.EMPTY.with("font", Value.of("mono")).with("size", Value.of(12));
        List<Change> changes =
                List.of(
                        new Change.Put(Path.of("copies"), Value.of(3)),
                        new Change.Put(Path.of("extra"), new Value.Arr(List.of(Value.NULL))),
                        edit(INTRO, 0, 0, "Hello"),
                        new Change.Put(Path.of("parts", "p1", "style"), style),
                        new Change.Put(Path.of("parts", "p1", "style", "size"), Value.of(14)),
                        new Change.Put(Path.of("parts", "p2", "body"), Value.of("zweitens")),
                        new Change.Put(Path.of("places", "a"), Value.of(1)),
                        new Change.Put(Path.of("places", "b"), Value.of(2)),
                        new Change.Remove(Path.of("places", "a")));

        Update update = compose(state, ANN, changes);

        assertThat(content(state, update))
                .isEqualTo(
                        Leaflet.of(
                                        "Start",
                                        START.objects("parts")
                                                .get(0)
                                                .with("style", style.with("size", Value.of(14))),
                                        START.objects("parts")
                                                .get(1)
                                                .with("body", Value.of("zweitens")))
                                .with("intro", Value.of("Hello"))
                                .with("places", Value.Obj.EMPTY.with("b", Value.of(2)))
                                .with("copies", Value.of(3))
                                .with("extra", new Value.Arr(List.of(Value.NULL))));
    }

    @Test
    default void severalEditsOfOneTextCountInTheTextBeforeAnyOfThem() {
        Update state =
                seeded(Leaflet.of("", Leaflet.part("p1", "", "\uD83D\uDE00abc\uD83D\uDE01")));

        Update update =
                compose(
                        state,
                        ANN,
                        List.of(
                                new Change.EditText(
                                        BODY,
                                        List.of(
                                                new TextEdit(0, 0, ">"),
                                                new TextEdit(3, 1, "XYZ"),
                                                // Half of a pair is replaced, as a comparison by
                                                // UTF-16 units would have it.
                                                new TextEdit(6, 1, "\uDE02")))));

        assertThat(body(content(state, update), "p1")).isEqualTo(">\uD83D\uDE00aXYZc\uD83D\uDE02");
    }

    @Test
    default void puttingATextEditsTheTextThatIsThere() {
        Update state = seeded(START);
        Update put =
                compose(
                        state,
                        ANN,
                        List.of(
                                new Change.Put(
                                        BODY,
                                        Value.of("The quick red fox jumps over the lazy dog."))));
        Update typed = compose(state, BOB, List.of(edit(BODY, 44, 0, " Twice.")));

        assertThat(body(content(state, put, typed), "p1"))
                .isEqualTo("The quick red fox jumps over the lazy dog. Twice.");
    }

    @Test
    default void itemsOfOneIdReadAsOneAndCollapseIntoTheFirst() {
        Update base = seeded(START);
        Update ann = compose(base, ANN, List.of(Leaflet.added(Leaflet.part("p3", "ann", "a"))));
        Update bob = compose(base, BOB, List.of(Leaflet.added(Leaflet.part("p3", "bob", "b"))));
        Replica replica = open(base, ann, bob);

        Projection twice = replica.project(Leaflet.SCHEMA);
        assertThat(twice.content().objects("parts")).hasSize(3);
        assertThat(twice.repairs()).containsExactly(new Change.Collapse(PARTS, "p3"));

        replica.integrate(compose(replica.state(), EVE, twice.repairs()));
        Projection once = replica.project(Leaflet.SCHEMA);
        assertThat(once).isEqualTo(new Projection(twice.content(), List.of()));

        replica.integrate(
                compose(replica.state(), EVE, List.of(new Change.RemoveItem(PARTS, "p3"))));
        assertThat(replica.content(Leaflet.SCHEMA)).isEqualTo(START);
    }

    @Test
    default void removingAnItemRemovesAllThatHaveItsId() {
        Update base = seeded(START);
        Update ann = compose(base, ANN, List.of(Leaflet.added(Leaflet.part("p3", "ann", "a"))));
        Update bob = compose(base, BOB, List.of(Leaflet.added(Leaflet.part("p3", "bob", "b"))));
        Update both = merged(base, ann, bob);

        assertThat(content(both, compose(both, EVE, List.of(new Change.RemoveItem(PARTS, "p3")))))
                .isEqualTo(START);
    }

    @Test
    default void addingAnItemThatIsThereBringsItToWhatIsWanted() {
        Update base = seeded(START);
        Value.Obj wanted = Leaflet.part("p1", "eins", "The quick brown fox sleeps.");

        Update update = compose(base, ANN, List.of(Leaflet.added(wanted)));

        assertThat(content(base, update))
                .isEqualTo(Leaflet.of("Start", wanted, START.objects("parts").get(1)));
        assertThat(open(base, update).project(Leaflet.SCHEMA).repairs()).isEmpty();
    }

    // ---- reading bytes ----

    @Test
    default void readingChangesNothing() {
        Replica replica = open(seeded(START));
        Update before = replica.state();
        Update news = compose(before, ANN, List.of(edit(BODY, 0, 3, "A")));

        assertThat(replica.read(news)).isEqualTo(new Reading.News(news));
        assertThat(replica.state()).isEqualTo(before);
        assertThat(replica.read(before)).isInstanceOf(Reading.NothingNew.class);
        assertThat(replica.read(Update.NONE)).isInstanceOf(Reading.NothingNew.class);
    }

    @Test
    default void aDeletionAloneIsNews() {
        Replica replica = open(seeded(START));
        Update deletion = compose(replica.state(), ANN, List.of(edit(BODY, 0, 4, "")));

        assertThat(replica.read(deletion)).isInstanceOf(Reading.News.class);
        replica.integrate(deletion);
        assertThat(replica.read(deletion)).isInstanceOf(Reading.NothingNew.class);
    }

    @Test
    default void severalUpdatesCanBeReadBeforeAnyIsIntegrated() {
        Update base = seeded(START);
        Update ann = compose(base, ANN, List.of(edit(BODY, 0, 3, "A")));
        Update bob = compose(base, BOB, List.of(new Change.Put(TITLE, Value.of("Bob's"))));
        Replica replica = open(base);

        assertThat(replica.read(ann)).isInstanceOf(Reading.News.class);
        assertThat(replica.read(bob)).isInstanceOf(Reading.News.class);
        replica.integrate(ann);
        replica.integrate(bob);

        assertThat(replica.content(Leaflet.SCHEMA)).isEqualTo(content(base, ann, bob));
    }

    @Test
    default void malformedBytesAreNamedAndChangeNothing() {
        Update base = seeded(START);
        byte[] news = compose(base, ANN, Leaflet.seed(Leaflet.of("x"))).bytes();
        Replica replica = open(base);
        Update before = replica.state();

        for (int length = 0; length < news.length; length++) {
            Reading reading = replica.read(Update.of(Arrays.copyOf(news, length)));
            assertThat(reading).as("%d bytes", length).isInstanceOf(Reading.Malformed.class);
        }
        assertThat(replica.state()).isEqualTo(before);
        assertThat(replica.content(Leaflet.SCHEMA)).isEqualTo(START);
    }

    @Test
    default void whateverBytesComeTheReplicaGoesOn() {
        long seed = 20_260_102;
        var random = new Random(seed);
        Update base = seeded(START);
        byte[] valid = compose(base, ANN, randomChanges(START, random)).bytes();
        for (int round = 0; round < 1_500; round++) {
            byte[] bytes;
            if (random.nextInt(4) == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                bytes = valid.clone();
                for (int i = random.nextInt(1, 4); 0 < i; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            Replica replica = open(base);
            Update update = Update.of(bytes);
            switch (replica.read(update)) {
                case Reading.News(Update news) -> {
                    replica.integrate(news);
                    assertThat(replica.content(Leaflet.SCHEMA)).isNotNull();
                    assertThat(open(replica.state()).content(Leaflet.SCHEMA))
                            .as("seed %d round %d", seed, round)
                            .isEqualTo(replica.content(Leaflet.SCHEMA));
                }
                case Reading.NothingNew() -> assertThat(replica.state()).isEqualTo(base);
                case Reading.Malformed(String code, String why) -> {
                    assertThat(code).matches("[a-z0-9]+(-[a-z0-9]+)*");
                    assertThat(why).isNotBlank().doesNotContain("quick");
                    assertThat(replica.state()).isEqualTo(base);
                }
            }
        }
    }

    @Test
    default void whatWasNotReadCannotBeIntegratedIfItIsMalformed() {
        Replica replica = open(seeded(START));

        assertThatThrownBy(() -> replica.integrate(Update.of(new byte[] {1})))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void whatIsNoStateVectorIsABadArgument() {
        assertThatThrownBy(() -> open().diff(StateVector.of(new byte[] {9})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aHistoryThatCannotBeReadIsNeverAnEmptyDocument() {
        Update half = Update.of(Arrays.copyOf(seeded(START).bytes(), 40));

        assertThatThrownBy(() -> open(seeded(START), half))
                .isInstanceOf(CorruptHistoryException.class);
        assertThatThrownBy(() -> compose(half, ANN, List.of()))
                .isInstanceOf(CorruptHistoryException.class);
    }

    // ---- order and exchange ----

    @Test
    default void anUpdateThatComesTooEarlyIsParkedAndComesRight() {
        Update base = seeded(START);
        Update first = compose(base, ANN, List.of(edit(BODY, 0, 3, "A")));
        Update second = compose(merged(base, first), ANN, List.of(edit(BODY, 1, 0, " very")));
        Replica replica = open(base);

        assertThat(replica.read(second)).isInstanceOf(Reading.News.class);
        replica.integrate(second);
        assertThat(replica.content(Leaflet.SCHEMA)).isEqualTo(START);

        Replica restarted = open(replica.state());
        for (Replica each : List.of(replica, restarted)) {
            each.integrate(first);
            assertThat(body(each.content(Leaflet.SCHEMA), "p1"))
                    .isEqualTo("A very quick brown fox jumps over the lazy dog.");
        }
        assertThat(content(second, first, base)).isEqualTo(content(base, first, second));
    }

    @Test
    default void whoeverExchangesDiffsConverges() {
        Update base = seeded(START);
        Replica ann = open(base, compose(base, ANN, List.of(edit(BODY, 0, 3, "A"))));
        Replica bob =
                open(
                        base,
                        compose(
                                base,
                                BOB,
                                List.of(edit(BODY, 4, 6, ""), new Change.RemoveItem(PARTS, "p2"))));

        Update forBob = ann.diff(bob.stateVector());
        Update forAnn = bob.diff(ann.stateVector());
        bob.integrate(forBob);
        ann.integrate(forAnn);

        assertThat(forBob.size()).isLessThan(ann.state().size());
        assertThat(ann.stateVector()).isEqualTo(bob.stateVector());
        assertThat(ann.content(Leaflet.SCHEMA)).isEqualTo(bob.content(Leaflet.SCHEMA));
        assertThat(body(ann.content(Leaflet.SCHEMA), "p1"))
                .isEqualTo("A brown fox jumps over the lazy dog.");
        assertThat(ann.content(Leaflet.SCHEMA).objects("parts")).hasSize(1);
    }

    @Test
    default void mergedUpdatesSayWhatTheySayOneByOne() {
        Update base = seeded(START);
        Update ann = compose(base, ANN, List.of(edit(BODY, 0, 3, "A")));
        Update bob = compose(base, BOB, List.of(new Change.RemoveItem(PARTS, "p2")));

        assertThat(content(replicas().merge(List.of(base, ann, bob))))
                .isEqualTo(content(base, ann, bob));
        assertThat(replicas().merge(List.of())).isEqualTo(Update.NONE);
        assertThat(replicas().merge(List.of(ann))).isEqualTo(ann);
    }

    @Test
    default void replicasThatTakeTheSameUpdatesInAnyOrderAgree() {
        for (long seed = 1; seed <= 60; seed++) {
            var random = new Random(seed);
            Update base = seeded(Leaflet.random(random));
            var updates = new ArrayList<Update>();
            for (long author = 1; author <= 4; author++) {
                Update state = base;
                for (int step = 0; step < 5; step++) {
                    Update update = compose(state, author, randomChanges(content(state), random));
                    updates.add(update);
                    state = merged(state, update);
                }
            }
            updates.add(outside(base, randomChanges(content(base), random)));
            Replica forward = open(base);
            updates.forEach(forward::integrate);
            Replica shuffled = open(base);
            Collections.shuffle(updates, random);
            updates.forEach(shuffled::integrate);

            assertThat(shuffled.content(Leaflet.SCHEMA))
                    .as("seed %d", seed)
                    .isEqualTo(forward.content(Leaflet.SCHEMA));
            assertThat(shuffled.stateVector()).isEqualTo(forward.stateVector());
            assertThat(shuffled.read(forward.state()))
                    .as("seed %d", seed)
                    .isInstanceOf(Reading.NothingNew.class);
            assertThat(open(shuffled.state()).content(Leaflet.SCHEMA))
                    .as("seed %d", seed)
                    .isEqualTo(forward.content(Leaflet.SCHEMA));
        }
    }

    // ---- vocabulary ----

    private Replica open(Update... history) {
        return replicas().open(List.of(history));
    }

    private Value.Obj content(Update... history) {
        return open(history).content(Leaflet.SCHEMA);
    }

    private Update merged(Update... updates) {
        return open(updates).state();
    }

    private Update seeded(Value.Obj content) {
        long id =
                ClientIds.derive(
                        new DocumentId("leaflet", "1"), 0, 1, Update.NONE, content.toString());
        return replicas()
                .compose(
                        Update.NONE, id, Leaflet.SCHEMA, Leaflet.seed(content), Leaflet.SAVED_ONCE);
    }

    private Update compose(Update state, long clientId, List<Change> changes) {
        return replicas().compose(state, clientId, Leaflet.SCHEMA, changes, Leaflet.SAVED_ONCE);
    }

    /// The step that an outside write makes from `base`.
    private Update outside(Update base, List<Change> changes) {
        return outside(base, changes, changes.toString());
    }

    private Update outside(Update base, List<Change> changes, String target) {
        long id = ClientIds.derive(new DocumentId("leaflet", "1"), 1, 2, base, target);
        return replicas().compose(base, id, Leaflet.SCHEMA, changes, Leaflet.SAVED_TWICE);
    }

    /// Make unsaved edits and an outside write side by side and merge them, in either order.
    private Value.Obj both(List<Change> unsaved, List<Change> outside) {
        Update base = seeded(START);
        Update mine = compose(base, ANN, unsaved);
        Update theirs = outside(base, outside);
        Value.Obj merged = content(base, mine, theirs);
        assertThat(content(base, theirs, mine)).isEqualTo(merged);
        return merged;
    }

    private static Change edit(Path path, int at, int remove, String insert) {
        return new Change.EditText(path, List.of(new TextEdit(at, remove, insert)));
    }

    private static String body(Value.Obj content, String id) {
        return content.objects("parts").stream()
                .filter(part -> part.text("id").equals(id))
                .findFirst()
                .orElseThrow()
                .text("body");
    }

    private static List<Change> randomChanges(Value.Obj content, RandomGenerator random) {
        var changes = new ArrayList<Change>();
        changes.add(new Change.Put(TITLE, Value.of(Leaflet.words(random))));
        changes.add(randomEdit(INTRO, content.text("intro"), random));
        List<Value.Obj> parts = content.objects("parts");
        if (!parts.isEmpty()) {
            Value.Obj part = parts.get(random.nextInt(parts.size()));
            Path path = PARTS.then(part.text("id"));
            switch (random.nextInt(4)) {
                case 0 -> changes.add(new Change.RemoveItem(PARTS, part.text("id")));
                case 1 ->
                        changes.add(
                                new Change.Put(
                                        path.then("style"),
                                        Leaflet.randomPart("x", random).members().get("style")));
                case 2 -> changes.add(new Change.Put(path.then("name"), Value.of("renamed")));
                default -> changes.add(randomEdit(path.then("body"), part.text("body"), random));
            }
        }
        String fresh = "new-" + random.nextInt(1_000_000);
        changes.add(Leaflet.added(Leaflet.randomPart(fresh, random)));
        changes.add(
                random.nextBoolean()
                        ? new Change.Remove(Path.of("places", "place-1"))
                        : new Change.Put(Path.of("places", "place-1"), Value.of(fresh)));
        return changes;
    }

    private static Change randomEdit(Path path, String text, RandomGenerator random) {
        int points = text.codePointCount(0, text.length());
        int from = random.nextInt(points + 1);
        int count = random.nextInt(Math.min(3, points - from) + 1);
        int at = text.offsetByCodePoints(0, from);
        int end = text.offsetByCodePoints(at, count);
        return edit(path, at, end - at, Leaflet.words(random) + "+");
    }
}
