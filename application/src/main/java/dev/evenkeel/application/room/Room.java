package dev.evenkeel.application.room;

import dev.evenkeel.application.room.RoomEvent.Reason;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.Mutation;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Row;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// One live document and everybody in it.
///
/// A room does one thing at a time, on one thread ([RoomThread]), so nothing in here is
/// synchronized. For every update the order is: judge (the gate), read (the replica, without
/// effect), keep (the log), integrate (the replica), tell (the participants). What anybody has seen
/// therefore survives a crash, and an acknowledgement means *kept*. The commands that wait are
/// handled in one turn: their updates share one append and are told as one.
///
/// Whatever a method throws ends the room; its participants are told to come back, and it is opened
/// again from the log. Nothing in here tries to carry on with a replica that may be behind.
final class Room {

    /// How long a room that nobody entered stays open for the next request.
    private static final Duration LINGER_UNENTERED = Duration.ofSeconds(1);

    /// A room that never closes writes a checkpoint when its log is this many times as long as one
    /// that does.
    private static final int COMPACT_OPEN_FACTOR = 10;

    private final RoomContext context;
    private final LiveDocument document;
    private final Saving saving;
    private final Resetting resetting;
    private final Writing writing;
    private final Audience audience;
    private final Set<Participant> askedForMore = new HashSet<>();

    private Instant emptySince;
    private boolean entered;
    private boolean over;

    private Room(RoomContext context, LiveDocument document) {
        this.context = context;
        this.document = document;
        this.saving = new Saving(context);
        this.resetting = new Resetting(context);
        this.writing = new Writing(context);
        this.audience = new Audience(context, document.id());
        this.emptySince = context.clock().instant();
    }

    /// @param draining whether the server is about to stop
    static Room open(RoomContext context, DocumentId id, BooleanSupplier draining) {
        return new Room(context, LiveDocument.open(context, id, draining));
    }

    /// Handle `commands` in their order, then tell what came of them.
    void turn(List<RoomCommand> commands) {
        var updates = new ArrayList<RoomCommand.Apply>();
        for (RoomCommand command : commands) {
            if (command instanceof RoomCommand.Apply update) {
                updates.add(update);
                continue;
            }
            applyAll(updates);
            handle(command);
        }
        applyAll(updates);
        tell();
        if (context.limits().compactAfterEntries() * COMPACT_OPEN_FACTOR <= document.tail()) {
            document.compact();
        }
    }

    private void handle(RoomCommand command) {
        switch (command) {
            case RoomCommand.Enter(Participant who, var freshIn) -> enter(who, freshIn);
            case RoomCommand.Leave(Participant who) -> leave(who);
            case RoomCommand.Compare(Participant who, var known) -> {
                // What was kept in this turn must be told first: the answer contains it.
                tell();
                ifIn(who, () -> compare(who, known));
            }
            case RoomCommand.Apply apply -> applyAll(new ArrayList<>(List.of(apply)));
            case RoomCommand.Announce(Participant who, var entries) ->
                    ifIn(who, () -> audience.announce(who, entries));
            case RoomCommand.AskPresence(Participant who) ->
                    ifIn(who, () -> who.tell(new RoomEvent.PresenceChanged(audience.present())));
            case RoomCommand.Level(var reply) -> {
                document.level();
                reply.complete(document.lockVersion());
            }
            case RoomCommand.Save(Session who, var request, var reply) -> {
                seedFor(who);
                reply.complete(saving.save(document, accessOf(who), who.actor(), request));
            }
            case RoomCommand.Reset(Session who, var reply) -> {
                seedFor(who);
                reply.complete(resetting.reset(document, accessOf(who), who.actor()));
            }
            case RoomCommand.Write(Session who, var change, var reply) ->
                    reply.complete(write(who, change));
            case RoomCommand.Describe(Session who, var reply) -> reply.complete(describe(who));
            case RoomCommand.ReadContent(Session who, var reply) -> reply.complete(content(who));
            case RoomCommand.Drain(var reply) -> {
                tell();
                end(Reason.RESTART);
                document.compact();
                reply.complete(true);
            }
        }
        if (document.isPurged()) {
            tell();
            end(Reason.PURGED);
        }
    }

    private void enter(Participant who, Optional<ProjectId> freshIn) {
        document.level();
        if (document.isPurged()) {
            who.tell(new RoomEvent.Ended(Reason.PURGED));
            return;
        }
        if (over) {
            // It came in one turn with what ended the room.
            who.tell(new RoomEvent.Ended(Reason.RESTART));
            return;
        }
        Access access =
                document.project()
                        .or(() -> freshIn)
                        .map(who.session()::accessTo)
                        .orElse(Access.NONE);
        if (!access.allows(Access.READ)) {
            who.tell(new RoomEvent.Ended(Reason.FORBIDDEN));
            return;
        }
        document.seed(Actor.SERVER, freshIn);
        tell();
        entered |= audience.enter(who, document.stateVector());
    }

    private void leave(Participant who) {
        if (audience.leave(who) && audience.isEmpty()) {
            emptySince = context.clock().instant();
        }
        askedForMore.remove(who);
    }

    private void compare(Participant who, StateVector known) {
        try {
            who.tell(new RoomEvent.Missing(document.diff(known)));
        } catch (IllegalArgumentException e) {
            // The one place where bytes of a participant's meet the replica without having been
            // read.
            context.counters().add("evenkeel.update.malformed", "state-vector");
            who.tell(new RoomEvent.Malformed("state-vector", "Expected a state vector"));
        }
    }

    /// The way of every update that comes from a participant. Empties `updates`.
    private void applyAll(List<RoomCommand.Apply> updates) {
        var kept = new LinkedHashMap<Participant, Integer>();
        var entries = new ArrayList<LogEntry>();
        for (RoomCommand.Apply update : updates) {
            ifIn(update.who(), () -> judge(update.who(), update.update(), entries, kept));
        }
        updates.clear();
        if (!entries.isEmpty()) {
            document.keep(Batch.of(entries));
        }
        kept.forEach((who, count) -> who.tell(new RoomEvent.Kept(count)));
        mendGaps(entries.isEmpty() ? Set.of() : kept.keySet());
    }

    /// Ask those who sent something that builds on what is not here for the rest. Once for each
    /// gap: who does not have it either must not be asked for ever.
    private void mendGaps(Set<Participant> authors) {
        if (!document.hasGaps()) {
            askedForMore.clear();
            return;
        }
        for (Participant author : authors) {
            if (askedForMore.add(author)) {
                author.tell(new RoomEvent.Incomplete(document.stateVector()));
            }
        }
    }

    private void judge(
            Participant who,
            Update update,
            List<LogEntry> entries,
            Map<Participant, Integer> kept) {
        var mutation = new Mutation.ClientUpdate(update.size());
        Verdict verdict = admitted(mutation, accessOf(who.session()));
        switch (verdict) {
            case Verdict.Admit() -> read(who, update, entries, kept);
            case Verdict.Refuse(Refusal code) -> {
                // A reader's first sync is an update too, and usually one that holds nothing new.
                boolean harmless = code != Refusal.UPDATE_TOO_LARGE && document.has(update);
                if (harmless) {
                    kept.merge(who, 1, Integer::sum);
                } else {
                    refuse(who, code);
                }
            }
            case Verdict.Wait _ -> {
                leave(who);
                who.tell(new RoomEvent.Ended(Reason.RESTART));
            }
            case Verdict.Repair _ ->
                    throw new IllegalStateException("Not level after repairing: " + mutation);
        }
    }

    private void read(
            Participant who,
            Update update,
            List<LogEntry> entries,
            Map<Participant, Integer> kept) {
        switch (document.read(update)) {
            case Reading.NothingNew() -> kept.merge(who, 1, Integer::sum);
            case Reading.Malformed(String code, String why) -> {
                context.counters().add("evenkeel.update.malformed", code);
                who.tell(new RoomEvent.Malformed(code, why));
            }
            case Reading.News(Update news) -> {
                long waiting = entries.stream().mapToLong(entry -> entry.update().size()).sum();
                if (!document.hasRoomFor(waiting + news.size())) {
                    context.counters().reached(Limit.DOCUMENT_BYTES);
                    who.tell(new RoomEvent.OverLimit(Limit.DOCUMENT_BYTES));
                    return;
                }
                entries.add(new LogEntry(news, who.session().actor(), context.clock().instant()));
                kept.merge(who, 1, Integer::sum);
            }
        }
    }

    private void refuse(Participant who, Refusal code) {
        context.counters().add("evenkeel.gate.refused", code.code());
        who.tell(new RoomEvent.Refused(code));
    }

    /// Ask the gate, and do what it asks for until it decides.
    private Verdict admitted(Mutation mutation, Access access) {
        Verdict verdict = context.gate().judge(mutation, document.view(access));
        for (int round = 0;
                round < PolicyGate.ROUNDS_MAX && verdict instanceof Verdict.Repair;
                round++) {
            document.level();
            verdict = context.gate().judge(mutation, document.view(access));
        }
        return verdict;
    }

    private WriteResult write(Session who, RowChange change) {
        var result = writing.write(document, accessFor(who, change.what()), who.actor(), change);
        if (change.what() instanceof RowChange.What.Undelete
                && result instanceof WriteResult.Written) {
            // What was typed meanwhile was refused, and its author has it still.
            audience.ask(document.stateVector());
        }
        return result;
    }

    private RoomState describe(Session who) {
        document.level();
        Access access = accessOf(who);
        return new RoomState(
                document.project(),
                document.lockVersion(),
                document.baseVersion(),
                document.kind() instanceof Kind.Stored && document.hasUnsavedEdits(),
                document.row().flatMap(Row::deletedAt),
                audience.connected(),
                admitted(new Mutation.ClientUpdate(0), access),
                admitted(new Mutation.Save(), access));
    }

    private Optional<Value.Obj> content(Session who) {
        document.level();
        if (!accessOf(who).allows(Access.READ)
                || !(document.kind() instanceof Kind.Stored kind)
                || document.isPurged()) {
            return Optional.empty();
        }
        document.seed(Actor.SERVER, Optional.empty());
        return Optional.of(document.project(kind.schema()).content());
    }

    private void seedFor(Session who) {
        document.level();
        if (accessOf(who).allows(Access.WRITE) && !document.isPurged()) {
            document.seed(Actor.SERVER, Optional.empty());
        }
    }

    private Access accessOf(Session session) {
        if (document.project().isEmpty()) {
            // Somebody may have stored the document past this room since it was opened.
            document.level();
        }
        return document.project().map(session::accessTo).orElse(Access.NONE);
    }

    private Access accessFor(Session session, RowChange.What what) {
        return switch (what) {
            case RowChange.What.Create(ProjectId project, _) when document.project().isEmpty() ->
                    session.accessTo(project);
            case RowChange.What _ -> accessOf(session);
        };
    }

    private void ifIn(Participant who, Runnable then) {
        if (audience.has(who)) {
            then.run();
        }
    }

    /// Tell what is kept, then who is there; to those who may still know.
    private void tell() {
        document.project().ifPresent(audience::dismissStrangers);
        audience.tell(document.takeNews());
        document.takeHappenings()
                .forEach(entry -> context.watchers().happened(document.id(), entry));
        audience.tellPresence();
    }

    /// Everybody leaves, and the room takes no more commands.
    void end(Reason reason) {
        audience.end(reason);
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /// When [#tick] wants to be called, should nothing else happen before.
    Instant wakeAt() {
        return audience.isEmpty() && !audience.hasPresenceToTell()
                ? emptySince.plus(linger())
                : audience.wakeAt();
    }

    /// Time has passed: tell what waited for it, and who went silent.
    void tick() {
        tell();
    }

    /// Nobody was here for so long that the room may close.
    boolean mayClose() {
        return audience.isEmpty() && !context.clock().instant().isBefore(emptySince.plus(linger()));
    }

    private Duration linger() {
        return entered ? context.limits().linger() : LINGER_UNENTERED;
    }

    /// What is worth writing down before the room closes.
    void close() {
        document.compact();
    }
}
