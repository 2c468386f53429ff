package dev.evenkeel.application.room;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Somebody at a browser: a Yjs document of their own that outlives connections, kept in step as a
/// stock client does it.
final class Person implements Participant {

    final House house;
    final List<RoomEvent> events = new ArrayList<>();
    private final Session session;
    private final YDoc doc;
    private final List<Update> unsent = new ArrayList<>();
    private DocumentId where = House.WORKFLOW;
    private boolean online;

    Person(House house, Session session, long clientId) {
        this.house = house;
        this.session = session;
        this.doc = YDoc.create(clientId);
        doc.onUpdate(
                (update, transaction) -> {
                    if (transaction.origin() != this) {
                        unsent.add(Update.of(update));
                    }
                });
    }

    @Override
    public Session session() {
        return session;
    }

    Person joins() {
        return joins(House.WORKFLOW);
    }

    Person joins(DocumentId document) {
        where = document;
        online = true;
        house.send(where, new RoomCommand.Enter(this, Optional.of(House.DEMO)));
        if (online) {
            house.send(
                    where,
                    new RoomCommand.Compare(this, StateVector.of(doc.stateVector().encode())));
        }
        flush();
        return this;
    }

    void leaves() {
        online = false;
        house.send(where, new RoomCommand.Leave(this));
    }

    /// The connection is gone and nobody was told.
    void lost() {
        online = false;
    }

    @Override
    public void tell(RoomEvent event) {
        events.add(event);
        switch (event) {
            case RoomEvent.Welcome(StateVector known, _) -> {
                var missing =
                        doc.encodeStateAsUpdate(
                                dev.evenkeel.crdt.StateVector.decode(known.bytes()));
                unsent.clear();
                unsent.add(Update.of(missing));
            }
            case RoomEvent.Incomplete(StateVector known) ->
                    unsent.add(
                            Update.of(
                                    doc.encodeStateAsUpdate(
                                            dev.evenkeel.crdt.StateVector.decode(known.bytes()))));
            case RoomEvent.Missing(Update update) -> doc.applyUpdate(update.bytes(), this);
            case RoomEvent.News(Update update) -> doc.applyUpdate(update.bytes(), this);
            case RoomEvent.Ended _ -> online = false;
            case RoomEvent.Kept _,
                    RoomEvent.PresenceChanged _,
                    RoomEvent.Refused _,
                    RoomEvent.OverLimit _,
                    RoomEvent.Malformed _ -> {}
        }
    }

    /// Edit, and send it if there is a connection.
    Person edits(Consumer<YDoc> edit) {
        doc.transact(() -> edit.accept(doc));
        flush();
        return this;
    }

    void flush() {
        if (online) {
            var updates = List.copyOf(unsent);
            unsent.clear();
            updates.forEach(update -> house.send(where, new RoomCommand.Apply(this, update)));
            if (!unsent.isEmpty()) {
                flush();
            }
        }
    }

    Person types(String jobId, int at, String text) {
        return edits(_ -> body(jobId).insert(at, text));
    }

    Person deletes(String jobId, int at, int count) {
        return edits(_ -> body(jobId).delete(at, count));
    }

    Person renames(String jobId, String name) {
        return edits(_ -> job(jobId).orElseThrow().set("name", YValue.of(name)));
    }

    Person renamesWorkflow(String name) {
        return edits(d -> d.getMap("workflow").set("name", YValue.of(name)));
    }

    Person addsJob(String jobId, String name, String body) {
        Map<String, YValue> job = new LinkedHashMap<>();
        job.put("id", YValue.of(jobId));
        job.put("name", YValue.of(name));
        job.put("body", new YValue.Shared(YText.of(body)));
        job.put("adaptor", YValue.of("@openfn/language-common@latest"));
        return edits(d -> d.getArray("jobs").push(new YValue.Shared(YMap.of(job))));
    }

    Person removesJob(String jobId) {
        return edits(
                d -> {
                    YArray jobs = d.getArray("jobs");
                    for (int i = jobs.length() - 1; i >= 0; i--) {
                        if (idOf(jobs.get(i)).equals(jobId)) {
                            jobs.delete(i, 1);
                        }
                    }
                });
    }

    YDoc doc() {
        return doc;
    }

    boolean isOnline() {
        return online;
    }

    Optional<YMap> job(String jobId) {
        return doc.getArray("jobs").toList().stream()
                .filter(value -> idOf(value).equals(jobId))
                .map(value -> (YMap) ((YValue.Shared) value).type())
                .findFirst();
    }

    YText body(String jobId) {
        return (YText) ((YValue.Shared) job(jobId).orElseThrow().get("body").orElseThrow()).type();
    }

    String bodyText(String jobId) {
        return body(jobId).toString();
    }

    String nameOf(String jobId) {
        return job(jobId)
                .flatMap(map -> map.get("name"))
                .map(name -> ((YValue.Str) name).value())
                .orElse("(no job)");
    }

    String workflowName() {
        return ((YValue.Str) doc.getMap("workflow").get("name").orElseThrow()).value();
    }

    /// All that this person's copy of the workflow says.
    String sees() {
        return List.of("workflow", "jobs", "edges", "triggers", "positions").stream()
                .map(
                        root ->
                                root.equals("workflow") || root.equals("positions")
                                        ? sorted(doc.getMap(root).toJson())
                                        : sorted(doc.getArray(root).toJson()))
                .toList()
                .toString();
    }

    private static String sorted(YValue value) {
        return switch (value) {
            case YValue.Obj(var members) ->
                    new java.util.TreeMap<>(members)
                            .entrySet().stream()
                                    .map(e -> e.getKey() + "=" + sorted(e.getValue()))
                                    .toList()
                                    .toString();
            case YValue.Arr(var items) -> items.stream().map(Person::sorted).toList().toString();
            case YValue other -> other.toString();
        };
    }

    private static String idOf(YValue value) {
        return value instanceof YValue.Shared(YMap map)
                        && map.get("id").orElse(YValue.NULL) instanceof YValue.Str(String id)
                ? id
                : "";
    }

    <T extends RoomEvent> List<T> told(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
