package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;

import java.util.Optional;

/// One place that changed both outside and in the live document. Nothing in it is lost: both values
/// are here, and the one that does not stand in the document can be put back.
///
/// @param base empty where it was absent, as for `theirs` (stored outside) and `yours` (live)
public record Conflict(
        Path path,
        Optional<Value> base,
        Optional<Value> theirs,
        Optional<Value> yours,
        Resolution resolution) {

    public enum Resolution {
        /// The stored value stands in the document.
        THEIRS,
        /// The live value stands and is an unsaved edit.
        YOURS,
        /// Both stand, merged by the CRDT: text that changed in the same range.
        MERGED
    }
}
