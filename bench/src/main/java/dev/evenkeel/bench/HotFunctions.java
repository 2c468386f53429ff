package dev.evenkeel.bench;

import dev.evenkeel.crdt.ApplyResult;
import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YText;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// The functions that everything else spends its time in, for JMH, so that a regression of one of
/// them can be seen. The document is one of [#INSERTS] words at random places.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseCompactObjectHeaders")
public class HotFunctions {

    private static final int INSERTS = 6_000;
    private static final int RESTART = 50_000;

    private final List<byte[]> updates;
    private final byte[] state;
    private final Update parsed;
    private final YDoc doc;
    private final StateVector half;
    private YDoc typist = Engine.doc(7);
    private int place;

    public HotFunctions() {
        updates = Engine.updates(1, Writers.randomWords(new Dice(), INSERTS, 0, 2, 10));
        state = Update.merge(updates);
        parsed = Update.parse(state, Limits.TRUSTED);
        doc = Engine.loaded(2, state);
        half = halfOf(updates);
    }

    private static StateVector halfOf(List<byte[]> updates) {
        YDoc known = Engine.doc(3);
        Engine.apply(known, updates.subList(0, updates.size() / 2));
        return known.stateVector();
    }

    /// Bytes to checked structs, without a document.
    @Benchmark
    public Update decode() {
        return Update.parse(state, Limits.TRUSTED);
    }

    /// Checked structs into an empty document.
    @Benchmark
    public ApplyResult integrate() {
        return Engine.doc(4).applyUpdate(parsed, null);
    }

    /// All updates that led there, one by one, bytes to document.
    @Benchmark
    public YDoc remote() {
        YDoc reader = Engine.doc(5);
        Engine.apply(reader, updates);
        return reader;
    }

    @Benchmark
    public byte[] encode() {
        return doc.encodeStateAsUpdate();
    }

    /// What a document has beyond a state, as a server answers a client that comes back.
    @Benchmark
    public byte[] encodeHalf() {
        return doc.encodeStateAsUpdate(half);
    }

    /// The same without a document.
    @Benchmark
    public byte[] diff() {
        return Update.diff(state, half);
    }

    @Benchmark
    public byte[] merge() {
        return Update.merge(updates);
    }

    /// One character at some place of a text that grows, with its update.
    @Benchmark
    public int localInsert() {
        YText text = typist.getText(Engine.TEXT);
        if (text.length() > RESTART) {
            typist = Engine.counting(7, new long[1]);
            text = typist.getText(Engine.TEXT);
        }
        place = (int) ((place + 7_919L) % (text.length() + 1));
        text.insert(place, "x");
        return text.length();
    }
}
