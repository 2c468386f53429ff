package dev.evenkeel.domain.reconcile;

import static dev.evenkeel.domain.content.Samples.SCHEMA;
import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentApply;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.TextEdit;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.reconcile.Conflict.Resolution;
import dev.evenkeel.domain.reconcile.Reconciliation.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class ThreeWayReconcilerTest {

    private static final ThreeWayReconciler RECONCILER = new ThreeWayReconciler();
    private static final Path ITEMS = Path.of("items");
    private static final Path ITEM = Path.of("items", "1");

    @Test
    void whatChangedOutsideOnlyIsTakenWhateverElseChangedHere() {
        var merged =
                merge(
                        obj("title", "a", "items", arr(obj("id", "1", "name", "x"))),
                        obj("title", "b", "items", arr(obj("id", "1", "name", "x"))),
                        obj("title", "a", "items", arr(obj("id", "1", "name", "y"))));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactly(new Change.Put(Path.of("title"), Value.of("b")));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void whatBothSidesSetAlikeIsNoConflict() {
        var merged = merge(obj("title", "a"), obj("title", "b"), obj("title", "b"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void ofTwoScalarsTheStoredOneStands() {
        var merged = merge(obj("title", "a"), obj("title", "b"), obj("title", "c"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                Path.of("title"),
                                Value.of("a"),
                                Value.of("b"),
                                Value.of("c"),
                                Resolution.THEIRS));
    }

    @Test
    void aMemberThatWasRemovedOutsideAndSetHereIsRemovedFromTheLiveDocument() {
        var merged = merge(obj("limit", 1), obj(), obj("limit", 2));

        assertThat(merged.target()).isEqualTo(Target.LIVE);
        assertThat(merged.changes()).containsExactly(new Change.Remove(Path.of("limit")));
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                Path.of("limit"),
                                Value.of(1),
                                null,
                                Value.of(2),
                                Resolution.THEIRS));
    }

    @Test
    void anItemDeletedOutsideAndUntouchedHereGoes() {
        var merged = merge(item("name", "a"), items(), item("name", "a"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes()).containsExactly(new Change.RemoveItem(ITEMS, "1"));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void anItemDeletedOutsideAndEditedHereGoesAndIsKeptWholeInTheConflict() {
        Value.Obj live = obj("id", "1", "name", "a", "body", "typed");
        var merged = merge(item("name", "a"), items(), items(live));

        assertThat(merged.changes()).containsExactly(new Change.RemoveItem(ITEMS, "1"));
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(ITEM, obj("id", "1", "name", "a"), null, live, Resolution.THEIRS));
    }

    @Test
    void anItemDeletedHereAndEditedOutsideStaysDeleted() {
        Value.Obj theirs = obj("id", "1", "name", "b");
        var merged = merge(item("name", "a"), items(theirs), items());

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                ITEM, obj("id", "1", "name", "a"), theirs, null, Resolution.YOURS));
        assertThat(onLive(item("name", "a"), items(theirs), items())).isEmpty();
    }

    @Test
    void anItemDeletedHereAndUntouchedOutsideStaysDeletedWithoutAWord() {
        var merged = merge(item("name", "a"), item("name", "a"), items());

        assertThat(merged.changes()).isEmpty();
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void anItemAddedHereStays() {
        var merged = merge(items(), obj("title", "b"), item("name", "mine"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactly(new Change.Put(Path.of("title"), Value.of("b")));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void anItemAddedOutsideIsAdded() {
        var merged = merge(items(), items(obj("id", "2")), item("name", "mine"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactly(new Change.AddItem(ITEMS, "2", obj("id", "2")));
    }

    @Test
    void anItemAddedOnBothSidesIsMergedMemberByMemberIntoTheLiveOne() {
        Value.Obj theirs =
                obj("id", "1", "name", "b", "body", "Hello world", "config", obj("host", "h"));
        Value.Obj live =
                obj(
                        "id",
                        "1",
                        "name",
                        "c",
                        "body",
                        "Hello",
                        "tag",
                        "mine",
                        "config",
                        obj("host", "h", "note", "n"));
        var merged = merge(items(), items(theirs), items(live));

        assertThat(merged.target()).isEqualTo(Target.LIVE);
        assertThat(merged.changes())
                .containsExactly(
                        new Change.Put(ITEM.then("name"), Value.of("b")),
                        new Change.EditText(
                                ITEM.then("body"), List.of(new TextEdit(5, 0, " world"))));
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                ITEM.then("name"),
                                null,
                                Value.of("b"),
                                Value.of("c"),
                                Resolution.THEIRS));
    }

    @Test
    void theSameItemAddedOnBothSidesIsThereOnce() {
        Value.Obj both = item("name", "a", "body", "text");
        var merged = merge(items(), both, both);

        assertThat(merged.target()).isEqualTo(Target.LIVE);
        assertThat(merged.changes()).isEmpty();
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void anOpenMapIsMergedKeyByKey() {
        var merged =
                merge(
                        obj("spots", obj("a", 1, "b", 1, "c", 1)),
                        obj("spots", obj("a", 2, "b", 2, "d", 2)),
                        obj("spots", obj("a", 1, "b", 3, "c", 1, "e", 3)));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactlyInAnyOrder(
                        new Change.Put(Path.of("spots", "a"), Value.of(2)),
                        new Change.Put(Path.of("spots", "b"), Value.of(2)),
                        new Change.Remove(Path.of("spots", "c")),
                        new Change.Put(Path.of("spots", "d"), Value.of(2)));
        assertThat(merged.conflicts())
                .extracting(Conflict::path)
                .containsExactly(Path.of("spots", "b"));
    }

    @Test
    void aNestedMapIsMergedMemberByMember() {
        var merged =
                merge(
                        item("config", obj("host", "h", "port", 1)),
                        item("config", obj("host", "i", "port", 1)),
                        item("config", obj("host", "h", "port", 2)));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactly(new Change.Put(ITEM.then("config").then("host"), Value.of("i")));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void aNestedMapRemovedOutsideAndEditedHereGoesAndIsKeptWhole() {
        Value.Obj edited = obj("host", "j");
        var merged =
                merge(
                        item("config", obj("host", "h")),
                        item("config", Value.NULL),
                        item("config", edited));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                ITEM.then("config"),
                                obj("host", "h"),
                                Value.NULL,
                                edited,
                                Resolution.THEIRS));
    }

    @Test
    void aNestedMapEditedOutsideAndRemovedHereIsPutIntoTheLiveDocument() {
        Value.Obj edited = obj("host", "j");
        var merged =
                merge(
                        item("config", obj("host", "h")),
                        item("config", edited),
                        item("config", Value.NULL));

        assertThat(merged.target()).isEqualTo(Target.LIVE);
        assertThat(merged.changes()).containsExactly(new Change.Put(ITEM.then("config"), edited));
        assertThat(merged.conflicts()).hasSize(1);
    }

    @Test
    void aTextThatChangedInDifferentPlacesIsMergedAtTheBase() {
        var merged =
                merge(
                        item("body", "one two three"),
                        item("body", "ONE two three"),
                        item("body", "one two THREE"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.changes())
                .containsExactly(
                        new Change.EditText(ITEM.then("body"), List.of(new TextEdit(0, 3, "ONE"))));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void ofATextThatChangedToTheSameNothingIsDoneAgain() {
        var merged =
                merge(item("body", ""), item("body", "Hello", "name", "b"), item("body", "Hello"));

        assertThat(merged.target()).isEqualTo(Target.LIVE);
        assertThat(merged.changes())
                .containsExactly(new Change.Put(ITEM.then("name"), Value.of("b")));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void ofATextThatGrewOnBothSidesOnlyWhatIsNotThereYetIsAdded() {
        var more = merge(item("body", ""), item("body", "Hello world"), item("body", "Hello"));
        assertThat(more.target()).isEqualTo(Target.LIVE);
        assertThat(more.changes())
                .containsExactly(
                        new Change.EditText(
                                ITEM.then("body"), List.of(new TextEdit(5, 0, " world"))));
        assertThat(more.conflicts()).isEmpty();

        var less = merge(item("body", ""), item("body", "Hello"), item("body", "Hello world"));
        assertThat(less.target()).isEqualTo(Target.LIVE);
        assertThat(less.changes()).isEmpty();
        assertThat(less.conflicts()).isEmpty();
    }

    @Test
    void aTextThatChangedInTheSamePlaceKeepsBothAndIsAConflict() {
        var merged =
                merge(
                        item("body", "get('/a')"),
                        item("body", "get('/theirs')"),
                        item("body", "get('/mine')"));

        assertThat(merged.target()).isEqualTo(Target.BASE);
        assertThat(merged.conflicts())
                .containsExactly(
                        conflict(
                                ITEM.then("body"),
                                Value.of("get('/a')"),
                                Value.of("get('/theirs')"),
                                Value.of("get('/mine')"),
                                Resolution.MERGED));
    }

    @Test
    void aConflictInOneTextIsSpelledOutWhenSomethingElseWasDoneTwice() {
        Value.Obj base = obj("extra", obj("readme", ""), "items", arr(obj("id", "1")));
        var merged =
                merge(
                        item("body", "a").with("extra", obj("readme", "same")),
                        item("body", "theirs").with("extra", obj("readme", "same")),
                        item("body", "mine").with("extra", obj("readme", "same")));
        assertThat(merged.target()).isEqualTo(Target.BASE);

        var live =
                merge(
                        base,
                        item("body", "theirs").with("extra", obj("readme", "same")),
                        item("body", "mine").with("extra", obj("readme", "same")));
        assertThat(live.target()).isEqualTo(Target.LIVE);
        assertThat(live.changes())
                .containsExactly(
                        new Change.EditText(
                                ITEM.then("body"), List.of(new TextEdit(4, 0, "theirs"))));
        assertThat(live.conflicts()).hasSize(1);
    }

    @Test
    void nothingIsMissingAfterAMergeThatWorked() {
        Value.Obj base = item("name", "a", "body", "one two");
        Value.Obj theirs = item("name", "b", "body", "ONE two").with("title", Value.of("t"));
        Value.Obj live = item("name", "a", "body", "one TWO");
        Value.Obj merged = item("name", "b", "body", "ONE TWO").with("title", Value.of("t"));

        assertThat(RECONCILER.missing(SCHEMA, base, theirs, live, merged)).isEmpty();
    }

    @Test
    void whatTheMergeDidNotReachBecauseAClientRebuiltTheItemIsMissing() {
        Value.Obj base = item("name", "a", "body", "one two");
        Value.Obj theirs = item("name", "b", "body", "ONE two").with("title", Value.of("t"));
        Value.Obj live = item("name", "a", "body", "one TWO");
        Value.Obj merged = live.with("title", Value.of("t"));

        List<Change> missing = RECONCILER.missing(SCHEMA, base, theirs, live, merged);

        assertThat(
                        ContentDiff.between(
                                SCHEMA,
                                ContentApply.apply(SCHEMA, merged, missing),
                                item("name", "b", "body", "ONE TWO").with("title", Value.of("t"))))
                .isEmpty();
    }

    private static Reconciliation merge(Value.Obj base, Value.Obj theirs, Value.Obj live) {
        return RECONCILER.reconcile(SCHEMA, base, theirs, live);
    }

    private static List<Change> onLive(Value.Obj base, Value.Obj theirs, Value.Obj live) {
        return ContentMerge.of(SCHEMA, base, theirs, live).onLive();
    }

    private static Conflict conflict(
            Path path,
            @Nullable Value base,
            @Nullable Value theirs,
            @Nullable Value yours,
            Resolution resolution) {
        return new Conflict(
                path,
                Optional.ofNullable(base),
                Optional.ofNullable(theirs),
                Optional.ofNullable(yours),
                resolution);
    }

    private static Value.Obj items(Object... items) {
        return obj("items", arr(items));
    }

    private static Value.Obj item(Object... keysAndValues) {
        Value.Obj item = obj("id", "1");
        for (var member : obj(keysAndValues).members().entrySet()) {
            item = item.with(member.getKey(), member.getValue());
        }
        return items(item);
    }
}
