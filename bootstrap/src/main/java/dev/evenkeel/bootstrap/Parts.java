package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.AskDocument;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.recover.LevelDocuments;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.RoomContext;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.application.session.IssueToken;
import dev.evenkeel.application.session.OpenAuthenticator;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.session.TokenAuthenticator;
import dev.evenkeel.application.view.ViewVersion;
import dev.evenkeel.crdt.Limits;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.resolve.RowResolver;
import dev.evenkeel.domain.storage.Storage;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Everything but the edges, put together. The storage is chosen by whoever calls; from here on
/// nobody knows which it is.
record Parts(
        Storage storage,
        Kinds kinds,
        Watchers watchers,
        Rooms rooms,
        Sessions sessions,
        IssueToken issueToken,
        AdmitSession admission,
        AskDocument ask,
        JoinDocument join,
        LevelDocuments levelling,
        ServerState state,
        InstantSource clock,
        RandomGenerator random) {

    /// The parts as soon as they are there; the framework comes up while storage is opened.
    record Later(CompletableFuture<Parts> parts) {
        Parts now() {
            return parts.join();
        }
    }

    /// Put everything together over `storage`.
    ///
    /// @param reachable whether storage answers now
    static Parts assemble(
            Config config, Storage storage, BooleanSupplier reachable, Counters counters) {
        InstantSource clock = InstantSource.system();
        var random = new SecureRandom();
        var kinds = new Kinds(List.of(new WorkflowKind(), new Kind.Free(DocumentName.FREE)));
        Replicas replicas = new YReplicas(limits(config));
        var reconciler = new ThreeWayReconciler();
        var watchers = new Watchers();
        var rooms =
                new Rooms(
                        new RoomContext(
                                kinds,
                                storage.rows(),
                                storage.log(),
                                storage.versions(),
                                storage.journal(),
                                replicas,
                                reconciler,
                                new PolicyGate(config.drainAtMost()),
                                watchers,
                                clock,
                                random,
                                config.room(),
                                counters));
        var resolver = new RowResolver(storage.rows(), storage.versions());
        var admission =
                new AdmitSession(
                        resolver,
                        storage.projects(),
                        config.open() ? Optional.of(Demo.PROJECT) : Optional.empty());
        return new Parts(
                storage,
                kinds,
                watchers,
                rooms,
                new Sessions(authenticator(config, storage, clock)),
                new IssueToken(storage.tokens(), clock, random),
                admission,
                new AskDocument(admission, rooms),
                new JoinDocument(
                        admission,
                        kinds,
                        rooms,
                        new ViewVersion(kinds, replicas, reconciler),
                        config.open()),
                new LevelDocuments(storage.log(), storage.rows(), rooms),
                new ServerState(reachable, rooms::isDraining),
                clock,
                random);
    }

    private static Authenticator authenticator(
            Config config, Storage storage, InstantSource clock) {
        var tokens = new TokenAuthenticator(storage.tokens(), clock);
        return config.open() ? new OpenAuthenticator(tokens) : tokens;
    }

    /// Client ids in one document. Each outside write brings one of its own (ADR 3), so a document
    /// that a deploy writes every minute gets half a million in a year and must still take in its
    /// people.
    private static final int CLIENTS_MAX = 4 << 20;

    /// The engine's limits, with what a room takes in one update.
    private static Limits limits(Config config) {
        return Limits.DEFAULT
                .withUpdateBytes(config.room().updateBytesMax())
                .withClients(CLIENTS_MAX);
    }
}
