package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class RootsTest {

    private final YDoc doc = YDoc.create(1);

    @Test
    void theEmptyNameIsAName() {
        doc.getText("").insert(0, "h");
        doc.getText("").insert(1, "i");
        YDoc other = YDoc.create(2);
        other.applyUpdate(doc.encodeStateAsUpdate());

        assertThat(other.getText("").toString()).isEqualTo("hi");
    }

    @Test
    void aDocumentReadsAsItsTypedRoots() {
        assertThat(doc.toJson()).isEqualTo(YValue.of(Map.of()));
        doc.getArray("array").push(YValue.of("test1"));
        YMap map = doc.getMap("map");
        map.set("k1", YValue.of("v1"));
        map.set("k2", new YValue.Shared(YMap.of(Map.of("m2k1", YValue.of("m2v1")))));
        doc.getXmlFragment("xml").push(YXmlElement.of("p"));

        assertThat(doc.toJson())
                .isEqualTo(
                        YValue.of(
                                Map.of(
                                        "array", List.of("test1"),
                                        "map", Map.of("k1", "v1", "k2", Map.of("m2k1", "m2v1")),
                                        "xml", "<p></p>")));
    }

    @Test
    void aRootIsKnownByNameBeforeItsKindIs() {
        doc.getXmlText("t").insert(0, "hi");
        YDoc other = YDoc.create(2);
        other.applyUpdate(doc.encodeStateAsUpdate());

        assertThat(other.rootNames()).containsExactly("t");
        assertThat(other.root("t")).isEmpty();
        assertThat(other.toJson()).isEqualTo(YValue.of(Map.of()));
        YXmlText text = other.getXmlText("t");
        assertThat(other.root("t")).contains(text);
        assertThatIllegalStateException().isThrownBy(() -> other.getText("t"));
    }
}
