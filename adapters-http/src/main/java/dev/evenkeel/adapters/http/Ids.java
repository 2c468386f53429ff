package dev.evenkeel.adapters.http;

import jakarta.inject.Singleton;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes ids for what clients create without naming it.
@Singleton
final class Ids {

    private static final long VERSION_MASK = 0xF000L;
    private static final long RANDOM_VERSION = 0x4000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /// A random UUID (version 4).
    String uuid() {
        long high = (random.nextLong() & ~VERSION_MASK) | RANDOM_VERSION;
        long low = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
        return new UUID(high, low).toString();
    }
}
