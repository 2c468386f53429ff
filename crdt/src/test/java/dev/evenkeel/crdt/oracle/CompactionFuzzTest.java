package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Update;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What is compacted makes of a yjs document what the updates make of it. `-Dfuzz.compact=<rounds>`
/// and `-Dfuzz.seed=<seed>` make it longer and different.
final class CompactionFuzzTest {

    private static final String NOTHING_WAITS = "|pm=|pd=0|";
    private static final List<Profile> PROFILES =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Profile.CRAFTED, Profile.LONG)));

    @Test
    void yjsHoldsTheSameAfterTheUpdatesAndAfterTheirCompaction() throws Exception {
        int rounds = Integer.getInteger("fuzz.compact", 22);
        long first = Long.getLong("fuzz.seed", 1);
        int bytesDiffer = 0;
        try (Peer peer = Peer.start()) {
            for (long seed = first; seed < first + rounds; seed++) {
                Profile profile = PROFILES.get((int) (seed % PROFILES.size()));
                bytesDiffer += round(peer, profile, seed) ? 0 : 1;
            }
        }
        System.out.println(
                rounds + " logs compacted, of " + bytesDiffer + " yjs writes another state");
    }

    /// Returns whether even the bytes are the same.
    private static boolean round(Peer peer, Profile profile, long seed) throws Exception {
        Schedule schedule = Generator.schedule(profile, seed);
        List<byte[]> log = new ArrayList<>();
        for (Answer answer : peer.ask(schedule, true)) {
            String told = Line.field(answer.line(), "ev");
            // What observers have heard is part of the line too.
            Stream.of(told.split(","))
                    .filter(event -> event.matches("[LR][0-9a-f]+"))
                    .map(event -> Line.bytes(event.substring(1)))
                    .forEach(log::add);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> some = new ArrayList<>();
        int share = 1 + random.nextInt(10);
        for (byte[] update : log) {
            if (random.nextInt(10) < share) {
                some.add(random.nextInt(some.size() + 1), update);
            }
        }
        byte[] compact = Update.compact(some);
        assertThat(Update.compact(List.of(compact))).as("again, seed %d", seed).isEqualTo(compact);
        List<byte[]> twice = new ArrayList<>(some);
        twice.addAll(some);
        twice.add(compact);
        assertThat(Update.compact(twice)).as("repeated, seed %d", seed).isEqualTo(compact);
        List<byte[]> someV2 = some.stream().map(Docless::toV2).toList();
        assertThat(Update.parseV2(Update.compactV2(someV2)).toV1())
                .as("V2, seed %d", seed)
                .isEqualTo(compact);
        boolean gc = random.nextBoolean();
        Schedule both =
                new Schedule(
                        List.of(
                                new Schedule.Replica(1, gc, false),
                                new Schedule.Replica(1, gc, false)),
                        schedule.roots(),
                        false,
                        List.of(
                                new Schedule.Apply(0, Line.hex(Update.merge(some))),
                                new Schedule.Apply(1, Line.hex(compact)),
                                new Schedule.Apply(0, Line.hex(Update.merge(log))),
                                new Schedule.Apply(1, Line.hex(Update.merge(log)))),
                        1,
                        0,
                        false);
        List<Answer> answers = peer.ask(both, true);
        String expected = answers.get(0).line();
        String got = answers.get(1).line();
        // Where one update has a GC struct for what another one still has items for, the GC struct
        // waits for nothing. So what waits in the meantime may differ.
        if (expected.contains(NOTHING_WAITS) && got.contains(NOTHING_WAITS)) {
            assertThat(Line.settled(got))
                    .as("%s, seed %d", profile, seed)
                    .isEqualTo(Line.settled(expected));
        }
        assertThat(Line.settled(answers.get(3).line()))
                .as("%s, seed %d, with all that is missing", profile, seed)
                .isEqualTo(Line.settled(answers.get(2).line()));
        return Line.field(got, "st").equals(Line.field(expected, "st"));
    }
}
