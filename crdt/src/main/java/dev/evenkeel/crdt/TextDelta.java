package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an event says of a text: which characters, embeds and types came and went, and how the
/// formatting of those that stayed has changed.
///
/// On its way it finds new marks that say nothing. As in Yjs they are deleted, unless the document
/// leaves such marks alone.
final class TextDelta {

    private enum Action {
        NONE,
        INSERT,
        RETAIN,
        DELETE
    }

    private final YEvent event;
    private final List<Delta> steps = new ArrayList<>();
    private final List<Item> redundant = new ArrayList<>(0);

    // What holds now at the place that was reached, and what held before the transaction.
    private final Map<String, YValue> current = new LinkedHashMap<>();
    private final Map<String, YValue> old = new LinkedHashMap<>();
    // In what the two differ for the text that has stayed.
    private final Map<String, YValue> changed = new LinkedHashMap<>();

    private final StringBuilder inserted = new StringBuilder();
    private @Nullable YValue embed;
    private Action action = Action.NONE;
    private int length;

    private TextDelta(YEvent event) {
        this.event = event;
    }

    static List<Delta> of(YEvent event, TypeNode type) {
        var delta = new TextDelta(event);
        for (Item item = type.start; item != null; item = item.right) {
            delta.pass(item);
        }
        delta.close();
        delta.dropLastRetains();
        YDoc doc = type.liveDoc();
        if (!delta.redundant.isEmpty() && doc.cleansFormatting()) {
            doc.edit(edits -> delta.redundant.forEach(edits::delete));
        }
        return List.copyOf(delta.steps);
    }

    private void pass(Item item) {
        switch (item.content) {
            case TextContent text -> {
                if (isNew(item)) {
                    begin(Action.INSERT);
                    text.appendTo(inserted);
                } else {
                    stayOrGo(item);
                }
            }
            case EmbedContent _, TypeNode _ -> {
                if (isNew(item)) {
                    close();
                    action = Action.INSERT;
                    embed = ItemValues.at(item, 0);
                    close();
                } else {
                    stayOrGo(item);
                }
            }
            case FormatContent mark -> pass(item, mark);
            case null, default -> {
                // Yjs does not look at it either.
            }
        }
    }

    private boolean isNew(Item item) {
        return event.adds(item) && !event.deletes(item);
    }

    private void stayOrGo(Item item) {
        if (event.adds(item)) {
            return;
        }
        if (event.deletes(item)) {
            begin(Action.DELETE);
            length += item.length;
        } else if (!item.isDeleted()) {
            begin(Action.RETAIN);
            length += item.length;
        }
    }

    private void pass(Item item, FormatContent mark) {
        String key = mark.key();
        YValue value = mark.value().value();
        boolean gone = item.isDeleted();
        if (event.adds(item)) {
            if (!event.deletes(item)) {
                if (!TextAttributes.same(now(key), value)) {
                    closeRetain();
                    if (TextAttributes.same(value, old.getOrDefault(key, YValue.NULL))) {
                        changed.remove(key);
                    } else {
                        changed.put(key, value);
                    }
                } else if (!(value instanceof YValue.Null)) {
                    gone = drop(item);
                }
            }
        } else if (event.deletes(item)) {
            old.put(key, value);
            if (!TextAttributes.same(now(key), value)) {
                closeRetain();
                changed.put(key, now(key));
            }
        } else if (!gone) {
            old.put(key, value);
            YValue change = changed.get(key);
            if (change != null) {
                if (!TextAttributes.same(change, value)) {
                    closeRetain();
                    if (value instanceof YValue.Null) {
                        changed.remove(key);
                    } else {
                        changed.put(key, value);
                    }
                } else if (!(change instanceof YValue.Null)) {
                    gone = drop(item);
                }
            }
        }
        if (!gone) {
            if (action == Action.INSERT) {
                close();
            }
            mark.applyTo(current);
        }
    }

    private YValue now(String key) {
        return current.getOrDefault(key, YValue.NULL);
    }

    private boolean drop(Item item) {
        if (!item.isDeleted()) {
            redundant.add(item);
        }
        return true;
    }

    private void begin(Action next) {
        if (action != next) {
            close();
            action = next;
        }
    }

    private void closeRetain() {
        if (action == Action.RETAIN) {
            close();
        }
    }

    private void close() {
        switch (action) {
            case INSERT -> {
                YValue content = embed == null ? new YValue.Str(inserted.toString()) : embed;
                steps.add(new Delta.Insert(content, TextAttributes.ordered(current)));
                inserted.setLength(0);
                embed = null;
            }
            case RETAIN -> steps.add(new Delta.Retain(length, TextAttributes.ordered(changed)));
            case DELETE -> steps.add(new Delta.Delete(length));
            case NONE -> {
                // Nothing was begun.
            }
        }
        length = 0;
        action = Action.NONE;
    }

    private void dropLastRetains() {
        while (!steps.isEmpty()
                && steps.getLast() instanceof Delta.Retain(_, Map<String, YValue> attributes)
                && attributes.isEmpty()) {
            steps.removeLast();
        }
    }
}
