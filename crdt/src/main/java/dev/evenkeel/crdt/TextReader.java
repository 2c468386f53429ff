package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads formatted text.
final class TextReader {

    private final List<Delta> steps = new ArrayList<>();
    private final Map<String, YValue> attributes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private TextReader() {}

    /// The text as insertions: runs of characters with the same formatting, embeds and types.
    static List<Delta> content(TypeNode type) {
        var reader = new TextReader();
        for (Item item = type.start; item != null; item = item.right) {
            if (!item.isDeleted()) {
                reader.add(item);
            }
        }
        reader.closeRun();
        return List.copyOf(reader.steps);
    }

    private void add(Item item) {
        switch (item.content) {
            case TextContent content -> content.appendTo(text);
            case FormatContent mark -> {
                closeRun();
                mark.applyTo(attributes);
            }
            case EmbedContent _, TypeNode _ -> {
                closeRun();
                steps.add(new Delta.Insert(ItemValues.at(item, 0), ordered()));
            }
            case null, default -> {
                // Yjs does not show it either.
            }
        }
    }

    private void closeRun() {
        if (!text.isEmpty()) {
            steps.add(new Delta.Insert(new YValue.Str(text.toString()), ordered()));
            text.setLength(0);
        }
    }

    private Map<String, YValue> ordered() {
        return attributes.isEmpty() ? Map.of() : TextAttributes.ordered(attributes);
    }

    /// The attributes of the type itself that have a value.
    static Map<String, YValue> ofType(TypeNode type) {
        var all = new LinkedHashMap<String, YValue>();
        type.keys()
                .forEach(
                        (key, chain) -> {
                            @Nullable YValue value = ItemValues.ofKey(chain);
                            if (value != null) {
                                all.put(key, value);
                            }
                        });
        return all;
    }
}
