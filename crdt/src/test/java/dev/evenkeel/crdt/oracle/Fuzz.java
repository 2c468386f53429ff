package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.oracle.Lockstep.Mismatch;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Runs generated schedules on the engine and on yjs until something differs, and then makes the
/// schedule small.
final class Fuzz {

    private static final int TRIES = 3000;

    /// How long a failing schedule may be made smaller.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Fuzz() {}

    /// A failure with everything that is needed to see it again.
    record Finding(Profile profile, long seed, Schedule smallest, String report) {}

    static Optional<Finding> round(Peer peer, Profile profile, long seed) {
        try {
            return check(peer, profile, seed, Generator.schedule(profile, seed));
        } catch (Peer.PeerException e) {
            throw new IllegalStateException("yjs threw at " + profile + ", seed " + seed, e);
        }
    }

    static Optional<Finding> check(Peer peer, Profile profile, long seed, Schedule schedule) {
        return failure(peer, schedule).map(first -> finding(peer, profile, seed, schedule, first));
    }

    private static Optional<Mismatch> failure(Peer peer, Schedule schedule) {
        return Lockstep.run(schedule, peer.ask(schedule, false));
    }

    private static Finding finding(
            Peer peer, Profile profile, long seed, Schedule schedule, Mismatch first) {
        System.err.println(
                "differs: "
                        + profile
                        + ", seed "
                        + seed
                        + ", step "
                        + first.step()
                        + ": "
                        + first.message());
        // What one replica was given can be left out piece by piece without changing the rest.
        long end = System.nanoTime() + PATIENCE.toNanos();
        Schedule from = failsLike(peer, first.alone(), first) ? first.alone() : schedule;
        Schedule smallest =
                Minimiser.minimise(
                        from,
                        candidate -> System.nanoTime() < end && failsLike(peer, candidate, first),
                        TRIES);
        List<Answer> answers = peer.ask(smallest, true);
        Mismatch mismatch = Lockstep.run(smallest, answers).orElse(first);
        return new Finding(
                profile, seed, smallest, report(profile, seed, smallest, answers, mismatch));
    }

    private static boolean failsLike(Peer peer, Schedule candidate, Mismatch first) {
        try {
            return failure(peer, candidate).map(first::sameKindAs).orElse(false);
        } catch (Peer.PeerException impossible) {
            return false;
        }
    }

    private static String report(
            Profile profile,
            long seed,
            Schedule schedule,
            List<Answer> answers,
            Mismatch mismatch) {
        StringBuilder out = new StringBuilder();
        out.append("profile ").append(profile.name().toLowerCase(Locale.ROOT));
        out.append(", seed ").append(seed).append(": ").append(mismatch.message());
        out.append(" at step ").append(mismatch.step());
        out.append(mismatch.renamed() ? " (a replica took another client id)\n" : "\n");
        out.append("again: mvn -pl crdt test -Dtest=LockstepFuzzTest -Dfuzz.replay=");
        out.append(profile.name().toLowerCase(Locale.ROOT)).append(':').append(seed).append('\n');
        for (int i = 0; i < schedule.replicas().size(); i++) {
            Schedule.Replica replica = schedule.replicas().get(i);
            out.append("docs[").append(i).append("] = new Y.Doc({gc: ").append(replica.gc());
            out.append("}); clientID = ").append(replica.client());
            out.append(replica.filter() ? " // gcFilter" : "");
            out.append(replica.foreign() ? " // yjs only\n" : "\n");
        }
        int last = mismatch.step() < 0 ? answers.size() - 1 : mismatch.step();
        for (int i = 0; i <= last; i++) {
            for (String line : answers.get(i).trace()) {
                out.append("  /* ").append(i).append(" */ ").append(line).append('\n');
            }
        }
        if (mismatch.cause() == null) {
            out.append(Line.difference(mismatch.expected(), mismatch.got()));
        } else {
            out.append("  ").append(mismatch.cause()).append('\n');
            StackTraceElement[] trace = mismatch.cause().getStackTrace();
            for (int i = 0; i < Math.min(12, trace.length); i++) {
                out.append("    at ").append(trace[i]).append('\n');
            }
        }
        out.append("as a file for tools/schedules: ").append(Json.write(schedule.toJson()));
        return out.append('\n').toString();
    }

    /// Rounds of the given profiles in turn, as long as wanted. A profile that failed is not gone
    /// on with.
    ///
    /// @return how many rounds each profile had
    static Map<Profile, Integer> run(
            Peer peer,
            Set<Profile> profiles,
            long firstSeed,
            BooleanSupplier wanted,
            Consumer<Finding> findings) {
        Map<Profile, Integer> rounds = new EnumMap<>(Profile.class);
        Set<Profile> left = EnumSet.copyOf(profiles);
        for (long seed = firstSeed; !left.isEmpty(); seed++) {
            for (Profile profile : List.copyOf(left)) {
                if (!wanted.getAsBoolean()) {
                    return rounds;
                }
                rounds.merge(profile, 1, Integer::sum);
                Optional<Finding> finding = round(peer, profile, seed);
                if (finding.isPresent()) {
                    left.remove(profile);
                    findings.accept(finding.get());
                }
            }
        }
        return rounds;
    }

    /// The profiles that a comma-separated list names; all if it is empty.
    static Set<Profile> profiles(String names) {
        Set<Profile> profiles = EnumSet.noneOf(Profile.class);
        for (String name : names.split(",")) {
            if (!name.isBlank()) {
                profiles.add(Profile.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            }
        }
        return profiles.isEmpty() ? EnumSet.allOf(Profile.class) : profiles;
    }
}
