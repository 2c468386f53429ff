package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Steps from one XML node to another.
final class XmlNodes {

    private XmlNodes() {}

    /// The type in the first item from this one on that is not deleted.
    static Optional<YType> from(@Nullable Item item) {
        Item found = item;
        while (found != null && found.isDeleted()) {
            found = found.right;
        }
        return type(found);
    }

    static Optional<YType> next(TypeNode node) {
        return node.item == null ? Optional.empty() : from(node.item.right);
    }

    static Optional<YType> previous(TypeNode node) {
        Item found = node.item == null ? null : node.item.left;
        while (found != null && found.isDeleted()) {
            found = found.left;
        }
        return type(found);
    }

    private static Optional<YType> type(@Nullable Item item) {
        return item != null && item.content instanceof TypeNode type
                ? Optional.of(type.facade())
                : Optional.empty();
    }
}
