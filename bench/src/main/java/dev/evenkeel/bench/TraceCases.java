package dev.evenkeel.bench;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YText;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The cases that replay a real editing trace, and those that need its final state.
final class TraceCases {

    // Made once per process: making them is a case of its own.
    private static final Map<String, List<Trace.Edit>> EDITS = new ConcurrentHashMap<>();
    private static final Map<String, List<byte[]>> UPDATES = new ConcurrentHashMap<>();
    private static final Map<String, byte[]> STATES = new ConcurrentHashMap<>();

    /// Half of the clocks of document 1 in the trace automerge-paper.
    private static final byte[] HALF = {1, 1, (byte) 0x80, (byte) 0xf0, 4};

    private TraceCases() {}

    static void addTo(Map<String, Case> cases) {
        cases.put("B4", TraceCases::local);
        cases.put("B4.apply", TraceCases::remote);
        cases.put("B4.load", TraceCases::load);
        cases.put("B4.V2", TraceCases::loadV2);
        cases.put("stateVector", TraceCases::stateVector);
        cases.put("diff", TraceCases::diff);
    }

    private static List<Trace.Edit> edits(Case.Input input) {
        return EDITS.computeIfAbsent(input.trace(), Trace::read);
    }

    private static void replay(YDoc doc, List<Trace.Edit> edits) {
        for (Trace.Edit edit : edits) {
            doc.transact(() -> apply(doc, edit));
        }
    }

    private static void apply(YDoc doc, Trace.Edit edit) {
        YText text = doc.getText(Engine.TEXT);
        if (edit.deleted() > 0) {
            text.delete(edit.at(), edit.deleted());
        }
        if (!edit.inserted().isEmpty()) {
            text.insert(edit.at(), edit.inserted());
        }
    }

    /// The state after the whole trace.
    static byte[] state(Case.Input input) {
        return STATES.computeIfAbsent(
                input.trace(),
                _ -> {
                    YDoc writer = Engine.doc(1);
                    writer.transact(() -> edits(input).forEach(edit -> apply(writer, edit)));
                    return writer.encodeStateAsUpdate();
                });
    }

    static List<byte[]> updates(Case.Input input) {
        return UPDATES.computeIfAbsent(
                input.trace(),
                _ -> {
                    var updates = new ArrayList<byte[]>();
                    replay(Engine.collecting(1, updates), edits(input));
                    return updates;
                });
    }

    private static Result local(Case.Input input) {
        List<Trace.Edit> edits = edits(input);
        var result = new Result();
        var bytes = new long[1];
        YDoc writer = Engine.counting(1, bytes);
        result.time("opsMs", () -> replay(writer, edits));
        return Engine.encodeAndLoad(result, writer, 3, Engine.TEXT).with("updateBytes", bytes[0]);
    }

    private static Result remote(Case.Input input) {
        List<byte[]> updates = updates(input);
        var result = new Result();
        var bytes = new long[1];
        YDoc reader = Engine.counting(9, bytes);
        result.time("applyMs", () -> Engine.apply(reader, updates));
        return Engine.encodeAndLoad(result, reader, 3, Engine.TEXT).with("updateBytes", bytes[0]);
    }

    /// Loading and encoding alone, so that both are warm after some repetitions.
    private static Result load(Case.Input input) {
        byte[] state = state(input);
        var result = new Result();
        YDoc doc = result.time("loadMs", () -> Engine.loaded(3, state));
        byte[] again = result.time("encodeMs", () -> doc.encodeStateAsUpdate());
        return result.with("docBytes", again.length).check(Engine.check(doc, Engine.TEXT));
    }

    private static Result loadV2(Case.Input input) {
        byte[] v1 = state(input);
        byte[] state =
                STATES.computeIfAbsent(
                        "V2 " + input.trace(), _ -> Engine.loaded(3, v1).encodeStateAsUpdateV2());
        var result = new Result();
        YDoc doc = result.time("loadMs", () -> Engine.loadedV2(3, state));
        byte[] again = result.time("encodeMs", () -> doc.encodeStateAsUpdateV2());
        return result.with("docBytes", again.length).check(Engine.check(doc, Engine.TEXT));
    }

    private static Result stateVector(Case.Input input) {
        byte[] state = state(input);
        var result = new Result();
        StateVector vector = result.time("opsMs", () -> Update.stateVectorOf(state));
        return result.check(Check.of(vector.encode()));
    }

    /// What somebody lacks who has half of it.
    private static Result diff(Case.Input input) {
        byte[] state = state(input);
        var result = new Result();
        byte[] rest = result.time("opsMs", () -> Update.diff(state, StateVector.decode(HALF)));
        return result.with("docBytes", rest.length).check(Check.of(rest));
    }

    static int structs(byte[] update) {
        return Update.parse(update, Limits.TRUSTED).structCount();
    }
}
