package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.RoomContext;
import dev.evenkeel.application.room.RoomLimits;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.view.ViewVersion;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator.Answer;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.Principal.Scope;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.memory.InMemoryStorage;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;
import dev.evenkeel.domain.resolve.RowResolver;
import dev.evenkeel.domain.row.Commit;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The real endpoint over the real application, with storage in memory. Tokens are the names of
/// those who bring them: `editor…`, `viewer…`, `stranger…`; any other is nobody's.
final class TestServer implements AutoCloseable {

    static final ProjectId DEMO = new ProjectId("demo");

    final InMemoryStorage storage = new InMemoryStorage();
    final Rooms rooms;
    final Sessions sessions = new Sessions(this::authenticate);
    final Map<String, Integer> counted = new ConcurrentHashMap<>();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final ApplicationContext context;
    private final EmbeddedServer server;

    TestServer(WsSettings settings) {
        this(settings, RoomLimits.DEFAULT);
    }

    TestServer(WsSettings settings, RoomLimits limits) {
        storage.projects().create(new Project(DEMO, "Demo"));
        var kinds = new Kinds(List.of(new WorkflowKind(), new Kind.Free("free")));
        var replicas = new YReplicas();
        var reconciler = new ThreeWayReconciler();
        Counters counters =
                (counter, label) -> counted.merge(counter + " " + label, 1, Integer::sum);
        rooms =
                new Rooms(
                        new RoomContext(
                                kinds,
                                storage.rows(),
                                storage.log(),
                                storage.versions(),
                                storage.journal(),
                                replicas,
                                reconciler,
                                new PolicyGate(Duration.ofSeconds(10)),
                                new Watchers(),
                                InstantSource.system(),
                                new Random(7),
                                limits,
                                counters));
        var admission =
                new AdmitSession(
                        new RowResolver(storage.rows(), storage.versions()),
                        storage.projects(),
                        Optional.of(DEMO));
        var join =
                new JoinDocument(
                        admission,
                        kinds,
                        rooms,
                        new ViewVersion(kinds, replicas, reconciler),
                        true);
        context =
                ApplicationContext.builder()
                        .properties(
                                Map.of(
                                        "micronaut.server.port",
                                        "${random.port}",
                                        "micronaut.server.host",
                                        "127.0.0.1",
                                        // The framework refuses foreign origins on loopback
                                        // before the filter is asked.
                                        "micronaut.server.cors.localhost-pass-through",
                                        true))
                        .banner(false)
                        .build();
        context.registerSingleton(JoinDocument.class, join);
        context.registerSingleton(AdmitSession.class, admission);
        context.registerSingleton(Rooms.class, rooms);
        context.registerSingleton(Sessions.class, sessions);
        context.registerSingleton(Kinds.class, kinds);
        context.registerSingleton(WsSettings.class, settings);
        context.registerSingleton(Counters.class, counters);
        context.start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    private Answer authenticate(String token) {
        if (revoked.contains(token)) {
            return new Answer.Unknown();
        }
        if (token.equals("old")) {
            return new Answer.Expired();
        }
        for (var role :
                Map.of("editor", Access.WRITE, "viewer", Access.READ, "stranger", Access.NONE)
                        .entrySet()) {
            if (token.startsWith(role.getKey())) {
                return new Answer.Known(
                        new Principal(
                                new Actor(Actor.Type.PERSON, token, token),
                                new Scope.OneProject(DEMO, role.getValue())));
            }
        }
        return new Answer.Unknown();
    }

    int port() {
        return server.getPort();
    }

    int connections() {
        return context.getBean(Connections.class).count();
    }

    int counted(String counter) {
        return counted.getOrDefault(counter, 0);
    }

    /// Store a workflow and answer its name.
    String workflowWithAVersion() {
        var document = new DocumentId("workflow", "00000000-0000-4000-8000-000000000001");
        var created = new Happening("created", Actor.SERVER, Instant.EPOCH, 0, Value.Obj.EMPTY);
        storage.rows()
                .commit(
                        new Commit(
                                document,
                                new Commit.Write.Insert(DEMO, "One", Value.Obj.EMPTY),
                                Actor.SERVER,
                                Instant.EPOCH,
                                Optional.empty(),
                                Optional.empty(),
                                created));
        return document.toString();
    }

    /// The way of the process on a signal.
    void stop() {
        rooms.drain(Duration.ofSeconds(5));
        context.close();
    }

    @Override
    public void close() {
        if (!context.isRunning()) {
            return;
        }
        rooms.drain(Duration.ofSeconds(5));
        for (int i = 0; i < 40 && connections() > 0; i++) {
            LockSupport.parkNanos(25_000_000);
        }
        context.close();
    }
}
