package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Reads items as values.
final class ItemValues {

    private ItemValues() {}

    /// The value at a position inside a visible item.
    static YValue at(Item item, int i) {
        return switch (item.content) {
            case null -> YValue.UNDEFINED;
            case TextContent text -> new YValue.Str(String.valueOf(text.toString().charAt(i)));
            case ListContent list when list.isJson() ->
                    JsonValues.parse(list.element(i).readVarString());
            case ListContent list -> AnyValues.decode(list.element(i));
            case TypeNode type -> new YValue.Shared(type.facade());
            case BinaryContent(byte[] bytes) -> new YValue.Bytes(bytes);
            case DocContent content -> new YValue.Sub(content.document());
            case EmbedContent(Literal value) -> value.value();
            case FormatContent(_, Literal value) -> value.value();
        };
    }

    /// The value of a key; the last element counts if several values were merged into one item.
    static @Nullable YValue ofKey(TypeNode.@Nullable Key key) {
        return key == null || key.last.isDeleted() ? null : at(key.last, key.last.length - 1);
    }

    /// The last value of an item, also of a deleted one; [YValue#UNDEFINED] if it was given up.
    static YValue last(Item item) {
        return item.content == null ? YValue.UNDEFINED : at(item, item.length - 1);
    }

    /// All values of an item.
    static List<YValue> all(Item item) {
        if (item.kind == Kind.FORMAT || item.content == null) {
            return List.of();
        }
        var values = new ArrayList<YValue>(item.length);
        addAll(item, values);
        return values;
    }

    private static void addAll(Item item, List<YValue> values) {
        if (item.content instanceof TextContent content) {
            // Only who means harm puts a text among elements. It is decoded once and not for each
            // of its units.
            String text = content.toString();
            for (int i = 0; i < item.length; i++) {
                values.add(new YValue.Str(text.substring(i, i + 1)));
            }
            return;
        }
        for (int i = 0; i < item.length; i++) {
            values.add(at(item, i));
        }
    }

    static List<YValue> list(TypeNode type) {
        var values = new ArrayList<YValue>(type.length);
        for (Item item = type.start; item != null; item = item.right) {
            if (item.isVisible()) {
                addAll(item, values);
            }
        }
        return values;
    }

    /// Some elements of a list that has them.
    static List<YValue> list(TypeNode type, int index, int count) {
        var values = new ArrayList<YValue>(count);
        PositionIndex positions = LocalEdits.index(type);
        Item item = positions.itemEndingAt(index + 1);
        int at = positions.offset() - 1;
        for (; item != null && values.size() < count; item = item.right) {
            if (item.isVisible()) {
                for (; at < item.length && values.size() < count; at++) {
                    values.add(at(item, at));
                }
                at = 0;
            }
        }
        return values;
    }

    static String text(TypeNode type) {
        var text = new StringBuilder(type.length);
        for (Item item = type.start; item != null; item = item.right) {
            if (!item.isDeleted() && item.content instanceof TextContent content) {
                content.appendTo(text);
            }
        }
        return text.toString();
    }

    /// The type with everything in it as plain values; XML types as their strings, and subdocuments
    /// as they are.
    static YValue json(TypeNode top) {
        var builder = new ValueBuilder();
        var open = new ArrayDeque<Iterator<?>>();
        json(new YValue.Shared(top.facade()), builder, open);
        while (!open.isEmpty()) {
            Iterator<?> items = open.element();
            if (!items.hasNext()) {
                open.pop();
                builder.end();
                continue;
            }
            switch (items.next()) {
                case YValue value -> json(value, builder, open);
                case Map.Entry<?, ?> entry
                        when entry.getKey() instanceof String name
                                && entry.getValue() instanceof TypeNode.Key key -> {
                    YValue value = ofKey(key);
                    if (value != null) {
                        builder.key(name);
                        json(value, builder, open);
                    }
                }
                default -> throw new CorruptDocumentException("neither value nor key");
            }
        }
        return builder.result();
    }

    private static void json(YValue value, ValueBuilder builder, ArrayDeque<Iterator<?>> open) {
        if (!(value instanceof YValue.Shared(YType type))) {
            builder.value(value);
            return;
        }
        switch (type) {
            case YArray array -> {
                builder.beginArray();
                open.push(list(array.node()).iterator());
            }
            case YMap map -> {
                builder.beginObject();
                open.push(map.node().keys().entrySet().iterator());
            }
            case YText text -> builder.value(new YValue.Str(text.toString()));
            case YXmlFragment xml -> builder.value(new YValue.Str(xml.toString()));
        }
    }
}
