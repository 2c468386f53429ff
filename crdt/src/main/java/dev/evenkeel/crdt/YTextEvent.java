package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a transaction has changed in a text: see [#delta], and [#keys] for attributes of the text
/// as a whole.
public final class YTextEvent extends YEvent {

    private final YText target;

    YTextEvent(Change change, YText target) {
        super(change);
        this.target = target;
    }

    @Override
    public YText target() {
        return target;
    }

    /// Runs of characters with one formatting are one insertion each, every embed and type is one
    /// of its own; formatting that has changed is in the attributes of what stays.
    @Override
    List<Delta> computeDelta() {
        return TextDelta.of(this, node());
    }

    /// Whether characters, embeds, types or formats have changed.
    public boolean childListChanged() {
        checkReadable();
        return change().list;
    }

    /// The attributes of the text as a whole that were touched.
    public Set<String> keysChanged() {
        checkReadable();
        return Collections.unmodifiableSet(new LinkedHashSet<>(change().keys()));
    }
}
