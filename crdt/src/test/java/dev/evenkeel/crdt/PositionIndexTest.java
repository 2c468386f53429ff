package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class PositionIndexTest {

    private static final int ITEMS = 12_000;

    /// Enough items for many chunks and some groups of chunks.
    private static YDoc longDocument(Random random, StringBuilder expected) {
        YDoc doc = YDoc.create(1);
        YText text = doc.getText("text");
        for (int i = 0; i < ITEMS; i++) {
            int at = random.nextInt(expected.length() + 1);
            expected.insert(at, (char) ('a' + i % 26));
            text.insert(at, expected.substring(at, at + 1));
        }
        return doc;
    }

    @Test
    void aLongTextIsWhatAStringWouldBe() {
        var expected = new StringBuilder();
        YDoc doc = longDocument(new Random(1), expected);
        assertThat(doc.getText("text")).hasToString(expected.toString());
        StoreCheck.verify(doc);
    }

    @Test
    void manyDeletionsAndInsertionsKeepTheIndexExact() {
        var random = new Random(2);
        var expected = new StringBuilder();
        YDoc doc = longDocument(random, expected);
        YText text = doc.getText("text");
        while (expected.length() > 200) {
            int at = random.nextInt(expected.length());
            if (random.nextInt(4) == 0) {
                expected.insert(at, "xy");
                text.insert(at, "xy");
            } else {
                int count = Math.min(expected.length() - at, 1 + random.nextInt(60));
                expected.delete(at, at + count);
                text.delete(at, count);
            }
        }
        assertThat(text).hasToString(expected.toString());
        StoreCheck.verify(doc);
    }

    @Test
    void anIndexThatIsMadeLateIsExactToo() {
        var expected = new StringBuilder();
        YDoc writer = longDocument(new Random(3), expected);
        YDoc reader = YDoc.create(2);
        reader.applyUpdate(writer.encodeStateAsUpdate());
        expected.insert(ITEMS / 2, "late");
        reader.getText("text").insert(ITEMS / 2, "late");
        assertThat(reader.getText("text")).hasToString(expected.toString());
        StoreCheck.verify(reader);
    }
}
