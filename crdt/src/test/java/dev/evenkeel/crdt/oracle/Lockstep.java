package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.StoreCheck;
import dev.evenkeel.crdt.Update;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a schedule on the engine beside the answers that yjs gave, and stops where the two part.
final class Lockstep {

    /// Where and how the engine left yjs.
    ///
    /// @param renamed whether a replica met its own client id in what it was given and took another
    ///   one, as yjs does; both choose at random, so nothing that comes after can be equal
    /// @param alone what the replica itself did and was given until then, in a schedule of its own
    record Mismatch(
            int step,
            String message,
            String expected,
            String got,
            @Nullable Throwable cause,
            boolean renamed,
            Schedule alone) {

        boolean sameKindAs(Mismatch other) {
            return (cause == null) == (other.cause == null)
                    && renamed == other.renamed
                    && (step < 0) == (other.step < 0)
                    && (cause == null
                            || other.cause == null
                            || cause.getClass() == other.cause.getClass());
        }
    }

    /// A client id that no schedule has.
    private static final long STRANGER = 9007199254740989L;

    private final Schedule schedule;
    private final List<Answer> answers;
    private final List<Optional<Twin>> twins = new ArrayList<>();
    private final List<List<byte[]>> inboxes = new ArrayList<>();
    private final List<String> vectors = new ArrayList<>();
    private final List<List<Schedule.Step>> lives = new ArrayList<>();
    private final List<byte[]> positions = new ArrayList<>();
    private final List<byte[]> log = new ArrayList<>();
    private final List<List<byte[]>> histories = new ArrayList<>();

    private Lockstep(Schedule schedule, List<Answer> answers) {
        this.schedule = schedule;
        this.answers = answers;
        for (Schedule.Replica replica : schedule.replicas()) {
            twins.add(
                    replica.foreign()
                            ? Optional.empty()
                            : Optional.of(new Twin(replica, schedule.roots(), schedule.lazy())));
            inboxes.add(new ArrayList<>());
            lives.add(new ArrayList<>());
            histories.add(new ArrayList<>());
            vectors.add("00");
        }
    }

    static Optional<Mismatch> run(Schedule schedule, List<Answer> answers) {
        return new Lockstep(schedule, answers).run();
    }

    private Optional<Mismatch> run() {
        List<String> last = new ArrayList<>();
        schedule.replicas().forEach(_ -> last.add(""));
        for (int i = 0; i < schedule.steps().size(); i++) {
            Schedule.Step step = schedule.steps().get(i);
            Answer answer = answers.get(i);
            List<byte[]> told;
            try {
                List<byte[]> extra = step(step, answer);
                Optional<Twin> twin = twins.get(step.r());
                if (twin.isPresent()) {
                    told = twin.get().takeEvents();
                    String line = twin.get().line(extra, schedule.whole(i));
                    last.set(step.r(), line);
                    if (!answer.agrees(line)) {
                        return mismatch(i, "lines differ", answer.line(), line, null);
                    }
                } else {
                    told = answer.events().stream().map(Line::bytes).toList();
                    vectors.set(step.r(), answer.vector());
                }
            } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
                return mismatch(i, "engine threw " + thrown, answer.line(), "", thrown);
            }
            log.addAll(told);
            histories.get(step.r()).addAll(told);
            for (int other = 0; other < inboxes.size(); other++) {
                if (other != step.r()) {
                    inboxes.get(other).addAll(told);
                }
            }
        }
        if (!schedule.converges()) {
            return Optional.empty();
        }
        try {
            twins.forEach(twin -> twin.ifPresent(t -> StoreCheck.verify(t.doc)));
        } catch (AssertionError thrown) {
            return mismatch(-1, "inconsistent inside: " + thrown, "", "", thrown);
        }
        return convergence(last);
    }

    private Optional<Mismatch> convergence(List<String> last) {
        List<String> settled =
                last.stream().filter(line -> !line.isEmpty()).map(Line::settled).toList();
        for (String line : settled) {
            if (!line.equals(settled.getFirst())) {
                return mismatch(-1, "replicas differ", settled.getFirst(), line, null);
            }
            if (!line.contains("|pm=|pd=0|")) {
                return mismatch(-1, "something still waits", "", line, null);
            }
        }
        List<byte[]> deletions =
                twins.stream().flatMap(Optional::stream).map(Lockstep::deletions).toList();
        for (byte[] each : deletions) {
            if (!Arrays.equals(each, deletions.getFirst())) {
                String expected = Line.hex(deletions.getFirst());
                return mismatch(-1, "other deletions", expected, Line.hex(each), null);
            }
        }
        for (int r = 0; r < twins.size(); r++) {
            if (twins.get(r).isPresent()) {
                Optional<Mismatch> differs = rebuilt(r, settled.getFirst(), deletions.getFirst());
                if (differs.isPresent()) {
                    return differs;
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] deletions(Twin twin) {
        return twin.doc.snapshot().encode();
    }

    /// What a replica told, merged or compacted, makes another document that holds the same.
    private Optional<Mismatch> rebuilt(int r, String settled, byte[] deletions) {
        List<byte[]> told = histories.get(r);
        List<byte[]> toldV2 = told.stream().map(Docless::toV2).toList();
        Map<String, byte[]> logs =
                Map.of(
                        "merged", Update.merge(told),
                        "compacted", Update.compact(told),
                        "merged V2", Update.parseV2(Update.mergeV2(toldV2)).toV1(),
                        "compacted V2", Update.parseV2(Update.compactV2(toldV2)).toV1());
        boolean gc = schedule.replicas().get(r).gc();
        for (Map.Entry<String, byte[]> each : logs.entrySet()) {
            try {
                Schedule.Replica replica = new Schedule.Replica(STRANGER, gc, false);
                Twin copy = new Twin(replica, schedule.roots(), false);
                copy.doc.applyUpdate(each.getValue());
                StoreCheck.verify(copy.doc);
                String line = Line.settled(copy.line(List.of(), true));
                // A new document deletes marks that say nothing; the replicas may still have them.
                boolean cleaned = copy.takeEvents().size() > 1;
                String expected = settled + "|" + (cleaned ? "" : Line.hex(deletions));
                String got = line + "|" + (cleaned ? "" : Line.hex(deletions(copy)));
                if (!expected.equals(got)) {
                    String message = "another document of what " + r + " told, " + each.getKey();
                    return mismatch(-1, message, expected, got, null);
                }
            } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
                return mismatch(-1, "threw on " + each.getKey() + ": " + thrown, "", "", thrown);
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> mismatch(
            int step, String message, String expected, String got, @Nullable Throwable cause) {
        int r = step < 0 ? 0 : schedule.steps().get(step).r();
        Schedule alone =
                new Schedule(
                        List.of(schedule.replicas().get(r)),
                        schedule.roots(),
                        schedule.lazy(),
                        List.copyOf(lives.get(r)),
                        1,
                        0,
                        false);
        return Optional.of(new Mismatch(step, message, expected, got, cause, renamed(), alone));
    }

    private boolean renamed() {
        for (int i = 0; i < twins.size(); i++) {
            long id = schedule.replicas().get(i).client();
            if (twins.get(i).filter(twin -> twin.doc.clientId() != id).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void give(int r, Twin twin, byte[] update) {
        lives.get(r).add(new Schedule.Apply(0, Line.hex(update)));
        twin.apply(update, false);
    }

    private void giveV2(int r, Twin twin, byte[] update) {
        lives.get(r).add(new Schedule.ApplyV2(0, Line.hex(update)));
        twin.apply(update, true);
    }

    private List<byte[]> step(Schedule.Step step, Answer answer) {
        List<byte[]> extra = new ArrayList<>();
        Optional<Twin> twin = twins.get(step.r());
        switch (step) {
            case Schedule.Edits(int r, List<Schedule.Edit> edits) -> {
                lives.get(r).add(new Schedule.Edits(0, edits));
                twin.ifPresent(t -> t.doc.transact(History.ORIGIN, () -> edits.forEach(t::edit)));
            }
            case Schedule.Rich _ -> {}
            case Schedule.Observe(int r, boolean texts) -> {
                lives.get(r).add(new Schedule.Observe(0, texts));
                twin.ifPresent(t -> t.observe(texts));
            }
            case Schedule.Arm(int r, String when, List<Schedule.Edit> edits) -> {
                lives.get(r).add(new Schedule.Arm(0, when, edits));
                twin.ifPresent(t -> t.arm(when, edits));
            }
            case Schedule.TypeRoot(int r, String root) -> {
                lives.get(r).add(new Schedule.TypeRoot(0, root));
                twin.ifPresent(t -> t.type(root));
            }
            case Schedule.LookAt(int r, String root) -> {
                lives.get(r).add(new Schedule.LookAt(0, root));
                twin.ifPresent(t -> extra.add(XmlEdits.look(t.type(root))));
            }
            case Schedule.Subdocs(int r, String act, int a) -> {
                lives.get(r).add(new Schedule.Subdocs(0, act, a));
                twin.ifPresent(t -> extra.add(t.subdocuments.act(act, a)));
            }
            case Schedule.Remember remember -> {
                lives.get(remember.r())
                        .add(
                                new Schedule.Remember(
                                        0,
                                        remember.what(),
                                        remember.root(),
                                        remember.path(),
                                        remember.a(),
                                        remember.b()));
                twin.ifPresent(t -> extra.addAll(t.history.run(remember, positions, log)));
            }
            case Schedule.Receive receive -> receive(receive, twin, extra);
            case Schedule.Drop(int r, List<Integer> pick) -> take(inboxes.get(r), pick, false);
            case Schedule.Sync sync -> twin.ifPresent(t -> sync(sync, t, answer, extra));
            case Schedule.Docless(int r, List<Integer> pick) ->
                    docless(
                            take(log, pick, true),
                            twin.map(t -> t.doc.stateVector())
                                    .orElseGet(
                                            () -> StateVector.decode(Line.bytes(vectors.get(r)))),
                            extra);
            case Schedule.Apply(int r, String hex) ->
                    twin.ifPresent(t -> give(r, t, Line.bytes(hex)));
            case Schedule.ApplyV2(int r, String hex) ->
                    twin.ifPresent(t -> giveV2(r, t, Line.bytes(hex)));
            case Schedule.Merge(int _, List<String> hex) -> {
                List<byte[]> list = hex.stream().map(Line::bytes).toList();
                extra.add(Update.merge(list));
                extra.add(Update.mergeV2(list.stream().map(Docless::toV2).toList()));
            }
            case Schedule.Diff(int _, String hex, String sv) -> {
                StateVector vector = StateVector.decode(Line.bytes(sv));
                extra.add(Update.diff(Line.bytes(hex), vector));
                extra.add(Update.diffV2(Docless.toV2(Line.bytes(hex)), vector));
            }
            case Schedule.VectorOf(int _, String hex) -> {
                extra.add(Update.stateVectorOf(Line.bytes(hex)).encode());
                extra.add(Update.stateVectorOfV2(Docless.toV2(Line.bytes(hex))).encode());
            }
            case Schedule.Encode(int _, String sv) ->
                    twin.ifPresent(
                            t -> {
                                StateVector vector = StateVector.decode(Line.bytes(sv));
                                extra.add(t.doc.encodeStateAsUpdate(vector));
                                extra.add(t.doc.encodeStateAsUpdateV2(vector));
                            });
        }
        return extra;
    }

    private void receive(Schedule.Receive step, Optional<Twin> twin, List<byte[]> extra) {
        List<byte[]> list =
                take(
                        step.log() ? log : inboxes.get(step.r()),
                        step.pick(),
                        step.log() || step.keep());
        if (list.isEmpty() || twin.isEmpty()) {
            return;
        }
        Twin t = twin.get();
        switch (step.mode()) {
            case "each" -> list.forEach(update -> give(step.r(), t, update));
            case "tx" -> t.applyTogether(list);
            case "each-v2" -> list.forEach(update -> giveV2(step.r(), t, Docless.toV2(update)));
            case "merge-v2" -> giveV2(step.r(), t, Docless.mergedV2(list));
            case "diff-v2" ->
                    giveV2(step.r(), t, Update.diffV2(Docless.mergedV2(list), t.doc.stateVector()));
            case "merge" -> {
                byte[] merged = Update.merge(list);
                if (list.size() > 1) {
                    extra.add(merged);
                }
                give(step.r(), t, merged);
            }
            case "diff" -> {
                byte[] diff = Update.diff(Update.merge(list), t.doc.stateVector());
                extra.add(diff);
                give(step.r(), t, diff);
            }
            case String other -> throw new IllegalArgumentException("unknown mode " + other);
        }
    }

    private void sync(Schedule.Sync step, Twin to, Answer answer, List<byte[]> extra) {
        StateVector vector = to.doc.stateVector();
        byte[] sent =
                twins.get(step.from())
                        .map(
                                from ->
                                        switch (step.via()) {
                                            case "full" -> from.doc.encodeStateAsUpdate();
                                            case "diff" ->
                                                    Update.diff(
                                                            from.doc.encodeStateAsUpdate(), vector);
                                            case "v2" -> from.doc.encodeStateAsUpdateV2(vector);
                                            default -> from.doc.encodeStateAsUpdate(vector);
                                        })
                        .orElseGet(() -> Line.bytes(answer.sent()));
        extra.add(sent);
        if (step.via().equals("v2")) {
            giveV2(step.r(), to, sent);
        } else {
            give(step.r(), to, sent);
        }
    }

    private static void docless(List<byte[]> list, StateVector target, List<byte[]> extra) {
        byte[] merged = Update.merge(list);
        int half = list.size() / 2;
        extra.add(merged);
        extra.add(Update.parse(merged).stateVector().encode());
        extra.add(Update.diff(merged, target));
        extra.add(
                Update.merge(
                        List.of(
                                Update.merge(list.subList(0, half)),
                                Update.merge(list.subList(half, list.size())))));
        extra.add(Line.bytes(Line.digest(Docless.everything(list, target))));
    }

    private static List<byte[]> take(List<byte[]> list, List<Integer> picks, boolean keep) {
        List<byte[]> taken = new ArrayList<>();
        for (int pick : picks) {
            if (list.isEmpty()) {
                break;
            }
            int at = pick % list.size();
            taken.add(list.get(at));
            if (!keep) {
                list.remove(at);
            }
        }
        return taken;
    }
}
