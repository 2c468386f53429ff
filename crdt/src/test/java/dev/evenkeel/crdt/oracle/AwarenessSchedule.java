package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.protocol.AwarenessLimits;
import dev.evenkeel.crdt.protocol.AwarenessUpdate;
import dev.evenkeel.crdt.protocol.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What some awareness instances are made to do, in the form in which it also goes to y-protocols.
/// A step is a kind and arguments; numbers are reduced to what there is, so that any steps can be
/// taken out.
record AwarenessSchedule(List<Object> clients, List<List<Object>> steps) {

    /// As `JSON.stringify` writes them: instances pass texts on as they came, y-protocols writes
    /// them anew. Some are equal without being the same, some are false to JavaScript.
    private static final List<String> STATES =
            List.of(
                    "{}",
                    "{\"a\":1,\"b\":2}",
                    "{\"b\":2,\"a\":1}",
                    "{\"a\":1}",
                    "{\"user\":{\"name\":\"Zoë"
                            + " 😀\",\"color\":\"#30bced\"},\"cursor\":[1,2.5,null]}",
                    "{\"cursor\":[1,2.5,null],\"user\":{\"color\":\"#30bced\",\"name\":\"Zoë"
                            + " 😀\"}}",
                    "{\"cursor\":{\"0\":1}}",
                    "{\"cursor\":[1]}",
                    "{\"__proto__\":1}",
                    "[[],{}]",
                    "\"x\"",
                    "17",
                    "true",
                    "0",
                    "false",
                    "\"\"");

    static AwarenessSchedule generate(long seed) {
        var random = new SplittableRandom(seed);
        List<Object> clients = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (long i = 0; i < count; i++) {
            clients.add(i == 3 ? 9_007_199_254_740_991L : i * 150);
        }
        List<List<Object>> steps = new ArrayList<>();
        for (int left = 5 + random.nextInt(80); left > 0; left--) {
            steps.add(step(random, clients));
        }
        return new AwarenessSchedule(clients, steps);
    }

    private static List<Object> step(SplittableRandom random, List<Object> clients) {
        long at = random.nextInt(8);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> List.of("set", at, localState(random));
            case 3 -> List.of("field", at, pick(random, "a", "b", "c"), state(random));
            case 4 -> List.of("remove", at, someClients(random, clients));
            case 5, 6, 7, 8, 9 -> List.of("hear", at, (long) random.nextInt(1_000));
            case 10 -> List.of("join", at, (long) random.nextInt(8));
            case 11, 12 -> List.of("apply", at, Line.hex(update(random, clients)));
            case 13 -> List.of("apply", at, Line.hex(mutated(random, clients)));
            case 14 -> List.of("modify", at, Line.hex(update(random, clients)));
            case 15, 16 ->
                    List.of("pass", 1_000L * random.nextInt(random.nextInt(20) == 0 ? 400 : 20));
            default -> List.of("tick", at);
        };
    }

    private static String pick(SplittableRandom random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String state(SplittableRandom random) {
        return STATES.get(random.nextInt(STATES.size()));
    }

    /// Of oneself one says only what is an object, or that one is gone.
    private static String localState(SplittableRandom random) {
        String state = state(random);
        return state.startsWith("{") ? state : "null";
    }

    private static List<Object> someClients(SplittableRandom random, List<Object> clients) {
        List<Object> some = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            some.add(client(random, clients));
        }
        return some;
    }

    private static Object client(SplittableRandom random, List<Object> clients) {
        return random.nextInt(4) == 0
                ? (Object) (700L + random.nextInt(3))
                : clients.get(random.nextInt(clients.size()));
    }

    private static byte[] update(SplittableRandom random, List<Object> clients) {
        List<AwarenessUpdate.Entry> entries = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            entries.add(
                    new AwarenessUpdate.Entry(
                            (Long) client(random, clients),
                            random.nextInt(random.nextInt(10) == 0 ? 300 : 12),
                            random.nextInt(3) == 0 ? null : state(random)));
        }
        return new AwarenessUpdate(entries).encode();
    }

    /// A broken update that can still be read as something, and so must be by both.
    private static byte[] mutated(SplittableRandom random, List<Object> clients) {
        for (int tries = 0; tries < 40; tries++) {
            byte[] update = update(random, clients);
            for (int left = 1 + random.nextInt(2); left > 0; left--) {
                if (update.length > 0) {
                    update[random.nextInt(update.length)] = (byte) random.nextInt(256);
                }
            }
            if (isReadAlike(update)) {
                return update;
            }
        }
        return update(random, clients);
    }

    private static boolean isReadAlike(byte[] update) {
        try {
            return AwarenessUpdate.decode(update, AwarenessLimits.DEFAULT).entries().stream()
                    .allMatch(
                            entry ->
                                    entry.clock() <= AwarenessUpdate.CLOCK_MAX
                                            && isAsStringifyWritesIt(entry.state()));
        } catch (MalformedMessageException _) {
            return false;
        }
    }

    private static boolean isAsStringifyWritesIt(@Nullable String state) {
        return state == null || YValue.jsonText(YValue.ofJsonText(state)).equals(state);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ask", "awareness");
        json.put("clients", clients);
        json.put("steps", steps);
        return json;
    }

    AwarenessSchedule without(int step) {
        List<List<Object>> fewer = new ArrayList<>(steps);
        fewer.remove(step);
        return new AwarenessSchedule(clients, fewer);
    }
}
