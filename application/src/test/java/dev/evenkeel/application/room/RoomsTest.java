package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.application.recover.LevelDocuments;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Rooms on their own threads.
class RoomsTest {

    final House house = House.withWorkflow();
    final AtomicInteger opened = new AtomicInteger();
    final Rooms rooms = new Rooms(house.context);

    /// Somebody whose events can be waited for.
    private static final class Guest implements Participant {
        final BlockingQueue<RoomEvent> events = new LinkedBlockingQueue<>();
        final Session session;

        Guest(Session session) {
            this.session = session;
        }

        @Override
        public Session session() {
            return session;
        }

        @Override
        public void tell(RoomEvent event) {
            events.add(event);
        }

        RoomEvent next() throws InterruptedException {
            RoomEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        }
    }

    private Guest guest() {
        return new Guest(house.session("ann", Access.WRITE));
    }

    private RoomCommand enter(Guest guest) {
        return new RoomCommand.Enter(guest, Optional.of(House.DEMO));
    }

    @Test
    void fiveHundredWhoComeAndGoAtOnceMeetInOneRoom() throws Exception {
        house.storage.failing(
                (operation, _) -> {
                    if (operation == Operation.READ_LOG) {
                        opened.incrementAndGet();
                    }
                    return Fate.WORKS;
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    java.util.stream.IntStream.range(0, 500)
                            .mapToObj(
                                    _ ->
                                            threads.submit(
                                                    () -> {
                                                        Guest guest = guest();
                                                        rooms.send(WORKFLOW, enter(guest));
                                                        assertThat(guest.next())
                                                                .isInstanceOf(
                                                                        RoomEvent.Welcome.class);
                                                        rooms.send(
                                                                WORKFLOW,
                                                                new RoomCommand.Leave(guest));
                                                        return true;
                                                    }))
                            .toList();
            for (var one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }

        assertThat(opened).hasValue(1);
        assertThat(rooms.openDocuments()).containsExactly(WORKFLOW);
        assertThat(
                        rooms.<RoomState>ask(
                                        WORKFLOW,
                                        reply -> new RoomCommand.Describe(guest().session(), reply))
                                .present())
                .isEmpty();
    }

    @Test
    void aRoomThatFailsSendsEverybodyAwayAndIsOpenedAgain() throws Exception {
        Guest ann = guest();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
        house.storage.failing(
                (operation, _) -> operation == Operation.APPEND ? Fate.FAILS_BEFORE : Fate.WORKS);

        rooms.send(WORKFLOW, new RoomCommand.Apply(ann, edit()));
        assertThat(ann.next()).isEqualTo(new RoomEvent.Ended(RoomEvent.Reason.FAILED));
        house.storage.healthy();

        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
        rooms.send(WORKFLOW, new RoomCommand.Apply(ann, edit()));
        assertThat(List.of(ann.next(), ann.next())).contains(new RoomEvent.Kept(1));
    }

    @Test
    void anErrorOfTheMachineEndsARoomLikeAnyFailure() throws Exception {
        Guest ann = guest();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
        house.storage.failing(
                (operation, _) -> {
                    if (operation == Operation.APPEND || operation == Operation.FIND_ROW) {
                        throw new StackOverflowError("made to fail");
                    }
                    return Fate.WORKS;
                });

        rooms.send(WORKFLOW, new RoomCommand.Apply(ann, edit()));

        assertThat(ann.next()).isEqualTo(new RoomEvent.Ended(RoomEvent.Reason.FAILED));
        assertThatThrownBy(
                        () ->
                                rooms.ask(
                                        WORKFLOW,
                                        (CompletableFuture<Long> reply) ->
                                                new RoomCommand.Level(reply)))
                .as("a room that fails with an error gives an answer")
                .isInstanceOf(RoomUnavailableException.class);
    }

    /// A room fails while newcomers wait for it: they go to the next room in the order in which
    /// they came, and nobody who sends meanwhile gets in between.
    @Test
    void whoWaitedForARoomThatFailedGoesToTheNextInTheirOrder() throws Exception {
        for (int round = 0; round < 200; round++) {
            failWhileNewcomersWait(round);
        }
    }

    private void failWhileNewcomersWait(int round) throws Exception {
        Guest ann = guest();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
        var failing = new CountDownLatch(1);
        var waiting = new CountDownLatch(1);
        house.storage.failing(
                (operation, _) -> {
                    if (operation != Operation.APPEND) {
                        return Fate.WORKS;
                    }
                    house.storage.healthy();
                    failing.countDown();
                    await(waiting);
                    return Fate.FAILS_BEFORE;
                });
        rooms.send(WORKFLOW, new RoomCommand.Apply(ann, edit(10_000 + round)));
        failing.await();
        List<Guest> others = IntStream.range(0, 30).mapToObj(_ -> guest()).toList();
        others.forEach(guest -> rooms.send(WORKFLOW, enter(guest)));
        waiting.countDown();
        // These come while the room fails, and all of them after their Enter.
        others.reversed().forEach(guest -> rooms.send(WORKFLOW, new RoomCommand.Leave(guest)));

        RoomState state =
                rooms.ask(
                        WORKFLOW,
                        reply ->
                                new RoomCommand.Describe(
                                        house.session("bob", Access.WRITE), reply));

        assertThat(state.present()).as("round %d: all have left", round).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFirstSweepTellsARoomOfWhatWentPastTheServer() throws Exception {
        Guest ann = guest();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
        house.direct(House.content("Direct", House.job(House.JOB_A, "Direct", "direct();")));

        new LevelDocuments(house.context.log(), house.context.rows(), rooms).sweep();

        assertThat(ann.next()).isInstanceOf(RoomEvent.News.class);
    }

    @Test
    void aLoadFailureIsAnErrorAndNeverAnEmptyDocument() throws Exception {
        house.storage.failing(
                (operation, _) -> operation == Operation.READ_LOG ? Fate.FAILS_BEFORE : Fate.WORKS);
        Guest ann = guest();

        rooms.send(WORKFLOW, enter(ann));

        assertThat(ann.next()).isEqualTo(new RoomEvent.Ended(RoomEvent.Reason.FAILED));
        assertThatThrownBy(
                        () ->
                                rooms.ask(
                                        WORKFLOW,
                                        (java.util.concurrent.CompletableFuture<Long> reply) ->
                                                new RoomCommand.Level(reply)))
                .isInstanceOf(StorageUnavailableException.class);
        house.storage.healthy();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);
    }

    @Test
    void drainingTellsEverybodyToComeBackAndTakesNobodyIn() throws Exception {
        Guest ann = guest();
        rooms.send(WORKFLOW, enter(ann));
        assertThat(ann.next()).isInstanceOf(RoomEvent.Welcome.class);

        assertThat(rooms.drain(Duration.ofSeconds(20))).isTrue();

        assertThat(ann.next()).isEqualTo(new RoomEvent.Ended(RoomEvent.Reason.RESTART));
        Guest late = guest();
        assertThat(rooms.send(WORKFLOW, enter(late))).isEqualTo(Rooms.Sent.DRAINING);
        assertThat(late.next()).isEqualTo(new RoomEvent.Ended(RoomEvent.Reason.RESTART));
        assertThatThrownBy(
                        () ->
                                rooms.ask(
                                        WORKFLOW,
                                        (java.util.concurrent.CompletableFuture<Long> reply) ->
                                                new RoomCommand.Level(reply)))
                .isInstanceOf(RoomUnavailableException.class);
    }

    private static Update edit() {
        return edit(4242);
    }

    private static Update edit(long client) {
        var doc = dev.evenkeel.crdt.YDoc.create(client);
        doc.getText("scratch").insert(0, "x");
        return Update.of(doc.encodeStateAsUpdate());
    }
}
