package dev.evenkeel.application.view;

import dev.evenkeel.application.join.Seat;
import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.application.room.Participant;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.CanonicalJson;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.reconcile.Reconciler;
import dev.evenkeel.domain.replica.ClientIds;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.version.Version;

import java.util.List;
import java.util.Optional;

/// Shows a version to somebody who speaks Yjs. What it shows is made from the version's content and
/// kept nowhere; there is no room, so there is no way to change anything.
public final class ViewVersion {

    private final Kinds kinds;
    private final Replicas replicas;
    private final Reconciler reconciler;

    public ViewVersion(Kinds kinds, Replicas replicas, Reconciler reconciler) {
        this.kinds = kinds;
        this.replicas = replicas;
        this.reconciler = reconciler;
    }

    /// A seat before `version`, which belongs to `project`; `who` is welcomed at once.
    public Seat seat(Version version, ProjectId project, Participant who) {
        Replica replica = replicas.open(List.of(document(version)));
        who.tell(new RoomEvent.Welcome(replica.stateVector(), List.of()));
        return new VersionSeat(replica, project, who);
    }

    // The id is derived from what is shown, so a client that comes back with its copy sees it once.
    private Update document(Version version) {
        if (!(kinds.get(version.document().kind()) instanceof Kind.Stored kind)) {
            throw new IllegalStateException("No versions of " + version.document());
        }
        Schema schema = kind.schema();
        Replica nothing = replicas.open(List.of());
        var view =
                new DocumentId(
                        version.document().kind(),
                        version.document().key() + ":v" + version.label());
        long client =
                ClientIds.derive(
                        view,
                        0,
                        version.label().number(),
                        nothing.state(),
                        CanonicalJson.text(version.content()));
        return replicas.compose(
                nothing.state(),
                client,
                schema,
                reconciler.changes(schema, nothing.content(schema), version.content()),
                new Replicas.Mirrors(version.label().number(), Optional.empty()));
    }

    private record VersionSeat(Replica replica, ProjectId project, Participant who)
            implements Seat {

        @Override
        public void compare(StateVector known) {
            // Rights may have been taken away since the join.
            if (!who.session().accessTo(project).allows(Access.READ)) {
                who.tell(new RoomEvent.Ended(RoomEvent.Reason.FORBIDDEN));
                return;
            }
            try {
                who.tell(new RoomEvent.Missing(replica.diff(known)));
            } catch (IllegalArgumentException e) {
                who.tell(new RoomEvent.Malformed("state-vector", "Expected a state vector"));
            }
        }

        @Override
        public void apply(Update update) {
            who.tell(
                    switch (replica.read(update)) {
                        case Reading.NothingNew() -> new RoomEvent.Kept(1);
                        case Reading.News _ when replica.has(update) -> new RoomEvent.Kept(1);
                        case Reading.News _ -> new RoomEvent.Refused(Refusal.READ_ONLY);
                        case Reading.Malformed(String code, String why) ->
                                new RoomEvent.Malformed(code, why);
                    });
        }

        /// Nobody else is here to see it.
        @Override
        public void announce(List<AwarenessEntry> entries) {}

        @Override
        public void askPresence() {
            who.tell(new RoomEvent.PresenceChanged(List.of()));
        }

        @Override
        public void leave() {}
    }
}
