package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Carries out operations on a text step by step. A type that is put into the text is filled
/// between the marks before and behind it, so the marks behind are a step of their own.
final class TextFiller implements Filler {

    private final LocalEdits edits;
    private final TextEdits text;
    private final Iterator<TextOperation> operations;

    // Within a delta.
    private List<Delta> steps = List.of();
    private boolean sanitize;
    private int next;

    private @Nullable TextPosition at;
    // What the marks behind the last insertion have to restore.
    private @Nullable Map<String, YValue> restored;

    TextFiller(LocalEdits edits, TypeNode type, List<TextOperation> operations) {
        this.edits = edits;
        this.text = new TextEdits(edits, type);
        this.operations = operations.iterator();
    }

    @Override
    public boolean isDone() {
        return restored == null && next == steps.size() && !operations.hasNext();
    }

    @Override
    public @Nullable TypeNode step() {
        if (restored != null && at != null) {
            text.close(at, restored);
            restored = null;
            return null;
        }
        if (next < steps.size() && at != null) {
            return step(steps.get(next++), at);
        }
        return switch (operations.next()) {
            case TextOperation.Insert insert -> insert(insert);
            case TextOperation.Remove(int index, int count) -> {
                text.delete(index, count);
                yield null;
            }
            case TextOperation.Format(int index, int count, Map<String, YValue> attributes) -> {
                text.format(index, count, attributes);
                yield null;
            }
            case TextOperation.Apply apply -> {
                steps = apply.changes();
                sanitize = apply.sanitize();
                next = 0;
                at = text.start();
                yield null;
            }
            case TextOperation.SetAttribute(String key, YValue value) ->
                    edits.setKey(text.type(), key, value);
            case TextOperation.RemoveAttribute(String key) -> {
                edits.deleteKey(text.type(), key);
                yield null;
            }
        };
    }

    private @Nullable TypeNode insert(TextOperation.Insert insert) {
        Map<String, YValue> attributes = insert.attributes();
        YValue content = insert.content();
        if (attributes == null && content instanceof YValue.Str(String plain)) {
            text.insert(insert.index(), plain);
            return null;
        }
        TextPosition place = text.placeToInsert(insert.index(), insert.exactly());
        return open(place, content, attributes == null ? Map.of() : attributes);
    }

    private @Nullable TypeNode open(
            TextPosition place, YValue content, Map<String, YValue> attributes) {
        at = place;
        restored = text.open(place, content, attributes);
        return LocalEdits.typeIn(content);
    }

    private @Nullable TypeNode step(Delta step, TextPosition place) {
        switch (step) {
            case Delta.Insert insert -> {
                YValue content = content(insert, place);
                if (!(content instanceof YValue.Str(String plain)) || !plain.isEmpty()) {
                    return open(place, content, insert.attributes());
                }
            }
            case Delta.Retain(int length, Map<String, YValue> attributes) ->
                    text.format(place, length, attributes);
            case Delta.Delete(int length) -> text.delete(place, length);
            case Delta.Elements _ -> throw new IllegalStateException("elements in a text");
        }
        return null;
    }

    /// A last line feed at the end of the text can be left out: editors think of one there that is
    /// not in the text.
    private YValue content(Delta.Insert insert, TextPosition place) {
        return !sanitize
                        && next == steps.size()
                        && place.right == null
                        && insert.content() instanceof YValue.Str(String plain)
                        && plain.endsWith("\n")
                ? new YValue.Str(plain.substring(0, plain.length() - 1))
                : insert.content();
    }
}
