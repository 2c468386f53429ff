package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Replicas that edit at random and hear of each other late, twice and out of order end up equal,
/// and stay sound inside.
class ConvergenceTest {

    private static final int STEPS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void replicasAgreeInTheEnd(long seed) {
        var random = new SplittableRandom(seed);
        var docs = new ArrayList<YDoc>();
        var log = new ArrayList<byte[]>();
        for (int i = 0; i < 3; i++) {
            YDoc doc = YDoc.builder().clientId(100 + i * 7).gc(random.nextInt(3) > 0).build();
            doc.onUpdate(
                    (update, transaction) -> {
                        if (transaction.isLocal()) {
                            log.add(update);
                        }
                    });
            docs.add(doc);
        }
        for (int step = 0; step < STEPS; step++) {
            YDoc doc = docs.get(random.nextInt(docs.size()));
            if (random.nextInt(4) > 0 || log.isEmpty()) {
                edit(random, doc);
            } else {
                doc.applyUpdate(log.get(random.nextInt(log.size())));
            }
            if (step % 20 == 0) {
                StoreCheck.verify(doc);
            }
        }
        for (YDoc doc : docs) {
            log.forEach(doc::applyUpdate);
            StoreCheck.verify(doc);
            assertThat(doc.pending().isEmpty()).isTrue();
        }
        YDoc first = docs.getFirst();
        YDoc merged = YDoc.create(1);
        merged.applyUpdate(Update.merge(List.copyOf(log)));
        docs.add(merged);
        for (YDoc doc : docs) {
            assertThat(doc.stateVector()).isEqualTo(first.stateVector());
            assertThat(doc.deleteSet()).isEqualTo(first.deleteSet());
            assertThat(doc.getText("t")).hasToString(first.getText("t").toString());
            assertThat(doc.getArray("a").toJson()).isEqualTo(first.getArray("a").toJson());
            assertThat(doc.getMap("m").toJson()).isEqualTo(first.getMap("m").toJson());
            YDoc copy = YDoc.create(2);
            copy.applyUpdate(doc.encodeStateAsUpdate());
            assertThat(copy.covers(Update.parse(doc.encodeStateAsUpdate()))).isTrue();
            assertThat(copy.getArray("a").toJson()).isEqualTo(first.getArray("a").toJson());
        }
    }

    private static void edit(SplittableRandom random, YDoc doc) {
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        YMap map = doc.getMap("m");
        switch (random.nextInt(7)) {
            case 0, 1 ->
                    text.insert(
                            random.nextInt(text.length() + 1),
                            List.of("x", "yz", "é", "a😀b").get(random.nextInt(4)));
            case 2 -> {
                if (text.length() > 2) {
                    text.delete(random.nextInt(text.length() - 2), 1 + random.nextInt(2));
                }
            }
            case 3 -> array.insert(random.nextInt(array.length() + 1), values(random));
            case 4 -> {
                if (array.length() > 0) {
                    array.delete(random.nextInt(array.length()), 1);
                }
            }
            case 5 -> map.set("k" + random.nextInt(3), values(random).getFirst());
            default -> {
                if (map.get("k" + random.nextInt(3)).orElse(YValue.NULL)
                                instanceof YValue.Shared(YType type)
                        && type instanceof YText inner) {
                    inner.insert(random.nextInt(inner.length() + 1), "i");
                } else {
                    map.delete("k" + random.nextInt(3));
                }
            }
        }
    }

    private static List<YValue> values(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(YValue.of(random.nextInt(1000)), YValue.of("s"));
            case 1 -> List.of(new YValue.Shared(YText.of("t😀")));
            case 2 -> List.of(new YValue.Shared(YMap.of(Map.of("n", YValue.of(1.5)))));
            default -> List.of(new YValue.Bytes(new byte[] {1}), YValue.NULL);
        };
    }
}
