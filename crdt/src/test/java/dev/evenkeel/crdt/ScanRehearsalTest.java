package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What an update takes is known before it is applied, to the step.
class ScanRehearsalTest {

    private static final int WRITERS = 6;

    private final List<byte[]> updates = new ArrayList<>();

    /// Writers who hear of each other now and then, all in the same few places.
    private void write(SplittableRandom random, boolean deletes) {
        var writers = new ArrayList<YDoc>();
        for (int i = 0; i < WRITERS; i++) {
            YDoc writer = YDoc.builder().clientId(100 - i).formattingCleanup(false).build();
            writer.onUpdate((update, _) -> updates.add(update));
            writers.add(writer);
        }
        for (int step = 0; step < 150; step++) {
            YDoc writer = writers.get(random.nextInt(WRITERS));
            switch (random.nextInt(deletes ? 8 : 7)) {
                case 0, 1 -> insert(random, writer.getText("t"), "x");
                case 2, 3 -> insert(random, writer.getText("t"), "some words");
                case 4 -> {
                    // Setting a key deletes what it was.
                    String key = deletes ? "k" + random.nextInt(2) : "k" + writer.clientId() + step;
                    writer.getMap("m").set(key, YValue.of(step));
                }
                case 5 -> nest(random, writer, step);
                case 6 -> {
                    YDoc other = writers.get(random.nextInt(WRITERS));
                    if (other != writer && random.nextInt(3) == 0) {
                        writer.applyUpdate(other.encodeStateAsUpdate(writer.stateVector()));
                    }
                }
                default -> {
                    YText text = writer.getText("t");
                    if (text.length() > 3) {
                        text.delete(random.nextInt(text.length() - 3), 3);
                    }
                }
            }
        }
    }

    private static void insert(SplittableRandom random, YText text, String what) {
        text.insert(Math.min(text.length(), random.nextInt(6)), what);
    }

    private static void nest(SplittableRandom random, YDoc writer, int step) {
        YArray list = writer.getArray("a");
        if (list.length() > 0
                && list.get(0) instanceof YValue.Shared(YType type)
                && type instanceof YArray inner) {
            inner.insert(0, List.of(YValue.of(step)));
            if (random.nextInt(4) > 0) {
                return;
            }
        }
        list.insert(0, List.of(YValue.of(YArray.of())));
    }

    /// Some of what was written, in some order, in parcels of some size.
    private List<Update> parcels(SplittableRandom random) {
        var left = new ArrayList<>(updates);
        var parcels = new ArrayList<Update>();
        while (!left.isEmpty()) {
            var parcel = new ArrayList<byte[]>();
            for (int i = random.nextInt(1, 40); i > 0 && !left.isEmpty(); i--) {
                byte[] update = left.get(random.nextInt(Math.min(left.size(), 60)));
                parcel.add(update);
                if (random.nextInt(5) > 0) {
                    left.remove(update);
                }
            }
            parcels.add(Update.parse(Update.merge(parcel), Limits.TRUSTED));
        }
        return parcels;
    }

    @Test
    void anUpdateIsTakenAtJustTheStepsItNeedsAndRefusedBelow() {
        long all = 0;
        for (long seed = 1; seed <= 300; seed++) {
            var random = new SplittableRandom(seed);
            updates.clear();
            write(random, /* deletes= */ false);
            YDoc doc = YDoc.builder().clientId(1).formattingCleanup(false).build();
            for (Update parcel : parcels(random)) {
                if (random.nextInt(10) == 0) {
                    insert(random, doc.getText("t"), "local");
                }
                byte[] before = doc.encodeStateAsUpdate();
                long needed = ScanRehearsal.steps(doc, parcel);
                assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
                if (needed > 0) {
                    assertThat(refusal(doc, parcel, needed - 1)).as("seed %s", seed).isNotNull();
                }
                assertThat(refusal(doc, parcel, needed)).as("seed %s", seed).isNull();
                assertThat(doc.applyUpdate(parcel, null).scanSteps())
                        .as("seed %s", seed)
                        .isEqualTo(needed);
                all += needed;
            }
            StoreCheck.verify(doc);
        }
        assertThat(all).isGreaterThan(100_000);
    }

    /// Where something was waiting, what is deleted may be counted as split without need.
    @Test
    void withDeletionsAnUpdateTakesNoMoreThanWasSaid() {
        long waited = 0;
        for (long seed = 1; seed <= 300; seed++) {
            var random = new SplittableRandom(seed);
            updates.clear();
            write(random, /* deletes= */ true);
            YDoc doc = YDoc.builder().clientId(1).formattingCleanup(false).build();
            for (Update parcel : parcels(random)) {
                boolean isWaiting = !doc.pending().isEmpty();
                long needed = ScanRehearsal.steps(doc, parcel);
                long taken = doc.applyUpdate(parcel, null).scanSteps();
                assertThat(taken).as("seed %s", seed).isLessThanOrEqualTo(needed);
                if (!isWaiting) {
                    assertThat(taken).as("seed %s", seed).isEqualTo(needed);
                }
                waited += isWaiting ? 1 : 0;
            }
            StoreCheck.verify(doc);
        }
        assertThat(waited).isGreaterThan(1_000);
    }

    private static MalformedUpdateException refusal(YDoc doc, Update update, long most) {
        return catchThrowableOfType(
                MalformedUpdateException.class, () -> ScanRehearsal.check(doc, update, (int) most));
    }
}
