package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.NOTES;
import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What a room only passes on it does not look into.
class RelayTest {

    private final Counting replicas = new Counting();
    private final House house = new House(RoomLimits.DEFAULT, replicas);

    @Test
    void aFreeRoomNeverAsksForContent() {
        house.register(NOTES);
        var ann = house.editor("ann").joins(NOTES);
        var bob = house.editor("bob").joins(NOTES);
        for (int i = 0; i < 250; i++) {
            ann.edits(d -> d.getText("t").insert(0, "x"));
            bob.edits(d -> d.getMap("m").set("k", YValue.of("v")));
        }
        ann.edits(d -> d.getText("t").delete(0, 240));
        bob.leaves();
        bob.joins(NOTES);
        ann.leaves();
        bob.leaves();
        house.pass(Duration.ofMinutes(1));
        house.room(NOTES).close();
        house.crash();
        var eve = house.editor("eve").joins(NOTES);

        assertThat(eve.doc().getText("t")).hasToString("x".repeat(10));
        assertThat(replicas.looks).isZero();
        assertThat(replicas.has).isZero();
        assertThat(replicas.compacted).isPositive();
    }

    @Test
    void aWorkflowIsLookedIntoWhenItIsSavedAndNotWhileItIsTyped() {
        house.create(House.content("Alpha", House.job(JOB_A, "Fetch", "get('/');")));
        house.editor("ann").joins();
        house.crash();
        replicas.looks = 0;
        var ann = house.editor("ann").joins();
        var bob = house.editor("bob").joins();
        ann.types(JOB_A, 0, "// ann\n");
        bob.types(JOB_A, 0, "// bob\n");
        assertThat(replicas.looks).isZero();

        assertThat(house.save(ann)).isInstanceOf(SaveResult.Saved.class);
        assertThat(replicas.looks).isPositive();
        assertThat(house.stored(JOB_A, "body")).contains("// ann\n", "// bob\n");
        assertThat(house.room(WORKFLOW)).isNotNull();
    }

    @Test
    void aReaderIsNotRefusedForADeletionThatFollowsFromWhatEverybodyHas() {
        house.register(NOTES);
        var ann = house.editor("ann").joins(NOTES);
        var bob = house.editor("bob").joins(NOTES);
        ann.leaves();
        bob.leaves();
        ann.edits(d -> d.getMap("m").set("k", YValue.of("ann's")));
        bob.edits(d -> d.getMap("m").set("k", YValue.of("bob's")));
        ann.joins(NOTES);
        bob.joins(NOTES);
        var reader = house.person(house.session("rea", Access.READ)).joins(NOTES);
        reader.leaves();
        reader.joins(NOTES);

        assertThat(reader.doc().deleteSet().isEmpty()).isFalse();
        assertThat(reader.told(RoomEvent.Refused.class)).isEmpty();
        assertThat(replicas.has).isPositive();

        reader.edits(d -> d.getMap("m").delete("k"));
        assertThat(reader.told(RoomEvent.Refused.class)).hasSize(1);
    }

    /// Counts who asks for what only the content can tell.
    private static final class Counting implements Replicas {

        private final Replicas inner = new YReplicas();
        int looks;
        int has;
        int compacted;

        @Override
        public Replica open(List<Update> history) {
            return new Counted(inner.open(history));
        }

        @Override
        public Update merge(List<Update> updates) {
            return inner.merge(updates);
        }

        @Override
        public Update compose(
                Update state, long clientId, Schema schema, List<Change> changes, Mirrors mirrors) {
            return inner.compose(state, clientId, schema, changes, mirrors);
        }

        private final class Counted implements Replica {

            private final Replica replica;

            Counted(Replica replica) {
                this.replica = replica;
            }

            @Override
            public Reading read(Update update) {
                return replica.read(update);
            }

            @Override
            public void integrate(Update update) {
                replica.integrate(update);
            }

            @Override
            public Update diff(StateVector known) {
                return replica.diff(known);
            }

            @Override
            public StateVector stateVector() {
                return replica.stateVector();
            }

            @Override
            public boolean hasGaps() {
                return replica.hasGaps();
            }

            @Override
            public Projection project(Schema schema) {
                looks++;
                return replica.project(schema);
            }

            @Override
            public boolean has(Update update) {
                has++;
                return replica.has(update);
            }

            @Override
            public Update compacted() {
                compacted++;
                return replica.compacted();
            }

            @Override
            public Update collected() {
                looks++;
                return replica.collected();
            }
        }
    }
}
