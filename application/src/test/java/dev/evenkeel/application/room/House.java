package dev.evenkeel.application.room;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.session.Sessions.Opening;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator;
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
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// A server in one thread: rooms over one storage, a clock that stands still unless it is moved,
/// and people whose Yjs documents survive everything. What is sent to a room is handled at once.
final class House {

    static final ProjectId DEMO = new ProjectId("demo");
    static final DocumentId WORKFLOW =
            new DocumentId("workflow", "6f9619ff-8b86-4011-b42d-00c04fc964ff");
    static final DocumentId NOTES = new DocumentId("free", "notes");
    static final String JOB_A = "aaaaaaaa-0000-4000-8000-000000000001";
    static final String JOB_B = "bbbbbbbb-0000-4000-8000-000000000002";
    static final String TRIGGER = "cccccccc-0000-4000-8000-000000000003";

    final InMemoryStorage storage = new InMemoryStorage();
    final Kinds kinds = new Kinds(List.of(new WorkflowKind(), new Kind.Free("free")));
    final Watchers watchers = new Watchers();
    final RoomContext context;
    private final Map<DocumentId, Room> rooms = new HashMap<>();
    private final List<Person> people = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    House() {
        this(RoomLimits.DEFAULT);
    }

    House(RoomLimits limits) {
        this(limits, new YReplicas());
    }

    House(RoomLimits limits, Replicas replicas) {
        storage.projects().create(new Project(DEMO, "Demo"));
        context =
                new RoomContext(
                        kinds,
                        storage.rows(),
                        storage.log(),
                        storage.versions(),
                        storage.journal(),
                        replicas,
                        new ThreeWayReconciler(),
                        new PolicyGate(Duration.ofSeconds(10)),
                        watchers,
                        () -> now,
                        new Random(7),
                        limits,
                        Counters.NONE);
    }

    /// A house in which the workflow exists, with two jobs and a trigger.
    static House withWorkflow() {
        var house = new House();
        house.create(
                content("Alpha", job(JOB_A, "Fetch", "get('/');"), job(JOB_B, "Store", "save();")));
        return house;
    }

    static Value.Obj content(String name, Value... jobs) {
        return Value.Obj.EMPTY
                .with("name", Value.of(name))
                .with("jobs", new Value.Arr(List.of(jobs)))
                .with("edges", new Value.Arr(List.of()))
                .with(
                        "triggers",
                        new Value.Arr(
                                List.of(
                                        Value.Obj.EMPTY
                                                .with("id", Value.of(TRIGGER))
                                                .with("type", Value.of("webhook"))
                                                .with("enabled", Value.of(true)))))
                .with("positions", Value.Obj.EMPTY);
    }

    static Value.Obj job(String id, String name, String body) {
        return Value.Obj.EMPTY
                .with("id", Value.of(id))
                .with("name", Value.of(name))
                .with("body", Value.of(body))
                .with("adaptor", Value.of("@openfn/language-http@latest"));
    }

    Session session(String id, Access access) {
        var actor = new Actor(Actor.Type.PERSON, id, id);
        Authenticator authenticator =
                _ ->
                        new Authenticator.Answer.Known(
                                new Principal(actor, new Scope.OneProject(DEMO, access)));
        return ((Opening.Opened) new Sessions(authenticator).open("token-of-" + id)).session();
    }

    /// A session that can be rechecked.
    Session session(String id, Sessions sessions) {
        return ((Opening.Opened) sessions.open("token-of-" + id)).session();
    }

    Person editor(String id) {
        return person(session(id, Access.WRITE));
    }

    Person person(Session session) {
        var person = new Person(this, session, 100 + people.size());
        people.add(person);
        return person;
    }

    void pass(Duration time) {
        now = now.plus(time);
        rooms.values().forEach(Room::tick);
    }

    Room room(DocumentId id) {
        return rooms.computeIfAbsent(id, _ -> Room.open(context, id, () -> false));
    }

    void send(DocumentId id, RoomCommand... commands) {
        Room room = room(id);
        room.turn(List.of(commands));
        if (room.isOver()) {
            rooms.remove(id);
        }
    }

    <T> T ask(DocumentId id, Function<CompletableFuture<T>, RoomCommand> command) {
        var reply = new CompletableFuture<T>();
        send(id, command.apply(reply));
        return reply.getNow(null);
    }

    /// The process dies: rooms are gone, nothing was written down, and nobody was told.
    void crash() {
        rooms.clear();
        people.forEach(Person::lost);
    }

    SaveResult save(Person who) {
        return ask(WORKFLOW, reply -> new RoomCommand.Save(who.session(), Optional.empty(), reply));
    }

    ResetResult reset(Person who) {
        return ask(WORKFLOW, reply -> new RoomCommand.Reset(who.session(), reply));
    }

    WriteResult create(Value.Obj content) {
        return write(new What.Create(DEMO, content));
    }

    /// Give a free document its row.
    void register(DocumentId free) {
        var change =
                new RowChange(
                        new What.Create(DEMO, Value.Obj.EMPTY),
                        OptionalLong.empty(),
                        Optional.empty(),
                        "join");
        this.<WriteResult>ask(
                free, reply -> new RoomCommand.Write(session("ann", Access.WRITE), change, reply));
    }

    WriteResult put(Value.Obj content) {
        return write(new What.Replace(content));
    }

    WriteResult write(What what) {
        return write(what, session("deployer", Access.MANAGE));
    }

    WriteResult write(RowChange change) {
        var who = session("deployer", Access.MANAGE);
        return ask(WORKFLOW, reply -> new RoomCommand.Write(who, change, reply));
    }

    WriteResult write(What what, Session who) {
        var change = new RowChange(what, OptionalLong.empty(), Optional.empty(), "http");
        return ask(WORKFLOW, reply -> new RoomCommand.Write(who, change, reply));
    }

    /// A writer that goes past this server: straight to the store.
    void direct(Value.Obj content) {
        var kind = new WorkflowKind();
        Value.Obj normalised = kind.normalise(WORKFLOW, content);
        Commit.Write write =
                storage.rows().find(WORKFLOW) instanceof Lookup.Present(Row row)
                        ? new Commit.Write.Replace(
                                row.lockVersion(), kind.title(normalised), normalised)
                        : new Commit.Write.Insert(DEMO, kind.title(normalised), normalised);
        var actor = new Actor(Actor.Type.CONNECTION, "github", "GitHub");
        storage.rows()
                .commit(
                        new Commit(
                                WORKFLOW,
                                write,
                                actor,
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                new Happening("written", actor, now, 0, Value.Obj.EMPTY)));
    }

    RoomState state(Person who) {
        return ask(WORKFLOW, reply -> new RoomCommand.Describe(who.session(), reply));
    }

    Row row() {
        return ((Lookup.Present) storage.rows().find(WORKFLOW)).row();
    }

    List<Version> versions() {
        return storage.versions().list(WORKFLOW, 100);
    }

    /// The member `name` of the job in the row.
    String stored(String jobId, String name) {
        return row().content().objects("jobs").stream()
                .filter(job -> job.text("id").equals(jobId))
                .map(job -> job.text(name))
                .findFirst()
                .orElse("(no job)");
    }
}
