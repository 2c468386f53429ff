package dev.evenkeel.bench;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.UpdateLog;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YText;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Prints what a document costs while nobody looks at its content, as a [YDoc] and as an
/// [UpdateLog], as one Markdown table; see `docs/relay.md`. Takes the path of the trace.
///
/// All documents of a row hold the same, each opened from an array of its own. That array counts as
/// part of the cost if it is kept.
public final class RelayCosts {

    private static final int ROUNDS = 5;

    /// A row is measured with as many documents as have this many encoded bytes together, within
    /// bounds.
    private static final int BYTES = 16 << 20;

    private static final int MOST = 20_000;
    private static final int FEWEST = 40;

    private RelayCosts() {}

    private static final class Row {
        final String name;
        final byte[] state;
        final int count;

        Row(String name, byte[] state) {
            this.name = name;
            this.state = state;
            this.count = Math.clamp(BYTES / state.length, FEWEST, MOST);
        }
    }

    /// @param bytes in memory per document
    /// @param openMicros to make it of the stored bytes
    /// @param answerMicros to answer a state vector that knows everything
    private record Cost(long bytes, double openMicros, double answerMicros) {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("needs one argument, the path of the trace");
            System.exit(2);
        }
        var rows =
                List.of(
                        new Row("empty", Engine.doc(1).encodeStateAsUpdate()),
                        new Row("1 kB, typed", typed(1_000)),
                        new Row("100 kB, typed", typed(100_000)),
                        new Row("20 kB, edited all over", edited(20_000)),
                        new Row(
                                "B4, a paper",
                                TraceCases.state(new Case.Input(/* n= */ 0, arguments[0]))));
        System.out.println(
                """
                | document | encoded | memory: `YDoc` | `UpdateLog` | open: `YDoc` | `UpdateLog` | \
                answer: `YDoc` | `UpdateLog` |
                |---|--:|--:|--:|--:|--:|--:|--:|\
                """);
        for (Row row : rows) {
            Cost document =
                    cost(
                            row,
                            state -> Engine.loaded(1, state),
                            doc -> doc.encodeStateAsUpdate(doc.stateVector()));
            Cost log =
                    cost(
                            row,
                            RelayCosts::log,
                            bytes -> bytes.encodeStateAsUpdate(bytes.stateVector()));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d B | %,d B | %,d B | %,.1f µs | %,.1f µs | %,.1f µs | %,.1f µs |%n",
                    row.name,
                    row.state.length,
                    document.bytes,
                    log.bytes,
                    document.openMicros,
                    log.openMicros,
                    document.answerMicros,
                    log.answerMicros);
        }
    }

    private static UpdateLog log(byte[] state) {
        var log = UpdateLog.create();
        log.append(Update.parse(state, Limits.TRUSTED));
        return log;
    }

    /// The best of some rounds; the first of them warm up.
    private static <T> Cost cost(Row row, Function<byte[], T> open, Function<T, byte[]> answer) {
        int count = row.count;
        var best = new Cost(Long.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            var held = new ArrayList<T>(count);
            long before = MemoryCases.used();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                held.add(open.apply(row.state.clone()));
            }
            double opened = microsSince(start) / count;
            long bytes = (MemoryCases.used() - before) / count;
            start = System.nanoTime();
            long told = 0;
            for (T each : held) {
                told += answer.apply(each).length;
            }
            double answered = microsSince(start) / count;
            if (told == 0) {
                throw new IllegalStateException("no answer");
            }
            best =
                    new Cost(
                            Math.min(best.bytes, bytes),
                            Math.min(best.openMicros, opened),
                            Math.min(best.answerMicros, answered));
        }
        return best;
    }

    private static double microsSince(long start) {
        return (System.nanoTime() - start) / 1e3;
    }

    /// Typed from the start to the end, a word at a time.
    private static byte[] typed(int length) {
        YDoc doc = Engine.doc(2);
        YText text = doc.getText(Engine.TEXT);
        while (text.length() < length) {
            text.insert(text.length(), "word ");
        }
        return doc.encodeStateAsUpdate();
    }

    /// Typed here and there, with a part of it deleted again.
    private static byte[] edited(int length) {
        var dice = new Dice();
        YDoc doc = Engine.doc(2);
        YText text = doc.getText(Engine.TEXT);
        while (text.length() < length) {
            int at = dice.between(0, text.length());
            text.insert(at, "a few more words, ");
            text.delete(at, 4);
        }
        return doc.encodeStateAsUpdate();
    }
}
