package dev.evenkeel.adapters.ws;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The open sockets, and the clock that reminds each of them of the time. Safe for concurrent use.
@Singleton
final class Connections implements ApplicationEventListener<ShutdownEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long TICK_MILLIS_MAX = 1_000;

    /// How long a stop waits for clients to answer the close. Who does not is cut off.
    private static final Duration STOP_AT_MOST = Duration.ofMillis(500);

    private final Set<SyncConnection> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ws-clock").factory());

    Connections(WsSettings settings) {
        long tick =
                Math.clamp(
                        Math.min(
                                settings.keepaliveAfter().toMillis() / 4,
                                settings.closeAtMost().toMillis() / 4),
                        1,
                        TICK_MILLIS_MAX);
        var _ = clock.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    void add(SyncConnection connection) {
        open.add(connection);
    }

    void remove(SyncConnection connection) {
        open.remove(connection);
    }

    int count() {
        return open.size();
    }

    /// Before the framework cuts every socket: tell whoever is still there to come back. Rooms tell
    /// those who are in them, but the readers of a version are in none.
    @Override
    public void onApplicationEvent(ShutdownEvent event) {
        open.forEach(SyncConnection::stopping);
        long end = System.nanoTime() + STOP_AT_MOST.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void tick() {
        for (SyncConnection connection : open) {
            try {
                connection.tick();
            } catch (RuntimeException e) {
                // One that fails must not stop the clock of the others.
                LOG.error("tick failed cause={}", e.toString(), e);
            }
        }
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }
}
