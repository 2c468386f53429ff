package dev.evenkeel.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.protocol.AwarenessUpdate.Entry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The rules of awareness, one by one. Client 1 is the one that is looked at.
class AwarenessTest {

    private static final List<Long> NOBODY = List.of();

    private Instant now = Instant.EPOCH;
    private final Awareness awareness = new Awareness(1, () -> now);
    private final List<AwarenessChange> changes = new ArrayList<>();
    private final List<AwarenessChange> updates = new ArrayList<>();

    private void listen() {
        awareness.onChange(changes::add);
        awareness.onUpdate(updates::add);
    }

    private void hears(long client, long clock, @Nullable String state) {
        awareness.apply(Bytes.state(client, clock, state), "line");
    }

    private void pass(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    private static AwarenessChange added(Object origin, Long... clients) {
        return new AwarenessChange(List.of(clients), NOBODY, NOBODY, origin);
    }

    private static AwarenessChange updated(Object origin, Long... clients) {
        return new AwarenessChange(NOBODY, List.of(clients), NOBODY, origin);
    }

    private static AwarenessChange removed(Object origin, Long... clients) {
        return new AwarenessChange(NOBODY, NOBODY, List.of(clients), origin);
    }

    @Nested
    class TheOwnState {

        @Test
        void isEmptyAtFirstWithClockZero() {
            assertThat(awareness.localState()).hasValue("{}");
            assertThat(Bytes.hex(awareness.encode())).isEqualTo("01 01 00 02 7b 7d");
        }

        @Test
        void raisesItsClockWithEachSet() {
            listen();
            awareness.setLocalState("{\"a\":1}");
            awareness.setLocalState("{\"a\":1}");
            awareness.setLocalState(null);
            awareness.setLocalState(null);
            awareness.setLocalState("{}");
            assertThat(awareness.clock(1)).hasValue(5);
            Object local = Awareness.Cause.LOCAL;
            assertThat(updates)
                    .containsExactly(
                            updated(local, 1L),
                            updated(local, 1L),
                            removed(local, 1L),
                            removed(local, 1L),
                            added(local, 1L));
            assertThat(changes)
                    .containsExactly(
                            updated(local, 1L),
                            removed(local, 1L),
                            removed(local, 1L),
                            added(local, 1L));
        }

        @Test
        void isAJsonObjectWithinTheLimits() {
            for (String state : List.of("", "{", "[]", "1", "null", "\"x\"", "{}x")) {
                assertThatThrownBy(() -> awareness.setLocalState(state))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            String tooLong = "{\"a\":\"" + "x".repeat(64 << 10) + "\"}";
            assertThatThrownBy(() -> awareness.setLocalState(tooLong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(awareness.clock(1)).hasValue(0);
        }

        @Test
        void canBeSetFieldByField() {
            awareness.setLocalState("{\"a\": 1, \"b\": 2}");
            awareness.setLocalField("a", YValue.of("x"));
            awareness.setLocalField("c", YValue.of(List.of(true)));
            assertThat(awareness.localState()).hasValue("{\"a\":\"x\",\"b\":2,\"c\":[true]}");
            assertThat(awareness.clock(1)).hasValue(3);
            awareness.setLocalState(null);
            awareness.setLocalField("a", YValue.of("x"));
            assertThat(awareness.localState()).isEmpty();
            assertThat(awareness.clock(1)).hasValue(4);
        }

        @Test
        void isNotForOthersToRemove() {
            listen();
            hears(1, 99, null);
            assertThat(awareness.localState()).hasValue("{}");
            assertThat(awareness.clock(1)).hasValue(100);
            assertThat(updates).containsExactly(removed("line", 1L));
            assertThat(Bytes.hex(awareness.encode(updates.getFirst().clients())))
                    .isEqualTo("01 01 64 02 7b 7d");
        }

        @Test
        void isForOthersToReplaceAllTheSame() {
            listen();
            hears(1, 7, "{\"b\":1}");
            assertThat(awareness.localState()).hasValue("{\"b\":1}");
            assertThat(awareness.clock(1)).hasValue(7);
            assertThat(updates).containsExactly(updated("line", 1L));
        }

        @Test
        void ofOneWhoHasLeftIsRemovedByOthersToo() {
            awareness.setLocalState(null);
            listen();
            hears(1, 5, null);
            assertThat(awareness.clock(1)).hasValue(5);
            assertThat(updates).containsExactly(removed("line", 1L));
        }
    }

    @Nested
    class WhatOthersSay {

        @Test
        void withClockZeroIsNotTakenFromAnUnknownClient() {
            listen();
            hears(2, 0, "{}");
            hears(2, 0, null);
            assertThat(awareness.states()).containsOnlyKeys(1L);
            assertThat(awareness.known()).containsExactly(1L);
            assertThat(updates).isEmpty();
        }

        @Test
        void isTakenWithAHigherClockOnly() {
            hears(2, 5, "{\"a\":1}");
            listen();
            hears(2, 4, "{\"a\":2}");
            hears(2, 5, "{\"a\":3}");
            assertThat(awareness.state(2)).hasValue("{\"a\":1}");
            hears(2, 6, "{\"a\":4}");
            assertThat(awareness.state(2)).hasValue("{\"a\":4}");
            assertThat(updates).containsExactly(updated("line", 2L));
        }

        @Test
        void isGoneWithTheSameClockToo() {
            hears(2, 5, "{}");
            listen();
            hears(2, 4, null);
            assertThat(updates).isEmpty();
            hears(2, 5, null);
            hears(2, 5, null);
            assertThat(awareness.state(2)).isEmpty();
            assertThat(awareness.clock(2)).hasValue(5);
            assertThat(updates).containsExactly(removed("line", 2L));
        }

        @Test
        void afterAGoodbyeNeedsAHigherClockAndIsAnUpdate() {
            hears(2, 5, "{}");
            hears(2, 5, null);
            listen();
            hears(2, 5, "{}");
            assertThat(updates).isEmpty();
            hears(2, 6, "{}");
            assertThat(updates).containsExactly(updated("line", 2L));
            assertThat(changes).isEqualTo(updates);
        }

        @Test
        void isAnUpdateAndNoChangeWhenItMeansTheSame() {
            hears(2, 1, "{\"a\":1,\"b\":[0,\"x\"]}");
            listen();
            hears(2, 2, "{ \"b\": [-0, \"\\u0078\"], \"a\": 1.0 }");
            assertThat(updates).containsExactly(updated("line", 2L));
            assertThat(changes).isEmpty();
            hears(2, 3, "{\"a\":1,\"b\":[0]}");
            assertThat(changes).containsExactly(updated("line", 2L));
        }

        @Test
        void thatAnUnknownClientIsGoneIsRememberedAndNotTold() {
            listen();
            hears(2, 3, null);
            assertThat(awareness.clock(2)).hasValue(3);
            assertThat(updates).isEmpty();
            hears(2, 3, "{}");
            assertThat(awareness.state(2)).isEmpty();
            hears(2, 4, "{}");
            assertThat(updates).containsExactly(updated("line", 2L));
        }

        @Test
        void comesInOneEventPerMessage() {
            hears(2, 1, "{}");
            hears(3, 1, "{}");
            listen();
            awareness.apply(
                    Bytes.states(
                            new Entry(4, 1, "{}"),
                            new Entry(3, 1, null),
                            new Entry(2, 2, "{}"),
                            new Entry(5, 1, "{}"),
                            new Entry(2, 3, "{\"a\":1}")),
                    "line");
            assertThat(updates)
                    .containsExactly(
                            new AwarenessChange(
                                    List.of(4L, 5L), List.of(2L, 2L), List.of(3L), "line"));
            assertThat(changes)
                    .containsExactly(
                            new AwarenessChange(List.of(4L, 5L), List.of(2L), List.of(3L), "line"));
            assertThat(updates.getFirst().clients()).containsExactly(4L, 5L, 2L, 2L, 3L);
        }

        @Test
        void countsForNothingWhenTheClockIsOutOfReach() {
            hears(2, AwarenessUpdate.CLOCK_MAX + 1, "{}");
            hears(1, (1L << 53) - 1, null);
            assertThat(awareness.known()).containsExactly(1L);
            assertThat(awareness.clock(1)).hasValue(0);
            hears(2, AwarenessUpdate.CLOCK_MAX, "{}");
            assertThat(awareness.state(2)).hasValue("{}");
        }

        @Test
        void changesNothingWhenItIsMalformed() {
            listen();
            byte[] second =
                    Bytes.states(
                            new Entry(2, 1, "{}"), new Entry(3, 1, "{"), new Entry(4, 1, "{}"));
            assertThatThrownBy(() -> awareness.apply(second, "line"))
                    .isInstanceOf(MalformedMessageException.class);
            assertThat(awareness.known()).containsExactly(1L);
            assertThat(updates).isEmpty();
        }

        /// y-protocols writes whatever JavaScript takes for false as null.
        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "false, true",
                    "0, true",
                    "-0.0e5, true",
                    "1e-400, true",
                    "\"\", true",
                    "` 0 `, true",
                    "true, false",
                    "1, false",
                    "\" \", false",
                    "[], false"
                })
        void isPassedOnAsNullWhereJavaScriptTakesItForFalse(String state, boolean falsy) {
            hears(2, 1, state);
            assertThat(awareness.state(2)).hasValue(state);
            assertThat(awareness.encode(List.of(2L)))
                    .isEqualTo(Bytes.state(2, 1, falsy ? null : state));
        }

        @Test
        void canBeLookedInto() {
            hears(2, 1, "{\"user\":{\"name\":\"Ann\"}}");
            assertThat(awareness.value(2))
                    .hasValue(YValue.of(Map.of("user", Map.of("name", "Ann"))));
            assertThat(awareness.value(3)).isEmpty();
        }
    }

    @Nested
    class Removing {

        @Test
        void leavesTheClocksOfOthersAndRaisesOnesOwn() {
            hears(2, 5, "{}");
            listen();
            awareness.remove(List.of(3L, 2L, 1L, 2L), "closed");
            assertThat(awareness.states()).isEmpty();
            assertThat(updates).containsExactly(removed("closed", 2L, 1L));
            assertThat(changes).isEqualTo(updates);
            assertThat(awareness.encode(List.of(2L, 1L)))
                    .isEqualTo(Bytes.states(new Entry(2, 5, null), new Entry(1, 1, null)));
        }

        @Test
        void ofNobodyIsNotTold() {
            listen();
            awareness.remove(List.of(7L), null);
            assertThat(updates).isEmpty();
        }

        @Test
        void isWhatClosingDoes() {
            listen();
            awareness.close();
            awareness.close();
            assertThat(updates).containsExactly(removed(Awareness.Cause.LOCAL, 1L));
            hears(2, 1, "{}");
            assertThat(updates).hasSize(1);
        }
    }

    @Nested
    class Time {

        @Test
        void renewsTheOwnStateAfterFifteenSeconds() {
            awareness.setLocalState("{\"a\":1}");
            listen();
            pass(14);
            awareness.tick();
            assertThat(updates).isEmpty();
            pass(1);
            awareness.tick();
            awareness.tick();
            assertThat(awareness.clock(1)).hasValue(2);
            assertThat(updates).containsExactly(updated(Awareness.Cause.LOCAL, 1L));
            assertThat(changes).isEmpty();
        }

        @Test
        void renewsNobodyWhoHasLeft() {
            awareness.setLocalState(null);
            listen();
            pass(1_000);
            awareness.tick();
            assertThat(updates).isEmpty();
            assertThat(awareness.clock(1)).hasValue(1);
        }

        @Test
        void takesOthersForGoneAfterThirtySeconds() {
            hears(2, 1, "{}");
            hears(3, 1, "{}");
            pass(29);
            hears(3, 2, "{}");
            hears(2, 1, "{}");
            awareness.tick();
            assertThat(awareness.states()).containsOnlyKeys(1L, 2L, 3L);
            listen();
            pass(1);
            awareness.tick();
            assertThat(awareness.states()).containsOnlyKeys(1L, 3L);
            assertThat(updates).containsExactly(removed(Awareness.Cause.TIMEOUT, 2L));
            assertThat(awareness.clock(2)).hasValue(1);
        }

        @Test
        void makesClocksOfTheGoneForgottenFiveMinutesAfterTheyWent() {
            hears(2, 9, "{}");
            pass(20);
            hears(2, 9, null);
            pass(299);
            awareness.tick();
            assertThat(awareness.clock(2)).hasValue(9);
            pass(1);
            awareness.tick();
            assertThat(awareness.clock(2)).isEmpty();
            assertThat(Bytes.hex(awareness.encode(List.of(2L)))).isEqualTo("00");
            listen();
            hears(2, 1, "{}");
            assertThat(updates).containsExactly(added("line", 2L));
        }

        @Test
        void doesNotMakeOnesOwnClockForgotten() {
            awareness.setLocalState(null);
            pass(10_000);
            awareness.tick();
            assertThat(awareness.clock(1)).hasValue(1);
        }
    }

    @Nested
    class Crowds {

        private final Awareness small =
                new Awareness(1, () -> now, AwarenessLimits.DEFAULT.withClients(4));

        private void smallHears(long client, long clock, @Nullable String state) {
            small.apply(Bytes.state(client, clock, state), null);
        }

        @Test
        void areRefusedAsAWhole() {
            smallHears(2, 1, "{}");
            smallHears(3, 1, "{}");
            byte[] two = Bytes.states(new Entry(4, 1, "{}"), new Entry(5, 1, "{}"));
            assertThatThrownBy(() -> small.apply(two, null))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageStartingWith("limit-clients");
            assertThat(small.known()).containsExactly(1L, 2L, 3L);
            smallHears(4, 1, "{}");
            smallHears(4, 2, "{\"a\":1}");
            assertThat(small.states()).containsOnlyKeys(1L, 2L, 3L, 4L);
        }

        @Test
        void pushOutThoseWhoAreLongestGone() {
            smallHears(2, 1, "{}");
            smallHears(3, 1, "{}");
            smallHears(4, 1, "{}");
            smallHears(3, 1, null);
            pass(1);
            smallHears(2, 1, null);
            smallHears(5, 1, "{}");
            assertThat(small.known()).containsExactly(1L, 2L, 4L, 5L);
        }

        @Test
        void ofClientsThatNeverWereFindNoRoomAtTheExpenseOfOthers() {
            smallHears(2, 1, "{}");
            smallHears(2, 1, null);
            for (int client = 10; client < 1_000; client++) {
                smallHears(client, 1, null);
            }
            assertThat(small.known()).hasSize(4).contains(1L, 2L);
            smallHears(5, 1, "{}");
            assertThat(small.states()).containsOnlyKeys(1L, 5L);
        }
    }

    @Nested
    class Listening {

        @Test
        void endsWhenItIsClosed() {
            List<AwarenessChange> heard = new ArrayList<>();
            var one = awareness.onUpdate(heard::add);
            var other = awareness.onUpdate(heard::add);
            one.close();
            one.close();
            awareness.setLocalState("{}");
            assertThat(heard).hasSize(1);
            other.close();
            awareness.setLocalState("{}");
            assertThat(heard).hasSize(1);
        }

        @Test
        void isNotHinderedByOthersThatThrow() {
            List<AwarenessChange> heard = new ArrayList<>();
            awareness.onUpdate(
                    _ -> {
                        throw new IllegalStateException("first");
                    });
            awareness.onUpdate(
                    _ -> {
                        throw new IllegalStateException("second");
                    });
            awareness.onUpdate(heard::add);
            assertThatThrownBy(() -> awareness.setLocalState("{}"))
                    .hasMessage("first")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(heard).hasSize(1);
            assertThat(awareness.clock(1)).hasValue(1);
        }

        @Test
        void maySaySomethingAtOnce() {
            List<Long> clocks = new ArrayList<>();
            awareness.onUpdate(
                    _ -> {
                        long clock = awareness.clock(1).orElse(-1);
                        clocks.add(clock);
                        if (clock < 3) {
                            awareness.setLocalState("{\"clock\":" + clock + "}");
                        }
                    });
            awareness.setLocalState("{}");
            assertThat(clocks).containsExactly(1L, 2L, 3L);
        }
    }

    /// As in the only test of y-protocols.
    @Test
    void twoInstancesFollowEachOther() {
        var own = new Awareness(0, () -> now);
        var other = new Awareness(1, () -> now);
        own.onUpdate(change -> other.apply(own.encode(change.clients()), "custom"));
        List<AwarenessChange> ownChanges = new ArrayList<>();
        List<AwarenessChange> otherChanges = new ArrayList<>();
        own.onChange(ownChanges::add);
        other.onChange(otherChanges::add);

        own.setLocalState("{\"x\":3}");
        assertThat(other.state(0)).hasValue("{\"x\":3}");
        assertThat(other.clock(0)).hasValue(1);
        // The other one hears of it for the first time, this one had an empty state before.
        assertThat(otherChanges).containsExactly(added("custom", 0L));
        assertThat(ownChanges).containsExactly(updated(Awareness.Cause.LOCAL, 0L));

        own.setLocalState("{\"x\":4}");
        assertThat(otherChanges.getLast()).isEqualTo(updated("custom", 0L));
        assertThat(ownChanges).hasSize(2);

        own.setLocalState("{\"x\":4}");
        assertThat(otherChanges).hasSize(2);
        assertThat(other.clock(0)).hasValue(3);
        assertThat(ownChanges).hasSize(2);

        own.setLocalState(null);
        assertThat(otherChanges.getLast()).isEqualTo(removed("custom", 0L));
        assertThat(ownChanges.getLast()).isEqualTo(removed(Awareness.Cause.LOCAL, 0L));
        assertThat(own.states()).isEmpty();
        assertThat(other.states()).containsOnlyKeys(1L);
    }
}
