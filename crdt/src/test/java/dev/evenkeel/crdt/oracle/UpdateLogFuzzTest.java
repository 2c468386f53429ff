package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.UpdateLog;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A log and a document that get the same updates give the same answers, whatever the updates are
/// and in whatever order they come. `-Dfuzz.logs=<rounds>` and `-Dfuzz.seed=<seed>` make it longer
/// and different.
final class UpdateLogFuzzTest {

    private final long firstSeed = Long.getLong("fuzz.seed", 1);
    private final int rounds = Integer.getInteger("fuzz.logs", 300);

    @Test
    void aLogOfRealEditsIsTheDocument() {
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            var random = new SplittableRandom(seed);
            List<byte[]> history = edits(random, 10 + random.nextInt(60));
            Pair pair = feed(random, delivered(random, history), seed, false);
            pair.sameContent();
            history.forEach(update -> pair.take(Update.parse(update)));
            assertThat(pair.log.pending().isEmpty()).as(pair.as()).isTrue();
            pair.sameContent();
            pair.same(pair.ofLog, pair.doc);
        }
    }

    @Test
    void aLogOfCraftedStructsIsAsFarAsTheDocument() {
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            var random = new SplittableRandom(seed);
            List<byte[]> history = new ArrayList<>();
            for (String hex : Crafted.updates(random, 5 + random.nextInt(60))) {
                history.add(HexFormat.of().parseHex(hex));
            }
            feed(random, delivered(random, history), seed, false);
        }
    }

    @Test
    void aLogOfContradictionsIsAsFarAsTheDocument() {
        for (long seed = firstSeed; seed < firstSeed + rounds; seed++) {
            var random = new SplittableRandom(seed);
            List<byte[]> history = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                history.add(
                        random.nextBoolean() ? Mutations.next(random) : Mutations.valid(random));
            }
            feed(random, history, seed, true);
        }
    }

    /// What arrives of a history: late, twice, never, and several as one.
    private static List<byte[]> delivered(SplittableRandom random, List<byte[]> history) {
        var arriving = new ArrayList<byte[]>();
        int late = 1 + random.nextInt(8);
        for (byte[] update : history) {
            int at = Math.max(0, arriving.size() - random.nextInt(late));
            if (random.nextInt(12) > 0) {
                arriving.add(at, update);
            }
            if (random.nextInt(8) == 0) {
                arriving.add(update);
            }
            if (random.nextInt(8) == 0) {
                int from = random.nextInt(history.size());
                int to = Math.min(history.size(), from + 1 + random.nextInt(6));
                arriving.add(Update.merge(history.subList(from, to)));
            }
        }
        return arriving;
    }

    private static Pair feed(
            SplittableRandom random, List<byte[]> updates, long seed, boolean contradicts) {
        Limits limits =
                random.nextInt(3) > 0
                        ? Limits.DEFAULT
                        : Limits.DEFAULT
                                .withClients(1 + random.nextInt(5))
                                .withRoots(1 + random.nextInt(4))
                                .withGapAdvance(random.nextInt(5))
                                .withTypeDepth(1 + random.nextInt(4))
                                .withSubdocuments(random.nextInt(3))
                                .withPendingStructs(random.nextInt(8))
                                .withMissing(1 + random.nextInt(3));
        var pair = new Pair(limits, seed, contradicts);
        for (byte[] bytes : updates) {
            Update update;
            try {
                update = Update.parse(bytes, limits);
            } catch (MalformedUpdateException e) {
                continue;
            }
            if (pair.read(update)) {
                pair.take(update);
            }
            if (random.nextInt(5) == 0) {
                pair.sameAnswer();
            }
        }
        pair.sameAnswer();
        return pair;
    }

    private static final class Pair {

        final Limits limits;
        final long seed;
        final boolean contradicts;
        final UpdateLog log = UpdateLog.create();
        final YDoc doc = YDoc.builder().clientId(1).limits(Limits.TRUSTED).build();

        // Two who now and then ask for what they lack.
        final YDoc ofLog = copy(Update.emptyBytes());
        final YDoc ofDoc = copy(Update.emptyBytes());

        Pair(Limits limits, long seed, boolean contradicts) {
            this.limits = limits;
            this.seed = seed;
            this.contradicts = contradicts;
        }

        String as() {
            return "seed " + seed;
        }

        /// Whether both take the update.
        boolean read(Update update) {
            String expected = "";
            try {
                doc.check(update, limits);
            } catch (MalformedUpdateException e) {
                expected = e.code();
            }
            String found = "";
            boolean sure = true;
            try {
                sure = log.check(update, limits);
            } catch (MalformedUpdateException e) {
                found = e.code();
            }
            if (sure) {
                assertThat(found).as(as()).isEqualTo(expected);
            } else {
                assertThat(expected).as(as()).isIn("", "limit-type-depth", "limit-subdocuments");
            }
            if (!expected.isEmpty()) {
                return false;
            }
            boolean known = log.covers(update);
            if (known || !doc.covers(update)) {
                assertThat(doc.covers(update)).as(as()).isEqualTo(known);
            } else {
                // All structs are here; what is deleted is deleted because of other deletions.
                assertThat(log.stateVector().covers(update.stateVector())).as(as()).isTrue();
                assertThat(update.deletes().isEmpty()).as(as()).isFalse();
            }
            return true;
        }

        void take(Update update) {
            doc.applyUpdate(Update.parse(update.bytes(), Limits.TRUSTED), null);
            log.append(update);
            assertThat(log.stateVector()).as(as()).isEqualTo(doc.stateVector());
            assertThat(log.pending()).as(as()).isEqualTo(doc.pending());
            assertThat(log.covers(update)).as(as()).isEqualTo(doc.covers(update));
        }

        /// Who has nothing, and who came before and comes back, gets as far by the log's answer as
        /// by the document's.
        void sameAnswer() {
            byte[] state = log.encodeStateAsUpdate();
            YDoc copy = copy(state);
            YDoc other = copy(doc.encodeStateAsUpdate());
            ofLog.applyUpdate(log.encodeStateAsUpdate(ofLog.stateVector()));
            ofDoc.applyUpdate(doc.encodeStateAsUpdate(ofDoc.stateVector()));
            for (StateVector known : List.of(doc.stateVector(), ofDoc.stateVector())) {
                Update lacking = Update.parse(log.encodeStateAsUpdate(known), Limits.TRUSTED);
                Update expected = Update.parse(doc.encodeStateAsUpdate(known), Limits.TRUSTED);
                assertThat(lacking.clients()).as(as()).isEqualTo(expected.clients());
            }
            UpdateLog again = UpdateLog.create();
            again.append(Update.parse(state, Limits.TRUSTED));
            if (contradicts) {
                // What waits may be taken by who has not seen what it contradicts.
                return;
            }
            assertThat(copy.stateVector()).as(as()).isEqualTo(other.stateVector());
            assertThat(copy.pending().isEmpty()).as(as()).isEqualTo(other.pending().isEmpty());
            assertThat(ofLog.stateVector()).as(as()).isEqualTo(ofDoc.stateVector());
            assertThat(log.deletedShare()).as(as()).isBetween(0d, 1d);
            // What waits is not tried again with each update, here as in a document; it is now.
            if (again.stateVector().equals(log.stateVector())) {
                assertThat(again.encodeStateAsUpdate()).as(as()).isEqualTo(state);
                assertThat(again.deletedShare()).as(as()).isEqualTo(log.deletedShare());
            }
        }

        void sameContent() {
            sameAnswer();
            same(copy(log.encodeStateAsUpdate()), copy(doc.encodeStateAsUpdate()));
            same(ofLog, ofDoc);
        }

        void same(YDoc one, YDoc other) {
            assertThat(one.stateVector()).as(as()).isEqualTo(other.stateVector());
            assertThat(one.deleteSet()).as(as()).isEqualTo(other.deleteSet());
            assertThat(one.getText("t")).as(as()).hasToString(other.getText("t").toString());
            assertThat(one.getArray("a").toJson()).as(as()).isEqualTo(other.getArray("a").toJson());
            assertThat(one.getMap("m").toJson()).as(as()).isEqualTo(other.getMap("m").toJson());
        }

        private static YDoc copy(byte[] state) {
            YDoc copy = YDoc.builder().clientId(2).limits(Limits.TRUSTED).build();
            copy.applyUpdate(state);
            return copy;
        }
    }

    private static List<byte[]> edits(SplittableRandom random, int count) {
        var history = new ArrayList<byte[]>();
        var docs = new ArrayList<YDoc>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            YDoc doc = YDoc.builder().clientId(10 + i).gc(random.nextInt(3) > 0).build();
            doc.onUpdate(
                    (update, transaction) -> {
                        if (transaction.isLocal()) {
                            history.add(update);
                        }
                    });
            docs.add(doc);
        }
        for (int i = 0; i < count; i++) {
            YDoc doc = docs.get(random.nextInt(docs.size()));
            if (random.nextInt(3) == 0 && !history.isEmpty()) {
                for (byte[] update : List.copyOf(history)) {
                    if (random.nextInt(3) > 0) {
                        doc.applyUpdate(update);
                    }
                }
            }
            edit(random, doc);
        }
        return history;
    }

    private static void edit(SplittableRandom random, YDoc doc) {
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        YMap map = doc.getMap("m");
        String key = "k" + random.nextInt(3);
        switch (random.nextInt(9)) {
            case 0, 1 ->
                    text.insert(
                            random.nextInt(text.length() + 1),
                            List.of("x", "yz", "é", "a😀b").get(random.nextInt(4)));
            case 2 -> {
                if (text.length() > 0) {
                    int from = random.nextInt(text.length());
                    text.delete(from, 1 + random.nextInt(Math.min(4, text.length() - from)));
                }
            }
            case 3 -> array.insert(random.nextInt(array.length() + 1), values(random));
            case 4 -> {
                if (array.length() > 0) {
                    array.delete(random.nextInt(array.length()), 1);
                }
            }
            case 5, 6 -> map.set(key, values(random).getFirst());
            case 7 -> {
                if (map.get(key).orElse(YValue.NULL) instanceof YValue.Shared(YType type)) {
                    nested(random, type);
                }
            }
            default -> map.delete(key);
        }
    }

    private static void nested(SplittableRandom random, YType type) {
        if (type instanceof YText text) {
            text.insert(random.nextInt(text.length() + 1), "in");
        } else if (type instanceof YMap map) {
            map.set("n", values(random).getFirst());
        }
    }

    private static List<YValue> values(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> List.of(YValue.of(random.nextInt(1000)), YValue.of("s"));
            case 1 -> List.of(new YValue.Shared(YText.of("t😀")));
            case 2 -> List.of(new YValue.Shared(YMap.of(Map.of("n", YValue.of(1.5)))));
            case 3 -> List.of(YValue.of("plain"));
            default -> List.of(new YValue.Bytes(new byte[] {1}), YValue.NULL);
        };
    }
}
