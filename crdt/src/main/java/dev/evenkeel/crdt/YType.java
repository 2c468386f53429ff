package dev.evenkeel.crdt;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A shared type. It is either part of a document, or prepared and put into one later, once.
public sealed interface YType permits YArray, YMap, YText, YXmlFragment {

    /// The type that this one is in; empty for roots, and for what is not part of a document yet.
    default Optional<YType> parent() {
        TypeNode parent = LocalEdits.nodeOf(this).parent();
        return parent == null ? Optional.empty() : Optional.of(parent.facade());
    }

    /// Hears of changes of this type and of everything in it: one call per transaction, with an
    /// event for each type that has changed, those closest to this one first.
    default Subscription observeDeep(Consumer<List<YEvent>> observer) {
        return LocalEdits.nodeOf(this).observers().observeDeep(observer);
    }
}
