package dev.evenkeel.domain.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.document.DocumentId;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class ClientIdsTest {

    static final DocumentId FLOW = new DocumentId("workflow", "6f1e");
    static final Update STATE = Update.of(new byte[] {1, 2, 3});
    static final long LARGEST_OF_YJS_CLIENTS = 4_294_967_295L;

    @Test
    void theSameStepHasTheSameIdInEveryProcess() {
        assertThat(ClientIds.derive(FLOW, 1, 2, STATE, "{\"name\":\"a\"}"))
                .isEqualTo(
                        ClientIds.derive(
                                new DocumentId("workflow", "6f1e"),
                                1,
                                2,
                                Update.of(new byte[] {1, 2, 3}),
                                "{\"name\":\"a\"}"))
                .isEqualTo(PINNED);
    }

    @Test
    void anyOtherPartMakesAnotherId() {
        Set<Long> ids = new HashSet<>();
        ids.add(ClientIds.derive(FLOW, 1, 2, STATE, "ab"));
        ids.add(ClientIds.derive(new DocumentId("workflow", "6f1f"), 1, 2, STATE, "ab"));
        ids.add(ClientIds.derive(new DocumentId("markdown", "6f1e"), 1, 2, STATE, "ab"));
        ids.add(ClientIds.derive(FLOW, 0, 2, STATE, "ab"));
        ids.add(ClientIds.derive(FLOW, 1, 3, STATE, "ab"));
        ids.add(ClientIds.derive(FLOW, 2, 1, STATE, "ab"));
        ids.add(ClientIds.derive(FLOW, 1, 2, Update.of(new byte[] {1, 2, 4}), "ab"));
        ids.add(ClientIds.derive(FLOW, 1, 2, Update.NONE, "ab"));
        ids.add(ClientIds.derive(FLOW, 1, 2, STATE, "abc"));
        ids.add(ClientIds.derive(FLOW, 1, 2, STATE, ""));

        assertThat(ids).hasSize(10);
    }

    @Test
    void aByteThatMovesFromOnePartToTheNextMakesAnotherId() {
        assertThat(ClientIds.derive(FLOW, 1, 2, Update.of(new byte[] {'a', 'b'}), "c"))
                .isNotEqualTo(ClientIds.derive(FLOW, 1, 2, Update.of(new byte[] {'a'}), "bc"));
    }

    @Test
    void derivedIdsLieAboveRoomIdsAndThoseAboveEveryYjsClient() {
        long seed = 20_260_101;
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            assertThat(ClientIds.forRoom(random))
                    .as("seed %d", seed)
                    .isGreaterThan(LARGEST_OF_YJS_CLIENTS)
                    .isLessThan(ClientIds.DERIVED_MIN);
            assertThat(ClientIds.derive(FLOW, i, i + 1, STATE, "x"))
                    .isBetween(ClientIds.DERIVED_MIN, ClientIds.MAX);
        }
    }

    @Test
    void theLargestIdIsExactInJavaScript() {
        assertThat((long) (double) ClientIds.MAX).isEqualTo(ClientIds.MAX);
        assertThat(ClientIds.MAX).isEqualTo(9_007_199_254_740_991L);
    }

    // A changed derivation would let the same step of two server versions collide.
    private static final long PINNED = 1_016_113_655_511_631L;
}
