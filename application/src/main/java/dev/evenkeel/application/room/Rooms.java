package dev.evenkeel.application.room;

import dev.evenkeel.application.room.RoomEvent.Reason;
import dev.evenkeel.domain.document.DocumentId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The open rooms, at most one for each document. A command opens the room it is for, and one that
/// meets a closing room goes to the next: nobody looks a room up and then starts one.
///
/// Safe for concurrent use.
public final class Rooms {

    private static final Duration ANSWER_AT_MOST = Duration.ofSeconds(30);

    private final RoomContext context;
    private final ConcurrentMap<DocumentId, RoomThread> open = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public Rooms(RoomContext context) {
        this.context = context;
    }

    /// What became of handing over a command.
    public enum Sent {
        SENT,
        /// Too much waits there already.
        FULL,
        DRAINING
    }

    /// Hand `command` to the document's room, opening it if need be. Does not wait.
    public Sent send(DocumentId document, RoomCommand command) {
        while (true) {
            RoomThread room = open.get(document);
            if (room == null && command instanceof RoomCommand.Leave) {
                return Sent.SENT;
            }
            if (draining && (room == null || command instanceof RoomCommand.Enter)) {
                turnAway(command, Reason.RESTART);
                return Sent.DRAINING;
            }
            if (room == null) {
                if (context.limits().openRoomsMax() <= open.size()) {
                    context.counters().reached(Limit.OPEN_ROOMS);
                    turnAway(command, Reason.OVERLOADED);
                    return Sent.FULL;
                }
                room = start(document);
            }
            switch (room.mailbox().offer(command)) {
                case DELIVERED -> {
                    return Sent.SENT;
                }
                case FULL -> {
                    context.counters().reached(Limit.MAILBOX_COMMANDS);
                    turnAway(command, Reason.OVERLOADED);
                    return Sent.FULL;
                }
                // Waits for a room that hands over what it leaves: the next one has that already.
                case CLOSED -> open.remove(document, room);
            }
        }
    }

    private RoomThread start(DocumentId document) {
        var fresh = new RoomThread(context, document, this);
        RoomThread other = open.putIfAbsent(document, fresh);
        if (other != null) {
            return other;
        }
        begin(document, fresh);
        return fresh;
    }

    private static void begin(DocumentId document, RoomThread room) {
        Thread.ofVirtual().name("room-" + document).start(room);
    }

    private static void turnAway(RoomCommand command, Reason reason) {
        switch (command) {
            case RoomCommand.Asked asked ->
                    asked.reply()
                            .completeExceptionally(new RoomUnavailableException(reason, "no room"));
            case RoomCommand.Enter(Participant who, _) -> who.tell(new RoomEvent.Ended(reason));
            case RoomCommand.Compare(Participant who, _) -> who.tell(new RoomEvent.Ended(reason));
            case RoomCommand.Apply(Participant who, _) -> who.tell(new RoomEvent.Ended(reason));
            case RoomCommand.Announce(Participant who, _) -> who.tell(new RoomEvent.Ended(reason));
            case RoomCommand.AskPresence(Participant who) -> who.tell(new RoomEvent.Ended(reason));
            case RoomCommand.Leave _ -> {}
        }
    }

    /// Send a command and wait for its answer.
    ///
    /// @throws RoomUnavailableException if there is no answer: the room is overloaded, or the
    ///   server stops; the command had no effect unless it says that this is not known
    /// @throws dev.evenkeel.domain.row.StorageUnavailableException if storage gave none
    public <T> T ask(DocumentId document, Function<CompletableFuture<T>, RoomCommand> command) {
        var reply = new CompletableFuture<T>();
        send(document, command.apply(reply));
        try {
            return reply.get(ANSWER_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new RoomUnavailableException(Reason.FAILED, "room of " + document, e);
        } catch (TimeoutException e) {
            throw new RoomUnavailableException(
                    Reason.OVERLOADED, "room of " + document + " gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoomUnavailableException(Reason.RESTART, "interrupted", e);
        }
    }

    /// The documents whose rooms are open.
    public Set<DocumentId> openDocuments() {
        return Set.copyOf(open.keySet());
    }

    public boolean isDraining() {
        return draining;
    }

    /// Take nobody in any more, let every room write down what is worth it, and tell everybody to
    /// come back. Waits until all rooms are closed, at most `atMost`; false when some were not.
    public boolean drain(Duration atMost) {
        draining = true;
        var replies = new ArrayList<CompletableFuture<Boolean>>();
        open.values()
                .forEach(
                        room -> {
                            var reply = new CompletableFuture<Boolean>();
                            if (room.mailbox().offer(new RoomCommand.Drain(reply))
                                    == Mailbox.Delivery.DELIVERED) {
                                replies.add(reply);
                            }
                        });
        try {
            CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// `room` has ended. What still waits for it goes to the next room, in its order and before
    /// whatever is sent from now on: were a Leave to overtake its Enter, somebody who is gone would
    /// stay in the next room for ever, and an update that overtook it would get lost.
    void ended(DocumentId document, RoomThread room) {
        var left = new ArrayList<RoomCommand>();
        RoomThread next =
                open.compute(
                        document,
                        (_, current) -> {
                            left.addAll(room.mailbox().close());
                            if (current != room) {
                                return current;
                            }
                            return left.isEmpty() || draining ? null : successor(document, left);
                        });
        if (!left.isEmpty() && next != null) {
            begin(document, next);
        } else {
            left.forEach(command -> turnAway(command, Reason.RESTART));
        }
    }

    private RoomThread successor(DocumentId document, List<RoomCommand> left) {
        var next = new RoomThread(context, document, this);
        left.forEach(next.mailbox()::offer);
        return next;
    }
}
