package dev.evenkeel.crdt;

/// What a transaction has changed in an array: see [#delta].
public final class YArrayEvent extends YEvent {

    private final YArray target;

    YArrayEvent(Change change, YArray target) {
        super(change);
        this.target = target;
    }

    @Override
    public YArray target() {
        return target;
    }
}
