package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.AbsolutePosition;
import dev.evenkeel.crdt.ChangeMark;
import dev.evenkeel.crdt.DeleteSet;
import dev.evenkeel.crdt.Delta;
import dev.evenkeel.crdt.RelativePosition;
import dev.evenkeel.crdt.Snapshot;
import dev.evenkeel.crdt.StackItem;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Subscription;
import dev.evenkeel.crdt.UndoEvent;
import dev.evenkeel.crdt.UndoManager;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlElement;
import dev.evenkeel.crdt.YXmlFragment;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Undo, relative positions and snapshots on one replica; `history.mjs` does the same on yjs.
final class History {

    static final String ORIGIN = "mine";

    private static final Duration HUGE = Duration.ofDays(10_000);

    private final Twin twin;
    private @Nullable UndoManager manager;
    private List<String> told = new ArrayList<>();
    private final List<byte[]> snapshots = new ArrayList<>();

    History(Twin twin) {
        this.twin = twin;
    }

    /// @param positions all that were marked on any replica
    /// @param log all that was ever sent
    List<byte[]> run(Schedule.Remember step, List<byte[]> positions, List<byte[]> log) {
        YDoc doc = twin.doc;
        YType type = twin.reach(step.root(), step.path()).type();
        List<byte[]> x = new ArrayList<>();
        switch (step.what()) {
            case "watch" -> watch(step.a(), step.b(), type);
            case "undo" -> managed().ifPresent(UndoManager::undo);
            case "redo" -> managed().ifPresent(UndoManager::redo);
            case "stop" -> managed().ifPresent(UndoManager::stopCapturing);
            case "clear" -> managed().ifPresent(m -> m.clear(step.a() % 2 == 0, step.b() % 2 == 0));
            case "mark" -> {
                RelativePosition position =
                        RelativePosition.of(type, step.a() % (length(type) + 1), step.b() % 3 - 1);
                positions.add(position.encode());
                x.add(position.encode());
                x.add(text(Values.canonical(position.toJson())));
            }
            case "where" ->
                    x.add(
                            text(
                                    positions.stream()
                                            .map(RelativePosition::decode)
                                            .map(p -> place(p, true) + " " + place(p, false))
                                            .collect(Collectors.joining(","))));
            case "snap" -> {
                Snapshot taken = doc.snapshot();
                snapshots.add(taken.encode());
                x.add(taken.encode());
                x.add(taken.encodeV2());
            }
            case "past" -> {
                if (snapshots.isEmpty()) {
                    break;
                }
                Snapshot p = Snapshot.decode(pick(snapshots, step.a()));
                Snapshot q = Snapshot.decode(pick(snapshots, step.b()));
                List<String> answers = new ArrayList<>();
                answers.add(String.valueOf(p.equals(q)));
                if (!log.isEmpty()) {
                    for (int at : new int[] {step.a(), step.b(), step.a() + step.b()}) {
                        answers.add(String.valueOf(p.containsUpdate(pick(log, at))));
                    }
                }
                x.add(text(String.join(",", answers)));
                if (!doc.gc()) {
                    x.add(p.restore(doc, YDoc.builder().gc(false).build()).encodeStateAsUpdate());
                }
                x.add(text(past(p, q)));
            }
            case String other -> throw new IllegalArgumentException("unknown history " + other);
        }
        managed().ifPresent(m -> x.add(state(m)));
        return x;
    }

    private Optional<UndoManager> managed() {
        return Optional.ofNullable(manager);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pick(List<byte[]> list, int at) {
        return list.get(at % list.size());
    }

    // --- undo ---

    private void watch(int a, int b, YType type) {
        managed().ifPresent(UndoManager::close);
        UndoManager.Builder builder =
                switch (a % 3) {
                    case 0 -> UndoManager.builder(twin.doc);
                    case 1 ->
                            UndoManager.builder(
                                    twin.doc, twin.rootNames().map(twin::type).toList());
                    default -> UndoManager.builder(type);
                };
        builder.ignoreRemoteMapChanges((b & 1) != 0)
                .captureTimeout((b & 2) != 0 ? Duration.ZERO : HUGE)
                .clock(() -> Instant.EPOCH)
                .trackedOrigins((b & 4) != 0 ? Arrays.asList(ORIGIN, null) : Arrays.asList(ORIGIN));
        if ((b & 56) == 56) {
            builder.deleteFilter(insertion -> insertion.length() % 2 == 1);
        }
        UndoManager watching = builder.build();
        Subscription _ = watching.onEvent(event -> told.add(line(event)));
        manager = watching;
    }

    private static String line(UndoEvent event) {
        return switch (event) {
            case UndoEvent.Added e -> "added " + lower(e.direction()) + " " + e.changed().size();
            case UndoEvent.Updated e ->
                    "updated " + lower(e.direction()) + " " + e.changed().size();
            case UndoEvent.Popped e -> "popped " + lower(e.direction()) + " " + e.changed().size();
            case UndoEvent.Cleared e -> "cleared " + e.undoStack() + " " + e.redoStack();
        };
    }

    private static String lower(UndoEvent.Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private byte[] state(UndoManager of) {
        String events = String.join(",", told);
        told = new ArrayList<>();
        return text(events + " " + stack(of.undoStack()) + " " + stack(of.redoStack()));
    }

    private static String stack(List<StackItem> items) {
        return items.isEmpty()
                ? "0"
                : items.size()
                        + "("
                        + ranges(items.getLast().insertions())
                        + "|"
                        + ranges(items.getLast().deletions())
                        + ")";
    }

    private static String ranges(DeleteSet set) {
        return Line.hex(Snapshot.of(set, StateVector.EMPTY).encode());
    }

    // --- positions ---

    private static int length(YType type) {
        return switch (type) {
            case YArray array -> array.length();
            case YText text -> text.length();
            case YXmlFragment xml -> xml.length();
            case YMap _ -> 0;
        };
    }

    private String place(RelativePosition position, boolean follow) {
        Optional<AbsolutePosition> found = position.resolve(twin.doc, follow);
        return found.map(
                        at ->
                                at.index()
                                        + "/"
                                        + at.assoc()
                                        + "/"
                                        + at.type().getClass().getSimpleName()
                                        + "/"
                                        + length(at.type()))
                .orElse("-");
    }

    // --- snapshots ---

    private String past(Snapshot p, Snapshot q) {
        List<String> seen = new ArrayList<>();
        List<YType> types = twin.rootNames().map(twin::type).toList();
        twin.doc.transact(
                "past",
                () -> {
                    for (YType type : types) {
                        if (type instanceof YText text) {
                            seen.add(delta(text.toDelta(p)));
                            seen.add(delta(text.toDelta(p, q)));
                            seen.add(delta(text.toDelta(null, q)));
                            seen.add(delta(text.toDelta(p, q, History::mark)));
                        }
                    }
                    for (YType type : types) {
                        switch (type) {
                            case YArray array -> seen.add(all(array.toList(p)));
                            case YXmlElement element -> {
                                seen.add(all(element.toList(p)));
                                seen.add(all(element.getAttributes(p)));
                            }
                            case YXmlFragment xml -> seen.add(all(xml.toList(p)));
                            case YMap map -> seen.add(all(map.getAll(p)));
                            case YText _ -> {}
                        }
                    }
                });
        return String.join("\n", seen);
    }

    private static YValue mark(ChangeMark.Kind kind, long client, int clock) {
        return YValue.of(
                (Object) Map.of("user", client, "type", kind.name().toLowerCase(Locale.ROOT)));
    }

    private static String delta(List<Delta> steps) {
        return steps.stream()
                .map(
                        step ->
                                step instanceof Delta.Insert(var content, var attributes)
                                        ? shallow(content)
                                                + (attributes.isEmpty()
                                                        ? ""
                                                        : Values.canonical(
                                                                new YValue.Obj(attributes)))
                                        : step.toString())
                .collect(Collectors.joining(" "));
    }

    private static String all(List<YValue> values) {
        return values.stream().map(History::shallow).collect(Collectors.joining(" "));
    }

    private static String all(Map<String, YValue> values) {
        return values.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(YValue.UNDEFINED))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + shallow(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String shallow(YValue value) {
        return value instanceof YValue.Shared(YType type)
                ? type.getClass().getSimpleName()
                : Values.canonical(value);
    }
}
