package dev.evenkeel.adapters.ws;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The open sockets, and the clock that reminds each of them of the time. Safe for concurrent use.
@Singleton
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long TICK_MILLIS_MAX = 1_000;

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
