package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Texts of a hundred thousand edits. What they cost is the business of `bench/`; here they must be
/// right.
final class LargeTextTest {

    private static final int MANY = 100_000;

    private final YDoc doc = YDoc.create(1);
    private final YText text = doc.getText("t");

    @Test
    void editsAtRandomPlacesAreThoseOfAString() {
        var random = new SplittableRandom(1);
        var expected = new StringBuilder("x".repeat(MANY / 2));
        text.insert(0, expected.toString());
        for (int i = 0; i < MANY; i++) {
            int at = random.nextInt(expected.length() + 1);
            if (random.nextBoolean()) {
                String word = "abcde".substring(0, random.nextInt(6));
                text.insert(at, word);
                expected.insert(at, word);
            } else {
                int count = Math.min(random.nextInt(4), expected.length() - at);
                text.delete(at, count);
                expected.delete(at, at + count);
            }
        }
        assertThat(text.toString()).isEqualTo(expected.toString());
    }

    @Test
    void whatIsTypedAtTheEndIsOneItem() {
        for (int i = 0; i < 10_000; i++) {
            text.insert(text.length(), "a");
        }
        assertThat(text.length()).isEqualTo(10_000);
        assertThat(text.node().start).isSameAs(text.node().end);
    }

    @Test
    void aTextInManyPiecesIsOneUpdateInEitherFormat() {
        List<byte[]> updates = new ArrayList<>();
        doc.onUpdate((update, _) -> updates.add(update));
        doc.transact(
                () -> {
                    for (int i = 0; i < MANY; i++) {
                        text.insert(0, i % 2 == 0 ? "0" : "1");
                    }
                });
        assertThat(updates).hasSize(1);
        for (byte[] update :
                List.of(updates.getFirst(), Update.parseV2(doc.encodeStateAsUpdateV2()).toV1())) {
            YDoc copy = YDoc.builder().limits(Limits.TRUSTED).build();
            copy.applyUpdate(update);
            assertThat(copy.getText("t").toString()).isEqualTo("10".repeat(MANY / 2));
        }
    }
}
