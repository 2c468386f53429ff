package dev.evenkeel.adapters.http;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.AskDocument;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.RoomContext;
import dev.evenkeel.application.room.RoomLimits;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.application.session.IssueToken;
import dev.evenkeel.application.session.OpenAuthenticator;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.session.TokenAuthenticator;
import dev.evenkeel.application.view.ViewVersion;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Member;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.memory.InMemoryStorage;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;
import dev.evenkeel.domain.resolve.RowResolver;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Versions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The API on a random port over parts in memory, put together by hand as `bootstrap` does it, with
/// two projects whose members have a token for each role.
final class TestServer implements AutoCloseable {

    static final ProjectId DEMO = new ProjectId("demo");
    static final ProjectId OTHER = new ProjectId("other");
    static final int BODY_MAX = 64 << 10;

    final InMemoryStorage storage = new InMemoryStorage();
    final Sessions sessions;
    final Rooms rooms;
    final Watchers watchers = new Watchers();
    final JoinDocument join;
    volatile Readiness.Report readiness = new Readiness.Report(true, true, false);
    volatile Instant now = Instant.parse("2026-05-01T12:00:00Z");

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final IssueToken issueToken;
    private final String operator;
    private final Map<String, String> tokens;

    TestServer() {
        this(false, new HttpSettings(BODY_MAX, 64, 1_000, 100, Duration.ofMillis(200), Set.of()));
    }

    TestServer(boolean open, HttpSettings settings) {
        InstantSource clock = () -> now;
        var random = new SecureRandom();
        Authenticator authenticator = new TokenAuthenticator(storage.tokens(), clock);
        sessions = new Sessions(open ? new OpenAuthenticator(authenticator) : authenticator);
        issueToken = new IssueToken(storage.tokens(), clock, random);
        var kinds = new Kinds(List.of(new WorkflowKind(), new Kind.Free(DocumentName.FREE)));
        var roomContext =
                new RoomContext(
                        kinds,
                        storage.rows(),
                        storage.log(),
                        storage.versions(),
                        storage.journal(),
                        new YReplicas(),
                        new ThreeWayReconciler(),
                        new PolicyGate(Duration.ofSeconds(10)),
                        watchers,
                        InstantSource.system(),
                        random,
                        RoomLimits.DEFAULT,
                        Counters.NONE);
        rooms = new Rooms(roomContext);
        var admission =
                new AdmitSession(
                        new RowResolver(storage.rows(), storage.versions()),
                        storage.projects(),
                        open ? Optional.of(DEMO) : Optional.empty());
        join =
                new JoinDocument(
                        admission,
                        kinds,
                        rooms,
                        new ViewVersion(kinds, new YReplicas(), new ThreeWayReconciler()),
                        open);
        operator =
                issueToken
                        .issue(
                                Optional.empty(),
                                new Actor(Actor.Type.OPERATOR, "ops", "Ops"),
                                "first",
                                Optional.empty())
                        .secret();
        storage.projects().create(new Project(DEMO, "Demo"));
        storage.projects().create(new Project(OTHER, "Other"));
        tokens =
                Set.of(DEMO, OTHER).stream()
                        .flatMap(p -> List.of(Role.values()).stream().map(r -> Map.entry(p, r)))
                        .collect(
                                Collectors.toMap(
                                        each -> each.getKey() + "/" + each.getValue(),
                                        each -> member(each.getKey(), each.getValue())));
        context =
                ApplicationContext.builder()
                        .properties(Map.of("micronaut.server.port", -1))
                        .build();
        context.registerSingleton(HttpSettings.class, settings)
                .registerSingleton(Readiness.class, (Readiness) () -> readiness)
                .registerSingleton(Sessions.class, sessions)
                .registerSingleton(IssueToken.class, issueToken)
                .registerSingleton(InstantSource.class, clock)
                .registerSingleton(RandomGenerator.class, random)
                .registerSingleton(Kinds.class, kinds)
                .registerSingleton(AdmitSession.class, admission)
                .registerSingleton(AskDocument.class, new AskDocument(admission, rooms))
                .registerSingleton(Watchers.class, watchers)
                .registerSingleton(Rows.class, storage.rows())
                .registerSingleton(Versions.class, storage.versions())
                .registerSingleton(Journal.class, storage.journal())
                .registerSingleton(Projects.class, storage.projects())
                .registerSingleton(Tokens.class, storage.tokens());
        context.start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    private String member(ProjectId project, Role role) {
        String name = role.name().toLowerCase(java.util.Locale.ROOT);
        var actor = new Actor(Actor.Type.PERSON, project + "-" + name, name + " of " + project);
        storage.projects().putMember(new Member(project, actor, role));
        return issueToken.issue(Optional.of(project), actor, name, Optional.empty()).secret();
    }

    String operator() {
        return operator;
    }

    String token(ProjectId project, Role role) {
        return tokens.get(project + "/" + role);
    }

    /// Of the project `demo`.
    String editor() {
        return token(DEMO, Role.EDITOR);
    }

    /// `METHOD /path` of every route that this module declares.
    Set<String> routes() {
        return context.getBean(Router.class)
                .uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .map(
                        route ->
                                route.getHttpMethodName()
                                        + " "
                                        + route.getUriMatchTemplate()
                                                .toString()
                                                .replace("{name:.+}", "{name}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getPort() + path);
    }

    HttpClient client() {
        return client;
    }

    int openStreams() {
        return context.getBean(EventsController.class).openStreams();
    }

    Call call(String method, String path) {
        return new Call(method, path);
    }

    /// A request that is being put together.
    final class Call {
        private final String method;
        private final HttpRequest.Builder request;
        private byte[] body = {};
        private boolean chunked;

        Call(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(uri(path));
        }

        Call as(String token) {
            request.header("Authorization", "Bearer " + token);
            return this;
        }

        Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        Call json(Value body) {
            return json(Json.text(body));
        }

        Call json(String body) {
            return body("application/json", body);
        }

        Call body(String type, String body) {
            request.header("Content-Type", type);
            this.body = body.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /// Send the body without saying how long it is.
        Call chunked() {
            chunked = true;
            return this;
        }

        Reply send() {
            return send(BodyHandlers.ofString(), body -> body);
        }

        /// For an answer that does not end: what came before its first byte, or the whole problem.
        Reply sendForHead() {
            return send(
                    BodyHandlers.ofInputStream(),
                    stream -> {
                        try (stream) {
                            byte[] first = stream.readNBytes(1);
                            return first[0] == '{'
                                    ? "{"
                                            + new String(
                                                    stream.readAllBytes(), StandardCharsets.UTF_8)
                                    : "";
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        }

        private <T> Reply send(HttpResponse.BodyHandler<T> handler, Function<T, String> text) {
            try {
                var publisher =
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : chunked
                                        ? HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body))
                                        : HttpRequest.BodyPublishers.ofByteArray(body);
                var response =
                        client.send(
                                request.timeout(Duration.ofSeconds(20))
                                        .method(method, publisher)
                                        .build(),
                                handler);
                return new Reply(
                        response.statusCode(), response.headers(), text.apply(response.body()));
            } catch (IOException e) {
                throw new AssertionError(method + " got no answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        server.stop();
        context.close();
        rooms.drain(Duration.ofSeconds(5));
    }
}
