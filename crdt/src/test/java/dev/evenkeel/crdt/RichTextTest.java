package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Formatted text: what the tests of yjs expect of it.
class RichTextTest {

    private static final Map<String, YValue> BOLD = Map.of("bold", YValue.TRUE);
    private static final Map<String, YValue> PLAIN = Map.of("bold", YValue.NULL);

    private final YDoc doc = YDoc.create(1);
    private final YText text = doc.getText("t");
    private final List<List<Delta>> deltas = new ArrayList<>();

    RichTextTest() {
        var _ = text.observe(event -> deltas.add(event.delta()));
    }

    private static Delta insert(String s) {
        return new Delta.Insert(new YValue.Str(s));
    }

    private static Delta insert(String s, Map<String, YValue> attributes) {
        return new Delta.Insert(new YValue.Str(s), attributes);
    }

    private int marks(YText of) {
        int marks = 0;
        for (Item item = of.node().start; item != null; item = item.right) {
            marks += !item.isDeleted() && item.kind == Kind.FORMAT ? 1 : 0;
        }
        return marks;
    }

    private static void exchange(YDoc a, YDoc b) {
        byte[] fromA = a.encodeStateAsUpdate(b.stateVector());
        byte[] fromB = b.encodeStateAsUpdate(a.stateVector());
        a.applyUpdate(fromB);
        b.applyUpdate(fromA);
    }

    @Test
    void plainInsertionsAndDeletionsAreTold() {
        text.delete(0, 0);
        assertThat(deltas).isEmpty();
        text.insert(0, "abc");
        assertThat(deltas.getLast()).containsExactly(insert("abc"));
        text.delete(0, 1);
        assertThat(deltas.getLast()).containsExactly(new Delta.Delete(1));
        text.delete(1, 1);
        assertThat(deltas.getLast()).containsExactly(new Delta.Retain(1), new Delta.Delete(1));
        doc.transact(
                () -> {
                    text.insert(0, "1");
                    text.delete(0, 1);
                });
        assertThat(deltas.getLast()).isEmpty();
        assertThat(text.toDelta()).containsExactly(insert("b"));
    }

    @Test
    void formatsAreWrittenReadAndTold() {
        text.insert(0, "abc", BOLD);
        assertThat(deltas.getLast()).containsExactly(insert("abc", BOLD));
        text.delete(0, 1);
        assertThat(text.toDelta()).containsExactly(insert("bc", BOLD));
        assertThat(deltas.getLast()).containsExactly(new Delta.Delete(1));
        text.delete(1, 1);
        assertThat(deltas.getLast()).containsExactly(new Delta.Retain(1), new Delta.Delete(1));
        assertThat(text.toDelta()).containsExactly(insert("b", BOLD));
        text.insert(0, "z", BOLD);
        assertThat(deltas.getLast()).containsExactly(insert("z", BOLD));
        assertThat(text.toDelta()).containsExactly(insert("zb", BOLD));
        assertThat(marks(text)).isEqualTo(2);
        text.insert(0, "y");
        assertThat(deltas.getLast()).containsExactly(insert("y"));
        assertThat(text.toDelta()).containsExactly(insert("y"), insert("zb", BOLD));
        text.format(0, 2, PLAIN);
        assertThat(deltas.getLast())
                .containsExactly(new Delta.Retain(1), new Delta.Retain(1, PLAIN));
        assertThat(text.toDelta()).containsExactly(insert("yz"), insert("b", BOLD));
    }

    @Test
    void falseIsAValueAndNotTheEnd() {
        Map<String, YValue> no = Map.of("falsy", YValue.FALSE);
        text.insert(0, "abcde", no);
        assertThat(text.toDelta()).containsExactly(insert("abcde", no));
        text.format(1, 3, Map.of("falsy", YValue.TRUE));
        assertThat(text.toDelta())
                .containsExactly(
                        insert("a", no),
                        insert("bcd", Map.of("falsy", YValue.TRUE)),
                        insert("e", no));
        assertThat(deltas.getLast())
                .containsExactly(
                        new Delta.Retain(1), new Delta.Retain(3, Map.of("falsy", YValue.TRUE)));
        text.format(2, 1, no);
        assertThat(deltas.getLast()).containsExactly(new Delta.Retain(2), new Delta.Retain(1, no));
        assertThat(text.toDelta())
                .containsExactly(
                        insert("a", no),
                        insert("b", Map.of("falsy", YValue.TRUE)),
                        insert("c", no),
                        insert("d", Map.of("falsy", YValue.TRUE)),
                        insert("e", no));
    }

    @Test
    void linesAreFormattedByTheirEnds() {
        text.insert(0, "Test\nMulti-line\nFormatting");
        text.applyDelta(
                List.of(
                        new Delta.Retain(4, BOLD),
                        new Delta.Retain(1),
                        new Delta.Retain(10, BOLD),
                        new Delta.Retain(1),
                        new Delta.Retain(10, BOLD)));
        assertThat(text.toDelta())
                .containsExactly(
                        insert("Test", BOLD),
                        insert("\n"),
                        insert("Multi-line", BOLD),
                        insert("\n"),
                        insert("Formatting", BOLD));
    }

    @Test
    void emptyLinesStayApartFromFormattedText() {
        Map<String, YValue> title = Map.of("title", YValue.TRUE);
        List<Delta> content =
                List.of(insert("Text"), insert("\n", title), insert("\nText"), insert("\n", title));
        text.applyDelta(content);
        assertThat(text.toDelta()).isEqualTo(content);
    }

    @Test
    void deletionsKeepTheFormatsOfWhatStays() {
        Map<String, YValue> title = Map.of("title", YValue.TRUE);
        text.applyDelta(List.of(insert("Text"), insert("\n", title), insert("\n")));
        text.applyDelta(
                List.of(new Delta.Retain(4), new Delta.Delete(1), new Delta.Retain(1, title)));
        assertThat(text.toDelta()).containsExactly(insert("Text"), insert("\n", title));
    }

    @Test
    void embedsAndTypesAreStepsOfTheirOwn() {
        YValue image = YValue.of(Map.of("image", "u"));
        Map<String, YValue> width = Map.of("width", YValue.of(100));
        text.applyDelta(List.of(insert("ab"), new Delta.Insert(image, width)));
        assertThat(text.toDelta()).containsExactly(insert("ab"), new Delta.Insert(image, width));
        text.insertEmbed(1, YText.of("inner"));
        assertThat(text.length()).isEqualTo(4);
        assertThat(deltas.getLast().get(1))
                .isInstanceOfSatisfying(
                        Delta.Insert.class,
                        step ->
                                assertThat(step.content())
                                        .isInstanceOfSatisfying(
                                                YValue.Shared.class,
                                                shared ->
                                                        assertThat(shared.type())
                                                                .hasToString("inner")));
        YDoc other = YDoc.create(2);
        other.getText("t");
        exchange(doc, other);
        assertThat(other.getText("t").toDelta()).hasSize(4);
        assertThat(other.getText("t")).hasToString("ab");
        StoreCheck.verify(other);
    }

    @Test
    void anEmbedHasNoFormatsButItsOwn() {
        YValue image = YValue.of(Map.of("image", "imageSrc.png"));
        Map<String, YValue> width = Map.of("width", YValue.of(100));
        text.insert(0, "ab", BOLD);
        text.insertEmbed(1, image, width);
        assertThat(text.toDelta())
                .containsExactly(
                        insert("a", BOLD), new Delta.Insert(image, width), insert("b", BOLD));
        text.delete(1, 1);
        text.insertEmbed(1, image);
        assertThat(text.toDelta())
                .containsExactly(insert("a", BOLD), new Delta.Insert(image), insert("b", BOLD));
        assertThat(doc.toJson()).isEqualTo(YValue.of(Map.of("t", "ab")));
    }

    private static int items(YText of) {
        int items = 0;
        for (Item item = of.node().start; item != null; item = item.right) {
            items++;
        }
        return items;
    }

    @Test
    void formattingGoesWithTheTextItWasFor() {
        text.insert(0, "ab", BOLD);
        text.delete(0, 2);
        assertThat(marks(text)).isZero();
        assertThat(items(text)).isEqualTo(1);
        YText middle = doc.getText("middle");
        middle.insert(0, "1234");
        middle.insert(2, "ab", BOLD);
        assertThat(marks(middle)).isEqualTo(2);
        middle.delete(2, 2);
        assertThat(marks(middle)).isZero();
        assertThat(items(middle)).isEqualTo(3);
        assertThat(middle.toDelta()).containsExactly(insert("1234"));
    }

    @Test
    void anInnerFormatThatEndsLeavesTheOuterOneOnBothReplicas() {
        YDoc other = YDoc.create(2);
        YText copy = other.getText("t");
        text.insert(0, "Attack ships on fire off the shoulder of Orion.");
        exchange(doc, other);
        text.format(13, 7, BOLD);
        exchange(doc, other);
        text.format(16, 4, PLAIN);
        exchange(doc, other);
        assertThat(text.toDelta())
                .containsExactly(
                        insert("Attack ships "),
                        insert("on ", BOLD),
                        insert("fire off the shoulder of Orion."));
        assertThat(copy.toDelta()).isEqualTo(text.toDelta());
    }

    @Test
    void aFormatInsideAnotherOfTheSameKeyIsTheSameOnBothReplicas() {
        Map<String, YValue> example = Map.of("url", YValue.of("http://example.com"));
        Map<String, YValue> docs = Map.of("url", YValue.of("http://docs.yjs.dev"));
        YDoc other = YDoc.create(2);
        text.insert(0, "\n\n\n");
        text.format(0, 3, example);
        text.format(1, 1, docs);
        // yjs lets that pass and does nothing.
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> other.getText("t").format(1, 1, docs));
        exchange(doc, other);
        assertThat(text.toDelta())
                .containsExactly(insert("\n", example), insert("\n", docs), insert("\n", example));
        assertThat(other.getText("t").toDelta()).isEqualTo(text.toDelta());
    }

    @Test
    void aLineThatIsGivenAnotherFormatHasNothingOfTheOldOne() {
        Map<String, YValue> cell =
                Map.of("cell", YValue.of("c1"), "line", YValue.of(Map.of("row", "r1")));
        Map<String, YValue> list =
                Map.of("cell", YValue.of("c1"), "list", YValue.of(Map.of("row", "r1")));
        var toList = new HashMap<>(list);
        toList.put("line", YValue.NULL);
        text.applyDelta(
                List.of(
                        insert("before\n", cell),
                        insert("\n", cell),
                        insert("\n", Map.of("block", YValue.of("b"))),
                        insert("after")));
        text.applyDelta(List.of(new Delta.Retain(7), insert("-")));
        text.applyDelta(List.of(new Delta.Retain(8), insert(" ")));
        text.applyDelta(
                List.of(new Delta.Retain(7), new Delta.Delete(2), new Delta.Retain(1, toList)));
        assertThat(text.toDelta())
                .containsExactly(
                        insert("before\n", cell),
                        insert("\n", list),
                        insert("\n", Map.of("block", YValue.of("b"))),
                        insert("after"));
    }

    @Test
    void whatIsBehindADeletedBlockKeepsNothingOfIt() {
        Map<String, YValue> layout =
                Map.of(
                        "layout",
                        YValue.of("wide"),
                        "width",
                        YValue.of("100"),
                        "id",
                        YValue.of("1"));
        Map<String, YValue> plain = Map.of("id", YValue.of("2"));
        text.applyDelta(
                List.of(
                        insert("kept\n", layout),
                        insert("gone", layout),
                        insert("\n", layout),
                        insert("\n", plain)));
        text.applyDelta(
                List.of(
                        new Delta.Retain(5),
                        new Delta.Delete(4),
                        new Delta.Retain(
                                1,
                                Map.of(
                                        "layout", YValue.NULL,
                                        "width", YValue.NULL,
                                        "id", YValue.of("2")))));
        assertThat(text.toDelta())
                .containsExactly(
                        insert("kept\n", layout), insert("\n", plain), insert("\n", plain));
        YDoc other = YDoc.create(2);
        exchange(doc, other);
        assertThat(other.getText("t").toDelta()).isEqualTo(text.toDelta());
    }

    @Test
    void formattingWhatIsFormattedWritesNothing() {
        var both = new TreeMap<String, YValue>();
        both.put("LIST", YValue.TRUE);
        both.put("PARAGRAPH_STYLES", YValue.of("normal"));
        text.insert(0, "\n", both);
        var updates = new ArrayList<byte[]>();
        doc.onUpdate((update, _) -> updates.add(update));
        text.format(0, 1, Map.of("LIST", YValue.TRUE));
        assertThat(updates).isEmpty();
        assertThat(text.toDelta()).hasSize(1);
        YDoc other = YDoc.create(2);
        exchange(doc, other);
        assertThat(other.getText("t").toDelta()).isEqualTo(text.toDelta());
    }

    @Test
    void theSameFormatByTwoIsCleanedUpByBoth() {
        // Nobody reads events here: as in Yjs, that would delete the other one of the two marks.
        YDoc one = YDoc.create(1);
        YDoc other = YDoc.create(2);
        YText ours = one.getText("t");
        YText theirs = other.getText("t");
        ours.insert(0, "abcd");
        exchange(one, other);
        ours.format(0, 3, BOLD);
        theirs.format(0, 3, BOLD);
        exchange(one, other);
        exchange(one, other);
        assertThat(ours.toDelta()).containsExactly(insert("abc", BOLD), insert("d"));
        assertThat(theirs.toDelta()).isEqualTo(ours.toDelta());
        assertThat(marks(ours)).isEqualTo(marks(theirs)).isLessThan(4);
    }

    @Test
    void aDocumentThatDoesNotCleanUpAuthorsNothing() {
        YDoc server = YDoc.builder().clientId(3).formattingCleanup(false).build();
        server.getText("t");
        text.insert(0, "abcd");
        YDoc other = YDoc.create(2);
        exchange(doc, other);
        text.format(0, 3, BOLD);
        other.getText("t").format(0, 3, BOLD);
        var local = new ArrayList<Boolean>();
        server.onUpdate((_, transaction) -> local.add(transaction.isLocal()));
        server.applyUpdate(doc.encodeStateAsUpdate());
        server.applyUpdate(other.encodeStateAsUpdate());
        assertThat(local).containsOnly(false);
        assertThat(server.getText("t").toDelta()).containsExactly(insert("abc", BOLD), insert("d"));
    }

    @Test
    void aRangeThatIsTooLongGetsLineFeeds() {
        text.insert(0, "a");
        text.format(0, 3, BOLD);
        assertThat(text.toDelta()).containsExactly(insert("a\n\n", BOLD));
        text.format(3, 2, BOLD);
        assertThat(text).hasToString("a\n\n\n\n");
        YDoc empty = YDoc.create(9);
        empty.getText("t").format(0, 2, BOLD);
        assertThat(empty.getText("t").length()).isZero();
    }

    @Test
    void theLastLineFeedCanBeLeftOut() {
        text.applyDelta(List.of(insert("a\n")), false);
        assertThat(text).hasToString("a");
        text.applyDelta(List.of(new Delta.Retain(1), insert("b\n")), true);
        assertThat(text).hasToString("ab\n");
    }

    @Test
    void preparedTextTakesTheSameCalls() {
        YText inner = YText.of(List.of(insert("ab", BOLD)));
        inner.insert(2, "c");
        inner.format(0, 1, PLAIN);
        inner.setAttribute("k", YValue.of(1));
        inner.insertEmbed(3, YText.of("deep"));
        assertThat(inner.length()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> inner.insert(5, "x"));
        text.insertEmbed(0, inner, BOLD);
        assertThat(inner.toDelta().subList(0, 2)).containsExactly(insert("a"), insert("bc", BOLD));
        assertThat(inner.getAttribute("k")).contains(YValue.of(1));
        assertThat(inner.length()).isEqualTo(4);
        YText copy = inner.copy();
        text.insertEmbed(1, copy);
        assertThat(copy.toDelta()).hasSize(3);
        assertThat(copy.getAttributes()).isEmpty();
        StoreCheck.verify(doc);
    }

    @Test
    void whatCannotBePutInChangesNothing() {
        text.insert(0, "ab");
        byte[] before = doc.encodeStateAsUpdate();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.insertEmbed(0, YValue.UNDEFINED));
        assertThatIllegalArgumentException().isThrownBy(() -> text.insertEmbed(0, YValue.NULL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.format(0, 1, Map.of("x", YValue.UNDEFINED)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.applyDelta(List.of(insert("x"), new Delta.Retain(0))));
        YText once = YText.of("x");
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                text.applyDelta(
                                        List.of(
                                                new Delta.Insert(new YValue.Shared(once)),
                                                new Delta.Insert(new YValue.Shared(once)))));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> text.format(3, 1, BOLD));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @Test
    void noCallCutsAPair() {
        text.insert(0, "a😀b");
        text.format(2, 1, BOLD);
        assertThat(text.toDelta()).containsExactly(insert("a"), insert("😀", BOLD), insert("b"));
        text.applyDelta(List.of(new Delta.Retain(1), new Delta.Delete(1)));
        assertThat(text).hasToString("ab");
    }

    /// Random edits as an editor makes them, on three replicas that hear of each other in the end.
    @Test
    void editorsAgreeInTheEnd() {
        var random = new SplittableRandom(42);
        for (int run = 0; run < 20; run++) {
            List<YDoc> docs = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                docs.add(YDoc.create(i));
                docs.getLast().getText("t");
            }
            for (int step = 0; step < 60; step++) {
                YDoc one = docs.get(random.nextInt(3));
                editAsAnEditor(one.getText("t"), random);
                if (random.nextInt(4) == 0) {
                    exchange(one, docs.get(random.nextInt(3)));
                }
            }
            for (int round = 0; round < 4; round++) {
                exchange(docs.get(0), docs.get(1));
                exchange(docs.get(1), docs.get(2));
                exchange(docs.get(2), docs.get(0));
            }
            for (YDoc each : docs) {
                assertThat(each.getText("t").toDelta())
                        .isEqualTo(docs.getFirst().getText("t").toDelta());
                StoreCheck.verify(each);
            }
        }
    }

    private static void editAsAnEditor(YText text, SplittableRandom random) {
        int length = text.length();
        int at = random.nextInt(length + 1);
        Map<String, YValue> format =
                Map.of(random.nextBoolean() ? "bold" : "link", YValue.of(random.nextInt(2)));
        switch (random.nextInt(5)) {
            case 0 -> text.insert(at, "w" + random.nextInt(100), format);
            case 1 -> text.insertEmbed(at, YValue.of(Map.of("image", "u")), format);
            case 2 ->
                    text.applyDelta(
                            at == 0
                                    ? List.of(insert("l\n"))
                                    : List.of(new Delta.Retain(at), insert("l\n", format)));
            case 3 -> {
                if (at < length) {
                    text.format(at, 1 + random.nextInt(length - at), format);
                }
            }
            default -> {
                if (at < length) {
                    text.delete(at, 1 + random.nextInt(Math.min(5, length - at)));
                }
            }
        }
    }

    /// Prints what a formatted text costs; twice the edits should take about twice the time.
    @Test
    void randomFormatsScale() {
        for (int n : new int[] {2000, 4000, 8000}) {
            var random = new SplittableRandom(7);
            YDoc large = YDoc.create(1);
            YText target = large.getText("t");
            target.insert(0, "x".repeat(10 * n));
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) {
                target.format(
                        random.nextInt(10 * n - 5),
                        1 + random.nextInt(4),
                        i % 3 == 0 ? PLAIN : BOLD);
                target.insert(random.nextInt(10 * n), "y");
            }
            long formats = System.nanoTime() - start;
            start = System.nanoTime();
            int place = 5 * n;
            for (int i = 0; i < n; i++) {
                target.insert(place++, "z");
            }
            long typing = System.nanoTime() - start;
            System.out.printf(
                    "%d formats and insertions at random places: %d ms; %d typed at one: %d ms%n",
                    2 * n, formats / 1_000_000, n, typing / 1_000_000);
            assertThat(target.length()).isEqualTo(12 * n);
        }
    }
}
