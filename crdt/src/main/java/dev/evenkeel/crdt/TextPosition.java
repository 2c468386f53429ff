package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// A gap in a text, with the formatting that holds there. It moves to the right.
final class TextPosition {

    @Nullable Item left;
    @Nullable Item right;

    /// The attributes that hold here, in the order in which they began. Empty if nobody asked for
    /// them.
    final Map<String, YValue> attributes;

    /// By how much the place lies before the one that was asked for, because that was in the middle
    /// of a surrogate pair: 0 or 1.
    final int snapped;

    private TextPosition(
            @Nullable Item left,
            @Nullable Item right,
            Map<String, YValue> attributes,
            int snapped) {
        this.left = left;
        this.right = right;
        this.attributes = attributes;
        this.snapped = snapped;
    }

    static TextPosition start(TypeNode type) {
        return new TextPosition(null, type.start, new LinkedHashMap<>(), 0);
    }

    /// Finds an index, splitting the text there. Where that would cut a surrogate pair it is the
    /// start of the pair.
    ///
    /// @param exactly whether the formatting is needed even in a text that Yjs takes for plain
    static TextPosition find(TypeNode type, int wanted, LocalEdits edits, boolean exactly) {
        int index = wanted;
        if (index > 0) {
            PositionIndex positions = LocalEdits.index(type);
            Item item = positions.itemEndingAt(index);
            if (item.content instanceof TextContent text
                    && text.splitsPair(item.length, positions.offset())) {
                index--;
            }
        }
        if (type.searchMarks != null && !exactly && index > 0) {
            return type.searchMarks.find(index, edits, wanted - index);
        }
        Item left = edits.itemEndingAt(type, index);
        if (left == null) {
            return new TextPosition(null, type.start, new LinkedHashMap<>(), wanted - index);
        }
        Map<String, YValue> attributes =
                (exactly ? type.marked : type.formatted)
                        ? LocalEdits.index(type).attributesBefore(left)
                        : new LinkedHashMap<>();
        return new TextPosition(left, left.right, attributes, wanted - index);
    }

    /// A position at an item, with no attributes known, that is `count` visible units left of the
    /// wanted one.
    static TextPosition from(Item first, int count, LocalEdits edits, int snapped) {
        var position = new TextPosition(first.left, first, new LinkedHashMap<>(), snapped);
        int rest = count;
        for (Item item = first; item != null && rest > 0; item = position.right) {
            int visible = item.visibleLength();
            if (rest < visible) {
                edits.split(item, rest);
                visible = rest;
            }
            rest -= visible;
            position.forward();
        }
        return position;
    }

    /// Moves over the item on the right, if there is one.
    void forward() {
        Item item = right;
        if (item == null) {
            return;
        }
        if (!item.isDeleted() && item.content instanceof FormatContent mark) {
            mark.applyTo(attributes);
        }
        left = item;
        right = item.right;
    }
}
