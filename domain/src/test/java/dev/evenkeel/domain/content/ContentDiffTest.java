package dev.evenkeel.domain.content;

import static dev.evenkeel.domain.content.Samples.SCHEMA;
import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

final class ContentDiffTest {

    private static final Path ITEMS = Path.of("items");

    @Test
    void aMemberThatIsAbsentReadsAsItsFieldSays() {
        assertThat(diff(obj(), obj("title", ""))).isEmpty();
        assertThat(diff(obj(), obj("title", "", "extra", obj(), "items", arr(), "spots", obj())))
                .isEmpty();
        assertThat(diff(item(), item("ref", Value.NULL, "config", Value.NULL, "body", "")))
                .isEmpty();
    }

    @Test
    void absentAndNullDifferWhereAbsentStaysAbsent() {
        assertThat(diff(obj(), obj("limit", Value.NULL)))
                .containsExactly(new Change.Put(Path.of("limit"), Value.NULL));
        assertThat(diff(obj("limit", Value.NULL), obj()))
                .containsExactly(new Change.Remove(Path.of("limit")));
    }

    @Test
    void aScalarIsPutAsAWhole() {
        assertThat(diff(obj("title", "a"), obj("title", "b")))
                .containsExactly(new Change.Put(Path.of("title"), Value.of("b")));
        assertThat(diff(obj("title", "a"), obj()))
                .containsExactly(new Change.Put(Path.of("title"), Value.of("")));
    }

    @Test
    void anOpenMapIsComparedKeyByKey() {
        assertThat(
                        diff(
                                obj("spots", obj("a", 1, "b", 2, "c", 3)),
                                obj("spots", obj("a", 1, "b", 9, "d", 4))))
                .containsExactlyInAnyOrder(
                        new Change.Remove(Path.of("spots", "c")),
                        new Change.Put(Path.of("spots", "b"), Value.of(9)),
                        new Change.Put(Path.of("spots", "d"), Value.of(4)));
    }

    @Test
    void theOrderOfAKeyedListSaysNothing() {
        assertThat(
                        diff(
                                obj("items", arr(obj("id", "1"), obj("id", "2"))),
                                obj("items", arr(obj("id", "2"), obj("id", "1")))))
                .isEmpty();
    }

    @Test
    void itemsAreToldApartByTheirId() {
        assertThat(
                        diff(
                                obj("items", arr(obj("id", "1"), obj("id", "2", "name", "b"))),
                                obj("items", arr(obj("id", "3"), obj("id", "2", "name", "c")))))
                .containsExactlyInAnyOrder(
                        new Change.RemoveItem(ITEMS, "1"),
                        new Change.AddItem(ITEMS, "3", obj("id", "3")),
                        new Change.Put(Path.of("items", "2", "name"), Value.of("c")));
    }

    @Test
    void ofSeveralItemsWithOneIdTheFirstCounts() {
        assertThat(
                        diff(
                                item("name", "a"),
                                obj(
                                        "items",
                                        arr(
                                                obj("id", "1", "name", "a"),
                                                obj("id", "1", "name", "b")))))
                .isEmpty();
    }

    @Test
    void aTextIsEditedInPlace() {
        assertThat(diff(item("body", "one two"), item("body", "one big two")))
                .containsExactly(
                        new Change.EditText(
                                Path.of("items", "1", "body"),
                                List.of(new TextEdit(4, 0, "big "))));
        assertThat(diff(obj(), obj("extra", obj("readme", "x"))))
                .containsExactly(
                        new Change.EditText(
                                Path.of("extra", "readme"), List.of(new TextEdit(0, 0, "x"))));
    }

    @Test
    void aNestedMapIsPutAsAWholeOnlyWhereThereWasNone() {
        Path config = Path.of("items", "1", "config");
        assertThat(diff(item(), item("config", obj("host", "h"))))
                .containsExactly(new Change.Put(config, obj("host", "h")));
        assertThat(
                        diff(
                                item("config", obj("host", "h", "port", 1)),
                                item("config", obj("host", "i", "port", 1))))
                .containsExactly(new Change.Put(config.then("host"), Value.of("i")));
        assertThat(diff(item("config", obj("host", "h")), item()))
                .containsExactly(new Change.Put(config, Value.NULL));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsNotCompared() {
        assertThat(diff(obj("errors", "x"), item("colour", "red")))
                .containsExactly(new Change.AddItem(ITEMS, "1", obj("id", "1", "colour", "red")));
        assertThat(diff(item(), item("colour", "red"))).isEmpty();
    }

    @Test
    void theChangesTurnTheOneContentIntoTheOther() {
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            Value.Obj from = Samples.random(random);
            Value.Obj to = random.nextBoolean() ? Samples.random(random) : from;
            for (int i = random.nextInt(4); i > 0; i--) {
                to = Samples.edited(to, random);
            }

            Value.Obj result = ContentApply.apply(SCHEMA, from, diff(from, to));

            assertThat(diff(result, to)).as("seed %d", seed).isEmpty();
            assertThat(diff(to, result)).as("seed %d", seed).isEmpty();
            assertThat(diff(from, from)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void aChangeWhosePlaceIsNotThereDoesNothing() {
        Value.Obj content = item("config", Value.NULL);
        assertThat(
                        ContentApply.apply(
                                SCHEMA,
                                content,
                                List.of(
                                        new Change.Put(
                                                Path.of("items", "2", "name"), Value.of("x")),
                                        new Change.Put(
                                                Path.of("items", "1", "config", "host"),
                                                Value.of("x")),
                                        new Change.Put(
                                                Path.of("items", "1", "colour"), Value.of("x")),
                                        new Change.RemoveItem(ITEMS, "3"))))
                .isEqualTo(content);
    }

    @Test
    void collapsingKeepsTheFirstOfEachId() {
        assertThat(
                        ContentApply.apply(
                                SCHEMA,
                                obj(
                                        "items",
                                        arr(
                                                obj("id", "1", "name", "a"),
                                                obj("id", "2"),
                                                obj("id", "1", "name", "b"))),
                                List.of(new Change.Collapse(ITEMS, "1"))))
                .isEqualTo(obj("items", arr(obj("id", "1", "name", "a"), obj("id", "2"))));
    }

    private static List<Change> diff(Value.Obj from, Value.Obj to) {
        return ContentDiff.between(SCHEMA, from, to);
    }

    private static Value.Obj item(Object... keysAndValues) {
        Value.Obj item = obj("id", "1");
        for (var member : obj(keysAndValues).members().entrySet()) {
            item = item.with(member.getKey(), member.getValue());
        }
        return obj("items", arr(item));
    }
}
