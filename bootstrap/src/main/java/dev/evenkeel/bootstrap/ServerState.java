package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.http.Readiness;

import java.util.function.BooleanSupplier;

/// Whether the server can serve. It is not ready before recovery is done and everything that a
/// first start has to say is said.
final class ServerState implements Readiness {

    private final BooleanSupplier storage;
    private final BooleanSupplier draining;
    private volatile boolean recovered;

    ServerState(BooleanSupplier storage, BooleanSupplier draining) {
        this.storage = storage;
        this.draining = draining;
    }

    void recovered() {
        recovered = true;
    }

    @Override
    public Report report() {
        return new Report(storage.getAsBoolean(), recovered, draining.getAsBoolean());
    }
}
