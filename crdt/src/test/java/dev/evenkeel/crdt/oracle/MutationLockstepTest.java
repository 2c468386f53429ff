package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.MalformedUpdateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Broken updates that both the engine and yjs take make the same of an empty document: content,
/// state vector, and what is missing. Bytes may differ, see `crdt/tools/README.md`.
/// `-Dfuzz.mutated=<rounds>` and `-Dfuzz.seed=<seed>` make it longer and different.
final class MutationLockstepTest {

    private static final Map<String, String> ROOTS =
            new TreeMap<>(Map.of("t", "text", "a", "array", "m", "map"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatBothTakeBecomesTheSame(boolean v2) throws Exception {
        int rounds = Integer.getInteger("fuzz.mutated", 1500);
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1) + 5);
        int equal = 0;
        int alike = 0;
        int onlyHere = 0;
        try (Peer peer = Peer.start()) {
            for (int i = 0; i < rounds; i++) {
                byte[] update = v2 ? Mutations.nextV2(random) : Mutations.next(random);
                Schedule schedule = schedule(update, v2, random.nextBoolean());
                Twin twin = new Twin(schedule.replicas().getFirst(), ROOTS, false);
                if (!takes(twin, update, v2)) {
                    continue;
                }
                String got = twin.line(List.of(), true);
                String expected;
                try {
                    expected = peer.ask(schedule, true).getFirst().line();
                } catch (Peer.PeerException refused) {
                    onlyHere++;
                    continue;
                }
                assertThat(Line.settled(got))
                        .as("after %s", Line.hex(update))
                        .isEqualTo(Line.settled(expected));
                if (got.equals(expected)) {
                    equal++;
                } else {
                    alike++;
                }
            }
        }
        System.out.printf(
                "%d broken updates of format %s: equal after %d, other bytes after %d, yjs threw at"
                        + " %d, the rest was refused%n",
                rounds, v2 ? "V2" : "V1", equal, alike, onlyHere);
        assertThat(equal).isPositive();
    }

    private static Schedule schedule(byte[] update, boolean v2, boolean gc) {
        String hex = Line.hex(update);
        return new Schedule(
                List.of(new Schedule.Replica(987654321, gc, false)),
                ROOTS,
                false,
                List.of(v2 ? new Schedule.ApplyV2(0, hex) : new Schedule.Apply(0, hex)),
                1,
                0,
                false);
    }

    private static boolean takes(Twin twin, byte[] update, boolean v2) {
        try {
            var _ = v2 ? twin.doc.applyUpdateV2(update) : twin.doc.applyUpdate(update);
            return true;
        } catch (MalformedUpdateException refusal) {
            return false;
        }
    }
}
