package dev.evenkeel.bench;

import dev.evenkeel.crdt.YDoc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What documents keep in memory: the used heap after a collection, over several copies.
final class MemoryCases {

    private static final int COPIES = 20;
    private static final int COPIES_OF_MANY_ITEMS = 4;
    private static final int NEARLY_EMPTY = 1_000;

    private MemoryCases() {}

    static void addTo(Map<String, Case> cases) {
        cases.put("heap.B4", input -> heap(TraceCases.state(input), COPIES));
        cases.put("heap.items", MemoryCases::items);
        cases.put("heap.empty", _ -> heap(state(List.of(Engine.insert(0, "x"))), NEARLY_EMPTY));
    }

    /// Single characters at random places: nearly as many items, no two of which can be one.
    private static Result items(Case.Input input) {
        byte[] state = state(Writers.randomWords(new Dice(), input.n(), 0, 1, 1));
        return heap(state, COPIES_OF_MANY_ITEMS).with("items", TraceCases.structs(state));
    }

    private static byte[] state(List<Engine.Op> ops) {
        YDoc writer = Engine.doc(1);
        ops.forEach(op -> op.accept(writer));
        return writer.encodeStateAsUpdate();
    }

    private static Result heap(byte[] state, int copies) {
        var kept = new ArrayList<YDoc>(copies);
        long before = used();
        for (int i = 0; i < copies; i++) {
            kept.add(Engine.loaded(3L + i, state));
        }
        long after = used();
        return new Result()
                .with("heapBytes", (after - before) / kept.size())
                .check(Engine.check(kept.getFirst(), Engine.TEXT));
    }

    static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
