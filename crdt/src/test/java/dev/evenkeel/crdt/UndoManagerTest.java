package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What can be undone, and what it is when it is back. Unless a test says otherwise all that is
/// done between two stops is one step, for the clock stands still.
final class UndoManagerTest {

    private final YDoc doc = YDoc.create(1);
    private final YDoc other = YDoc.create(2);
    private Instant now = Instant.ofEpochSecond(1);
    private final InstantSource clock = () -> now;

    private UndoManager manager(YType first, YType... more) {
        return UndoManager.builder(first, more).clock(clock).build();
    }

    private UndoManager stepByStep(YType type) {
        return UndoManager.builder(type).clock(clock).captureTimeout(Duration.ZERO).build();
    }

    private void sync() {
        // Without an origin it would be tracked.
        other.applyUpdate(doc.encodeStateAsUpdate(), "sync");
        doc.applyUpdate(other.encodeStateAsUpdate(), "sync");
        other.applyUpdate(doc.encodeStateAsUpdate(), "sync");
    }

    private static YValue json(Object value) {
        return YValue.of(value);
    }

    private static YMap map(Object... entries) {
        Map<String, YValue> values = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            values.put((String) entries[i], YValue.of(entries[i + 1]));
        }
        return YMap.of(values);
    }

    private static List<YValue> numbers(int... values) {
        return Arrays.stream(values).mapToObj(n -> YValue.of((double) n)).toList();
    }

    // --- texts ---

    @Test
    void whatCameAndWentInOneStepDoesNotComeBack() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "test");
        text.delete(0, 4);
        manager.undo();
        assertThat(text).hasToString("");
    }

    @Test
    void aTextThatWasBroughtBackCanBeUndoneAgain() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "a");
        manager.stopCapturing();
        text.delete(0, 1);
        manager.stopCapturing();
        manager.undo();
        assertThat(text).hasToString("a");
        manager.undo();
        assertThat(text).hasToString("");
    }

    @Test
    void onlyTheOwnTextIsUndoneAndWhatOthersDeletedStaysGone() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "abc");
        other.getText("t").insert(0, "xyz");
        sync();
        manager.undo();
        assertThat(text).hasToString("xyz");
        manager.redo();
        assertThat(text).hasToString("abcxyz");
        sync();
        other.getText("t").delete(0, 1);
        sync();
        manager.undo();
        assertThat(text).hasToString("xyz");
        manager.redo();
        assertThat(text).hasToString("bcxyz");
        sync();
        assertThat(other.getText("t")).hasToString("bcxyz");
    }

    @Test
    void undoingTwiceLeavesWhatWasThereBefore() {
        YText text = doc.getText("t");
        text.insert(0, "1221");
        UndoManager manager = manager(text);
        text.insert(2, "3");
        text.insert(3, "3");
        manager.undo();
        manager.undo();
        text.insert(2, "3");
        assertThat(text).hasToString("12321");
    }

    private static Delta piece(String text, Object... attributes) {
        Map<String, YValue> format = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            format.put((String) attributes[i], YValue.of(attributes[i + 1]));
        }
        return new Delta.Insert(YValue.of(text), format);
    }

    @Test
    void formatsAreUndoneAndRedone() {
        YText text = doc.getText("t");
        text.insert(0, "bcxyz");
        UndoManager manager = manager(text);
        text.format(1, 3, Map.of("bold", YValue.TRUE));
        List<Delta> bold = List.of(piece("b"), piece("cxy", "bold", true), piece("z"));
        assertThat(text.toDelta()).isEqualTo(bold);
        manager.undo();
        assertThat(text.toDelta()).containsExactly(piece("bcxyz"));
        manager.redo();
        assertThat(text.toDelta()).isEqualTo(bold);
    }

    @Test
    void anUndoneEndOfAFormatLeavesBothReplicasAlike() {
        YText text = doc.getText("t");
        YText copy = other.getText("t");
        text.insert(0, "Attack ships on fire off the shoulder of Orion.");
        other.applyUpdate(doc.encodeStateAsUpdate());
        UndoManager manager = manager(text);
        text.format(13, 7, Map.of("bold", YValue.TRUE));
        manager.stopCapturing();
        other.applyUpdate(doc.encodeStateAsUpdate());
        text.format(16, 4, Map.of("bold", YValue.NULL));
        manager.stopCapturing();
        other.applyUpdate(doc.encodeStateAsUpdate());
        manager.undo();
        other.applyUpdate(doc.encodeStateAsUpdate());
        List<Delta> expected =
                List.of(
                        piece("Attack ships "),
                        piece("on fire", "bold", true),
                        piece(" off the shoulder of Orion."));
        assertThat(text.toDelta()).isEqualTo(expected);
        assertThat(copy.toDelta()).isEqualTo(expected);
    }

    @Test
    void formatsMeetTheSameOnACopy() {
        YDoc keeping = YDoc.builder().gc(false).build();
        YText text = keeping.getText("text");
        text.insert(0, " After", Map.of("type", YValue.of("text"), "italic", YValue.TRUE));
        text.insert(0, "Test", Map.of("type", YValue.of("text")));
        text.insert(0, "Merge ", Map.of("type", YValue.of("text"), "bold", YValue.TRUE));
        YDoc second = YDoc.builder().gc(false).build();
        second.applyUpdate(keeping.encodeStateAsUpdate());
        for (YText each : List.of(text, second.getText("text"))) {
            each.format(0, 6, Map.of("bold", YValue.NULL));
            each.format(6, 4, Map.of("type", YValue.of("text")));
            assertThat(each.toDelta())
                    .containsExactly(
                            piece("Merge Test", "type", "text"),
                            piece(" After", "type", "text", "italic", true));
        }
    }

    @Test
    void aTextInATextIsUndoneOnItsOwn() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        YText nested = YText.of("initial text");
        text.insertEmbed(0, json(nested), Map.of("bold", YValue.TRUE));
        manager.stopCapturing();
        nested.delete(0, nested.length());
        nested.insert(0, "other text");
        manager.undo();
        assertThat(nested).hasToString("initial text");
        manager.undo();
        assertThat(text.length()).isZero();
    }

    // --- maps ---

    @Test
    void theValueBeforeComesBack() {
        YMap map = doc.getMap("m");
        map.set("a", YValue.of(0));
        UndoManager manager = manager(map);
        map.set("a", YValue.of(1));
        manager.undo();
        assertThat(map.get("a")).contains(YValue.of(0));
        manager.redo();
        assertThat(map.get("a")).contains(YValue.of(1));
    }

    @Test
    void aWholeTypeComesBack() {
        YMap map = doc.getMap("m");
        UndoManager manager = manager(map);
        map.set("a", YValue.of(1));
        manager.stopCapturing();
        YMap inner = map();
        map.set("a", json(inner));
        inner.set("x", YValue.of(42));
        manager.undo();
        assertThat(map.get("a")).contains(YValue.of(1));
        manager.redo();
        assertThat(map.toJson()).isEqualTo(json(Map.of("a", Map.of("x", 42))));
    }

    @Test
    void whatAnotherHasWrittenSinceIsLeftAlone() {
        YMap map = doc.getMap("m");
        UndoManager manager = manager(map);
        map.set("a", YValue.of(1));
        sync();
        other.getMap("m").set("a", YValue.of(44));
        sync();
        manager.undo();
        assertThat(map.get("a")).contains(YValue.of(44));
        manager.redo();
        assertThat(map.get("a")).contains(YValue.of(44));
    }

    @Test
    void ofSeveralValuesInOneStepNoneStays() {
        YMap map = doc.getMap("m");
        UndoManager manager = manager(map);
        map.set("b", YValue.of("initial"));
        manager.stopCapturing();
        map.set("b", YValue.of("val1"));
        map.set("b", YValue.of("val2"));
        manager.stopCapturing();
        manager.undo();
        assertThat(map.get("b")).contains(YValue.of("initial"));
    }

    @Test
    void deletedEntriesComeBackOneByOne() {
        YMap map = doc.getMap("m");
        UndoManager manager = stepByStep(map);
        List<String> values = List.of("a", "b", "c", "d");
        for (String value : values) {
            map.delete("k");
            map.set("k", YValue.of(value));
        }
        for (String value : values.subList(0, 3).reversed()) {
            manager.undo();
            assertThat(map.has("k")).isFalse();
            manager.undo();
            assertThat(map.get("k")).contains(YValue.of(value));
        }
    }

    @Test
    void remoteChangesOfKeysCanBeWrittenOver() {
        var _ = doc.onUpdate((update, _) -> other.applyUpdate(update, doc));
        var _ = other.onUpdate((update, _) -> doc.applyUpdate(update, other));
        YMap one = doc.getMap("m");
        YMap two = other.getMap("m");
        UndoManager manager = UndoManager.builder(one).ignoreRemoteMapChanges(true).build();
        one.set("x", YValue.of(1));
        two.set("x", YValue.of(2));
        one.set("x", YValue.of(3));
        two.set("x", YValue.of(4));
        manager.undo();
        assertThat(one.get("x")).contains(YValue.of(2));
        assertThat(two.get("x")).contains(YValue.of(2));
    }

    // --- arrays and what is in them ---

    @Test
    void elementsComeAndGoWithoutThoseOfOthers() {
        YArray array = doc.getArray("a");
        UndoManager manager = manager(array);
        array.insert(0, numbers(1, 2, 3));
        other.getArray("a").insert(0, numbers(4, 5, 6));
        sync();
        assertThat(array.toList()).isEqualTo(numbers(1, 2, 3, 4, 5, 6));
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(4, 5, 6));
        manager.redo();
        assertThat(array.toList()).isEqualTo(numbers(1, 2, 3, 4, 5, 6));
        sync();
        other.getArray("a").delete(0, 1);
        sync();
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(4, 5, 6));
        manager.redo();
        assertThat(array.toList()).isEqualTo(numbers(2, 3, 4, 5, 6));
    }

    @Test
    void aTypeComesBackWithWhatOthersPutIntoIt() {
        YArray array = doc.getArray("a");
        array.push(numbers(2, 3));
        UndoManager manager = manager(array);
        array.delete(0, 2);
        YMap inner = map();
        array.insert(0, List.of(json(inner)));
        manager.stopCapturing();
        inner.set("a", YValue.of(1));
        manager.undo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of())));
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(2, 3));
        manager.redo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of())));
        manager.redo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("a", 1))));
        sync();
        if (other.getArray("a").get(0) instanceof YValue.Shared(YMap theirs)) {
            theirs.set("b", YValue.of(2));
        }
        sync();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("a", 1, "b", 2))));
        manager.undo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("b", 2))));
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(2, 3));
        manager.redo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("b", 2))));
        manager.redo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("a", 1, "b", 2))));
    }

    @Test
    void nestedTypesThatReplaceEachOtherComeBackInTurn() {
        for (int count : new int[] {3, 4}) {
            YDoc keeping = YDoc.builder().gc(false).build();
            YMap design = keeping.getMap("m");
            UndoManager manager = stepByStep(design);
            YMap text = map();
            List<YValue> states = new ArrayList<>(List.of(json(Map.of())));
            for (int i = 1; i <= count; i++) {
                YMap block = map("text", i);
                boolean first = i == 1;
                keeping.transact(
                        () -> {
                            if (first) {
                                design.set("text", json(text));
                            }
                            text.set("blocks", json(block));
                        });
                states.add(design.toJson());
            }
            for (int i = count - 1; i >= 0; i--) {
                manager.undo();
                assertThat(design.toJson()).isEqualTo(states.get(i));
            }
            for (int i = 1; i <= count; i++) {
                manager.redo();
                assertThat(design.toJson()).isEqualTo(states.get(i));
            }
        }
    }

    @Test
    void manyStepsOfANestedMapAreRedoneInTheTypeThatCameBack() {
        YMap root = doc.getMap("m");
        UndoManager manager = manager(root);
        YMap point = map("x", 0, "y", 0);
        root.set("a", json(point));
        manager.stopCapturing();
        for (int i = 100; i <= 300; i += 100) {
            point.set("x", YValue.of(i));
            point.set("y", YValue.of(i));
            manager.stopCapturing();
        }
        for (int i = 200; i >= 0; i -= 100) {
            manager.undo();
            assertThat(point.toJson()).isEqualTo(json(Map.of("x", i, "y", i)));
        }
        manager.undo();
        assertThat(root.has("a")).isFalse();
        for (int i = 0; i <= 300; i += 100) {
            manager.redo();
            assertThat(root.toJson()).isEqualTo(json(Map.of("a", Map.of("x", i, "y", i))));
        }
    }

    @Test
    void stepsOfWhichNothingIsLeftArePassedOver() {
        var _ = doc.onUpdate((update, _) -> other.applyUpdate(update));
        var _ = other.onUpdate((update, _) -> doc.applyUpdate(update));
        YArray one = doc.getArray("array");
        YArray two = other.getArray("array");
        YMap first = map("hello", "world");
        YMap second = map("key", "value");
        one.push(json(first), json(second));
        UndoManager manager = UndoManager.builder(one).trackedOrigins(Set.of("one")).build();
        UndoManager theirs = UndoManager.builder(two).trackedOrigins(Set.of("two")).build();
        doc.transact("one", () -> second.set("key", YValue.of("value modified")));
        manager.stopCapturing();
        doc.transact("one", () -> first.set("hello", YValue.of("world modified")));
        other.transact("two", () -> two.delete(0, 1));
        theirs.undo();
        manager.undo();
        assertThat(second.get("key")).contains(YValue.of("value"));
    }

    // --- XML and subdocuments ---

    @Test
    void attributesThatChangedOftenAreRedoneToTheLastValue() {
        YXmlFragment fragment = doc.getXmlFragment("t");
        UndoManager manager =
                UndoManager.builder(fragment)
                        .clock(clock)
                        .captureTimeout(Duration.ZERO)
                        .trackedOrigins(Set.of("me"))
                        .build();
        doc.transact(
                "me",
                () -> {
                    YXmlElement element = YXmlElement.of("test-node");
                    fragment.insert(0, element);
                    element.setAttribute("a", YValue.of("100"));
                    element.setAttribute("b", YValue.of("0"));
                });
        doc.transact("me", () -> element(fragment).setAttribute("a", YValue.of("200")));
        doc.transact(
                "me",
                () -> {
                    element(fragment).setAttribute("a", YValue.of("180"));
                    element(fragment).setAttribute("b", YValue.of("50"));
                });
        for (int i = 0; i < 3; i++) {
            assertThat(manager.undo()).isPresent();
        }
        assertThat(fragment).hasToString("");
        for (int i = 0; i < 3; i++) {
            assertThat(manager.redo()).isPresent();
        }
        assertThat(fragment).hasToString("<test-node a=\"180\" b=\"50\"></test-node>");
    }

    private static YXmlElement element(YXmlFragment fragment) {
        if (fragment.get(0) instanceof YValue.Shared(YXmlElement element)) {
            return element;
        }
        throw new AssertionError("no element");
    }

    @Test
    void anElementThatWasChangedAndDeletedInOneStepComesBackUnchanged() {
        YXmlFragment fragment = doc.getXmlFragment("t");
        UndoManager manager =
                UndoManager.builder(fragment).trackedOrigins(Set.of("undoable")).build();
        YXmlElement element = YXmlElement.of("test");
        doc.transact(
                () -> {
                    fragment.insert(0, element);
                    element.setAttribute("a", YValue.of("1"));
                    element.setAttribute("b", YValue.of("2"));
                });
        doc.transact(
                "undoable",
                () -> {
                    element.setAttribute("b", YValue.of("3"));
                    fragment.delete(0, 1);
                });
        assertThat(fragment).hasToString("");
        manager.undo();
        assertThat(fragment).hasToString("<test a=\"1\" b=\"2\"></test>");
    }

    @Test
    void anElementComesBackWithTheTextInIt() {
        YXmlFragment fragment = doc.getXmlFragment("t");
        UndoManager manager = manager(fragment);
        YXmlElement element = YXmlElement.of("p");
        YXmlText text = YXmlText.of("content");
        fragment.insert(0, element);
        element.insert(0, text);
        manager.stopCapturing();
        text.insert(7, "s");
        manager.stopCapturing();
        fragment.delete(0, 1);
        assertThat(fragment).hasToString("");
        manager.undo();
        assertThat(fragment).hasToString("<p>contents</p>");
        manager.undo();
        assertThat(fragment).hasToString("<p>content</p>");
    }

    @Test
    void anElementComesBackWithTheFormatsInIt() {
        YXmlFragment fragment = doc.getXmlFragment("t");
        UndoManager manager = manager(fragment);
        YXmlElement element = YXmlElement.of("p");
        YXmlText text = YXmlText.of("content");
        fragment.insert(0, element);
        element.insert(0, text);
        manager.stopCapturing();
        text.format(3, 4, Map.of("bold", json(Map.of())));
        assertThat(fragment).hasToString("<p>con<bold>tent</bold></p>");
        manager.undo();
        assertThat(fragment).hasToString("<p>content</p>");
        manager.redo();
        assertThat(fragment).hasToString("<p>con<bold>tent</bold></p>");
        fragment.delete(0, 1);
        assertThat(fragment).hasToString("");
        manager.undo();
        assertThat(fragment).hasToString("<p>con<bold>tent</bold></p>");
    }

    @Test
    void anEmbeddedTextThatWasChangedAndDeletedHasItsOldAttributesOnBothReplicas() {
        YXmlText root = doc.getXmlText("root");
        YXmlText button = YXmlText.of("");
        button.setAttribute("type", YValue.of("button"));
        button.setAttribute("test", YValue.TRUE);
        button.insert(0, "Click me");
        root.insertEmbed(0, button);
        UndoManager manager = manager(root);
        manager.stopCapturing();
        button.setAttribute("type", YValue.of("paragraph"));
        root.delete(0, 1);
        manager.undo();
        other.applyUpdateV2(doc.encodeStateAsUpdateV2());
        for (YXmlText each : List.of(root, other.getXmlText("root"))) {
            assertThat(each.toDelta()).hasSize(1);
            if (each.toDelta().getFirst()
                    instanceof Delta.Insert(YValue.Shared(YXmlText back), var _)) {
                assertThat(back.getAttributes())
                        .isEqualTo(Map.of("type", YValue.of("button"), "test", YValue.TRUE));
                assertThat(back).hasToString("Click me");
            } else {
                throw new AssertionError("no text: " + each.toDelta());
            }
        }
    }

    @Test
    void aSubdocumentComesBack() {
        YArray array = doc.getArray("a");
        UndoManager manager = manager(array);
        YDoc inner = YDoc.create();
        array.insert(0, List.of(json(inner)));
        manager.undo();
        assertThat(array.length()).isZero();
        manager.redo();
        assertThat(array.length()).isEqualTo(1);
        assertThat(array.get(0)).isInstanceOf(YValue.Sub.class);
    }

    // --- what is a step, and whose ---

    @Test
    void anEndlessTimeoutEndsAtAStop() {
        YArray array = doc.getArray("a");
        UndoManager manager =
                UndoManager.builder(array)
                        .captureTimeout(Duration.ofSeconds(Long.MAX_VALUE))
                        .build();
        array.push(numbers(1, 2, 3));
        manager.stopCapturing();
        array.push(numbers(4, 5, 6));
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(1, 2, 3));
    }

    @Test
    void changesThatAreFarApartAreTwoSteps() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "a");
        now = now.plusMillis(499);
        text.insert(1, "b");
        now = now.plusMillis(499);
        text.insert(2, "c");
        now = now.plusMillis(500);
        text.insert(3, "d");
        assertThat(manager.undoStack()).hasSize(2);
        manager.undo();
        assertThat(text).hasToString("abc");
        manager.undo();
        assertThat(text).hasToString("");
        assertThat(manager.undo()).isEmpty();
    }

    @Test
    void theScopeCanBeEmptyAtFirst() {
        UndoManager manager = UndoManager.builder(doc, List.of()).build();
        YArray array = doc.getArray("a");
        array.push(numbers(1));
        manager.addToScope(array);
        array.push(numbers(2));
        manager.undo();
        assertThat(array.toList()).isEqualTo(numbers(1));
        assertThat(manager.canUndo()).isFalse();
    }

    @Test
    void theScopeCanBeTheDocument() {
        UndoManager manager = UndoManager.of(doc);
        doc.getArray("a").push(numbers(1));
        doc.getMap("m").set("k", json(map("in", "side")));
        manager.undo();
        assertThat(doc.getArray("a").length()).isZero();
        assertThat(doc.getMap("m").size()).isZero();
    }

    @Test
    void onlyTheTypesInTheScopeAreUndone() {
        YText one = YText.of("");
        YText two = YText.of("");
        doc.getArray("a").push(json(one), json(two));
        UndoManager manager = manager(one);
        UndoManager both = manager(one, two);
        two.insert(0, "abc");
        assertThat(manager.undoStack()).isEmpty();
        assertThat(both.undoStack()).hasSize(1);
        manager.undo();
        assertThat(two).hasToString("abc");
        both.undo();
        assertThat(two).hasToString("");
    }

    @Test
    void originsAreTrackedByValueAndByClass() {
        YText text = doc.getText("t");
        UndoManager manager =
                UndoManager.builder(text)
                        .clock(clock)
                        .trackedOrigins(List.of(Integer.class))
                        .build();
        manager.addTrackedOrigin("me");
        doc.transact("you", () -> text.insert(0, "d"));
        text.insert(0, "c");
        assertThat(manager.canUndo()).isFalse();
        doc.transact(42, () -> text.insert(0, "b"));
        manager.stopCapturing();
        doc.transact("me", () -> text.insert(0, "a"));
        manager.removeTrackedOrigin("me");
        doc.transact("me", () -> text.insert(0, "_"));
        manager.undo();
        assertThat(text).hasToString("_bcd");
        manager.undo();
        assertThat(text).hasToString("_cd");
    }

    @Test
    void whatOthersMayNotChangeCanBeTakenBackAtOnce() {
        YDoc theirs = YDoc.create(5);
        theirs.getArray("restricted").push(numbers(1));
        theirs.getArray("public").push(numbers(1));
        YDoc more = YDoc.create(6);
        more.getArray("public").push(numbers(2));
        YArray restricted = doc.getArray("restricted");
        YArray open = doc.getArray("public");
        for (YDoc each : List.of(theirs, more)) {
            try (UndoManager manager =
                    UndoManager.builder(restricted).trackedOrigins(Set.of("remote")).build()) {
                doc.applyUpdate(each.encodeStateAsUpdate(), "remote");
                while (manager.canUndo()) {
                    manager.undo();
                }
            }
        }
        assertThat(restricted.length()).isZero();
        assertThat(open.toList()).isEqualTo(numbers(1, 2));
    }

    @Test
    void anUndoMayBeToldWhatToLeave() {
        YArray array = doc.getArray("a");
        UndoManager manager =
                UndoManager.builder(array)
                        .deleteFilter(
                                insertion ->
                                        insertion.values().getFirst()
                                                        instanceof YValue.Shared(YMap inner)
                                                && inner.size() == 0)
                        .build();
        array.insert(0, List.of(json(map("hi", 1)), json(map())));
        manager.undo();
        assertThat(array.toJson()).isEqualTo(json(List.of(Map.of("hi", 1))));
    }

    @Test
    void transactionsCanBeLeftOut() {
        YText text = doc.getText("t");
        UndoManager manager =
                UndoManager.builder(text)
                        .clock(clock)
                        .captureTransaction(transaction -> transaction.deletions().isEmpty())
                        .build();
        text.insert(0, "abc");
        text.delete(0, 1);
        assertThat(manager.undoStack()).hasSize(1);
        assertThat(manager.undoStack().getFirst().deletions().isEmpty()).isTrue();
    }

    // --- telling ---

    @Test
    void stepsAreToldAndKeepWhatTheApplicationPutsThere() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        List<String> told = new ArrayList<>();
        var _ =
                manager.onEvent(
                        event -> {
                            switch (event) {
                                case UndoEvent.Added added -> {
                                    assertThat(added.changed()).containsExactly(text);
                                    added.item().meta().put("n", told.size());
                                    told.add("added " + added.direction());
                                }
                                case UndoEvent.Updated updated -> {
                                    assertThat(updated.changed()).containsExactly(text);
                                    told.add("updated " + updated.direction());
                                }
                                case UndoEvent.Popped popped -> {
                                    assertThat(popped.changed()).containsExactly(text);
                                    told.add(
                                            "popped "
                                                    + popped.direction()
                                                    + popped.item().meta().get("n"));
                                }
                                case UndoEvent.Cleared cleared -> told.add(cleared.toString());
                            }
                        });
        text.insert(0, "abc");
        text.insert(3, "d");
        manager.undo();
        manager.redo();
        manager.undo();
        text.insert(0, "x");
        manager.clear();
        assertThat(told)
                .containsExactly(
                        "added UNDO",
                        "updated UNDO",
                        "added REDO",
                        "popped UNDO0",
                        "added UNDO",
                        "popped REDO2",
                        "added REDO",
                        "popped UNDO4",
                        "Cleared[undoStack=false, redoStack=true]",
                        "added UNDO",
                        "Cleared[undoStack=true, redoStack=true]");
    }

    @Test
    void observersSeeWhichStepIsBeingUndone() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        var _ =
                manager.onEvent(
                        event -> {
                            if (event instanceof UndoEvent.Added added) {
                                added.item().meta().put("str", added.direction());
                            }
                        });
        List<Object> seen = new ArrayList<>();
        var _ =
                text.observe(
                        event -> {
                            if (event.transaction().origin() == manager) {
                                seen.add(manager.isUndoing() + "/" + manager.isRedoing());
                                manager.currentItem().ifPresent(item -> seen.add(item.meta() + ""));
                            }
                        });
        text.insert(0, "abc");
        manager.undo();
        manager.redo();
        assertThat(seen).containsExactly("true/false", "{str=UNDO}", "false/true", "{str=REDO}");
        assertThat(manager.currentItem()).isEmpty();
        assertThat(manager.isUndoing()).isFalse();
    }

    // --- what it keeps ---

    @Test
    void whatCanBeUndoneIsNotGivenUp() {
        YText text = doc.getText("t");
        text.insert(0, "a long text that is deleted");
        UndoManager manager = manager(text);
        text.delete(0, 27);
        assertThat(doc.encodeStateAsUpdate()).hasSizeGreaterThan(27);
        YDoc copy = YDoc.create();
        copy.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(copy.encodeStateAsUpdate()).as("without manager").hasSizeLessThan(27);
        manager.undo();
        assertThat(text).hasToString("a long text that is deleted");
    }

    @Test
    void clearingForgetsWhatCouldBeUndone() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "abc");
        manager.undo();
        assertThat(manager.canRedo()).isTrue();
        manager.clear(true, false);
        assertThat(manager.canRedo()).isTrue();
        manager.clear();
        assertThat(manager.canRedo()).isFalse();
        assertThat(manager.redo()).isEmpty();
        assertThat(text).hasToString("");
    }

    @Test
    void theOldestStepsAreForgottenBeyondTheLimit() {
        YText text = doc.getText("t");
        UndoManager manager =
                UndoManager.builder(text)
                        .clock(clock)
                        .captureTimeout(Duration.ZERO)
                        .maxSteps(2)
                        .build();
        text.insert(0, "a");
        text.insert(1, "b");
        text.delete(0, 1);
        text.insert(1, "c");
        assertThat(manager.undoStack()).hasSize(2);
        manager.undo();
        manager.undo();
        assertThat(manager.undo()).isEmpty();
        assertThat(text).hasToString("ab");
        assertThatThrownBy(() -> UndoManager.builder(text).maxSteps(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedManagerTakesNothingDown() {
        YText text = doc.getText("t");
        UndoManager manager = manager(text);
        text.insert(0, "a");
        manager.close();
        manager.stopCapturing();
        text.insert(1, "b");
        assertThat(manager.undoStack()).hasSize(1);
        manager.undo();
        assertThat(text).hasToString("b");
    }

    @Test
    void typesOfAnotherDocumentAreRefused() {
        assertThatThrownBy(() -> manager(doc.getText("t"), other.getText("t")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> manager(YText.of("x"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void relativePositionsFollowWhatWasBroughtBack() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        RelativePosition position = RelativePosition.of(text, 1);
        UndoManager manager = manager(text);
        text.delete(0, 6);
        assertThat(position.resolve(doc).orElseThrow().index()).isZero();
        manager.undo();
        assertThat(position.resolve(doc).orElseThrow().index()).isEqualTo(1);
        assertThat(position.resolve(doc, false).orElseThrow().index()).isEqualTo(6);
        other.applyUpdate(doc.encodeStateAsUpdate());
        YText copy = other.getText("t");
        assertThat(copy.length()).isEqualTo(11);
        assertThat(position.resolve(other).orElseThrow().index()).isEqualTo(6);
        assertThat(position.resolve(other, false).orElseThrow().index()).isEqualTo(6);
    }
}
