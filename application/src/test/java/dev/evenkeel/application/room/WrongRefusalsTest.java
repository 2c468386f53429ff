package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.DEMO;
import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.JOB_B;
import static dev.evenkeel.application.room.House.NOTES;
import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.view.ViewVersion;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.row.Commit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/// Refusals that nobody deserved, and rights that had ended.
class WrongRefusalsTest {

    private static final Actor GITHUB = new Actor(Actor.Type.CONNECTION, "github", "GitHub");

    private static WriteResult write(House house, DocumentId document, What what) {
        var change = new RowChange(what, OptionalLong.empty(), Optional.empty(), "http");
        return house.ask(
                document,
                reply -> new RoomCommand.Write(house.session("x", Access.MANAGE), change, reply));
    }

    private static Commit commit(DocumentId document, Commit.Write write) {
        return new Commit(
                document,
                write,
                GITHUB,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                new Happening("written", GITHUB, Instant.EPOCH, 0, Value.Obj.EMPTY));
    }

    @Test
    void aDeletedFreeDocumentTakesNoOthersKey() {
        var house = new House();
        house.register(NOTES);
        assertThat(write(house, NOTES, new What.Delete())).isInstanceOf(WriteResult.Written.class);
        var other = new DocumentId("free", "notes_del");

        house.register(other);
        var ann = house.editor("ann").joins(other).edits(d -> d.getText("t").insert(0, "mine"));

        assertThat(ann.told(RoomEvent.Refused.class)).isEmpty();
        assertThat(write(house, NOTES, new What.Undelete()))
                .isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void aDeleteThatLosesTheRaceForItsTitleTakesTheNext() {
        var house = House.withWorkflow();
        var other = new DocumentId("workflow", "11111111-1111-4111-8111-111111111111");
        house.storage.failing(
                new Interruption(
                        house,
                        Operation.COMMIT,
                        () ->
                                house.storage
                                        .rows()
                                        .commit(
                                                commit(
                                                        other,
                                                        new Commit.Write.Insert(
                                                                DEMO,
                                                                "Alpha_del",
                                                                Value.Obj.EMPTY)))));

        assertThat(house.write(new What.Delete())).isInstanceOf(WriteResult.Written.class);
        assertThat(house.row().title()).isEqualTo("Alpha_del1");
    }

    @Test
    void aDocumentThatWasStoredPastItsOpenRoomIsItsProjects() {
        var house = new House();
        var ann = house.editor("ann");
        house.state(ann);
        house.direct(House.content("Alpha", House.job(JOB_A, "Fetch", "get('/');")));

        assertThat(house.put(House.content("Beta", House.job(JOB_A, "Fetch", "get('/');"))))
                .isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void readingWhatWasPurgedPastTheRoomBringsNothingBack() {
        var house = House.withWorkflow();
        house.storage.rows().commit(commit(WORKFLOW, new Commit.Write.Purge()));

        Optional<Value.Obj> content =
                house.ask(
                        WORKFLOW,
                        reply ->
                                new RoomCommand.ReadContent(
                                        house.session("ann", Access.READ), reply));

        assertThat(content).isEmpty();
        assertThat(house.storage.log().read(WORKFLOW).updates()).isEmpty();
    }

    @Test
    void aDraftWithAnEdgeToWhatWasRemovedCanBePutBack() {
        var house = House.withWorkflow();
        var ann = house.editor("ann").joins();
        Map<String, YValue> edge =
                Map.of(
                        "id",
                        YValue.of("eeeeeeee-0000-4000-8000-00000000000e"),
                        "source_job_id",
                        YValue.of(JOB_A),
                        "target_job_id",
                        YValue.of(JOB_B),
                        "condition_type",
                        YValue.of("always"));
        ann.edits(d -> d.getArray("edges").push(new YValue.Shared(YMap.of(edge))));
        ann.removesJob(JOB_B).types(JOB_A, 0, "precious ");
        var done = (ResetResult.Done) house.reset(ann);

        assertThat(house.write(new What.Restore(done.dropped())))
                .isInstanceOf(WriteResult.Written.class);
        assertThat(house.stored(JOB_A, "body")).startsWith("precious ");
    }

    @Test
    void manyWhoCameAndWentDoNotKeepTheOthersFromBeingSeen() {
        var house = House.withWorkflow();
        var ann = house.editor("ann").joins();
        var bob = house.editor("bob").joins();
        for (int i = 0; i < 2_000; i++) {
            long id = 1_000 + i;
            for (String state : new String[] {"{}", null}) {
                house.send(
                        WORKFLOW,
                        new RoomCommand.Announce(
                                ann, List.of(new AwarenessEntry(id, i % 7, state))));
            }
            house.pass(Duration.ofMillis(60));
        }

        house.send(
                WORKFLOW, new RoomCommand.Announce(bob, List.of(new AwarenessEntry(1, 0, "{}"))));

        assertThat(bob.told(RoomEvent.OverLimit.class)).isEmpty();
    }

    @Test
    void whoEntersInTheTurnThatEndsTheRoomIsToldSo() {
        var house = House.withWorkflow();
        var ann = house.editor("ann");

        house.send(
                WORKFLOW,
                new RoomCommand.Drain(new java.util.concurrent.CompletableFuture<>()),
                new RoomCommand.Enter(ann, Optional.of(DEMO)));

        assertThat(ann.events).containsExactly(new RoomEvent.Ended(RoomEvent.Reason.RESTART));
    }

    @Test
    void aSeatBeforeAVersionEndsWithTheRightsAndKnowsBadBytes() {
        var house = House.withWorkflow();
        var actor = new Actor(Actor.Type.PERSON, "eve", "eve");
        var access = new AtomicReference<>(Access.READ);
        var sessions =
                new Sessions(
                        _ ->
                                new Authenticator.Answer.Known(
                                        new Principal(
                                                actor,
                                                new Principal.Scope.OneProject(
                                                        DEMO, access.get()))));
        Session session = house.session("eve", sessions);
        sessions.hold(session, () -> {});
        var eve = house.person(session);
        var seat =
                new ViewVersion(house.kinds, new YReplicas(), new ThreeWayReconciler())
                        .seat(house.versions().getFirst(), DEMO, eve);

        seat.compare(StateVector.of(new byte[] {9, 9}));
        assertThat(eve.told(RoomEvent.Malformed.class)).hasSize(1);

        access.set(Access.NONE);
        sessions.recheck();
        eve.events.clear();
        seat.compare(StateVector.NOTHING);
        assertThat(eve.events).containsExactly(new RoomEvent.Ended(RoomEvent.Reason.FORBIDDEN));
    }
}
