package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// A document that contradicts itself is given up: it says so, and nothing leaves it any more.
class CorruptDocumentTest {

    private static final byte[] UPDATE =
            new Crafts().client(2, 0).text(new Crafts.At.After(1, 0), "x").update();

    private final YDoc doc = YDoc.create(1);
    private final List<byte[]> told = new ArrayList<>();

    @BeforeEach
    void write() {
        doc.getText("t").insert(0, "abc");
        doc.onUpdate((update, _) -> told.add(update));
    }

    private void loseStruct() {
        StructList structs = doc.clients.findOrAdd(1).structs;
        structs.replace(structs.first(), null);
    }

    private void assertGivenUp() {
        var again =
                catchThrowableOfType(
                        CorruptDocumentException.class, () -> doc.encodeStateAsUpdate());
        assertThat(again.code()).isEqualTo("corrupt-document");
        assertThat(again).hasCauseInstanceOf(CorruptDocumentException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void aLostStructIsNoticed() {
        loseStruct();
        var failure =
                catchThrowableOfType(CorruptDocumentException.class, () -> doc.applyUpdate(UPDATE));
        assertThat(failure.code()).isEqualTo("corrupt-document");
        assertThat(failure).hasMessageContaining("no struct at");
        assertGivenUp();
    }

    @Test
    void whateverElseFailsInAnUpdateIsTheSame() {
        Item item = (Item) doc.clients.findOrAdd(1).structs.holding(0);
        item.parent = null;
        var failure =
                catchThrowableOfType(CorruptDocumentException.class, () -> doc.applyUpdate(UPDATE));
        assertThat(failure).hasCauseInstanceOf(NullPointerException.class);
        assertGivenUp();
    }

    @Test
    void anEditNoticesItToo() {
        YText text = doc.getText("t");
        text.insert(1, "x");
        told.clear();
        for (Item item = text.node().start; item != null; item = item.right) {
            item.setChunk(null);
        }
        assertThat(catchThrowableOfType(CorruptDocumentException.class, () -> text.insert(3, "y")))
                .isNotNull();
        assertGivenUp();
    }

    @Test
    void whoCatchesTheFailureInATransactionMeetsItAtItsEnd() {
        loseStruct();
        var failure =
                catchThrowableOfType(
                        CorruptDocumentException.class,
                        () ->
                                doc.transact(
                                        () ->
                                                catchThrowableOfType(
                                                        CorruptDocumentException.class,
                                                        () -> doc.applyUpdate(UPDATE))));
        assertThat(failure).isNotNull();
        assertGivenUp();
    }

    @Test
    void aMistakeOfTheCallerIsNoCorruption() {
        assertThat(
                        catchThrowableOfType(
                                IndexOutOfBoundsException.class,
                                () -> doc.getText("t").insert(9, "x")))
                .isNotNull();
        assertThat(
                        catchThrowableOfType(
                                IllegalStateException.class,
                                () ->
                                        doc.transact(
                                                () -> {
                                                    throw new IllegalStateException("mine");
                                                })))
                .hasMessage("mine");
        doc.getText("t").insert(3, "d");
        assertThat(doc.getText("t")).hasToString("abcd");
        StoreCheck.verify(doc);
    }
}
