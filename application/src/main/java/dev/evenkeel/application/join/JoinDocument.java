package dev.evenkeel.application.join;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.application.room.Participant;
import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.view.ViewVersion;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.document.DocumentName;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.resolve.Resolution;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes a participant to a document: resolve, admit, then a seat in the room or before a version.
public final class JoinDocument {

    private final AdmitSession admission;
    private final Kinds kinds;
    private final Rooms rooms;
    private final ViewVersion viewVersion;
    private final boolean createsFree;

    /// @param createsFree unknown free documents are created by their first join
    public JoinDocument(
            AdmitSession admission,
            Kinds kinds,
            Rooms rooms,
            ViewVersion viewVersion,
            boolean createsFree) {
        this.admission = admission;
        this.kinds = kinds;
        this.rooms = rooms;
        this.viewVersion = viewVersion;
        this.createsFree = createsFree;
    }

    /// What a client asks for.
    ///
    /// @param action `new` or `edit`, as the client says; empty means `edit`
    /// @param project the project that the client names, if it names one
    public record Wish(DocumentName name, Optional<String> action, Optional<ProjectId> project) {}

    /// Take `who` to a document. May block; throws what [Rooms#ask] and the resolver throw.
    public JoinResult join(Wish wish, Participant who) {
        if (rooms.isDraining()) {
            return new JoinResult.Draining();
        }
        DocumentId document = wish.name().document();
        var admitted = admission.admit(who.session(), document, action(wish), wish.project());
        return switch (admitted) {
            case Admission.TurnedAway(var why, String detail) ->
                    new JoinResult.TurnedAway(why, detail);
            case Admission.Admitted(ProjectId project, _, Resolution resolution) ->
                    seat(document, project, resolution, who);
        };
    }

    private Action action(Wish wish) {
        OptionalLong version = wish.name().version();
        if (version.isPresent()) {
            return new Action.View(version.getAsLong());
        }
        boolean free = kinds.get(wish.name().document().kind()) instanceof Kind.Free;
        if (wish.action().isEmpty()) {
            return free && createsFree ? new Action.New() : new Action.Edit();
        }
        return switch (wish.action().get()) {
            case "new" -> new Action.New();
            case "edit" -> free && createsFree ? new Action.New() : new Action.Edit();
            case String other -> new Action.Unknown(other);
        };
    }

    private JoinResult seat(
            DocumentId document, ProjectId project, Resolution resolution, Participant who) {
        return switch (resolution) {
            case Resolution.Past(var version, ProjectId owner) ->
                    new JoinResult.Joined(viewVersion.seat(version, owner, who));
            case Resolution.Fresh _, Resolution.Existing _, Resolution.Deleted _ -> {
                if (resolution instanceof Resolution.Fresh
                        && kinds.get(document.kind()) instanceof Kind.Free) {
                    register(document, project, who);
                }
                rooms.send(document, new RoomCommand.Enter(who, Optional.of(project)));
                yield new JoinResult.Joined(new RoomSeat(rooms, document, who));
            }
            case Resolution.Purged _,
                    Resolution.NotFound _,
                    Resolution.WrongProject _,
                    Resolution.VersionNotFound _,
                    Resolution.InvalidAction _ ->
                    throw new IllegalStateException("Admitted to nothing: " + resolution);
        };
    }

    // A free document has a row so that it belongs to a project. Two that register it at once end
    // with
    // one row, and both go in.
    private void register(DocumentId document, ProjectId project, Participant who) {
        var create =
                new RowChange(
                        new What.Create(project, Value.Obj.EMPTY),
                        OptionalLong.empty(),
                        Optional.empty(),
                        "join");
        rooms.<WriteResult>ask(
                document, reply -> new RoomCommand.Write(who.session(), create, reply));
    }

    private record RoomSeat(Rooms rooms, DocumentId document, Participant who) implements Seat {

        @Override
        public void compare(StateVector known) {
            rooms.send(document, new RoomCommand.Compare(who, known));
        }

        @Override
        public void apply(Update update) {
            rooms.send(document, new RoomCommand.Apply(who, update));
        }

        @Override
        public void announce(List<AwarenessEntry> entries) {
            rooms.send(document, new RoomCommand.Announce(who, entries));
        }

        @Override
        public void askPresence() {
            rooms.send(document, new RoomCommand.AskPresence(who));
        }

        @Override
        public void leave() {
            rooms.send(document, new RoomCommand.Leave(who));
        }
    }
}
