package dev.evenkeel.application.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class PresenceTest {

    final House house = House.withWorkflow();
    final Person ann = house.editor("ann").joins();
    final Person bob = house.editor("bob").joins();

    private void announces(
            Person who, long client, long clock, @org.jspecify.annotations.Nullable String state) {
        house.send(
                House.WORKFLOW,
                new RoomCommand.Announce(who, List.of(new AwarenessEntry(client, clock, state))));
        house.pass(Duration.ofSeconds(1));
    }

    private static List<AwarenessEntry> lastTold(Person who) {
        var told = who.told(RoomEvent.PresenceChanged.class);
        return told.isEmpty() ? List.of() : told.getLast().entries();
    }

    @Test
    void theFirstStateWithClockZeroIsSeenAtOnce() {
        announces(ann, 100, 0, "{}");

        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 1, "{}"));
        assertThat(lastTold(ann)).containsExactly(new AwarenessEntry(100, 1, "{}"));
    }

    @Test
    void whoComesBackWithAnOldClockIsSeenAtOnce() {
        announces(ann, 100, 5, "{\"x\":1}");
        ann.leaves();
        house.pass(Duration.ofSeconds(1));
        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 6, null));

        ann.joins();
        announces(ann, 100, 5, "{\"x\":1}");

        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 7, "{\"x\":1}"));
    }

    @Test
    void anEchoOfOnesOwnEntryChangesNothing() {
        announces(ann, 100, 0, "{}");
        int before = bob.told(RoomEvent.PresenceChanged.class).size();

        announces(ann, 100, 1, "{}");

        assertThat(bob.told(RoomEvent.PresenceChanged.class)).hasSize(before);
    }

    @Test
    void nobodySpeaksForSomebodyElse() {
        announces(ann, 100, 1, "{\"name\":\"ann\"}");

        announces(bob, 100, 1, "{\"name\":\"ann\"}");
        announces(bob, 100, 9, "{\"name\":\"not ann\"}");
        announces(bob, 100, 10, null);

        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 1, "{\"name\":\"ann\"}"));
    }

    @Test
    void anEchoOfSomebodyWhoHasGoneDoesNotBringThemBack() {
        announces(bob, 200, 1, "{}");
        announces(ann, 100, 4, "{}");
        ann.leaves();

        announces(bob, 100, 4, "{}");

        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 5, null));
    }

    @Test
    void whoIsNotRenewedInTimeIsGone() {
        announces(ann, 100, 1, "{}");

        house.pass(Duration.ofSeconds(31));

        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 2, null));
    }

    @Test
    void aStateThatIsTooLargeIsRefusedToItsSender() {
        announces(ann, 100, 1, "\"" + "x".repeat(5_000) + "\"");

        assertThat(ann.told(RoomEvent.OverLimit.class))
                .containsExactly(new RoomEvent.OverLimit(Limit.PRESENCE_STATE_BYTES));
        assertThat(bob.told(RoomEvent.PresenceChanged.class)).isEmpty();
    }

    @Test
    void anNinthIdOfOneConnectionIsRefused() {
        for (int i = 0; i < 9; i++) {
            announces(ann, 100 + i, 1, "{}");
        }

        assertThat(ann.told(RoomEvent.OverLimit.class))
                .containsExactly(new RoomEvent.OverLimit(Limit.PRESENCE_IDS));
    }

    @Test
    void changesWithinATickAreToldTogether() {
        announces(ann, 100, 1, "{\"at\":0}");
        int before = bob.told(RoomEvent.PresenceChanged.class).size();
        for (int i = 1; i <= 10; i++) {
            house.send(
                    House.WORKFLOW,
                    new RoomCommand.Announce(
                            ann, List.of(new AwarenessEntry(100, 1 + i, "{\"at\":" + i + "}"))));
        }
        house.pass(Duration.ofMillis(50));

        assertThat(bob.told(RoomEvent.PresenceChanged.class)).hasSizeLessThanOrEqualTo(before + 2);
        assertThat(lastTold(bob)).containsExactly(new AwarenessEntry(100, 11, "{\"at\":10}"));
    }
}
