package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;

class GcFilterTest {

    @Test
    void whatTheFilterWantsToKeepIsKept() {
        YDoc doc =
                YDoc.builder()
                        .clientId(1)
                        .gcFilter(item -> item.parent().filter(YArray.class::isInstance).isEmpty())
                        .build();
        doc.getText("t").insert(0, "gone");
        doc.getText("t").delete(0, 4);
        doc.getArray("a").push(YValue.of("kept"));
        doc.getArray("a").delete(0, 1);

        String state = HexFormat.of().formatHex(doc.encodeStateAsUpdate());
        assertThat(state).contains(hex("kept")).doesNotContain(hex("gone"));
        StoreCheck.verify(doc);
    }

    @Test
    void theFilterIsAskedOncePerDeletedItem() {
        var asked = new ArrayList<YValue>();
        YDoc doc =
                YDoc.builder()
                        .gcFilter(
                                item -> {
                                    asked.addAll(item.values());
                                    return true;
                                })
                        .build();
        doc.getMap("m").set("k", YValue.of(1));
        doc.getMap("m").set("k", YValue.of(2));

        assertThat(asked).containsExactly(YValue.of(1));
    }

    @Test
    void aFilterThatThrowsKeepsTheContentAndTheDocument() {
        YDoc doc =
                YDoc.builder()
                        .clientId(1)
                        .gcFilter(
                                _ -> {
                                    throw new UnsupportedOperationException("not today");
                                })
                        .build();
        doc.getText("t").insert(0, "abc");

        assertThatThrownBy(() -> doc.getText("t").delete(0, 2))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(doc.getText("t")).hasToString("c");
        assertThat(HexFormat.of().formatHex(doc.encodeStateAsUpdate())).contains(hex("ab"));
        doc.getText("t").insert(1, "d");
        assertThat(doc.getText("t")).hasToString("cd");
        StoreCheck.verify(doc);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
