package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/// Text: characters of two units, and the marks of rich text that must be stepped over.
class TextTest {

    private static final String BOLD =
            """
            01 05 01 00 04 01 01 74 01 61 84 01 00 01 62 46 01 00 04 626f6c64 04 74727565
            c6 01 00 01 01 04 626f6c64 04 6e756c6c 85 01 01 0d 7b22696d616765223a2275227d 00
            """;

    private final YDoc doc = YDoc.create(7);
    private final YText text = doc.getText("t");

    @Test
    void aPairThatSomebodyCutsIsBrokenForEver() {
        YDoc source = YDoc.create(1);
        source.getText("t").insert(0, "a😀b");
        doc.applyUpdate(source.encodeStateAsUpdate());
        // An insertion in the middle of the pair, by somebody who does not care.
        doc.applyUpdate(Hex.bytes("01 01 02 00 c4 01 01 01 02 01 58 00"));
        assertThat(text).hasToString("a\ufffdX\ufffdb");
        assertThat(Hex.of(doc.encodeStateAsUpdate())).contains("efbfbd84");
        text.delete(2, 1);
        assertThat(text).hasToString("a\ufffd\ufffdb");
        StoreCheck.verify(doc);
    }

    @Test
    void localEditsGoAroundPairs() {
        text.insert(0, "a😀b");
        text.insert(2, "X");
        assertThat(text).hasToString("aX😀b");
        text.delete(3, 1);
        assertThat(text).hasToString("aXb");
        text.insert(0, "😀");
        text.insert(1, "Y");
        assertThat(text).hasToString("Y😀aXb");
        text.delete(0, 2);
        assertThat(text).hasToString("aXb");
        StoreCheck.verify(doc);
    }

    @Test
    void halvesThatAreTypedOneByOneAreReplacedAtOnce() {
        text.insert(0, "\ud83d");
        text.insert(1, "\ude00");
        assertThat(text).hasToString("\ufffd\ufffd");
    }

    @Test
    void textOfAllWidthsIsSplitAndMerged() {
        text.insert(0, "aé€😀");
        text.insert(3, "-");
        text.insert(1, "+");
        text.delete(5, 2);
        assertThat(text).hasToString("a+é€-");
        text.delete(1, 1);
        text.delete(3, 1);
        assertThat(text).hasToString("aé€");
        StoreCheck.verify(doc);
    }

    @Test
    void marksAreSteppedOver() {
        doc.applyUpdate(Hex.bytes(BOLD));
        assertThat(text.length()).isEqualTo(3);
        assertThat(text).hasToString("ab");
        var events = new ArrayList<String>();
        doc.onUpdate((update, _) -> events.add(Hex.of(update)));
        // Behind the plain b.
        text.insert(2, "X");
        assertThat(events.getLast()).isEqualTo(Hex.plain("01 01 07 00 c4 01 01 01 04 01 58 00"));
        // Behind the bold a and before the mark that ends it: the new text is bold.
        text.insert(1, "Y");
        assertThat(events.getLast()).isEqualTo(Hex.plain("01 01 07 01 c4 01 00 01 03 01 59 00"));
        text.delete(1, 2);
        assertThat(text).hasToString("aX");
        StoreCheck.verify(doc);
    }

    @Test
    void marksThatSayWhatHoldsAnywayAreSkipped() {
        doc.applyUpdate(
                Hex.bytes(
                        """
                        01 04 01 00 04 01 01 74 01 61 86 01 00 01 6c 04 6e756c6c
                        86 01 01 01 6c 07 7b2261223a317d 84 01 02 01 62 00
                        """));
        var events = new ArrayList<String>();
        doc.onUpdate((update, _) -> events.add(Hex.of(update)));
        text.insert(1, "X");
        assertThat(events.getLast()).isEqualTo(Hex.plain("01 01 07 00 c4 01 01 01 02 01 58 00"));
        text.insert(3, "Z");
        assertThat(text).hasToString("aXbZ");
    }

    @Test
    void embedsAndTypesCountAsOne() {
        doc.applyUpdate(Hex.bytes(BOLD));
        text.insert(3, "z");
        assertThat(text.length()).isEqualTo(4);
        text.delete(2, 1);
        assertThat(text).hasToString("abz");
        assertThat(text.length()).isEqualTo(3);
    }
}
