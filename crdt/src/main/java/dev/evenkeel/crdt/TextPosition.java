package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// A gap in a text, with the formatting that holds there. It moves to the right.
final class TextPosition {

    @Nullable Item left;
    @Nullable Item right;

    // Made when there is the first one.
    private @Nullable Map<String, YValue> attributes;

    /// By how much the place lies before the one that was asked for, because that was in the middle
    /// of a surrogate pair: 0 or 1.
    final int snapped;

    private TextPosition(
            @Nullable Item left,
            @Nullable Item right,
            @Nullable Map<String, YValue> attributes,
            int snapped) {
        this.left = left;
        this.right = right;
        this.attributes = attributes;
        this.snapped = snapped;
    }

    static TextPosition start(TypeNode type) {
        return new TextPosition(null, type.start, null, 0);
    }

    /// The attributes that hold here, in the order in which they began; may be changed. Empty if
    /// nobody asked for them.
    Map<String, YValue> attributes() {
        if (attributes == null) {
            attributes = new LinkedHashMap<>();
        }
        return attributes;
    }

    boolean hasAttributes() {
        return attributes != null && !attributes.isEmpty();
    }

    /// Finds an index, splitting the text there. Where that would cut a surrogate pair it is the
    /// start of the pair.
    ///
    /// @param exactly whether the formatting is needed even in a text that Yjs takes for plain
    static TextPosition find(TypeNode type, int wanted, LocalEdits edits, boolean exactly) {
        if (wanted == 0) {
            return start(type);
        }
        int index = wanted;
        PositionIndex positions = LocalEdits.index(type);
        Item left = positions.itemEndingAt(index);
        int offset = positions.offset();
        if (offset < left.length
                && left.content instanceof TextContent text
                && text.splitsPair(left.length, offset)) {
            index--;
            offset--;
        }
        if (index == 0) {
            return new TextPosition(null, type.start, null, 1);
        }
        if (type.searchMarks != null && !exactly) {
            return type.searchMarks.find(index, edits, wanted - index);
        }
        if (offset == 0) {
            left = positions.itemEndingAt(index);
        } else if (offset < left.length) {
            edits.split(left, offset);
        }
        Map<String, YValue> attributes =
                (exactly ? type.marked : type.formatted) ? positions.attributesBefore(left) : null;
        return new TextPosition(left, left.right, attributes, wanted - index);
    }

    /// A position at an item, with no attributes known, that is `count` visible units left of the
    /// wanted one.
    static TextPosition from(Item first, int count, LocalEdits edits, int snapped) {
        var position = new TextPosition(first.left, first, null, snapped);
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
            mark.applyTo(attributes());
        }
        left = item;
        right = item.right;
    }
}
