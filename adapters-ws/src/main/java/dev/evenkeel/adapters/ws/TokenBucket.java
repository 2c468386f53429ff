package dev.evenkeel.adapters.ws;

import java.util.concurrent.TimeUnit;

/// Lets so many through at once and so many per second. Confined to one thread.
final class TokenBucket {

    private final double perNano;
    private final int burst;
    private double left;
    private long at;

    TokenBucket(int perSecond, int burst, long nowNanos) {
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.left = burst;
        this.at = nowNanos;
    }

    boolean take(int count, long nowNanos) {
        left = Math.min(burst, left + (nowNanos - at) * perNano);
        at = nowNanos;
        if (left < count) {
            return false;
        }
        left -= count;
        return true;
    }
}
