package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.protocol.AwarenessLimits;
import dev.evenkeel.crdt.protocol.AwarenessUpdate;
import dev.evenkeel.crdt.protocol.MalformedMessageException;
import dev.evenkeel.crdt.protocol.Message;
import dev.evenkeel.crdt.protocol.SyncMessage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/// The protocol package against npm y-protocols, and against bytes that are none. An ordinary build
/// runs a short slice with fixed seeds. `-Dfuzz.minutes` and `-Dfuzz.seed` make it longer and
/// different; `-Dfuzz.replay=awareness:4711` or `conversation:4711` runs one seed again.
final class ProtocolFuzzTest {

    private static final int ROUNDS = 150;

    @Test
    void awarenessDoesWhatYProtocolsDoes() {
        try (Peer peer = Peer.start("protocol.mjs")) {
            run(
                    "awareness",
                    seed -> AwarenessTwins.difference(peer, AwarenessSchedule.generate(seed)));
        }
    }

    @Test
    void documentsThatTalkWithYjsBecomeEqual() {
        try (Peer peer = Peer.start("protocol.mjs")) {
            run("conversation", seed -> Conversation.problem(peer, seed));
        }
    }

    private static void run(String kind, LongFunction<String> round) {
        String replay = System.getProperty("fuzz.replay", "");
        if (!replay.isEmpty()) {
            if (replay.startsWith(kind + ":")) {
                check(kind, Long.parseLong(replay.substring(kind.length() + 1)), round);
            }
            return;
        }
        String minutes = System.getProperty("fuzz.minutes");
        long first = Long.getLong("fuzz.seed", 1);
        if (minutes == null) {
            for (long seed = first; seed < first + ROUNDS; seed++) {
                check(kind, seed, round);
            }
            return;
        }
        long time = (long) (Double.parseDouble(minutes) * Duration.ofMinutes(1).toNanos());
        long end = System.nanoTime() + time;
        long seed = first;
        while (System.nanoTime() < end) {
            check(kind, seed++, round);
        }
        System.out.println(kind + ": first seed " + first + ", rounds " + (seed - first));
    }

    private static void check(String kind, long seed, LongFunction<String> round) {
        assertThat(round.apply(seed)).as("again: -Dfuzz.replay=%s:%d", kind, seed).isEmpty();
    }

    @Test
    void aDenialIsWrittenAsYProtocolsWritesIt() {
        try (Peer peer = Peer.start("protocol.mjs")) {
            for (String reason : List.of("", "no", "é😀", "x".repeat(300))) {
                assertThat(Line.hex(new Message.PermissionDenied(reason).encode()))
                        .isEqualTo(
                                Json.string(
                                        peer.ask(Map.of("ask", "denied", "reason", reason)),
                                        "bytes"));
            }
        }
    }

    /// `-Dfuzz.structure=<rounds>` makes it longer.
    @Test
    void aBrokenFrameIsReadAsSomethingOrRefusedByName() {
        var random = new SplittableRandom(Long.getLong("fuzz.seed", 1));
        int rounds = Integer.getInteger("fuzz.structure", 20_000);
        int read = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] frame = broken(random);
            try {
                List<Message> messages = Message.decode(frame, 8);
                assertThat(messages).hasSizeBetween(1, 8);
                for (Message message : messages) {
                    // What was read is written so that it is read again, and takes no more bytes.
                    assertThat(Message.decode(message.encode(), 1)).containsExactly(message);
                    assertThat(message.body().length).isLessThanOrEqualTo(frame.length);
                    look(message);
                }
                read++;
            } catch (MalformedMessageException refused) {
                assertThat(refused.code()).matches("[a-z0-9-]+");
                assertThat(refused.offset()).isBetween(0, frame.length);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError other) {
                throw new AssertionError("threw " + other + " on " + Line.hex(frame), other);
            }
        }
        assertThat(read).isBetween(rounds / 50, rounds - rounds / 50);
    }

    private static void look(Message message) {
        switch (message) {
            case Message.Sync(SyncMessage.Step1 step) -> assertThat(step.known()).isNotNull();
            case Message.States states -> {
                var update = AwarenessUpdate.decode(states.update(), AwarenessLimits.DEFAULT);
                assertThat(AwarenessUpdate.decode(update.encode(), AwarenessLimits.DEFAULT))
                        .isEqualTo(update);
            }
            case Message.Sync _, Message.PermissionDenied _, Message.QueryStates _ -> {}
        }
    }

    private static byte[] broken(SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] frame = valid(random);
        for (int left = random.nextInt(4); left > 0 && frame.length > 0; left--) {
            int at = random.nextInt(frame.length);
            frame =
                    switch (random.nextInt(5)) {
                        case 0 -> with(frame, at, random.nextInt(256));
                        case 1 -> with(frame, at, frame[at] ^ 1 << random.nextInt(8));
                        case 2 -> spliced(frame, 0, at, new byte[0]);
                        case 3 -> spliced(frame, at, frame.length, valid(random));
                        default -> inflated(frame, at, random.nextInt(12));
                    };
        }
        return frame;
    }

    private static byte[] valid(SplittableRandom random) {
        List<Message> messages = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            messages.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Message.QueryStates();
                        case 1 -> new Message.PermissionDenied("né 😀");
                        case 2 -> new Message.Sync(new SyncMessage.Update(Mutations.valid(random)));
                        case 3 -> new Message.Sync(new SyncMessage.Step2(Mutations.valid(random)));
                        case 4 ->
                                new Message.Sync(
                                        new SyncMessage.Step1(
                                                Update.stateVectorOf(Mutations.valid(random))));
                        default ->
                                new Message.States(
                                        new AwarenessUpdate(
                                                        List.of(
                                                                new AwarenessUpdate.Entry(
                                                                        random.nextInt(300),
                                                                        random.nextInt(300),
                                                                        "{\"a\":[1,\"é\"]}"),
                                                                new AwarenessUpdate.Entry(
                                                                        5, 300, null)))
                                                .encode());
                    });
        }
        byte[] frame = {};
        for (Message message : messages) {
            frame = spliced(frame, frame.length, frame.length, message.encode());
        }
        return frame;
    }

    private static byte[] with(byte[] frame, int at, int value) {
        byte[] changed = frame.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /// What stands from `from` to `to` is replaced.
    private static byte[] spliced(byte[] frame, int from, int to, byte[] between) {
        byte[] joined = new byte[from + between.length + frame.length - to];
        System.arraycopy(frame, 0, joined, 0, from);
        System.arraycopy(between, 0, joined, from, between.length);
        System.arraycopy(frame, to, joined, from + between.length, frame.length - to);
        return joined;
    }

    /// A number is made longer, or huge.
    private static byte[] inflated(byte[] frame, int at, int by) {
        byte[] more = new byte[by];
        Arrays.fill(more, (byte) 0xff);
        return spliced(frame, at, at, more);
    }
}
