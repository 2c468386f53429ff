package dev.evenkeel.bench;

import dev.evenkeel.bench.Engine.Op;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;

/// The cases B1 to B3 of crdt-benchmarks. The order in which random numbers are drawn is part of
/// them.
final class Writers {

    /// Draws what a writer does who starts with so many characters.
    private interface Draw {
        List<Op> ops(Dice dice, int n, int length);
    }

    private Writers() {}

    static void addTo(Map<String, Case> cases) {
        cases.put("B1.1", oneWriter(Engine.TEXT, Writers::appends));
        cases.put("B1.2", oneWriter(Engine.TEXT, Writers::oneInsert));
        cases.put("B1.3", oneWriter(Engine.TEXT, Writers::prepends));
        cases.put("B1.4", oneWriter(Engine.TEXT, words(1, 1)));
        cases.put("B1.5", oneWriter(Engine.TEXT, words(2, 10)));
        cases.put("B1.6", oneWriter(Engine.TEXT, Writers::insertAndDelete));
        cases.put("B1.7", oneWriter(Engine.TEXT, Writers::insertsOrDeletes));
        cases.put("B1.8", oneWriter(Engine.ARRAY, Writers::appendedNumbers));
        cases.put("B1.9", oneWriter(Engine.ARRAY, Writers::numbersAtOnce));
        cases.put("B1.10", oneWriter(Engine.ARRAY, Writers::prependedNumbers));
        cases.put("B1.11", oneWriter(Engine.ARRAY, Writers::randomNumbers));
        cases.put("B2.1", twoWriters(Writers::oneInsert));
        cases.put("B2.2", twoWriters(words(1, 1)));
        cases.put("B2.3", twoWriters(words(3, 9)));
        cases.put("B2.4", twoWriters(Writers::wordsAndDeletes));
        IntUnaryOperator crowd = n -> 20 * (int) Math.sqrt(n);
        cases.put("B3.1", manyWriters(Engine.MAP, crowd, set(Engine::number)));
        cases.put("B3.2", manyWriters(Engine.MAP, crowd, set(Writers::person)));
        cases.put(
                "B3.3",
                (input) -> {
                    int count = crowd.applyAsInt(input.n());
                    return manyWriters(
                                    Engine.MAP,
                                    crowd,
                                    set(i -> new YValue.Str(Integer.toString(i).repeat(count))))
                            .run(input);
                });
        cases.put(
                "B3.4",
                manyWriters(
                        Engine.ARRAY,
                        crowd,
                        (doc, i) ->
                                doc.getArray(Engine.ARRAY)
                                        .insert(0, List.of(new YValue.Str(Integer.toString(i))))));
        cases.put(
                "B3.5",
                manyWriters(
                        Engine.TEXT,
                        crowd,
                        (doc, i) -> doc.getText(Engine.TEXT).insert(0, Integer.toString(i))));
        cases.put(
                "crowd",
                manyWriters(
                        Engine.TEXT, n -> n, (doc, _) -> doc.getText(Engine.TEXT).insert(0, "i")));
    }

    // --- one writer ---

    private static Case oneWriter(String root, Draw draw) {
        return input -> {
            List<Op> ops = draw.ops(new Dice(), input.n(), 0);
            var result = new Result();
            var updates = new ArrayList<byte[]>();
            YDoc writer = Engine.collecting(1, updates);
            result.time("opsMs", () -> ops.forEach(op -> op.accept(writer)));
            YDoc reader = Engine.doc(2);
            result.time("applyMs", () -> Engine.apply(reader, updates));
            Engine.checkEqual(writer, reader, root);
            return Engine.encodeAndLoad(result, writer, 3, root)
                    .with("updateBytes", Engine.sum(updates));
        };
    }

    private static List<Op> appends(Dice dice, int n, int length) {
        String word = dice.word(n, n);
        var ops = new ArrayList<Op>(n);
        for (int i = 0; i < n; i++) {
            ops.add(Engine.insert(length + i, word.substring(i, i + 1)));
        }
        return ops;
    }

    private static List<Op> oneInsert(Dice dice, int n, int length) {
        return List.of(Engine.insert(0, dice.word(n, n)));
    }

    private static List<Op> prepends(Dice dice, int n, int length) {
        String word = dice.word(n, n);
        var ops = new ArrayList<Op>(n);
        for (int i = n - 1; i >= 0; i--) {
            ops.add(Engine.insert(0, word.substring(i, i + 1)));
        }
        return ops;
    }

    /// Words at random places.
    static List<Op> randomWords(Dice dice, int n, int length, int least, int most) {
        var ops = new ArrayList<Op>(n);
        int now = length;
        for (int i = 0; i < n; i++) {
            int at = dice.between(0, now);
            String word = dice.word(least, most);
            now += word.length();
            ops.add(Engine.insert(at, word));
        }
        return ops;
    }

    private static Draw words(int least, int most) {
        return (dice, n, length) -> randomWords(dice, n, length, least, most);
    }

    private static List<Op> insertAndDelete(Dice dice, int n, int length) {
        return List.of(Engine.insert(0, dice.word(n, n)), Engine.delete(0, n));
    }

    private static List<Op> insertsOrDeletes(Dice dice, int n, int length) {
        var ops = new ArrayList<Op>(n);
        int now = length;
        for (int i = 0; i < n; i++) {
            int at = dice.between(0, now);
            if (at == now || dice.heads()) {
                String word = dice.word(2, 10);
                now += word.length();
                ops.add(Engine.insert(at, word));
            } else {
                int count = dice.between(1, Math.min(9, now - at));
                now -= count;
                ops.add(Engine.delete(at, count));
            }
        }
        return ops;
    }

    private static List<YValue> numbers(Dice dice, int n) {
        var numbers = new ArrayList<YValue>(n);
        for (int i = 0; i < n; i++) {
            numbers.add(Engine.number(dice.number()));
        }
        return numbers;
    }

    private static List<Op> appendedNumbers(Dice dice, int n, int length) {
        var ops = new ArrayList<Op>(n);
        for (YValue number : numbers(dice, n)) {
            ops.add(Engine.insert(ops.size(), List.of(number)));
        }
        return ops;
    }

    private static List<Op> numbersAtOnce(Dice dice, int n, int length) {
        return List.of(Engine.insert(0, numbers(dice, n)));
    }

    private static List<Op> prependedNumbers(Dice dice, int n, int length) {
        var ops = new ArrayList<Op>(n);
        for (YValue number : numbers(dice, n).reversed()) {
            ops.add(Engine.insert(0, List.of(number)));
        }
        return ops;
    }

    private static List<Op> randomNumbers(Dice dice, int n, int length) {
        var ops = new ArrayList<Op>(n);
        for (int i = 0; i < n; i++) {
            int at = dice.between(0, i);
            ops.add(Engine.insert(at, List.of(Engine.number(dice.number()))));
        }
        return ops;
    }

    // --- two writers ---

    private static Case twoWriters(Draw draw) {
        return input -> {
            var dice = new Dice();
            String init = dice.word(100, 100);
            var ones = new ArrayList<byte[]>();
            var others = new ArrayList<byte[]>();
            YDoc one = Engine.collecting(1, ones);
            YDoc other = Engine.collecting(2, others);
            one.getText(Engine.TEXT).insert(0, init);
            other.applyUpdate(ones.getFirst());
            ones.clear();
            others.clear();
            List<Op> onesOps = draw.ops(dice, input.n(), init.length());
            List<Op> othersOps = draw.ops(dice, input.n(), init.length());
            var result = new Result();
            result.time(
                    "opsMs",
                    () -> {
                        one.transact(() -> onesOps.forEach(op -> op.accept(one)));
                        other.transact(() -> othersOps.forEach(op -> op.accept(other)));
                    });
            byte[] ofOne = ones.getFirst();
            byte[] ofOther = others.getFirst();
            result.time(
                    "applyMs",
                    () -> {
                        one.applyUpdate(ofOther);
                        other.applyUpdate(ofOne);
                    });
            Engine.checkEqual(one, other, Engine.TEXT);
            return Engine.encodeAndLoad(result, one, 3, Engine.TEXT)
                    .with("updateBytes", (long) ofOne.length + ofOther.length);
        };
    }

    private static List<Op> wordsAndDeletes(Dice dice, int n, int length) {
        var ops = new ArrayList<Op>(2 * n);
        int now = length;
        for (int i = 0; i < n; i++) {
            int at = dice.between(0, now);
            String word = dice.word(3, 9);
            now += word.length();
            ops.add(Engine.insert(at, word));
            if (at == now || dice.heads()) {
                String more = dice.word(2, 10);
                now += more.length();
                ops.add(Engine.insert(at, more));
            } else {
                int count = dice.between(1, Math.min(9, now - at));
                now -= count;
                ops.add(Engine.delete(at, count));
            }
        }
        return ops;
    }

    // --- many writers ---

    private interface ValueOf {
        YValue of(int writer);
    }

    private static ObjIntConsumer<YDoc> set(ValueOf value) {
        return (doc, i) -> doc.getMap(Engine.MAP).set("v", value.of(i));
    }

    private static YValue person(int writer) {
        return new YValue.Obj(
                Map.of(
                        "name",
                        new YValue.Str(Integer.toString(writer)),
                        "address",
                        new YValue.Str("here")));
    }

    private static Case manyWriters(
            String root, IntUnaryOperator crowd, ObjIntConsumer<YDoc> change) {
        return input -> {
            int count = crowd.applyAsInt(input.n());
            var updates = new ArrayList<byte[]>(count);
            for (int i = 0; i < count; i++) {
                change.accept(Engine.collecting(i + 1L, updates), i);
            }
            var result = new Result();
            YDoc reader = Engine.doc(count + 1L);
            result.time("applyMs", () -> Engine.apply(reader, updates));
            return Engine.encodeAndLoad(result, reader, count + 2L, root)
                    .with("updateBytes", Engine.sum(updates));
        };
    }
}
