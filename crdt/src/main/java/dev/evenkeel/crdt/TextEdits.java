package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.LinkedHashMap;
import java.util.Map;

/// The operations of this replica on one text, inside a transaction. Which marks they write and
/// which they can do without is decided as Yjs does it, for the sake of equal bytes.
final class TextEdits {

    private final LocalEdits edits;
    private final Transaction transaction;
    private final TypeNode type;

    TextEdits(LocalEdits edits, TypeNode type) {
        this.edits = edits;
        this.transaction = edits.transaction();
        this.type = type;
    }

    // --- insertions ---

    /// Inserts text that takes on the formatting of the place.
    void insert(int index, String text) {
        TextPosition at = TextPosition.find(type, index, edits, false);
        Map<String, YValue> attributes = Map.of();
        if (at.hasAttributes()) {
            attributes = TextAttributes.ordered(at.attributes());
        }
        if (!type.marked) {
            // Nothing to do but to go over tombstones: that is where Yjs inserts text.
            while (at.right != null && at.right.isDeleted()) {
                at.left = at.right;
                at.right = at.right.right;
            }
            create(at, new YValue.Str(text));
            return;
        }
        close(at, open(at, new YValue.Str(text), attributes));
    }

    /// Finds the place of an insertion.
    TextPosition placeToInsert(int index, boolean exactly) {
        return TextPosition.find(type, index, edits, exactly);
    }

    /// Writes the marks that begin what the place lacks, and the content.
    ///
    /// @return what the marks behind the content have to restore
    Map<String, YValue> open(
            TextPosition at, YValue content, Map<String, YValue> wantedAttributes) {
        Map<String, YValue> attributes = wantedAttributes;
        if (at.hasAttributes()) {
            // What holds here and is not wanted has to end.
            var all = new LinkedHashMap<>(attributes);
            at.attributes().keySet().forEach(key -> all.putIfAbsent(key, YValue.NULL));
            attributes = TextAttributes.ordered(all);
        }
        skipAgreeing(at, attributes);
        Map<String, YValue> restored = begin(at, attributes);
        create(at, content);
        return restored;
    }

    /// Moves right over tombstones, and over marks that say what is wanted anyway.
    private static void skipAgreeing(TextPosition at, Map<String, YValue> attributes) {
        while (at.right != null
                && (at.right.isDeleted()
                        || (at.right.content instanceof FormatContent mark
                                && TextAttributes.same(
                                        attributes.getOrDefault(mark.key(), YValue.NULL),
                                        mark.value().value())))) {
            at.forward();
        }
    }

    /// Writes a mark for each attribute that does not hold yet.
    ///
    /// @return their values until here
    private Map<String, YValue> begin(TextPosition at, Map<String, YValue> attributes) {
        var before = new LinkedHashMap<String, YValue>();
        attributes.forEach(
                (key, value) -> {
                    YValue current = at.attributes().getOrDefault(key, YValue.NULL);
                    if (!TextAttributes.same(current, value)) {
                        before.put(key, current);
                        mark(at, key, value);
                    }
                });
        return before;
    }

    /// Writes the marks that restore attributes, without those that stand there already.
    void close(TextPosition at, Map<String, YValue> restored) {
        while (at.right != null) {
            if (!at.right.isDeleted()) {
                if (!(at.right.content instanceof FormatContent mark)) {
                    break;
                }
                YValue owed = restored.get(mark.key());
                if (owed == null || !TextAttributes.same(owed, mark.value().value())) {
                    break;
                }
                restored.remove(mark.key());
            }
            at.forward();
        }
        restored.forEach((key, value) -> mark(at, key, value));
    }

    private void mark(TextPosition at, String key, YValue value) {
        var content = new FormatContent(key, Literal.of(value));
        at.right = edits.create(type, null, at.left, at.right, Kind.FORMAT, content, 1);
        at.forward();
    }

    private void create(TextPosition at, YValue value) {
        at.right =
                switch (value) {
                    case YValue.Str(String text) ->
                            edits.create(
                                    type,
                                    null,
                                    at.left,
                                    at.right,
                                    Kind.STRING,
                                    new TextContent(Utf8.encode(text)),
                                    text.length());
                    case YValue.Shared(YType inner) ->
                            edits.create(
                                    type,
                                    null,
                                    at.left,
                                    at.right,
                                    Kind.TYPE,
                                    LocalEdits.nodeOf(inner),
                                    1);
                    default ->
                            edits.create(
                                    type,
                                    null,
                                    at.left,
                                    at.right,
                                    Kind.EMBED,
                                    new EmbedContent(Literal.of(value)),
                                    1);
                };
        at.forward();
    }

    // --- deletions ---

    void delete(int index, int count) {
        TextPosition at = TextPosition.find(type, index, edits, false);
        delete(at, count + at.snapped);
    }

    /// Deletes content, and the marks around it that have nothing to say any more.
    void delete(TextPosition at, int count) {
        Item start = at.right;
        Map<String, YValue> before = type.marked ? new LinkedHashMap<>(at.attributes()) : Map.of();
        int rest = count;
        for (Item item = start; rest > 0 && item != null; item = at.right) {
            if (!item.isDeleted()
                    && (item.kind == Kind.STRING
                            || item.kind == Kind.EMBED
                            || item.kind == Kind.TYPE)) {
                rest = cut(item, rest);
                transaction.delete(item);
            }
            at.forward();
        }
        if (start != null && type.marked) {
            new FormatCleanup(transaction).gap(start, at.right, before, at.attributes());
        }
    }

    /// Cuts an item that is longer than what is left of a range, and returns what is then left. A
    /// surrogate pair stays whole.
    private int cut(Item item, int rest) {
        if (rest < item.length) {
            boolean pair =
                    item.content instanceof TextContent text && text.splitsPair(item.length, rest);
            int length = pair ? rest + 1 : rest;
            if (length < item.length) {
                edits.split(item, length);
            }
        }
        return Math.max(0, rest - item.length);
    }

    // --- formatting ---

    void format(int index, int count, Map<String, YValue> attributes) {
        TextPosition at = TextPosition.find(type, index, edits, true);
        if (at.right != null) {
            format(at, count + at.snapped, attributes);
        }
    }

    /// Formats what follows, and moves behind it. A text that is too short gets line feeds, because
    /// an editor has one at its end that the text has not.
    void format(TextPosition at, int count, Map<String, YValue> attributes) {
        skipAgreeing(at, attributes);
        Map<String, YValue> restored = begin(at, attributes);
        int rest = count;
        for (Item item = at.right; item != null; item = at.right) {
            boolean inRange = rest > 0;
            boolean owing =
                    !restored.isEmpty()
                            && (item.isDeleted() || item.content instanceof FormatContent);
            if (!inRange && !owing) {
                break;
            }
            if (!item.isDeleted()) {
                if (item.content instanceof FormatContent mark) {
                    if (!absorb(item, mark, attributes, restored, inRange)) {
                        break;
                    }
                } else {
                    rest = cut(item, rest);
                }
            }
            at.forward();
        }
        if (rest > 0) {
            create(at, new YValue.Str("\n".repeat(rest)));
        }
        close(at, restored);
    }

    /// Deletes a mark that the new formatting replaces.
    ///
    /// @return false if the range has ended and the mark must stay
    private boolean absorb(
            Item item,
            FormatContent mark,
            Map<String, YValue> attributes,
            Map<String, YValue> restored,
            boolean inRange) {
        YValue wanted = attributes.get(mark.key());
        if (wanted == null) {
            return true;
        }
        YValue value = mark.value().value();
        if (TextAttributes.same(wanted, value)) {
            restored.remove(mark.key());
        } else if (inRange) {
            restored.put(mark.key(), value);
        } else {
            return false;
        }
        transaction.delete(item);
        return true;
    }

    TextPosition start() {
        return TextPosition.start(type);
    }

    TypeNode type() {
        return type;
    }
}
