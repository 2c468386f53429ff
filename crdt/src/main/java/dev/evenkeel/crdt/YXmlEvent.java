package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a transaction has changed in a fragment or an element: see [#delta] for children, [#keys]
/// for attributes.
public final class YXmlEvent extends YEvent {

    private final YXmlFragment target;

    YXmlEvent(Change change, YXmlFragment target) {
        super(change);
        this.target = target;
    }

    @Override
    public YXmlFragment target() {
        return target;
    }

    public boolean childListChanged() {
        checkReadable();
        return change().list;
    }

    /// The attributes that were touched.
    public Set<String> attributesChanged() {
        checkReadable();
        return Collections.unmodifiableSet(new LinkedHashSet<>(change().keys()));
    }
}
