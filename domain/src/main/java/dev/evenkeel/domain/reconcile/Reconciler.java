package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;

import java.util.List;

/// Three-way merging of contents. Pure.
public interface Reconciler {

    /// What the outside change `base` → `theirs` means for a live document whose content is `live`.
    Reconciliation reconcile(Schema schema, Value.Obj base, Value.Obj theirs, Value.Obj live);

    /// The smallest changes that turn `from` into `to`; none when they say the same.
    List<Change> changes(Schema schema, Value.Obj from, Value.Obj to);
}
