package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a transaction has changed in a map: see [#keys].
public final class YMapEvent extends YEvent {

    private final YMap target;

    YMapEvent(Change change, YMap target) {
        super(change);
        this.target = target;
    }

    @Override
    public YMap target() {
        return target;
    }

    /// All keys that were touched, also those of which nothing came in the end.
    public Set<String> keysChanged() {
        checkReadable();
        return Collections.unmodifiableSet(new LinkedHashSet<>(change().keys()));
    }
}
