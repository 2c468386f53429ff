package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.protocol.Awareness;
import dev.evenkeel.crdt.protocol.AwarenessChange;
import dev.evenkeel.crdt.protocol.AwarenessLimits;
import dev.evenkeel.crdt.protocol.AwarenessUpdate;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Runs an [AwarenessSchedule] on our instances and tells it as `tools/protocol.mjs` does: per step
/// the events, the states, the clocks, and all of it as bytes.
final class AwarenessTwins {

    private Instant now = Instant.EPOCH;
    private final List<byte[]> log = new ArrayList<>();
    private final List<Twin> twins = new ArrayList<>();

    private final class Twin {
        final Awareness awareness;
        final List<String> events = new ArrayList<>();

        Twin(long client) {
            awareness = new Awareness(client, () -> now);
            awareness.onChange(change -> events.add("change " + text(change)));
            awareness.onUpdate(change -> events.add("update " + text(change)));
            awareness.onUpdate(change -> log.add(awareness.encode(change.clients())));
        }

        String line() {
            String line =
                    String.join("; ", events)
                            + " | "
                            + awareness.states().entrySet().stream()
                                    .map(each -> each.getKey() + "=" + each.getValue())
                                    .collect(Collectors.joining(" "))
                            + " | "
                            + awareness.known().stream()
                                    .map(each -> each + ":" + awareness.clock(each).orElse(-1))
                                    .collect(Collectors.joining(" "))
                            + " | "
                            + Line.hex(awareness.encode(awareness.known()));
            events.clear();
            return line;
        }
    }

    private static String text(AwarenessChange change) {
        String origin =
                change.origin() instanceof Awareness.Cause cause
                        ? cause.name().toLowerCase(Locale.ROOT)
                        : String.valueOf(change.origin());
        return "+%s ~%s -%s %s"
                .formatted(
                        joined(change.added()),
                        joined(change.updated()),
                        joined(change.removed()),
                        origin);
    }

    private static String joined(List<Long> clients) {
        return clients.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static List<String> run(AwarenessSchedule schedule) {
        var twins = new AwarenessTwins();
        schedule.clients().forEach(client -> twins.twins.add(twins.new Twin((Long) client)));
        return schedule.steps().stream().map(twins::step).toList();
    }

    private String step(List<Object> step) {
        long at = (Long) step.get(1);
        if (step.getFirst().equals("pass")) {
            now = now.plus(Duration.ofMillis(at));
            return "now " + now.toEpochMilli();
        }
        Twin twin = twins.get((int) (at % twins.size()));
        String x = "";
        Awareness awareness = twin.awareness;
        switch ((String) step.getFirst()) {
            case "set" -> awareness.setLocalState(orNull((String) step.get(2)));
            case "field" ->
                    awareness.setLocalField(
                            (String) step.get(2), YValue.ofJsonText((String) step.get(3)));
            case "remove" ->
                    awareness.remove(
                            Json.list(step.get(2)).stream().map(Long.class::cast).toList(),
                            "removed");
            case "hear" -> {
                if (!log.isEmpty()) {
                    awareness.apply(log.get((int) ((Long) step.get(2) % log.size())), "heard");
                }
            }
            case "join" -> {
                Twin other = twins.get((int) ((Long) step.get(2) % twins.size()));
                awareness.apply(other.awareness.encode(), "joined");
            }
            case "apply" -> awareness.apply(Line.bytes((String) step.get(2)), "applied");
            case "modify" ->
                    x =
                            Line.hex(
                                    AwarenessUpdate.modify(
                                            Line.bytes((String) step.get(2)),
                                            AwarenessLimits.DEFAULT,
                                            AwarenessTwins::wrapped));
            case "tick" -> awareness.tick();
            default -> throw new IllegalArgumentException("no such step: " + step);
        }
        return x + " " + twin.line();
    }

    private static @Nullable String wrapped(AwarenessUpdate.Entry entry) {
        return entry.state() == null ? null : "{\"was\":" + entry.state() + "}";
    }

    private static @Nullable String orNull(String json) {
        return json.equals("null") ? null : json;
    }

    /// Where the two differ first, after as many steps were taken out as the failure allows; empty
    /// if they do not.
    static String difference(Peer peer, AwarenessSchedule schedule) {
        String found = firstDifference(peer, schedule);
        if (found.isEmpty()) {
            return found;
        }
        AwarenessSchedule smallest = schedule;
        for (int step = smallest.steps().size() - 1; step >= 0; step--) {
            AwarenessSchedule fewer = smallest.without(step);
            String still = firstDifference(peer, fewer);
            if (!still.isEmpty()) {
                smallest = fewer;
                found = still;
            }
        }
        return found + "\nschedule: " + Json.write(smallest.toJson());
    }

    private static String firstDifference(Peer peer, AwarenessSchedule schedule) {
        List<Object> theirs;
        try {
            theirs = Json.list(Json.get(peer.ask(schedule.toJson()), "lines"));
        } catch (Peer.PeerException e) {
            return "y-protocols threw: " + e.getMessage();
        }
        List<String> ours;
        try {
            ours = run(schedule);
        } catch (RuntimeException e) {
            return "we threw: " + e;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                return "step %d %s%n  theirs: %s%n  ours:   %s"
                        .formatted(i, schedule.steps().get(i), theirs.get(i), ours.get(i));
            }
        }
        return "";
    }
}
