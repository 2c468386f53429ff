package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A gap in a text, with the formatting that holds there.
final class TextPosition {

    private final Map<String, YValue> attributes = new HashMap<>();
    private @Nullable Item left;
    private @Nullable Item right;
    private int index;

    private TextPosition(@Nullable Item left, @Nullable Item right, int index) {
        this.left = left;
        this.right = right;
        this.index = index;
    }

    /// Finds an index, splitting the text there. Where that would cut a surrogate pair it is the
    /// start of the pair.
    static TextPosition find(TypeNode type, int wanted, LocalEdits edits) {
        int index = wanted;
        if (index > 0) {
            PositionIndex positions = LocalEdits.index(type);
            Item item = positions.itemEndingAt(index);
            if (item.content instanceof TextContent text
                    && text.splitsPair(item.length, positions.offset())) {
                index--;
            }
        }
        if (type.formatted) {
            return walkTo(type, index, edits);
        }
        Item left = edits.itemEndingAt(type, index);
        return new TextPosition(left, left == null ? type.start : left.right, index);
    }

    /// What formatting holds at a place is only known by going there from the start.
    private static TextPosition walkTo(TypeNode type, int index, LocalEdits edits) {
        var position = new TextPosition(null, type.start, index);
        int rest = index;
        Item item = type.start;
        while (item != null && rest > 0) {
            if (!item.isDeleted()) {
                if (item.kind == Kind.FORMAT) {
                    position.apply(item);
                } else {
                    if (rest < item.length) {
                        edits.split(item, rest);
                    }
                    rest -= item.length;
                }
            }
            position.left = item;
            item = item.right;
        }
        position.right = item;
        return position;
    }

    /// Moves right over tombstones, and over marks that say what holds here anyway: that is where
    /// Yjs inserts text.
    void skipToInsert() {
        while (right != null && (right.isDeleted() || saysNothingNew(right))) {
            left = right;
            right = right.right;
        }
    }

    @Nullable Item left() {
        return left;
    }

    @Nullable Item right() {
        return right;
    }

    int index() {
        return index;
    }

    private void apply(Item mark) {
        if (mark.content instanceof FormatContent(String key, Literal literal)) {
            YValue value = literal.value();
            if (value instanceof YValue.Null) {
                attributes.remove(key);
            } else {
                attributes.put(key, value);
            }
        }
    }

    private boolean saysNothingNew(Item item) {
        return item.content instanceof FormatContent(String key, Literal value)
                && isSame(attributes.getOrDefault(key, YValue.NULL), value.value());
    }

    /// Equality as Yjs has it: objects by their members, members that are objects never.
    private static boolean isSame(YValue a, YValue b) {
        return switch (a) {
            case YValue.Obj(Map<String, YValue> left) ->
                    b instanceof YValue.Obj(Map<String, YValue> right)
                            && left.keySet().equals(right.keySet())
                            && left.entrySet().stream()
                                    .allMatch(
                                            member ->
                                                    isSameScalar(
                                                            member.getValue(),
                                                            right.get(member.getKey())));
            case YValue.Arr(List<YValue> left) -> {
                if (!(b instanceof YValue.Arr(List<YValue> right)) || left.size() != right.size()) {
                    yield false;
                }
                boolean same = true;
                for (int i = 0; i < left.size(); i++) {
                    same &= isSameScalar(left.get(i), right.get(i));
                }
                yield same;
            }
            default -> isSameScalar(a, b);
        };
    }

    private static boolean isSameScalar(YValue a, @Nullable YValue b) {
        return !(a instanceof YValue.Obj || a instanceof YValue.Arr) && a.equals(b);
    }
}
