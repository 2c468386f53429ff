package dev.evenkeel.bench;

import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.encoding.Lib0Writer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Input that makes a careless engine slow: whoever runs these at n, 2n and 4n sees whether the
/// time grows with the square.
final class HardCases {

    private HardCases() {}

    static void addTo(Map<String, Case> cases) {
        cases.put("merge", HardCases::merge);
        cases.put("reversed", HardCases::reversed);
        cases.put("deletions", HardCases::deletions);
        cases.put("overwrites", HardCases::overwrites);
        cases.put("roots", HardCases::roots);
        cases.put("formats", HardCases::formats);
    }

    private static Result merge(Case.Input input) {
        List<byte[]> updates =
                Engine.updates(1, Writers.randomWords(new Dice(), input.n(), 0, 1, 1));
        var result = new Result();
        byte[] merged = result.time("opsMs", () -> Update.merge(updates));
        return result.with("docBytes", merged.length).check(Check.of(merged));
    }

    /// Each update waits for the one that comes after it.
    private static Result reversed(Case.Input input) {
        String word = new Dice().word(input.n(), input.n());
        var updates = new ArrayList<byte[]>();
        YDoc writer = Engine.collecting(1, updates);
        for (int i = 0; i < word.length(); i++) {
            writer.getText(Engine.TEXT).insert(i, word.substring(i, i + 1));
        }
        Collections.reverse(updates);
        return apply(updates, Engine.TEXT);
    }

    private static Result apply(List<byte[]> updates, String root) {
        var result = new Result();
        YDoc reader = Engine.doc(3);
        result.time("applyMs", () -> Engine.apply(reader, updates));
        return Engine.encodeAndLoad(result, reader, 4, root);
    }

    /// A text of which every other character is deleted.
    private static Result deletions(Case.Input input) {
        int n = input.n();
        var updates = new ArrayList<byte[]>();
        YDoc writer = Engine.collecting(1, updates);
        writer.getText(Engine.TEXT).insert(0, new Dice().word(2 * n + 1, 2 * n + 1));
        var out = new Lib0Writer();
        out.writeVarUint(0);
        out.writeVarUint(1);
        out.writeVarUint(1);
        out.writeVarUint(n);
        for (int i = 0; i < n; i++) {
            out.writeVarUint(2L * i + 1);
            out.writeVarUint(1);
        }
        updates.add(out.toByteArray());
        return apply(updates, Engine.TEXT);
    }

    /// One client overwrites a key over and over; another writes it as often and names no
    /// predecessor, as no honest client does.
    private static Result overwrites(Case.Input input) {
        int n = input.n();
        var updates = new ArrayList<byte[]>();
        YDoc writer = Engine.collecting(2, updates);
        YMap map = writer.getMap(Engine.MAP);
        for (int i = 0; i < n; i++) {
            map.set("k", Engine.number(i));
        }
        var out = section(n);
        for (int i = 0; i < n; i++) {
            out.writeVarUint(0x28);
            out.writeVarUint(1);
            out.writeVarString(Engine.MAP);
            out.writeVarString("k");
            out.writeVarUint(1);
            out.writeVarUint(125);
            out.writeVarUint(i % 64);
        }
        out.writeVarUint(0);
        updates.add(out.toByteArray());
        return apply(updates, Engine.MAP);
    }

    private static Result roots(Case.Input input) {
        int n = input.n();
        var out = section(n + 1);
        for (int i = 0; i <= n; i++) {
            out.writeVarUint(4);
            out.writeVarUint(1);
            out.writeVarString(i == n ? Engine.TEXT : "root " + i);
            out.writeVarString("x");
        }
        out.writeVarUint(0);
        byte[] update = out.toByteArray();
        var result = new Result();
        YDoc reader = result.time("applyMs", () -> Engine.loaded(2, update));
        return Engine.encodeAndLoad(result, reader, 3, Engine.TEXT);
    }

    /// Every other character is bold, and then characters are put between them.
    private static Result formats(Case.Input input) {
        int n = input.n();
        var dice = new Dice();
        String word = dice.word(n, n);
        int[] places = new int[n];
        for (int i = 0; i < n; i++) {
            places[i] = dice.between(0, n + i);
        }
        var result = new Result();
        YDoc writer = Engine.counting(1, new long[1]);
        YText text = writer.getText(Engine.TEXT);
        Map<String, YValue> bold = Map.of("bold", YValue.TRUE);
        result.time(
                "opsMs",
                () -> {
                    text.insert(0, word);
                    for (int i = 0; i < n; i += 2) {
                        text.format(i, 1, bold);
                    }
                    for (int place : places) {
                        text.insert(place, "x");
                    }
                });
        return Engine.encodeAndLoad(result, writer, 2, Engine.TEXT);
    }

    /// An update with so many structs of client 1, from its clock 0.
    private static Lib0Writer section(int structs) {
        var out = new Lib0Writer();
        out.writeVarUint(1);
        out.writeVarUint(structs);
        out.writeVarUint(1);
        out.writeVarUint(0);
        return out;
    }
}
