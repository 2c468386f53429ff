package dev.evenkeel.application.room;

import dev.evenkeel.application.room.RoomEvent.Reason;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Everybody in a room, and what they are told. Belongs to the room's thread.
final class Audience {

    /// How many times within its timeout presence is looked at for who went silent.
    private static final int LOOKS_PER_TIMEOUT = 10;

    private final RoomContext context;
    private final DocumentId document;
    private final Set<Participant> participants = new LinkedHashSet<>();
    private final Presence presence;
    private Instant presenceToldAt = Instant.EPOCH;

    Audience(RoomContext context, DocumentId document) {
        this.context = context;
        this.document = document;
        this.presence = new Presence(context.limits());
    }

    boolean has(Participant who) {
        return participants.contains(who);
    }

    boolean isEmpty() {
        return participants.isEmpty();
    }

    /// Take `who` in and welcome it; false when the room is full, which it is told.
    boolean enter(Participant who, StateVector known) {
        if (context.limits().participantsMax() <= participants.size()) {
            context.counters().reached(Limit.PARTICIPANTS);
            who.tell(new RoomEvent.Ended(Reason.OVERLOADED));
            return false;
        }
        participants.add(who);
        who.tell(new RoomEvent.Welcome(known, presence.present()));
        tellWatchers();
        return true;
    }

    /// False when `who` was not here.
    boolean leave(Participant who) {
        if (!participants.remove(who)) {
            return false;
        }
        presence.leave(who, now());
        tellWatchers();
        return true;
    }

    /// Send away who may not read the project's documents any more.
    void dismissStrangers(ProjectId project) {
        for (Participant who : List.copyOf(participants)) {
            if (!who.session().accessTo(project).allows(Access.READ)) {
                leave(who);
                who.tell(new RoomEvent.Ended(Reason.FORBIDDEN));
            }
        }
    }

    void announce(Participant who, List<AwarenessEntry> entries) {
        presence.announce(who, entries, now())
                .ifPresent(
                        limit -> {
                            context.counters().reached(limit);
                            who.tell(new RoomEvent.OverLimit(limit));
                        });
    }

    /// The awareness entries of all who are here.
    List<AwarenessEntry> present() {
        return presence.present();
    }

    /// Who is connected, by connection.
    List<Actor> connected() {
        return participants.stream().map(who -> who.session().actor()).toList();
    }

    /// Tell everybody what is new, as one update.
    void tell(List<Update> news) {
        if (!news.isEmpty() && !participants.isEmpty()) {
            Update one = news.size() == 1 ? news.getFirst() : context.replicas().merge(news);
            participants.forEach(who -> who.tell(new RoomEvent.News(one)));
        }
    }

    /// Ask everybody for what the document lacks.
    void ask(StateVector known) {
        participants.forEach(who -> who.tell(new RoomEvent.Incomplete(known)));
    }

    /// Tell whose presence changed, unless that was done just now.
    void tellPresence() {
        Instant now = now();
        presence.expire(now);
        if (presence.hasChanged() && !now.isBefore(nextPresence())) {
            presenceToldAt = now;
            var changed = presence.takeChanged();
            participants.forEach(who -> who.tell(new RoomEvent.PresenceChanged(changed)));
        }
    }

    boolean hasPresenceToTell() {
        return presence.hasChanged();
    }

    /// When presence wants to be looked at again.
    Instant wakeAt() {
        return presence.hasChanged()
                ? nextPresence()
                : now().plus(context.limits().presenceTimeout().dividedBy(LOOKS_PER_TIMEOUT));
    }

    /// Send everybody away.
    void end(Reason reason) {
        participants.forEach(who -> who.tell(new RoomEvent.Ended(reason)));
        participants.clear();
    }

    private Instant nextPresence() {
        return presenceToldAt.plus(context.limits().presenceTick());
    }

    private void tellWatchers() {
        context.watchers().present(document, connected());
    }

    private Instant now() {
        return context.clock().instant();
    }
}
