package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.Obfuscation;
import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/// As [StructureFuzzTest], with updates of format V2, where a byte may stand for a million structs.
final class StructureFuzzV2Test {

    private static final int ROUNDS = 4_000;

    @Test
    void aBrokenUpdateIsAppliedWholeOrRefusedWithoutATrace() {
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1));
        int rounds = Integer.getInteger("fuzz.structure", ROUNDS);
        int applied = 0;
        long slowest = 0;
        YDoc doc = document(random);
        for (int i = 0; i < rounds; i++) {
            byte[] update = Mutations.nextV2(random);
            String before = state(doc);
            long start = System.nanoTime();
            boolean refused = isRefused(doc, update);
            slowest = Math.max(slowest, System.nanoTime() - start);
            if (refused) {
                assertThat(state(doc)).as("after %s", Line.hex(update)).isEqualTo(before);
            } else {
                applied++;
                // Both formats say the same of what the document became.
                YDoc copy = YDoc.create(77);
                copy.applyUpdate(doc.encodeStateAsUpdate());
                YDoc copyV2 = YDoc.create(77);
                copyV2.applyUpdateV2(doc.encodeStateAsUpdateV2());
                assertThat(copyV2.stateVector())
                        .as("after %s", Line.hex(update))
                        .isEqualTo(copy.stateVector());
                assertThat(copyV2.deleteSet()).isEqualTo(copy.deleteSet());
                doc = document(random);
            }
        }
        assertThat(applied).as("accepted of %d", rounds).isBetween(1, rounds - 1);
        System.out.println(
                rounds
                        + " broken updates of format V2, "
                        + applied
                        + " applied, the slowest in "
                        + slowest / 1_000_000
                        + " ms");
    }

    @Test
    void functionsWithoutADocumentRefuseOnlyWithTheOneException() {
        SplittableRandom random = new SplittableRandom(Long.getLong("fuzz.seed", 1) + 1);
        int rounds = Integer.getInteger("fuzz.structure", ROUNDS) / 2;
        for (int i = 0; i < rounds; i++) {
            byte[] update = Mutations.nextV2(random);
            byte[] other = Mutations.validV2(random);
            StateVector vector = Update.stateVectorOfV2(Mutations.validV2(random));
            run(update, () -> Update.mergeV2(List.of(other, update, other)));
            run(update, () -> Update.compactV2(List.of(update, other, update)));
            run(update, () -> Update.diffV2(update, vector));
            run(
                    update,
                    () -> {
                        Update parsed = Update.parseV2(update);
                        parsed.obfuscate(Obfuscation.ALL);
                        assertThat(parsed.describe()).isNotEmpty();
                        byte[] v1 = parsed.toV1();
                        assertThat(Update.parse(v1, Limits.TRUSTED).meta())
                                .isEqualTo(parsed.meta());
                    });
        }
    }

    private static YDoc document(SplittableRandom random) {
        YDoc doc = YDoc.builder().clientId(99).gc(random.nextBoolean()).build();
        doc.getText("t").insert(0, "a😀b");
        doc.getArray("a");
        doc.getMap("m");
        doc.applyUpdateV2(Mutations.validV2(random));
        return doc;
    }

    private static String state(YDoc doc) {
        return Line.hex(doc.encodeStateAsUpdateV2())
                + Line.hex(doc.encodeStateAsUpdate())
                + doc.pending()
                + doc.rootNames();
    }

    private static boolean isRefused(YDoc doc, byte[] update) {
        return run(update, () -> doc.applyUpdateV2(update));
    }

    private static boolean run(byte[] update, Runnable action) {
        try {
            action.run();
            return false;
        } catch (MalformedUpdateException refusal) {
            return true;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError other) {
            throw new AssertionError("threw " + other + " on " + Line.hex(update), other);
        }
    }
}
