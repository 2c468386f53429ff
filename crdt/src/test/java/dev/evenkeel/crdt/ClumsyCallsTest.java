package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Calls that make no sense are refused, and the document is what it was.
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what some callers pass
class ClumsyCallsTest {

    private final YDoc doc = YDoc.create(1);
    private final YText text = doc.getText("t");
    private final YArray array = doc.getArray("a");
    private final YMap map = doc.getMap("m");
    private final YXmlFragment xml = doc.getXmlFragment("x");

    ClumsyCallsTest() {
        text.insert(0, "a😀b", Map.of("b", YValue.TRUE));
        array.push(YValue.of(1), new YValue.Shared(YText.of("in")));
        map.set("k", YValue.of("v"));
        xml.push(YXmlElement.of("p"));
    }

    private void assertRefused(Class<? extends Exception> kind, ThrowingCallable call) {
        byte[] before = doc.encodeStateAsUpdate();
        assertThatThrownBy(call).isInstanceOf(kind);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @AfterEach
    void isIntact() {
        StoreCheck.verify(doc);
        YDoc other = YDoc.create(2);
        other.applyUpdate(doc.encodeStateAsUpdate());
        other.getText("t");
        other.getArray("a");
        other.getMap("m");
        other.getXmlFragment("x");
        if (doc.rootNames().contains("\ufffd")) {
            other.getText("\ufffd");
        }
        assertThat(other.toJson()).isEqualTo(doc.toJson());
    }

    @Test
    void nullIsNoName() {
        Map<String, YValue> nameless = new HashMap<>();
        nameless.put(null, YValue.TRUE);
        assertRefused(NullPointerException.class, () -> doc.getText(null));
        assertThat(doc.rootNames()).containsExactly("a", "m", "t", "x");
        assertRefused(NullPointerException.class, () -> map.set(null, YValue.TRUE));
        assertRefused(NullPointerException.class, () -> YMap.of(nameless));
        assertRefused(NullPointerException.class, () -> YMap.of().set(null, YValue.TRUE));
        assertRefused(NullPointerException.class, () -> text.setAttribute(null, YValue.TRUE));
        assertRefused(NullPointerException.class, () -> text.insert(0, "x", nameless));
        assertRefused(NullPointerException.class, () -> text.format(0, 1, nameless));
        assertRefused(
                NullPointerException.class, () -> YXmlElement.of("p").setAttribute(null, "x"));
        assertRefused(NullPointerException.class, () -> YXmlElement.of("p", nameless, List.of()));
        assertRefused(NullPointerException.class, () -> YXmlHook.of("h", nameless));
        assertRefused(NullPointerException.class, () -> Subdocument.of((String) null));
    }

    @Test
    void nullIsNoValue() {
        Map<String, YValue> empty = new HashMap<>();
        empty.put("k", null);
        assertRefused(NullPointerException.class, () -> map.set("k", null));
        assertRefused(NullPointerException.class, () -> YMap.of(empty));
        assertRefused(
                NullPointerException.class, () -> array.push(Arrays.asList(YValue.TRUE, null)));
        assertRefused(NullPointerException.class, () -> text.insert(0, null));
        assertRefused(NullPointerException.class, () -> text.insertEmbed(0, (YValue) null));
        assertRefused(NullPointerException.class, () -> text.format(0, 1, empty));
        assertRefused(
                NullPointerException.class,
                () -> text.applyDelta(Arrays.asList(new Delta.Insert(YValue.of("x")), null)));
        assertRefused(NullPointerException.class, () -> doc.onUpdate(null));
        assertRefused(NullPointerException.class, () -> text.observeDeep(null));
    }

    @Test
    void namesAreWhatOthersReadThemAs() {
        map.set("\ud800", YValue.of(1));
        map.set("\ufffd", YValue.of(2));
        map.set("m", new YValue.Shared(YMap.of(Map.of("\udc00", YValue.TRUE))));
        text.setAttribute("\ud800", YValue.TRUE);
        text.format(0, 1, Map.of("\ud800", YValue.TRUE));
        xml.push(YXmlElement.of("\ud800", Map.of("\ud800", YValue.TRUE), List.of()));
        doc.getText("\ud800").insert(0, "x");
        assertThat(map.keys()).containsExactly("k", "\ufffd", "m");
        assertThat(doc.rootNames()).contains("\ufffd").doesNotContain("\ud800");
        YDoc other = YDoc.create(2);
        other.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(other.getText("t").toDelta()).isEqualTo(text.toDelta());
        assertThat(other.getText("t").getAttributes()).isEqualTo(text.getAttributes());
        assertThat(other.getXmlFragment("x")).hasToString(xml.toString());
    }

    @Test
    void namesThatNobodyWouldTakeAreRefused() {
        String longest = "é".repeat(32 << 10);
        map.set(longest, YValue.TRUE);
        String longer = longest + "x";
        assertRefused(IllegalArgumentException.class, () -> map.set(longer, YValue.TRUE));
        assertRefused(IllegalArgumentException.class, () -> doc.getText(longer));
        assertRefused(IllegalArgumentException.class, () -> YXmlElement.of(longer));
        assertRefused(IllegalArgumentException.class, () -> Subdocument.of(longer));
        assertRefused(
                IllegalArgumentException.class,
                () -> text.format(0, 1, Map.of(longer, YValue.TRUE)));
    }

    @Test
    void rangesFarBehindTheEndOfATextAreRefused() {
        Map<String, YValue> bold = Map.of("b", YValue.NULL);
        assertRefused(
                IllegalArgumentException.class, () -> text.format(0, Integer.MAX_VALUE, bold));
        assertRefused(
                IllegalArgumentException.class, () -> text.format(3, Integer.MAX_VALUE, bold));
        var far = new Delta.Retain(Integer.MAX_VALUE);
        assertRefused(IllegalArgumentException.class, () -> text.applyDelta(List.of(far, far)));
        assertRefused(
                IllegalArgumentException.class,
                () -> YText.of("x").format(0, Integer.MAX_VALUE, bold));
        text.applyDelta(List.of(new Delta.Retain(6), new Delta.Delete(Integer.MAX_VALUE)));
        assertThat(text).hasToString("a😀b\n\n");
        YText prepared = YText.of("abc");
        prepared.applyDelta(List.of(new Delta.Retain(1), new Delta.Delete(9), new Delta.Retain(2)));
        prepared.insert(3, "x");
        array.push(new YValue.Shared(prepared));
        assertThat(prepared).hasToString("a\n\nx");
    }

    @Test
    void typesAreInOnePlace() {
        YDoc other = YDoc.create(3);
        YText there = other.getText("t");
        YText twice = YText.of("x");
        assertRefused(
                IllegalStateException.class,
                () -> array.push(YValue.of(1), new YValue.Shared(there)));
        assertRefused(
                IllegalStateException.class,
                () -> array.push(new YValue.Shared(twice), new YValue.Shared(twice)));
        assertRefused(
                IllegalStateException.class,
                () -> map.set("m", new YValue.Shared(YMap.of(Map.of("k", YValue.of(there))))));
        YArray itself = YArray.of();
        itself.push(YValue.of(1), new YValue.Shared(itself));
        assertRefused(IllegalStateException.class, () -> array.push(new YValue.Shared(itself)));
        YXmlElement one = YXmlElement.of("p");
        YXmlElement two = YXmlElement.of("p", one);
        one.push(two);
        assertRefused(IllegalStateException.class, () -> xml.push(two));
        assertThat(one.toString() + one.copy()).isNotEmpty();
    }

    @Test
    void noDocumentIsInItself() {
        assertRefused(IllegalStateException.class, () -> array.push(YValue.of((Object) doc)));
        YDoc inner = YDoc.create(4);
        YDoc innermost = YDoc.create(5);
        inner.getArray("a").push(YValue.of((Object) innermost));
        array.push(YValue.of((Object) inner));
        assertThatThrownBy(() -> innermost.getArray("a").push(YValue.of((Object) doc)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> innermost.getArray("a").push(YValue.of((Object) innermost)))
                .isInstanceOf(IllegalStateException.class);
        array.delete(array.length() - 1, 1);
        assertThat(innermost.isClosed()).isTrue();
    }

    @Test
    void subdocumentsCanBeDestroyedWhileTheyAreGoneThrough() {
        for (int i = 0; i < 3; i++) {
            array.push(new YValue.Sub(Subdocument.of("guid" + i)));
        }
        doc.subdocuments().forEach(Subdocument::destroy);
        array.delete(2, 3);
        assertThat(doc.subdocuments()).isEmpty();
    }

    @Test
    void aForeignSnapshotCutsNoCharacter() {
        YDoc kept = YDoc.builder().clientId(9).gc(false).build();
        kept.getText("t").insert(0, "a😀b");
        byte[] before = kept.encodeStateAsUpdate();
        DeleteSet half = Update.parse(new Crafts().deleted(9, 2, 1).update()).deletes();
        StateVector early = StateVector.decode(new byte[] {1, 9, 2});
        for (Snapshot wrong :
                List.of(
                        Snapshot.of(DeleteSet.EMPTY, early),
                        Snapshot.of(half, kept.stateVector()))) {
            assertThatThrownBy(() -> kept.getText("t").toDelta(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> kept.getText("t").toDelta(null, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Snapshot.of(DeleteSet.EMPTY, early).restore(kept))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(kept.encodeStateAsUpdate()).isEqualTo(before);
        assertThat(kept.getText("t")).hasToString("a😀b");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable problem) throws T {
        throw (T) problem;
    }

    /// As other languages of the JVM do.
    @Test
    void aCheckedExceptionOutOfABodyEndsTheTransactionToo() {
        var told = new ArrayList<Boolean>();
        doc.onUpdate((_, _) -> told.add(true));
        assertThatThrownBy(
                        () ->
                                doc.transact(
                                        () -> {
                                            text.insert(0, "x");
                                            ClumsyCallsTest.<RuntimeException>sneak(
                                                    new IOException());
                                        }))
                .isInstanceOf(IOException.class);
        assertThat(told).hasSize(1);
        text.insert(0, "y");
        assertThat(told).hasSize(2);
    }

    /// Foreign formats are cleaned up behind a transaction, which a closed document cannot do.
    @Test
    void whoIsToldMayCloseTheDocument() {
        byte[] plain = doc.encodeStateAsUpdate();
        text.format(0, 1, Map.of("b", YValue.NULL));
        text.insert(0, "x", Map.of("i", YValue.TRUE));
        byte[] formatted = doc.encodeStateAsUpdate();
        for (int when = 0; when < 5; when++) {
            YDoc other = YDoc.create(8);
            YText seen = other.getText("t");
            other.applyUpdate(plain);
            switch (when) {
                case 0 -> seen.observe(_ -> other.close());
                case 1 -> other.onBeforeTransaction(_ -> other.close());
                case 2 -> other.onAfterTransaction(_ -> other.close());
                case 3 -> other.onUpdate((_, _) -> other.close());
                default -> seen.observeDeep(_ -> other.close());
            }
            assertThatCode(() -> other.applyUpdate(formatted))
                    .as("%d", when)
                    .doesNotThrowAnyException();
            assertThat(other.isClosed()).isTrue();
            assertThat(seen.toString()).isEqualTo(text.toString());
            assertThatThrownBy(() -> seen.insert(0, "x"))
                    .isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    /// It is asked while structs are given up and merged.
    @Test
    void aGcFilterThatEditsIsRefusedAndTheContentKept() {
        var own = new ArrayList<YDoc>();
        YDoc filtered =
                YDoc.builder()
                        .clientId(9)
                        .gcFilter(
                                _ -> {
                                    own.getFirst().getText("t").insert(0, "x");
                                    return true;
                                })
                        .build();
        own.add(filtered);
        YText edited = filtered.getText("t");
        edited.insert(0, "abc");
        assertThatThrownBy(() -> edited.delete(1, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(edited).hasToString("ac");
        StoreCheck.verify(filtered);
        edited.insert(1, "y");
        assertThat(edited).hasToString("ayc");
    }
}
