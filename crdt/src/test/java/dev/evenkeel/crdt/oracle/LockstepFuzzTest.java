package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.oracle.Fuzz.Finding;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Generated schedules on the engine and on npm yjs. An ordinary build runs a short slice with
/// fixed seeds; for more see `crdt/tools/README.md`: `-Dfuzz.minutes`, `-Dfuzz.seed`,
/// `-Dfuzz.profiles`, `-Dfuzz.replay`.
final class LockstepFuzzTest {

    private static final int ROUNDS = 6;
    private static final int LONG_ROUNDS = 1;

    @Test
    void theEngineDoesWhatYjsDoes() throws Exception {
        String replay = System.getProperty("fuzz.replay", "");
        List<Finding> findings = new ArrayList<>();
        try (Peer peer = Peer.start()) {
            if (!replay.isEmpty()) {
                replay(peer, replay, findings);
            } else if (System.getProperty("fuzz.minutes") != null) {
                longRun(peer, findings);
            } else {
                slice(peer, findings);
            }
        }
        assertThat(findings).as(texts(findings)).isEmpty();
    }

    private static void slice(Peer peer, List<Finding> findings) {
        for (Profile profile : Profile.values()) {
            int rounds = profile == Profile.LONG ? LONG_ROUNDS : ROUNDS;
            Fuzz.run(peer, Set.of(profile), 1, countdown(rounds), findings::add);
        }
    }

    private static void longRun(Peer peer, List<Finding> findings) {
        double minutes = Double.parseDouble(System.getProperty("fuzz.minutes"));
        long seed = Long.getLong("fuzz.seed", System.currentTimeMillis());
        long end = System.nanoTime() + (long) (minutes * Duration.ofMinutes(1).toNanos());
        Map<Profile, Integer> rounds =
                Fuzz.run(
                        peer,
                        Fuzz.profiles(System.getProperty("fuzz.profiles", "")),
                        seed,
                        () -> System.nanoTime() < end,
                        findings::add);
        System.out.println("first seed " + seed + ", rounds " + rounds);
    }

    /// `<profile>:<seed>`, or the file of a schedule.
    private static void replay(Peer peer, String replay, List<Finding> findings) throws Exception {
        int colon = replay.indexOf(':');
        if (colon > 0 && replay.indexOf('.') < 0) {
            Profile profile = Profile.valueOf(replay.substring(0, colon).toUpperCase(Locale.ROOT));
            Fuzz.round(peer, profile, Long.parseLong(replay.substring(colon + 1)))
                    .ifPresent(findings::add);
        } else {
            Schedule schedule = Schedule.of(Json.parse(Files.readString(Path.of(replay))));
            Fuzz.check(peer, Profile.MIXED, 0, schedule).ifPresent(findings::add);
        }
    }

    private static BooleanSupplier countdown(int rounds) {
        int[] left = {rounds};
        return () -> left[0]-- > 0;
    }

    private static String texts(List<Finding> findings) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : findings) {
            out.append('\n').append(finding.report());
        }
        return out.toString().replace("%", "%%");
    }

    @Test
    void aSeedAlwaysMakesTheSameScheduleAndSurvivesTheWire() {
        for (Profile profile : EnumSet.allOf(Profile.class)) {
            Schedule schedule = Generator.schedule(profile, 7);
            assertThat(Generator.schedule(profile, 7)).isEqualTo(schedule);
            assertThat(Schedule.of(Json.parse(Json.write(schedule.toJson())))).isEqualTo(schedule);
        }
    }

    @Test
    void aFailingScheduleShrinksToTheStepsThatFail() {
        Schedule schedule = Generator.schedule(Profile.MIXED, 3);
        Schedule smallest =
                Minimiser.minimise(
                        schedule,
                        candidate ->
                                candidate.steps().stream()
                                                .anyMatch(Schedule.Docless.class::isInstance)
                                        && candidate.steps().stream()
                                                .anyMatch(Schedule.Edits.class::isInstance),
                        1000);
        assertThat(schedule.steps()).hasSizeGreaterThan(10 + smallest.tail());
        assertThat(smallest.steps()).hasSize(2 + smallest.tail());
    }
}
