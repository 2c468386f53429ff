package dev.evenkeel.domain.reconcile;

import static dev.evenkeel.domain.content.Samples.SCHEMA;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentApply;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Samples;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.reconcile.Reconciliation.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// What holds of every merge, over random contents. The seed of a failure is in its message.
final class ThreeWayPropertyTest {

    private static final int RUNS = 3_000;
    private static final ThreeWayReconciler RECONCILER = new ThreeWayReconciler();

    private record Case(long seed, Value.Obj base, Value.Obj theirs, Value.Obj live) {

        static Case of(long seed) {
            var random = new Random(seed);
            Value.Obj base = Samples.random(random);
            Value.Obj common = random.nextInt(4) == 0 ? edited(base, random, 2) : base;
            return new Case(seed, base, edited(common, random, 4), edited(common, random, 4));
        }

        private static Value.Obj edited(Value.Obj content, Random random, int countMax) {
            Value.Obj result = content;
            for (int i = random.nextInt(countMax + 1); i > 0; i--) {
                result = Samples.edited(result, random);
            }
            return result;
        }

        Reconciliation merge() {
            return RECONCILER.reconcile(SCHEMA, base, theirs, live);
        }

        Value.Obj merged() {
            return apply(live, ContentMerge.of(SCHEMA, base, theirs, live).onLive());
        }

        String named() {
            return "seed %d%n base   %s%n theirs %s%n live   %s"
                    .formatted(seed, base, theirs, live);
        }
    }

    @Test
    void aLiveDocumentWithoutUnsavedEditsBecomesTheirs() {
        for (long seed = 0; seed < RUNS; seed++) {
            var random = Case.of(seed);
            var same = new Case(seed, random.base, random.theirs, random.base);

            assertThat(same.merge().target()).as(same.named()).isEqualTo(Target.BASE);
            assertThat(same.merge().conflicts()).as(same.named()).isEmpty();
            assertSame(apply(same.base, same.merge().changes()), same.theirs, same);
            assertSame(same.merged(), same.theirs, same);
        }
    }

    @Test
    void nothingChangedOutsideIsNothingToDo() {
        for (long seed = 0; seed < RUNS; seed++) {
            var random = Case.of(seed);
            var same = new Case(seed, random.base, random.base, random.live);

            assertThat(same.merge())
                    .as(same.named())
                    .isEqualTo(new Reconciliation(Target.BASE, List.of(), List.of()));
        }
    }

    @Test
    void aForkAtTheBaseHoldsExactlyTheirs() {
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            Reconciliation merge = it.merge();
            if (merge.target() == Target.BASE) {
                assertSame(apply(it.base, merge.changes()), it.theirs, it);
            }
        }
    }

    @Test
    void aForkAtTheBaseComesOutAsTheMergeOnTheLiveContent() {
        int forks = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            Reconciliation merge = it.merge();
            if (merge.target() == Target.BASE) {
                assertSame(yjs(it, merge.changes()), it.merged(), it);
                forks++;
            }
        }
        assertThat(forks).isGreaterThan(RUNS / 3);
    }

    @Test
    void eachChangeOfEitherSideStandsOrIsInAConflict() {
        int conflicts = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            List<Conflict> found = it.merge().conflicts();
            Value.Obj merged = it.merged();

            for (Change change : ContentDiff.between(SCHEMA, it.base, it.theirs)) {
                assertAccounted(it, change, it.theirs, it.live, merged, found, Conflict::theirs);
            }
            for (Change change : ContentDiff.between(SCHEMA, it.base, it.live)) {
                assertAccounted(it, change, it.live, it.theirs, merged, found, Conflict::yours);
            }
            for (Conflict conflict : found) {
                assertThat(conflict.theirs()).as(it.named()).isNotEqualTo(conflict.yours());
                assertThat(conflict.theirs().filter(value -> !value.equals(Value.of(""))))
                        .as(it.named())
                        .isEqualTo(find(it.theirs, conflict.path()));
                assertThat(conflict.yours().filter(value -> !value.equals(Value.of(""))))
                        .as(it.named())
                        .isEqualTo(find(it.live, conflict.path()));
            }
            conflicts += found.size();
        }
        assertThat(conflicts).isGreaterThan(RUNS / 10);
    }

    @Test
    void editsOfDifferentItemsBothStandAndAreNoConflict() {
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            // Theirs for the even items, live for the odd ones; all else as it was.
            Value.Obj theirs = it.base.with("items", mixed(it.theirs, it.base));
            Value.Obj live = it.base.with("items", mixed(it.base, it.live));
            var apart = new Case(seed, it.base, theirs, live);

            assertThat(apart.merge().target()).as(apart.named()).isEqualTo(Target.BASE);
            assertThat(apart.merge().conflicts()).as(apart.named()).isEmpty();
            assertSame(apart.merged(), it.base.with("items", mixed(it.theirs, it.live)), apart);
        }
    }

    private static Value mixed(Value.Obj even, Value.Obj odd) {
        var items = new ArrayList<Value>();
        for (Value.Obj item : even.objects("items")) {
            if (isEven(item)) {
                items.add(item);
            }
        }
        for (Value.Obj item : odd.objects("items")) {
            if (!isEven(item)) {
                items.add(item);
            }
        }
        return new Value.Arr(items);
    }

    private static boolean isEven(Value.Obj item) {
        return item.text("id").equals("item0") || item.text("id").equals("item2");
    }

    @Test
    void noIdIsInTheResultTwice() {
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            List<String> ids = new ArrayList<>();
            it.merged().objects("items").forEach(item -> ids.add(item.text("id")));
            assertThat(ids).as(it.named()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aMergeThatWorkedLeavesNothingMissing() {
        for (long seed = 0; seed < RUNS; seed++) {
            var it = Case.of(seed);
            List<Change> missing =
                    RECONCILER.missing(SCHEMA, it.base, it.theirs, it.live, it.merged());
            assertThat(missing).as(it.named()).isEmpty();
        }
    }

    /// What the fork's update makes of a live Yjs document: it wins against concurrent writes of
    /// the same key, loses as a removal against a write, and is lost in what was replaced.
    private static Value.Obj yjs(Case it, List<Change> changes) {
        Value.Obj result = it.live;
        for (Change change : changes) {
            Path path = change.path();
            Value before = ContentApply.find(SCHEMA, it.base, path);
            Value now = ContentApply.find(SCHEMA, it.live, path);
            switch (change) {
                case Change.Remove _ when !Objects.equals(before, now) -> {}
                case Change.EditText _ -> {
                    if (isThere(it.live, path.parent())) {
                        String merged =
                                text(before).equals(text(now))
                                        ? text(ContentApply.find(SCHEMA, it.theirs, path))
                                        : text(ContentApply.find(SCHEMA, it.merged(), path));
                        result = put(result, path, Value.of(merged));
                    }
                }
                case Change.Put _,
                        Change.Remove _,
                        Change.AddItem _,
                        Change.RemoveItem _,
                        Change.Collapse _ ->
                        result = apply(result, List.of(change));
            }
        }
        return result;
    }

    private static void assertAccounted(
            Case it,
            Change change,
            Value.Obj side,
            Value.Obj otherSide,
            Value.Obj merged,
            List<Conflict> conflicts,
            Function<Conflict, Optional<Value>> ofSide) {
        Path path =
                switch (change) {
                    case Change.AddItem add -> add.path().then(add.id());
                    case Change.RemoveItem remove -> remove.path().then(remove.id());
                    case Change.Put put -> put.path();
                    case Change.Remove remove -> remove.path();
                    case Change.EditText edit -> edit.path();
                    case Change.Collapse collapse -> collapse.path();
                };
        boolean inConflict =
                conflicts.stream()
                        .anyMatch(
                                conflict ->
                                        // A removal is told by the emptiness of that side.
                                        path.startsWith(conflict.path())
                                                || conflict.path().startsWith(path)
                                                        && ofSide.apply(conflict).isPresent());
        if (inConflict) {
            return;
        }
        Value wanted = ContentApply.find(SCHEMA, side, path);
        Value found = ContentApply.find(SCHEMA, merged, path);
        boolean stands =
                switch (change) {
                    case Change.EditText _ ->
                            // A text that both changed is for TextMergeTest to judge.
                            text(wanted).equals(text(found))
                                    || !text(ContentApply.find(SCHEMA, it.base, path))
                                            .equals(
                                                    text(
                                                            ContentApply.find(
                                                                    SCHEMA, otherSide, path)));
                    case Change.AddItem _, Change.Put _ ->
                            found != null
                                    && (wanted instanceof Value.Obj one
                                                    && found instanceof Value.Obj other
                                                    && find(otherSide, path).isPresent()
                                            || Objects.equals(wanted, found));
                    case Change.Remove _, Change.RemoveItem _ -> found == null;
                    case Change.Collapse _ -> false;
                };
        assertThat(stands).as("%s: %s%n%s", change, merged, it.named()).isTrue();
    }

    private static Value.Obj put(Value.Obj content, Path path, Value value) {
        return apply(content, List.of(new Change.Put(path, value)));
    }

    private static Value.Obj apply(Value.Obj content, List<Change> changes) {
        return ContentApply.apply(SCHEMA, content, changes);
    }

    private static Optional<Value> find(Value.Obj content, Path path) {
        Value value = ContentApply.find(SCHEMA, content, path);
        return Optional.ofNullable(value).filter(found -> !found.equals(Value.of("")));
    }

    private static boolean isThere(Value.Obj content, Path path) {
        Value value = ContentApply.find(SCHEMA, content, path);
        return path.equals(Path.of("extra")) || value instanceof Value.Obj;
    }

    private static String text(@Nullable Value value) {
        return value instanceof Value.Str(String text) ? text : "";
    }

    private static void assertSame(Value.Obj actual, Value.Obj expected, Case it) {
        assertThat(ContentDiff.between(SCHEMA, actual, expected)).as(it.named()).isEmpty();
    }
}
