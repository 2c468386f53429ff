package dev.evenkeel.bootstrap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// What is done from time to time. None of it must be done for anything to be right; it only makes
/// things come about sooner.
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("upkeep-", 0).factory());

    /// Do `work` again and again, with `pause` between the end of one time and the next.
    void every(Duration pause, String what, Runnable work) {
        ScheduledFuture<?> _ =
                clock.scheduleWithFixedDelay(
                        () -> attempt(what, work),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    // An exception would end the repetition. Storage that is away now is there again later.
    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("upkeep failed what={} cause={}", what, e.toString());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
