package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a text as it was, and what has changed in it since an earlier time.
final class SnapshotText {

    private static final String MARK = "ychange";

    private final @Nullable Snapshot at;
    private final @Nullable Snapshot since;
    private final ChangeMark mark;
    private final List<Delta> steps = new ArrayList<>();
    private final Map<String, YValue> attributes = new LinkedHashMap<>();
    private final StringBuilder run = new StringBuilder();

    private SnapshotText(@Nullable Snapshot at, @Nullable Snapshot since, ChangeMark mark) {
        this.at = at;
        this.since = since;
        this.mark = mark;
    }

    /// @param at null for what the text is now
    /// @param since null if changes are not to be marked
    static List<Delta> read(
            TypeNode text, @Nullable Snapshot at, @Nullable Snapshot since, ChangeMark mark) {
        var reader = new SnapshotText(at, since, mark);
        // What is split is merged when the transaction ends, so it must last until all is read.
        text.liveDoc()
                .transactions()
                .run(
                        "cleanup",
                        transaction -> {
                            if (at != null) {
                                at.split(transaction);
                            }
                            if (since != null) {
                                since.split(transaction);
                            }
                            reader.read(text);
                        });
        return List.copyOf(reader.steps);
    }

    private void read(TypeNode text) {
        for (Item item = text.start; item != null; item = item.right) {
            boolean shown = at == null ? !item.isDeleted() : at.shows(item);
            boolean wasShown = since != null && since.shows(item);
            if (shown || wasShown) {
                read(item, shown, wasShown);
            }
        }
        endRun();
    }

    private void read(Item item, boolean shown, boolean wasShown) {
        switch (item.content) {
            case TextContent text -> {
                if (at != null && !shown) {
                    mark(item, ChangeMark.Kind.REMOVED);
                } else if (since != null && !wasShown) {
                    mark(item, ChangeMark.Kind.ADDED);
                } else if (attributes.containsKey(MARK)) {
                    endRun();
                    attributes.remove(MARK);
                }
                text.appendTo(run);
            }
            case TypeNode _, EmbedContent _ -> {
                endRun();
                steps.add(new Delta.Insert(ItemValues.at(item, 0), attributes));
            }
            case FormatContent(String key, Literal literal) -> {
                if (shown) {
                    endRun();
                    YValue value = literal.value();
                    if (value instanceof YValue.Null) {
                        attributes.remove(key);
                    } else {
                        attributes.put(key, value);
                    }
                }
            }
            case null, default -> {
                // No text has other content, unless somebody put it there.
            }
        }
    }

    private void mark(Item item, ChangeMark.Kind kind) {
        if (!isMarked(item, kind)) {
            endRun();
            attributes.put(MARK, mark.of(kind, item.client.id, item.clock));
        }
    }

    private boolean isMarked(Item item, ChangeMark.Kind kind) {
        return attributes.get(MARK) instanceof YValue.Obj(Map<String, YValue> members)
                && new YValue.Num(item.client.id).equals(members.get("user"))
                && new YValue.Str(kind.text()).equals(members.get("type"));
    }

    private void endRun() {
        if (!run.isEmpty()) {
            steps.add(new Delta.Insert(new YValue.Str(run.toString()), attributes));
            run.setLength(0);
        }
    }
}
