package dev.evenkeel.crdt;

import java.util.List;
import java.util.Optional;

/// An item of a document, to be looked at by a filter while it is called.
public final class ItemView {

    private final Item item;

    ItemView(Item item) {
        this.item = item;
    }

    public long client() {
        return item.client.id;
    }

    /// The first of [#length] clocks.
    public int clock() {
        return item.clock;
    }

    public int length() {
        return item.length;
    }

    /// What it is in; empty if that is a root of which nobody has said what it is.
    public Optional<YType> parent() {
        return item.parent.type() == TypeNode.UNTYPED
                ? Optional.empty()
                : Optional.of(item.parent.facade());
    }

    /// The key it is the value of, if it is not in a list.
    public Optional<String> key() {
        return Optional.ofNullable(item.key());
    }

    /// The elements, characters, or the one value; of a format mark its value.
    public List<YValue> values() {
        return ItemValues.all(item);
    }
}
