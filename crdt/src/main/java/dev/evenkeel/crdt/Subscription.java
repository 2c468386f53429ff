package dev.evenkeel.crdt;

/// A listener's place in a document; closing it twice is harmless.
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
