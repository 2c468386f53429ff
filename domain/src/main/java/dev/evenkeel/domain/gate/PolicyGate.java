package dev.evenkeel.domain.gate;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.gate.GateView.Phase;
import dev.evenkeel.domain.gate.GateView.Watermark;

import java.time.Duration;

/// The gate as shipped: rights first, then the row, then the request, then what can be repaired.
///
/// It does not judge content: whoever may write a Yjs document may write anything into it (Yjs'
/// threat model, section 3.1), so looking into the bytes would be no boundary.
public final class PolicyGate implements MutationGate {

    /// Rebase, admit.
    public static final int ROUNDS_MAX = 2;

    private final Duration restartAtMost;

    /// @param restartAtMost how long a drain takes at most
    public PolicyGate(Duration restartAtMost) {
        this.restartAtMost = restartAtMost;
    }

    @Override
    public Verdict judge(Mutation mutation, GateView view) {
        Access needed = needed(mutation);
        if (view.access() == Access.NONE) {
            return refuse(Refusal.FORBIDDEN);
        }
        if (!view.access().allows(needed)) {
            return refuse(needed == Access.MANAGE ? Refusal.MANAGE_ONLY : Refusal.READ_ONLY);
        }
        return switch (view.stored()) {
            case PURGED -> refuse(Refusal.DOCUMENT_PURGED);
            case DELETED -> ofDeleted(mutation, view);
            case NO_CONTENT -> ofFree(mutation, view);
            case NOTHING -> ofNew(mutation, view);
            case ROW -> ofRow(mutation, view);
        };
    }

    private static Access needed(Mutation mutation) {
        return switch (mutation) {
            case Mutation.ClientUpdate _,
                    Mutation.Save _,
                    Mutation.Reset _,
                    Mutation.Create _,
                    Mutation.OutsideWrite _,
                    Mutation.Delete _,
                    Mutation.Undelete _ ->
                    Access.WRITE;
            case Mutation.Purge _ -> Access.MANAGE;
        };
    }

    private Verdict ofDeleted(Mutation mutation, GateView view) {
        return switch (mutation) {
            case Mutation.Undelete _, Mutation.Purge _ -> now(view);
            case Mutation.ClientUpdate _,
                    Mutation.Save _,
                    Mutation.Reset _,
                    Mutation.Create _,
                    Mutation.OutsideWrite _,
                    Mutation.Delete _ ->
                    refuse(Refusal.DOCUMENT_DELETED);
        };
    }

    private Verdict ofFree(Mutation mutation, GateView view) {
        return switch (mutation) {
            case Mutation.ClientUpdate update -> ofUpdate(update, view);
            case Mutation.Create _, Mutation.Delete _, Mutation.Purge _ -> now(view);
            case Mutation.Undelete _ -> refuse(Refusal.NOT_DELETED);
            case Mutation.Save _, Mutation.Reset _, Mutation.OutsideWrite _ ->
                    refuse(Refusal.KIND_HAS_NO_ROW);
        };
    }

    private Verdict ofNew(Mutation mutation, GateView view) {
        return switch (mutation) {
            case Mutation.ClientUpdate update -> ofUpdate(update, view);
            case Mutation.Save _, Mutation.Create _, Mutation.OutsideWrite _ -> now(view);
            case Mutation.Reset _, Mutation.Delete _, Mutation.Undelete _, Mutation.Purge _ ->
                    refuse(Refusal.NEVER_SAVED);
        };
    }

    private Verdict ofRow(Mutation mutation, GateView view) {
        return switch (mutation) {
            case Mutation.ClientUpdate update -> ofUpdate(update, view);
            case Mutation.Save _, Mutation.Reset _ -> level(view);
            case Mutation.Create _, Mutation.OutsideWrite _, Mutation.Delete _, Mutation.Purge _ ->
                    now(view);
            case Mutation.Undelete _ -> refuse(Refusal.NOT_DELETED);
        };
    }

    // An update commutes with a rebase, so it need not wait for one.
    private Verdict ofUpdate(Mutation.ClientUpdate update, GateView view) {
        return update.bytes() <= view.bytesMax() ? now(view) : refuse(Refusal.UPDATE_TOO_LARGE);
    }

    /// For what compares live document and row: they must be level first.
    private Verdict level(GateView view) {
        Verdict now = now(view);
        return now instanceof Verdict.Admit && view.watermark() != Watermark.LEVEL
                ? new Verdict.Repair(Verdict.What.REBASE)
                : now;
    }

    private Verdict now(GateView view) {
        return switch (view.phase()) {
            case Phase.OPEN -> new Verdict.Admit();
            case Phase.DRAINING -> new Verdict.Wait(Verdict.For.RESTART, restartAtMost);
        };
    }

    private static Verdict refuse(Refusal code) {
        return new Verdict.Refuse(code);
    }
}
