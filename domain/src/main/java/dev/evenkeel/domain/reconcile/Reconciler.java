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

    /// What a merge of `theirs` into a document whose content was `live` ought to have changed and
    /// did not; to be applied on the document as it is now. Usually nothing. A fork at the base
    /// changes the shared types that were there: where a client has thrown them away and built
    /// equal ones (an import that replaces everything), the content cannot tell, and the fork's
    /// changes are gone with the old ones.
    ///
    /// @param merged the document's content after the merge, nothing else having changed it since
    List<Change> missing(
            Schema schema, Value.Obj base, Value.Obj theirs, Value.Obj live, Value.Obj merged);
}
