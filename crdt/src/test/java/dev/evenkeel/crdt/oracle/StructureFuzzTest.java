package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.Obfuscation;
import dev.evenkeel.crdt.RelativePosition;
import dev.evenkeel.crdt.Snapshot;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/// Broken updates: each is applied whole or refused with the one exception, and a refusal changes
/// nothing. `-Dfuzz.structure=<rounds>` and `-Dfuzz.seed=<seed>` make it longer and different.
final class StructureFuzzTest {

    @Test
    void aBrokenUpdateIsAppliedWholeOrRefusedWithoutATrace() {
        int rounds = Integer.getInteger("fuzz.structure", 4_000);
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1));
        int applied = 0;
        int refused = 0;
        YDoc doc = document(random);
        for (int i = 0; i < rounds; i++) {
            byte[] update = Mutations.next(random);
            String before = state(doc);
            MalformedUpdateException refusal = apply(doc, update);
            if (refusal == null) {
                applied++;
                // Another one takes what the document became. It need not come to the same state:
                // an
                // update may contradict what was known, and wait beside it.
                byte[] encoded = doc.encodeStateAsUpdate();
                YDoc copy = YDoc.create(77);
                assertThat(run(update, () -> copy.applyUpdate(encoded)))
                        .as("copy after %s", Line.hex(update))
                        .isNull();
                doc = document(random);
            } else {
                refused++;
                assertThat(state(doc))
                        .as("after %s was refused as %s", Line.hex(update), refusal.code())
                        .isEqualTo(before);
            }
        }
        assertThat(applied).as("accepted of %d", rounds).isGreaterThan(rounds / 50);
        assertThat(refused).as("refused of %d", rounds).isGreaterThan(rounds / 50);
    }

    @Test
    void functionsWithoutADocumentRefuseOnlyWithTheOneException() {
        int rounds = Integer.getInteger("fuzz.structure", 4_000);
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1) + 1);
        for (int i = 0; i < rounds; i++) {
            byte[] update = Mutations.next(random);
            byte[] other = Mutations.valid(random);
            StateVector vector = Update.stateVectorOf(Mutations.valid(random));
            run(update, () -> Update.merge(List.of(update, other)));
            run(update, () -> Update.merge(List.of(other, update, other)));
            run(update, () -> Update.diff(update, vector));
            run(update, () -> Update.stateVectorOf(update));
            run(update, () -> StateVector.decode(update));
            run(update, () -> Update.compact(List.of(other, update, other)));
            run(
                    update,
                    () -> {
                        Update parsed = Update.parse(update);
                        assertThat(parsed.describe()).isNotEmpty();
                        parsed.obfuscate(Obfuscation.ALL);
                        parsed.toV2();
                    });
        }
    }

    @Test
    void brokenSnapshotsAndPositionsAreReadOrRefused() {
        int rounds = Integer.getInteger("fuzz.structure", 4_000) / 4;
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1) + 3);
        int read = 0;
        for (int i = 0; i < rounds; i++) {
            YDoc doc = document(random);
            String before = state(doc);
            byte[] snapshot = Mutations.broken(random, doc.snapshot().encode());
            MalformedUpdateException refusal =
                    run(
                            snapshot,
                            () -> {
                                Snapshot broken = Snapshot.decode(snapshot);
                                assertThat(Snapshot.decode(broken.encode())).isEqualTo(broken);
                                doc.getArray("a").toList(broken);
                                doc.getMap("m").getAll(broken);
                                readText(doc, broken);
                            });
            read += refusal == null ? 1 : 0;
            byte[] snapshotV2 = Mutations.broken(random, doc.snapshot().encodeV2());
            run(snapshotV2, () -> Snapshot.decodeV2(snapshotV2));
            int at = random.nextInt(doc.getText("t").length() + 1);
            byte[] position =
                    Mutations.broken(
                            random,
                            RelativePosition.of(doc.getText("t"), at, random.nextInt(3) - 1)
                                    .encode());
            run(position, () -> RelativePosition.decode(position).resolve(doc, true));
            assertThat(state(doc)).as("after reading").isEqualTo(before);
        }
        assertThat(read).isBetween(1, rounds - 1);
    }

    private static void readText(YDoc doc, Snapshot broken) {
        try {
            doc.getText("t").toDelta(broken);
        } catch (IllegalArgumentException cutsACharacter) {
            assertThat(cutsACharacter).hasMessageContaining("character");
        }
    }

    @Test
    void randomBytesAreRefused() {
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1) + 2);
        YDoc doc = document(random);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            apply(doc, bytes);
        }
        YDoc copy = YDoc.create(77);
        copy.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
    }

    private static YDoc document(SplittableRandom random) {
        YDoc doc = YDoc.builder().clientId(99).gc(random.nextBoolean()).build();
        doc.getText("t").insert(0, "a😀b");
        doc.getArray("a");
        doc.getMap("m");
        doc.applyUpdate(Mutations.valid(random));
        return doc;
    }

    private static String state(YDoc doc) {
        return Line.hex(doc.encodeStateAsUpdate())
                + Line.hex(doc.stateVector().encode())
                + doc.pending()
                + doc.rootNames();
    }

    private static @Nullable MalformedUpdateException apply(YDoc doc, byte[] update) {
        return run(update, () -> doc.applyUpdate(update));
    }

    private static @Nullable MalformedUpdateException run(byte[] update, Runnable action) {
        try {
            action.run();
            return null;
        } catch (MalformedUpdateException refusal) {
            return refusal;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError other) {
            throw new AssertionError("threw " + other + " on " + Line.hex(update), other);
        }
    }
}
