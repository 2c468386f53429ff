package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.crdt.Crafts.At;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.SplittableRandom;

/// Each limit of a document is reached, and an update that is refused for it leaves no trace. Those
/// that an update meets while it is decoded are also in [MalformedUpdateTest].
/// `-Dfuzz.limits=<rounds>` and `-Dfuzz.seed=<seed>` make the random part longer and different.
class LimitsTest {

    private static YDoc held(Limits limits) {
        return YDoc.builder().clientId(1_000_000).limits(limits).build();
    }

    private static void assertRefused(YDoc doc, Crafts update, String code) {
        byte[] before = doc.encodeStateAsUpdate();
        Pending pending = doc.pending();
        var refusal =
                catchThrowableOfType(
                        MalformedUpdateException.class, () -> doc.applyUpdate(update.update()));
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        byte[] v2 = Update.parse(update.update(), Limits.TRUSTED).toV2();
        var refusalOfV2 =
                catchThrowableOfType(MalformedUpdateException.class, () -> doc.applyUpdateV2(v2));
        assertThat(refusalOfV2).as("a refusal in format V2").isNotNull();
        assertThat(refusalOfV2.code()).isEqualTo(code);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
        assertThat(doc.pending()).isEqualTo(pending);
        StoreCheck.verify(doc);
    }

    private static ApplyResult apply(YDoc doc, Crafts update) {
        ApplyResult result = doc.applyUpdate(update.update());
        StoreCheck.verify(doc);
        return result;
    }

    private static At root() {
        return new At.Root("a");
    }

    private static At in(long client, int clock) {
        return new At.In(client, clock);
    }

    private static At after(long client, int clock) {
        return new At.After(client, clock);
    }

    @Nested
    class Decoding {

        private final byte[] update = new Crafts().client(2, 0).text(root(), "x").update();

        private String codeUnder(byte[] bytes, Limits limits) {
            byte[] v2 = Update.parse(bytes, Limits.TRUSTED).toV2();
            String code =
                    catchThrowableOfType(
                                    MalformedUpdateException.class,
                                    () -> Update.parseV2(v2, limits))
                            .code();
            assertThat(
                            catchThrowableOfType(
                                            MalformedUpdateException.class,
                                            () -> Update.parse(bytes, limits))
                                    .code())
                    .isEqualTo(code);
            return code;
        }

        @Test
        void largeUpdatesLongNamesAndManyRangesAreRefused() {
            assertThat(codeUnder(update, Limits.DEFAULT.withUpdateBytes(5)))
                    .isEqualTo("limit-bytes");
            assertThat(codeUnder(update, Limits.DEFAULT.withNameBytes(0))).isEqualTo("limit-name");
            assertThat(codeUnder(update, Limits.DEFAULT.withStructs(0))).isEqualTo("limit-structs");
            byte[] ranges = new Crafts().deleted(1, 0, 1).deleted(2, 0, 1).update();
            assertThat(codeUnder(ranges, Limits.DEFAULT.withDeleteRanges(1)))
                    .isEqualTo("limit-delete-ranges");
            byte[] value = Hex.bytes("01 01 02 00 08 01 01 61 01 75 01 75 01 7e 00");
            assertThat(codeUnder(value, Limits.DEFAULT.withDepth(1))).isEqualTo("limit-depth");
        }

        @Test
        void eachLimitCanBeSetWithoutTouchingTheOthers() {
            Limits all =
                    Limits.DEFAULT
                            .withUpdateBytes(1)
                            .withStructs(2)
                            .withDeleteRanges(3)
                            .withClients(4)
                            .withGapAdvance(5)
                            .withDepth(6)
                            .withTypeDepth(7)
                            .withNameBytes(8)
                            .withRoots(9)
                            .withSubdocuments(10)
                            .withPendingStructs(11)
                            .withPendingBytes(12)
                            .withMissing(13)
                            .withScanSteps(14)
                            .withDecodeBudget(15);
            assertThat(all)
                    .isEqualTo(new Limits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
        }
    }

    @Nested
    class DepthOfTypes {

        @Test
        void theDefaultIsReachedExactly() {
            YDoc doc = YDoc.create(1);
            doc.applyUpdate(HostileShapesTest.nested(1_024));
            assertRefused(doc, new Crafts().client(6, 0).type(in(5, 1_023)), "limit-type-depth");
            apply(doc, new Crafts().client(6, 0).text(in(5, 1_023), "x"));
            var refusal =
                    catchThrowableOfType(
                            MalformedUpdateException.class,
                            () -> YDoc.create(1).applyUpdate(HostileShapesTest.nested(1_025)));
            assertThat(refusal.code()).isEqualTo("limit-type-depth");
        }

        @Test
        void manyTypesBesideEachOtherAreNoDepth() {
            var update = new Crafts().client(5, 0);
            for (int i = 0; i < 3_000; i++) {
                update.type(root());
            }
            YDoc doc = YDoc.create(1);
            apply(doc, update);
            assertThat(doc.deepestType).isEqualTo(1);
        }

        @Test
        void aNeighbourTellsTheDepthAsWell() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(2));
            apply(doc, new Crafts().client(5, 0).type(root()).type(in(5, 0)).text(in(5, 1), "ab"));
            assertRefused(doc, new Crafts().client(6, 0).type(after(5, 2)), "limit-type-depth");
            assertRefused(
                    doc, new Crafts().client(6, 0).type(new At.Before(5, 2)), "limit-type-depth");
            apply(doc, new Crafts().client(6, 0).type(after(5, 1)).type(after(5, 0)));
        }

        @Test
        void longChainsOfNeighboursAreFollowedWithoutRecursion() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(1));
            apply(doc, new Crafts().client(5, 0).type(root()));
            // The highest client comes first, so that the chain is met at its end.
            var update = new Crafts().client(9, 0).type(after(4, 99_999)).client(4, 0);
            update.text(in(5, 0), "x");
            for (int i = 1; i < 100_000; i++) {
                update.text(after(4, i - 1), "x");
            }
            assertRefused(doc, update, "limit-type-depth");
        }

        @Test
        void whatIsInNothingIsNotDeep() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(1));
            apply(doc, new Crafts().client(5, 0).text(root(), "x").gap(Kind.GC, 1));
            // In a text, in what is gone, and behind what is gone: all become gaps.
            apply(
                    doc,
                    new Crafts()
                            .client(6, 0)
                            .type(in(5, 0))
                            .type(in(6, 0))
                            .type(in(5, 1))
                            .type(after(5, 1)));
            assertThat(doc.deepestType).isZero();
        }

        @Test
        void whatAnUpdateSetsFreeCounts() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(2));
            apply(doc, new Crafts().client(5, 0).type(root()));
            assertThat(apply(doc, new Crafts().client(6, 0).type(in(5, 1))).pending()).isTrue();
            assertRefused(doc, new Crafts().client(5, 1).type(in(5, 0)), "limit-type-depth");
            apply(doc, new Crafts().client(5, 1).type(root()));
            assertThat(doc.pending().isEmpty()).isTrue();
            assertThat(doc.deepestType).isEqualTo(2);
        }

        @Test
        void whatWaitsIsInARootAtLeast() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(2));
            var chain = new Crafts().client(6, 0).type(in(5, 0)).type(in(6, 0)).type(in(6, 1));
            assertRefused(doc, chain, "limit-type-depth");
            apply(doc, new Crafts().client(6, 0).type(after(5, 0)).type(in(6, 0)).type(root()));
        }

        @Test
        void theRestOfABlockIsWhereItsBeginningIs() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(2));
            apply(doc, new Crafts().client(5, 0).type(root()).type(in(5, 0)));
            apply(doc, new Crafts().client(6, 0).text(in(5, 1), "ab"));
            assertRefused(
                    doc,
                    new Crafts().client(7, 0).type(after(6, 2)).client(6, 0).text(root(), "abc"),
                    "limit-type-depth");
        }

        @Test
        void circlesWaitForEverAndDoNotHinderOthers() {
            YDoc doc = held(Limits.DEFAULT.withTypeDepth(2));
            var one = new Crafts().client(2, 0).type(in(3, 0));
            var other = new Crafts().client(3, 0).type(in(2, 0));
            apply(doc, one);
            assertThat(apply(doc, other).pending()).isTrue();
            // Repeating is harmless; contradicting is not.
            apply(doc, one);
            assertRefused(doc, new Crafts().client(2, 0).type(in(4, 0)), "limit-type-depth");
            apply(doc, new Crafts().client(8, 0).type(root()).type(in(8, 0)));
            assertThat(doc.deepestType).isEqualTo(2);
        }

        @Test
        void noOrderOfContradictionsGetsDeeper() {
            int applied = 0;
            int refused = 0;
            var random = new SplittableRandom(Long.getLong("fuzz.seed", 7));
            int rounds = Integer.getInteger("fuzz.limits", 300);
            for (int round = 0; round < rounds; round++) {
                YDoc doc =
                        YDoc.builder()
                                .gc(random.nextBoolean())
                                .limits(Limits.DEFAULT.withTypeDepth(2))
                                .build();
                for (int i = 0; i < 40; i++) {
                    byte[] update = anything(random);
                    byte[] before = doc.encodeStateAsUpdate();
                    try {
                        doc.applyUpdate(update);
                        applied++;
                    } catch (MalformedUpdateException refusal) {
                        assertThat(refusal.code()).isEqualTo("limit-type-depth");
                        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
                        refused++;
                    }
                    assertThat(doc.deepestType).as(Hex.of(update)).isLessThanOrEqualTo(2);
                }
                StoreCheck.verify(doc);
            }
            assertThat(applied).isGreaterThan(rounds);
            assertThat(refused).isGreaterThan(rounds);
        }

        /// Up to three of four clients say something about their first clocks.
        private static byte[] anything(SplittableRandom random) {
            var update = new Crafts();
            int first = random.nextInt(4);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int client = 1 + (first + i) % 4;
                int clock = random.nextInt(4);
                update.client(client, clock);
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    int length = 1;
                    switch (random.nextInt(6)) {
                        case 0 -> update.gap(random.nextBoolean() ? Kind.GC : Kind.SKIP, 1);
                        case 1, 2 -> {
                            length = random.nextInt(1, 4);
                            update.text(
                                    anywhere(random, client, clock), "xyz".substring(3 - length));
                        }
                        default -> update.type(anywhere(random, client, clock));
                    }
                    clock += length;
                }
            }
            return update.update();
        }

        private static At anywhere(SplittableRandom random, int client, int clock) {
            int target = random.nextInt(1, 5);
            int most = target == client ? clock : 8;
            if (most == 0 || random.nextInt(5) == 0) {
                return root();
            }
            int at = random.nextInt(most);
            return switch (random.nextInt(4)) {
                case 0 -> after(target, at);
                case 1 -> new At.Before(target, at);
                default -> in(target, at);
            };
        }
    }

    @Nested
    class Subdocuments {

        private static Crafts some(int client, int count) {
            var update = new Crafts().client(client, 0);
            for (int i = 0; i < count; i++) {
                update.subdocument(root());
            }
            return update;
        }

        @Test
        void theDefaultIsReachedExactly() {
            YDoc doc = YDoc.create(1);
            apply(doc, some(5, 10_000));
            assertRefused(doc, some(6, 1), "limit-subdocuments");
            doc.applyUpdate(new Crafts().deleted(5, 17, 1).update());
            apply(doc, some(6, 1));
        }

        @Test
        void whatWaitsCountsAndCountsOnce() {
            YDoc doc = held(Limits.DEFAULT.withSubdocuments(2));
            apply(doc, some(5, 1));
            var waiting = new Crafts().client(6, 1).subdocument(root());
            apply(doc, waiting);
            assertRefused(doc, some(7, 1), "limit-subdocuments");
            apply(doc, waiting);
            apply(doc, new Crafts().client(6, 0).text(root(), "x").subdocument(root()));
            assertThat(doc.subdocuments.items).isEqualTo(2);
        }

        @Test
        void whatTheUpdateDeletesDoesNotCount() {
            YDoc doc = held(Limits.DEFAULT.withSubdocuments(1));
            apply(doc, some(5, 3).deleted(5, 0, 2));
            assertThat(doc.subdocuments.items).isEqualTo(1);
        }

        @Test
        void whatIsInADeletedTypeDoesNotCount() {
            YDoc doc = held(Limits.DEFAULT.withSubdocuments(1));
            apply(doc, new Crafts().client(5, 0).type(root()).subdocument(in(5, 0)));
            apply(doc, new Crafts().deleted(5, 0, 1));
            apply(doc, some(6, 1));
        }
    }

    @Nested
    class Waiting {

        private static Crafts waiting(int from, int count) {
            var update = new Crafts();
            for (int i = from; i < from + count; i++) {
                update.client(i, 0).text(after(i + 100_000, 0), "x");
            }
            return update;
        }

        @Test
        void missingClientsReachTheDefaultExactly() {
            YDoc doc = YDoc.create(1);
            doc.applyUpdate(waiting(10, 4_096).update());
            assertThat(doc.pending().missing()).hasSize(4_096);
            assertRefused(doc, waiting(5_000, 1), "limit-missing");
            // Waiting for the same is no more, and what is waited for is welcome.
            apply(doc, new Crafts().client(6_000, 0).text(after(100_010, 0), "y"));
            apply(doc, new Crafts().client(100_011, 0).text(root(), "z"));
            assertThat(doc.getText("a")).hasToString("zx");
        }

        @Test
        void circlesAreWaitedForToo() {
            YDoc doc = held(Limits.DEFAULT.withMissing(2));
            var circles = new Crafts();
            for (int i = 1; i <= 6; i += 2) {
                circles.client(i, 0).text(after(i + 1, 0), "x");
                circles.client(i + 1, 0).text(after(i, 0), "x");
            }
            assertRefused(doc, circles, "limit-missing");
        }

        @Test
        void clientsOfWhomNothingIsMissingAreNoMatter() {
            YDoc doc = held(Limits.DEFAULT.withMissing(1));
            var update = new Crafts();
            for (int i = 10; i > 0; i--) {
                update.client(i, 0).text(i == 1 ? root() : after(i - 1, 0), "x");
            }
            assertThat(apply(doc, update).pending()).isFalse();
        }

        @Test
        void waitingDeletionsAreLimitedToo() {
            YDoc doc = held(Limits.DEFAULT.withPendingBytes(32));
            apply(doc, new Crafts().client(5, 0).text(root(), "abcdefghij"));
            apply(doc, new Crafts().deleted(6, 0, 1).deleted(7, 0, 1).deleted(8, 9, 1));
            var three = new Crafts().deleted(5, 0, 1).deleted(5, 2, 1).deleted(5, 4, 1);
            apply(doc, three);
            assertRefused(doc, new Crafts().deleted(9, 0, 1).deleted(9, 2, 1), "limit-pending");
            apply(doc, new Crafts().client(6, 0).text(root(), "x").deleted(6, 0, 1));
            apply(
                    doc,
                    new Crafts()
                            .client(9, 0)
                            .text(root(), "xyz")
                            .deleted(9, 1, 1)
                            .deleted(10, 1, 1));
            UpdateLog log = UpdateLog.create();
            log.append(Update.parse(doc.encodeStateAsUpdate()));
            Update more = Update.parse(new Crafts().deleted(11, 0, 1).deleted(12, 2, 1).update());
            assertThat(
                            catchThrowableOfType(
                                            MalformedUpdateException.class,
                                            () ->
                                                    log.check(
                                                            more,
                                                            Limits.DEFAULT.withPendingBytes(32)))
                                    .code())
                    .isEqualTo("limit-pending");
        }

        @Test
        void waitingStructsAndTheirBytesAreLimited() {
            YDoc structs = held(Limits.DEFAULT.withPendingStructs(2));
            apply(structs, waiting(10, 2));
            assertRefused(structs, waiting(20, 1), "limit-pending");
            YDoc bytes = held(Limits.DEFAULT.withPendingBytes(200));
            apply(bytes, new Crafts().client(5, 1).text(after(5, 0), "x".repeat(150)));
            assertRefused(
                    bytes,
                    new Crafts().client(6, 1).text(after(6, 0), "x".repeat(150)),
                    "limit-pending");
            apply(bytes, new Crafts().client(5, 0).text(root(), "x".repeat(150)));
        }
    }

    @Nested
    class ScanSteps {

        /// Structs at the start of one text, each of which has to pass all that came before it.
        private static byte[] crowd(int count) {
            return crowd("a", 1, count);
        }

        private static byte[] crowd(String root, int first, int count) {
            int base = first + count;
            var update = new Crafts().client(base, 0).text(new At.Root(root), "-".repeat(count));
            for (int i = count - 1; i >= 0; i--) {
                update.client(first + i, 0).text(new At.Before(base, count - 1 - i), "x");
            }
            return update.update();
        }

        @Test
        void typingTakesNone() {
            YDoc doc = YDoc.create(1);
            YDoc writer = YDoc.create(2);
            writer.onUpdate(
                    (update, _) -> assertThat(doc.applyUpdate(update).scanSteps()).isZero());
            for (int i = 0; i < 100; i++) {
                writer.getText("t").insert(i / 2, "x");
            }
        }

        @Test
        void aCrowdInOnePlaceShowsInTheResult() {
            YDoc doc = YDoc.create(1);
            assertThat(doc.applyUpdate(crowd(500)).scanSteps()).isGreaterThan(100_000);
            assertThat(doc.applyUpdate(crowd(500)).scanSteps()).isZero();
            StoreCheck.verify(doc);
        }

        private static MalformedUpdateException refusal(Runnable action) {
            return catchThrowableOfType(MalformedUpdateException.class, action::run);
        }

        @Test
        void anUpdateThatNeedsTooManyIsRefusedAndHarmsNothing() {
            YDoc doc = held(Limits.DEFAULT.withScanSteps(1_000));
            doc.applyUpdate(crowd("b", 1_000, 10));
            byte[] before = doc.encodeStateAsUpdate();
            try (var _ = doc.onUpdate((_, _) -> assertThat(true).as("an event").isFalse())) {
                assertThat(refusal(() -> doc.applyUpdate(crowd(100))).code())
                        .isEqualTo("limit-scan-steps");
                Update update = Update.parse(crowd(100), Limits.DEFAULT.withScanSteps(1_000));
                assertThat(refusal(() -> doc.check(update, Limits.DEFAULT)).code())
                        .isEqualTo("limit-scan-steps");
            }
            assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
            StoreCheck.verify(doc);
            doc.applyUpdate(crowd("b", 500, 10));
            doc.getText("b").insert(0, "x");
            StoreCheck.verify(doc);
        }

        @Test
        void whatAnUpdateSetsFreeCountsAsItsOwn() {
            YDoc doc = held(Limits.DEFAULT.withScanSteps(1_000));
            Update all = Update.parse(crowd(100), Limits.TRUSTED);
            // What all of them lean on comes last.
            var base = StateVector.of(Map.of(101L, 100L));
            doc.applyUpdate(Update.diff(crowd(100), base));
            assertThat(doc.pending().structs()).isEqualTo(100);
            byte[] last =
                    new Crafts().client(101, 0).text(new At.Root("a"), "-".repeat(100)).update();
            assertThat(refusal(() -> doc.applyUpdate(last)).code()).isEqualTo("limit-scan-steps");
            assertThat(doc.pending().structs()).isEqualTo(100);
            doc.applyUpdate(all, null);
            assertThat(doc.getText("a").length()).isEqualTo(200);
        }

        @Test
        void anUpdateThatWasCheckedAloneIsLookedAtAgainWhenSomethingWaits() {
            Limits limits = Limits.DEFAULT.withScanSteps(1_000);
            YDoc doc = held(limits);
            byte[] last =
                    new Crafts().client(101, 0).text(new At.Root("a"), "-".repeat(100)).update();
            Update checked = Update.parse(last, limits);
            doc.check(checked, limits);
            doc.applyUpdate(Update.diff(crowd(100), StateVector.of(Map.of(101L, 100L))));
            assertThat(refusal(() -> doc.applyUpdate(checked, null))).isNotNull();
        }

        @Test
        void aDocumentIsNotLoadedFromWhatNeedsTooMany() {
            Update state = Update.parse(crowd(100), Limits.TRUSTED.withScanSteps(1_000));
            assertThat(refusal(() -> YDoc.builder().load(state)).code())
                    .isEqualTo("limit-scan-steps");
            Update trusted = Update.parse(crowd(100), Limits.TRUSTED);
            assertThat(YDoc.builder().load(trusted).getText("a").length()).isEqualTo(200);
        }

        @Test
        void aLogAsksForADocumentWhereCountingIsNotEnough() {
            UpdateLog log = UpdateLog.create();
            Limits limits = Limits.DEFAULT.withScanSteps(1_000);
            assertThat(log.check(Update.parse(crowd(20), limits), limits)).isTrue();
            assertThat(log.check(Update.parse(crowd(100), limits), limits)).isFalse();
            log.append(Update.parse(crowd(100), Limits.TRUSTED));
            assertThat(log.check(Update.parse(crowd("b", 500, 5), limits), limits)).isFalse();
            assertThat(log.check(Update.parse(crowd("b", 500, 3), limits), limits)).isTrue();
        }

        @Test
        void theStepsOfOneUpdateAreNotThoseOfTheNext() {
            long steps = YDoc.create(1).applyUpdate(crowd(50)).scanSteps();
            assertThat(steps).isGreaterThan(1_000);
            YDoc doc = held(Limits.DEFAULT.withScanSteps((int) steps));
            assertThat(doc.applyUpdate(crowd(50)).scanSteps()).isEqualTo(steps);
            assertThat(doc.applyUpdate(crowd("b", 100, 50)).scanSteps()).isEqualTo(steps);
            YDoc tighter = held(Limits.DEFAULT.withScanSteps((int) steps - 1));
            assertThat(refusal(() -> tighter.applyUpdate(crowd(50)))).isNotNull();
        }

        @Test
        void whatIsTrustedMayTakeAsManyAsItNeeds() {
            YDoc doc = held(Limits.DEFAULT.withScanSteps(1_000));
            doc.applyUpdate(Update.parse(crowd(100), Limits.TRUSTED), null);
            assertThat(doc.getText("a").length()).isEqualTo(200);
        }

        @Test
        void theDefaultIsFiftyMillion() {
            assertThat(refusal(() -> YDoc.create(1).applyUpdate(crowd(7_200))).code())
                    .isEqualTo("limit-scan-steps");
        }
    }
}
