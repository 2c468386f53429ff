package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What can be asked of an update without a document.
class UpdateFunctionsTest {

    private final YDoc doc = YDoc.create(1);
    private final List<byte[]> log = new ArrayList<>();

    @BeforeEach
    void record() {
        doc.onUpdate((update, _) -> log.add(update));
    }

    private void type(String text) {
        for (int i = 0; i < text.length(); i++) {
            doc.getText("t").insert(i, text.substring(i, i + 1));
        }
    }

    @Test
    void anUpdateThatContinuesHasAnEmptyStateVector() {
        type("ab");
        assertThat(Update.stateVectorOf(log.get(1))).isEqualTo(StateVector.EMPTY);
        assertThat(Update.stateVectorOf(log.get(0)).get(1)).isEqualTo(1);
    }

    @Test
    void theStateVectorOfAnUpdateEndsAtAHole() {
        type("abc");
        byte[] holed = Update.merge(List.of(log.get(0), log.get(2)));
        assertThat(Update.stateVectorOf(holed)).isEqualTo(StateVector.of(Map.of(1L, 1L)));
        Update parsed = Update.parse(holed);
        assertThat(parsed.meta()).isEqualTo(new UpdateMeta(Map.of(1L, 0L), Map.of(1L, 3L)));
        var kinds = new ArrayList<StructInfo.Kind>();
        parsed.forEachStruct(struct -> kinds.add(struct.kind()));
        assertThat(kinds)
                .containsExactly(
                        StructInfo.Kind.STRING, StructInfo.Kind.SKIP, StructInfo.Kind.STRING);
    }

    @Test
    void statesOfReplicasWithHolesMergeToTheWhole() {
        type("abcde");
        byte[] state = Update.emptyBytes();
        byte[] stateV2 = Update.parse(state).toV2();
        for (int next : new int[] {4, 1, 3, 0, 2}) {
            YDoc other = YDoc.create(2);
            other.applyUpdate(state);
            other.applyUpdate(log.get(next));
            state = Update.merge(List.of(state, other.encodeStateAsUpdate()));
            stateV2 = Update.mergeV2(List.of(stateV2, other.encodeStateAsUpdateV2()));
        }
        YDoc last = YDoc.create(3);
        last.applyUpdate(state);
        assertThat(last.getText("t").toString()).isEqualTo("abcde");
        assertThat(last.pending().isEmpty()).isTrue();
        YDoc lastV2 = YDoc.create(3);
        lastV2.applyUpdateV2(stateV2);
        assertThat(lastV2.encodeStateAsUpdate()).isEqualTo(last.encodeStateAsUpdate());
    }

    @Test
    void whatWaitsIsPartOfTheStateThatIsPassedOn() {
        type("nenor");
        byte[] state = Update.emptyBytes();
        for (int next : new int[] {0, 1, 3, 2, 4}) {
            YDoc other = YDoc.create();
            other.applyUpdate(state);
            other.applyUpdate(log.get(next));
            state = other.encodeStateAsUpdate();
            assertThat(other.pending().isEmpty()).isEqualTo(next != 3);
        }
        YDoc last = YDoc.create();
        last.applyUpdate(state);
        assertThat(last.getText("t")).hasToString("nenor");
    }

    @Test
    void anObfuscatedDocumentReadsTheSameInShape() {
        YText text = doc.getText("text");
        text.applyDelta(
                List.of(
                        new Delta.Insert(YValue.of("text"), Map.of("bold", YValue.TRUE)),
                        new Delta.Insert(YValue.of(Map.of("href", "supersecreturl")))));
        doc.getMap("map").set("key", YValue.of("secret1"));
        doc.getMap("map").set("key", YValue.of("secret2"));
        YXmlElement element = YXmlElement.of("secretnodename");
        YArray array = doc.getArray("array");
        array.push(
                YValue.of("teststring"),
                YValue.of(42),
                new YValue.Shared(element),
                YValue.of(Subdocument.of("secret")));
        element.setAttribute("attr", "val");
        YDoc other = YDoc.create(2);
        other.applyUpdate(Update.parse(doc.encodeStateAsUpdate()).obfuscate(Obfuscation.ALL));

        List<Delta> delta = other.getText("text").toDelta();
        assertThat(delta).hasSize(2);
        assertThat(delta.getFirst())
                .isInstanceOfSatisfying(
                        Delta.Insert.class,
                        step -> {
                            assertThat(step.content())
                                    .isNotEqualTo(YValue.of("text"))
                                    .matches(
                                            content ->
                                                    content instanceof YValue.Str(String s)
                                                            && s.length() == 4);
                            assertThat(step.attributes()).hasSize(1).doesNotContainKey("bold");
                        });
        assertThat(delta.getLast())
                .isInstanceOfSatisfying(
                        Delta.Insert.class, step -> assertThat(step.attributes()).isEmpty());
        assertThat(other.getMap("map").size()).isEqualTo(1);
        assertThat(other.getMap("map").has("key")).isFalse();
        List<YValue> elements = other.getArray("array").toList();
        assertThat(elements).hasSize(4).doesNotContain(YValue.of("teststring"), YValue.of(42));
        assertThat(elements.get(2))
                .isInstanceOfSatisfying(
                        YValue.Shared.class,
                        shared -> {
                            YXmlElement there = (YXmlElement) shared.type();
                            assertThat(there.nodeName()).isNotEqualTo("secretnodename");
                            assertThat(there.getAttributes()).hasSize(1).doesNotContainKey("attr");
                        });
        assertThat(elements.get(3))
                .isInstanceOfSatisfying(
                        YValue.Sub.class,
                        sub -> assertThat(sub.document().guid()).isNotEqualTo("secret"));
    }

    @Test
    void anObfuscatedUpdateHasTheShapeButNotTheWords() {
        doc.getText("t").insert(0, "secret");
        doc.getMap("m").set("secret", YValue.of("secret"));
        doc.getMap("m").set("secret", new YValue.Shared(YText.of("secret")));
        byte[] state = doc.encodeStateAsUpdate();
        byte[] obfuscated = Update.parse(state).obfuscate(Obfuscation.ALL);
        assertThat(new String(state, StandardCharsets.ISO_8859_1)).contains("secret");
        assertThat(new String(obfuscated, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        YDoc other = YDoc.create(2);
        other.applyUpdate(obfuscated);
        assertThat(other.stateVector()).isEqualTo(doc.stateVector());
        assertThat(other.deleteSet()).isEqualTo(doc.deleteSet());
        assertThat(other.getText("t").toString()).isEqualTo("000000");
        assertThat(other.getMap("m").keys()).hasSize(1);
    }

    @Test
    void anUpdateDescribesItself() {
        type("ab");
        doc.getMap("m").set("k", YValue.of(1));
        assertThat(Update.parse(doc.encodeStateAsUpdate()).describe())
                .contains("STRING", "ab", "ANY", "root=m", "key=k", "deleted {}");
    }
}
