package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Mutation;
import dev.evenkeel.domain.gate.PolicyGate;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.kind.Kind;
import dev.evenkeel.domain.row.Row;

/// Puts a live document back to its row, by the smallest operations. What that drops is kept first,
/// as a draft.
final class Resetting {

    private final RoomContext context;

    Resetting(RoomContext context) {
        this.context = context;
    }

    ResetResult reset(LiveDocument document, Access access, Actor actor) {
        document.level();
        Verdict verdict = context.gate().judge(new Mutation.Reset(), document.view(access));
        for (int round = 0;
                round < PolicyGate.ROUNDS_MAX && verdict instanceof Verdict.Repair;
                round++) {
            document.level();
            verdict = context.gate().judge(new Mutation.Reset(), document.view(access));
        }
        if (!(verdict instanceof Verdict.Admit)) {
            return new ResetResult.NotAdmitted(verdict);
        }
        Kind.Stored kind = document.storedKind();
        Row row = document.row().orElseThrow();
        Value.Obj live = document.project(kind.schema()).content();
        var changes = context.reconciler().changes(kind.schema(), live, row.content());
        if (changes.isEmpty()) {
            return new ResetResult.NothingToReset(row.lockVersion());
        }
        var now = context.clock().instant();
        var draft = context.versions().keepDraft(document.id(), row.title(), live, actor, now);
        var detail =
                Value.Obj.EMPTY
                        .with("draft", Value.of(draft.toString()))
                        .with("changed", Details.changed(kind.schema(), changes));
        document.authorLevel(
                changes, actor, new Happening("reset", actor, now, row.lockVersion(), detail));
        return new ResetResult.Done(row.lockVersion(), draft);
    }
}
