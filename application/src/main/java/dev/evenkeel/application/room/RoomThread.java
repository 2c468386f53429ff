package dev.evenkeel.application.room;

import dev.evenkeel.application.room.RoomEvent.Reason;
import dev.evenkeel.domain.document.DocumentId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The life of a room: opening, open, lingering, closed. Runs on one virtual thread of its own.
final class RoomThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RoomThread.class);
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(10);

    private final RoomContext context;
    private final DocumentId id;
    private final Rooms rooms;
    private final Mailbox mailbox;
    private List<RoomCommand> batch = List.of();

    RoomThread(RoomContext context, DocumentId id, Rooms rooms) {
        this.context = context;
        this.id = id;
        this.rooms = rooms;
        this.mailbox = new Mailbox(context.limits().mailboxCommandsMax());
    }

    Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void run() {
        Room room = null;
        try {
            room = Room.open(context, id, rooms::isDraining);
            LOG.debug("room open document={}", id);
            live(room);
            LOG.debug("room closed document={}", id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(room, e);
        } catch (RuntimeException | Error e) {
            // An Error too, be it a stack that some content was too deep for: everybody in the room
            // would otherwise go on talking to nobody.
            LOG.error("room failed document={} cause={}", id, e.toString(), e);
            context.counters().add("evenkeel.room.failed", e.getClass().getSimpleName());
            fail(room, e);
        } finally {
            rooms.ended(id, this);
        }
    }

    private void live(Room room) throws InterruptedException {
        while (!room.isOver()) {
            batch = mailbox.take(context.limits().batchCommandsMax(), patience(room));
            if (!batch.isEmpty()) {
                room.turn(batch);
                batch = List.of();
                continue;
            }
            room.tick();
            if (room.mayClose()) {
                room.close();
                if (mailbox.closeIfEmpty()) {
                    return;
                }
            }
        }
    }

    private Duration patience(Room room) {
        Duration wait = Duration.between(context.clock().instant(), room.wakeAt());
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(PATIENCE_MAX) < 0 ? wait : PATIENCE_MAX;
    }

    /// Tell everybody to come back. What was being handled may or may not have been kept, so
    /// whoever waits for an answer is told that there is none; what still waited goes to the next
    /// room.
    private void fail(@Nullable Room room, Throwable cause) {
        if (room != null) {
            room.end(Reason.FAILED);
        }
        List<RoomCommand> handled = room == null ? mailbox.close() : batch;
        for (RoomCommand command : handled) {
            switch (command) {
                case RoomCommand.Asked asked -> giveUp(asked.reply(), cause);
                case RoomCommand.Enter(Participant who, _) ->
                        who.tell(new RoomEvent.Ended(Reason.FAILED));
                case RoomCommand.Leave _,
                        RoomCommand.Compare _,
                        RoomCommand.Apply _,
                        RoomCommand.Announce _,
                        RoomCommand.AskPresence _ -> {}
            }
        }
    }

    private static void giveUp(CompletableFuture<?> reply, Throwable cause) {
        reply.completeExceptionally(cause);
    }
}
