package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.gate.GateView;
import dev.evenkeel.domain.gate.GateView.Stored;
import dev.evenkeel.domain.gate.GateView.Watermark;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.log.LogEntry;
import dev.evenkeel.domain.log.Seq;
import dev.evenkeel.domain.log.UpdateLog.Batch;
import dev.evenkeel.domain.reconcile.Reconciliation;
import dev.evenkeel.domain.replica.ClientIds;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas.Mirrors;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A replica with its log, its row and the watermark between them: everything that is level or not.
///
/// Belongs to its room's thread. Nothing enters the replica that the log has not kept before: the
/// one way in is [#keep]. Whatever a method keeps is collected for the room to tell ([#takeNews],
/// [#takeHappenings]).
///
/// **Watermark.** `base.lockVersion() < row.lockVersion()` means that an outside write is not in
/// yet, whoever wrote it and whatever was lost on the way. [#level] reads the row and mends it, so
/// nothing ever depends on a message having arrived.
///
/// **Lazy seed.** A document whose row was never opened live has no log. It gets one, exactly once,
/// when somebody needs the live document; an outside write alone does not.
final class LiveDocument {

    private final RoomContext context;
    private final DocumentId id;
    private final BooleanSupplier draining;
    private final Kind kind;
    // One id for all that this opening authors on the live document itself.
    private final long roomClientId;

    private final Replica replica;
    private Lookup stored;
    private Optional<ProjectId> project;
    private Optional<Base> base;
    private Seq last;
    private int tail;
    private long bytes;

    private final List<Update> news = new ArrayList<>();
    private final List<Journal.Entry> happenings = new ArrayList<>();

    private LiveDocument(RoomContext context, DocumentId id, BooleanSupplier draining) {
        this.context = context;
        this.draining = draining;
        this.id = id;
        this.kind = context.kinds().get(id.kind());
        this.roomClientId = ClientIds.forRoom(context.random());
        this.stored = context.rows().find(id);
        var history = context.log().read(id);
        this.replica = context.replicas().open(history.updates());
        this.base = history.base();
        this.last = history.last();
        this.tail = history.tail();
        this.bytes = history.updates().stream().mapToLong(Update::size).sum();
        this.project = projectOf(stored).or(this::projectOfUnsaved);
    }

    /// Read everything kept of `id`. A failure is an exception and never an empty document.
    static LiveDocument open(RoomContext context, DocumentId id, BooleanSupplier draining) {
        return new LiveDocument(context, id, draining);
    }

    DocumentId id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    /// The kind, for documents that have content.
    Kind.Stored storedKind() {
        return switch (kind) {
            case Kind.Stored has -> has;
            case Kind.Free _ -> throw new IllegalStateException(id + " has no content");
        };
    }

    Optional<ProjectId> project() {
        return project;
    }

    Lookup stored() {
        return stored;
    }

    Optional<Row> row() {
        return stored instanceof Lookup.Present(Row row) ? Optional.of(row) : Optional.empty();
    }

    /// The row is gone for good: purged here, or deleted under our feet. The live document knows
    /// that there was one, so it must not be the one to insert it again.
    boolean isPurged() {
        return switch (stored) {
            case Lookup.Purged _ -> true;
            case Lookup.Absent() -> base.map(Base::lockVersion).orElse(0L) > 0;
            case Lookup.Present _ -> false;
        };
    }

    long lockVersion() {
        return row().map(Row::lockVersion).orElse(0L);
    }

    long baseVersion() {
        return base.map(Base::lockVersion).orElse(lockVersion());
    }

    boolean isSeeded() {
        return base.isPresent();
    }

    /// Whether `more` bytes may be kept besides what is there. What is counted is what the log
    /// holds, deleted content included; so before the answer is no, that is brought down to what
    /// the document is now, or one that was full once would stay so.
    boolean hasRoomFor(long more) {
        int most = context.limits().documentBytesMax();
        if (most < bytes + more && tail > 0 && !isPurged()) {
            writeCheckpoint(replica.collected());
        }
        return bytes + more <= most;
    }

    GateView view(Access access) {
        Stored where =
                switch (stored) {
                    case Lookup _ when isPurged() -> Stored.PURGED;
                    case Lookup.Purged _ -> Stored.PURGED;
                    case Lookup.Present(Row row) when row.deletedAt().isPresent() -> Stored.DELETED;
                    case Lookup.Present _, Lookup.Absent() ->
                            switch (kind) {
                                case Kind.Free _ -> Stored.NO_CONTENT;
                                case Kind.Stored _ ->
                                        row().isPresent() ? Stored.ROW : Stored.NOTHING;
                            };
                };
        int compared = Long.compare(baseVersion(), lockVersion());
        Watermark watermark =
                compared == 0 ? Watermark.LEVEL : compared < 0 ? Watermark.BEHIND : Watermark.AHEAD;
        return new GateView(access, where, watermark, phase(), context.limits().updateBytesMax());
    }

    private GateView.Phase phase() {
        return draining.getAsBoolean() ? GateView.Phase.DRAINING : GateView.Phase.OPEN;
    }

    Reading read(Update update) {
        return replica.read(update);
    }

    /// Whether all of an update is here already, also where that takes a look at the content.
    boolean has(Update update) {
        return replica.has(update);
    }

    Update diff(StateVector known) {
        return replica.diff(known);
    }

    boolean hasGaps() {
        return replica.hasGaps();
    }

    StateVector stateVector() {
        return replica.stateVector();
    }

    Update state() {
        return replica.state();
    }

    /// The live content. The document must be seeded.
    Projection project(Schema schema) {
        return replica.project(schema);
    }

    boolean hasUnsavedEdits() {
        return isSeeded()
                && row().map(Row::content)
                        .map(
                                content -> {
                                    Schema schema = storedKind().schema();
                                    return !context.reconciler()
                                            .changes(schema, content, replica.content(schema))
                                            .isEmpty();
                                })
                        .orElse(true);
    }

    /// Keep `batch` in the log, then take it in: the one way into the replica. When the log gives
    /// no answer, the replica is behind what may have been kept, and the room must end.
    void keep(Batch batch) {
        var appended = context.log().append(id, last, batch);
        appended.others().forEach(this::takeIn);
        batch.entries().forEach(this::takeIn);
        last = appended.last();
        base = batch.base().or(() -> base);
        for (int i = 0; i < batch.happenings().size(); i++) {
            happenings.add(
                    new Journal.Entry(appended.happenings().get(i), batch.happenings().get(i)));
        }
    }

    private void takeIn(LogEntry entry) {
        replica.integrate(entry.update());
        news.add(entry.update());
        tail++;
        bytes += entry.update().size();
    }

    /// Give the document its first content: the row's, or the kind's initial one. Does nothing when
    /// it has a history. Two servers that do it at once author the same bytes.
    void seed(Actor actor, Optional<ProjectId> freshIn) {
        switch (kind) {
            case Kind.Free _ -> {}
            case Kind.Stored has when !isSeeded() -> seed(has, actor, freshIn);
            case Kind.Stored _ -> {}
        }
    }

    private void seed(Kind.Stored kind, Actor actor, Optional<ProjectId> freshIn) {
        project = project.or(() -> freshIn);
        Value.Obj content = row().map(Row::content).orElseGet(() -> kind.initial(id));
        var happening = new ArrayList<Happening>();
        if (row().isEmpty()) {
            // Until the first save there is no row to say where the document belongs.
            happening.add(
                    new Happening(
                            "opened",
                            actor,
                            context.clock().instant(),
                            0,
                            Value.Obj.EMPTY.with(
                                    "project",
                                    project.<Value>map(p -> Value.of(p.value()))
                                            .orElse(Value.NULL))));
        }
        List<Change> changes =
                context.reconciler()
                        .changes(kind.schema(), replica.content(kind.schema()), content);
        Forks.Step step =
                forks(kind.schema())
                        .step(0, replica.state(), changes, lockVersion(), content, mirrors());
        keep(new Batch(entries(step.operations(), actor), Optional.of(step.base()), happening));
    }

    /// Read the row and merge into the live document what it does not contain yet. Answers what was
    /// merged, if anything was.
    Optional<SaveResult.Merged> level() {
        stored = context.rows().find(id);
        project = projectOf(stored).or(() -> project);
        if (!isSeeded() || row().isEmpty() || baseVersion() == lockVersion()) {
            return Optional.empty();
        }
        return Optional.of(rebase(row().orElseThrow(), base.orElseThrow()));
    }

    private SaveResult.Merged rebase(Row row, Base base) {
        Schema schema = storedKind().schema();
        Reconciliation found =
                context.reconciler()
                        .reconcile(schema, base.content(), row.content(), replica.content(schema));
        Optional<Version> version =
                context.versions().find(id, VersionLabel.stored(row.lockVersion()));
        var happening =
                new Happening(
                        "external_change",
                        version.map(Version::actor).orElse(Actor.SERVER),
                        context.clock().instant(),
                        row.lockVersion(),
                        Details.externalChange(
                                schema,
                                version.map(Version::reason).orElse("unknown"),
                                base.lockVersion(),
                                row.lockVersion(),
                                found));
        Forks.Step step = forks(schema).rebase(replica, roomClientId, base, row, found, mirrors());
        keep(
                new Batch(
                        entries(step.operations(), happening.actor()),
                        Optional.of(step.base()),
                        List.of(happening)));
        return new SaveResult.Merged(base.lockVersion(), row.lockVersion(), found.conflicts());
    }

    private Forks forks(Schema schema) {
        return new Forks(context, id, schema);
    }

    /// Apply `changes` on the live document as it is, and show the row's version in it.
    void author(List<Change> changes, Actor actor) {
        Update step = compose(changes);
        if (!step.equals(Update.NONE)) {
            keep(Batch.of(entries(step, actor)));
        }
    }

    /// As [#author], after which the live document says what the row says.
    void authorLevel(List<Change> changes, Actor actor, Happening happening) {
        Row row = row().orElseThrow();
        Update step = compose(changes);
        Update after = context.replicas().open(List.of(replica.state(), step)).compacted();
        keep(
                new Batch(
                        entries(step, actor),
                        Optional.of(new Base(row.lockVersion(), row.content(), after)),
                        List.of(happening)));
    }

    private Update compose(List<Change> changes) {
        return context.replicas()
                .compose(replica.state(), roomClientId, storedKind().schema(), changes, mirrors());
    }

    private List<LogEntry> entries(Update step, Actor actor) {
        return step.equals(Update.NONE)
                ? List.of()
                : List.of(new LogEntry(step, actor, context.clock().instant()));
    }

    private Mirrors mirrors() {
        return new Mirrors(lockVersion(), row().flatMap(Row::deletedAt).map(Object::toString));
    }

    /// A write of this room's went into the row.
    ///
    /// @param happening its position in the journal
    /// @param base the base that was stored with it, if it was a save
    void stored(Row row, Optional<Base> base, long position, Happening happening) {
        this.stored = new Lookup.Present(row);
        this.project = Optional.of(row.project());
        this.base = base.or(() -> this.base);
        happenings.add(new Journal.Entry(position, happening.withLockVersion(row.lockVersion())));
    }

    /// The document was removed for good, by this room.
    void purged(long position, Happening happening) {
        project.ifPresent(p -> stored = new Lookup.Purged(p));
        happenings.add(new Journal.Entry(position, happening));
    }

    /// Log entries that are in no checkpoint.
    int tail() {
        return tail;
    }

    /// Write a checkpoint if the log has grown by enough.
    void compact() {
        if (context.limits().compactAfterEntries() <= tail && !isPurged()) {
            writeCheckpoint(replica.compacted());
        }
    }

    private void writeCheckpoint(Update state) {
        context.log().compact(id, last, state);
        tail = 0;
        bytes = state.size();
    }

    List<Update> takeNews() {
        var taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    List<Journal.Entry> takeHappenings() {
        var taken = List.copyOf(happenings);
        happenings.clear();
        return taken;
    }

    private static Optional<ProjectId> projectOf(Lookup stored) {
        return switch (stored) {
            case Lookup.Present(Row row) -> Optional.of(row.project());
            case Lookup.Purged(ProjectId project) -> Optional.of(project);
            case Lookup.Absent() -> Optional.empty();
        };
    }

    private Optional<ProjectId> projectOfUnsaved() {
        return context.journal().readAfter(id, 0, 1).stream()
                .map(entry -> entry.happening().detail().text("project"))
                .filter(ProjectId::isValid)
                .map(ProjectId::new)
                .findFirst();
    }
}
