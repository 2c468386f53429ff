package dev.evenkeel.application.room;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Commit.RequestId;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Everything that can happen to a room, in the order in which it arrived.
public sealed interface RoomCommand {

    /// `who` comes in. It is answered with [RoomEvent.Welcome] or [RoomEvent.Ended].
    ///
    /// @param freshIn where the document belongs if nothing is stored under its id
    record Enter(Participant who, Optional<ProjectId> freshIn) implements RoomCommand {}

    record Leave(Participant who) implements RoomCommand {}

    /// What does `who` lack? Sync step 1.
    record Compare(Participant who, StateVector known) implements RoomCommand {}

    /// An update by `who`; sync step 2 is one.
    record Apply(Participant who, Update update) implements RoomCommand {}

    record Announce(Participant who, List<AwarenessEntry> entries) implements RoomCommand {}

    record AskPresence(Participant who) implements RoomCommand {}

    /// Compare with the row, which may have changed, and merge it in. A hint: nothing depends on
    /// it.
    record Level(CompletableFuture<Long> lockVersion) implements RoomCommand, Asked {
        @Override
        public CompletableFuture<Long> reply() {
            return lockVersion;
        }
    }

    record Save(Session who, Optional<RequestId> request, CompletableFuture<SaveResult> reply)
            implements RoomCommand, Asked {}

    record Reset(Session who, CompletableFuture<ResetResult> reply) implements RoomCommand, Asked {}

    /// Change the row from outside and merge the change into the live document.
    record Write(Session who, RowChange change, CompletableFuture<WriteResult> reply)
            implements RoomCommand, Asked {}

    record Describe(Session who, CompletableFuture<RoomState> reply)
            implements RoomCommand, Asked {}

    record ReadContent(Session who, CompletableFuture<Optional<Value.Obj>> reply)
            implements RoomCommand, Asked {}

    /// Write down what is worth it and end, telling everybody to come back.
    record Drain(CompletableFuture<Boolean> reply) implements RoomCommand, Asked {}

    /// A command whose sender waits for an answer.
    sealed interface Asked {
        CompletableFuture<?> reply();
    }
}
