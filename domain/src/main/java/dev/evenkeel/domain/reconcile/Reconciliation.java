package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.Change;

import java.util.List;

/// What to do so that a live document contains an outside write.
///
/// @param changes what to apply, on the document's base or on the live document (`target`)
/// @param conflicts what changed on both sides
public record Reconciliation(Target target, List<Change> changes, List<Conflict> conflicts) {

    public enum Target {
        /// Apply the changes in a fork at the base and merge the fork (design 5.2). The usual case.
        BASE,
        /// Apply them on the live document as it is. Needed where a fork at the base would come out
        /// differently: both sides added the same thing (the same words in a text, an item of the
        /// same id), which the fork would add again, or a member was removed outside and written
        /// here, where Yjs keeps the write.
        LIVE
    }

    public Reconciliation {
        changes = List.copyOf(changes);
        conflicts = List.copyOf(conflicts);
    }
}
