package dev.evenkeel.adapters.http;

import dev.evenkeel.adapters.crdt.YReplicas;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.join.JoinResult;
import dev.evenkeel.application.join.Seat;
import dev.evenkeel.application.room.Participant;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.kind.WorkflowKind;
import dev.evenkeel.domain.reconcile.ThreeWayReconciler;
import dev.evenkeel.domain.replica.Replicas.Mirrors;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/// Somebody in a room who types, without a socket.
final class Typist implements Participant, AutoCloseable {

    private static final Schema SCHEMA = new WorkflowKind().schema();

    private final Session session;
    private final BlockingQueue<RoomEvent> events = new LinkedBlockingQueue<>();
    private final Seat seat;

    Typist(TestServer server, String token, String name) {
        this(server, token, name, Optional.empty(), Optional.empty());
    }

    Typist(
            TestServer server,
            String token,
            String name,
            Optional<String> action,
            Optional<ProjectId> project) {
        session =
                switch (server.sessions.open(token)) {
                    case Sessions.Opening.Opened(Session opened) -> opened;
                    case Sessions.Opening.Refused _ -> throw new AssertionError("refused");
                };
        var parsed =
                (DocumentName.Parsed.Valid)
                        DocumentName.parse(name, Set.of("workflow", DocumentName.FREE));
        var result = server.join.join(new JoinDocument.Wish(parsed.name(), action, project), this);
        if (!(result instanceof JoinResult.Joined(Seat taken))) {
            throw new AssertionError("not let in: " + result);
        }
        seat = taken;
        await(RoomEvent.Welcome.class);
    }

    /// Make `change` in the live document and wait until it is kept.
    void type(UnaryOperator<Value.Obj> change) {
        seat.compare(StateVector.NOTHING);
        Update state = await(RoomEvent.Missing.class).update();
        Value.Obj before = new YReplicas().open(List.of(state)).content(SCHEMA);
        var changes = new ThreeWayReconciler().changes(SCHEMA, before, change.apply(before));
        seat.apply(
                new YReplicas()
                        .compose(state, 4711, SCHEMA, changes, new Mirrors(0, Optional.empty())));
        await(RoomEvent.Kept.class);
    }

    private <T extends RoomEvent> T await(Class<T> type) {
        try {
            while (true) {
                RoomEvent event = events.take();
                if (type.isInstance(event)) {
                    return type.cast(event);
                }
                if (event instanceof RoomEvent.Ended) {
                    throw new AssertionError("Expected " + type + " but the room ended: " + event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void tell(RoomEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        seat.leave();
    }
}
