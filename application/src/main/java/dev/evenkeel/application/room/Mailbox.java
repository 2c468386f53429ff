package dev.evenkeel.application.room;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The commands that wait for a room: many put, the room's thread takes. Closing it is atomic with
/// its being empty, so a room never closes over a command that somebody believes delivered.
final class Mailbox {

    enum Delivery {
        DELIVERED,
        FULL,
        /// The room has ended; the next one takes the command.
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<RoomCommand> commands = new ArrayDeque<>();
    private final int commandsMax;
    private boolean closed;

    Mailbox(int commandsMax) {
        this.commandsMax = commandsMax;
    }

    Delivery offer(RoomCommand command) {
        lock.lock();
        try {
            if (closed) {
                return Delivery.CLOSED;
            }
            // Leaving must always be possible, or who cannot get in would stay for ever.
            boolean mustFit =
                    command instanceof RoomCommand.Leave || command instanceof RoomCommand.Drain;
            if (commandsMax <= commands.size() && !mustFit) {
                return Delivery.FULL;
            }
            commands.add(command);
            filled.signal();
            return Delivery.DELIVERED;
        } finally {
            lock.unlock();
        }
    }

    /// The next commands, at most `countMax`; none if nothing came for as long as `patience`.
    List<RoomCommand> take(int countMax, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (commands.isEmpty() && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            var taken = new ArrayList<RoomCommand>(Math.min(countMax, commands.size()));
            while (taken.size() < countMax && !commands.isEmpty()) {
                taken.add(commands.poll());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    boolean closeIfEmpty() {
        lock.lock();
        try {
            closed = commands.isEmpty();
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Close, and hand back what nobody will handle here.
    List<RoomCommand> close() {
        lock.lock();
        try {
            closed = true;
            var left = List.copyOf(commands);
            commands.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
