package dev.evenkeel.domain.content;

import static dev.evenkeel.domain.content.Samples.SCHEMA;
import static dev.evenkeel.domain.content.Samples.arr;
import static dev.evenkeel.domain.content.Samples.obj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

final class ShapingTest {

    @Test
    void knownMembersAreFilledAndOthersDropped() {
        assertThat(Shaping.shape(SCHEMA, obj("colour", "red", "spots", 5)))
                .isEqualTo(
                        obj(
                                "title",
                                "",
                                "extra",
                                obj("readme", ""),
                                "items",
                                arr(),
                                "spots",
                                obj()));
    }

    @Test
    void itemsAreObjectsAndEachIdIsThereOnce() {
        Value.Obj shaped =
                Shaping.shape(
                        SCHEMA,
                        obj(
                                "items",
                                arr(
                                        "text",
                                        obj("id", "1", "body", 7),
                                        obj("id", "1", "name", "second"),
                                        obj("id", 5, "config", "none"))));

        assertThat(shaped.objects("items")).containsExactly(item("1"), item(""));
    }

    @Test
    void shapingTwiceChangesNothingMore() {
        for (long seed = 0; seed < 500; seed++) {
            Value.Obj content = Samples.random(new Random(seed));
            Value.Obj shaped = Shaping.shape(SCHEMA, content);

            assertThat(Shaping.shape(SCHEMA, shaped)).as("seed %d", seed).isEqualTo(shaped);
            assertThat(ContentDiff.between(SCHEMA, content, shaped)).as("seed %d", seed).isEmpty();
        }
    }

    private static Value.Obj item(String id) {
        return obj("id", id, "name", "", "body", "", "ref", Value.NULL, "config", Value.NULL);
    }
}
