package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.JsonFormat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/// XML types as strings, the very strings that Yjs makes of them. A value inside becomes what
/// JavaScript makes of it when it is put into a string.
///
/// What is still to be written stands on a stack, so that types can be nested to any depth.
final class XmlStrings {

    private static final String OBJECT = "[object Object]";

    private final StringBuilder out = new StringBuilder();

    // Iterators over strings, which are written as they are, and values.
    private final ArrayDeque<Iterator<?>> open = new ArrayDeque<>();

    private XmlStrings() {}

    static String of(TypeNode type) {
        var strings = new XmlStrings();
        strings.begin(type);
        strings.run();
        return strings.out.toString();
    }

    /// A value as JavaScript puts it into a string.
    static String of(YValue value) {
        var strings = new XmlStrings();
        strings.write(value);
        strings.run();
        return strings.out.toString();
    }

    private void run() {
        while (!open.isEmpty()) {
            Iterator<?> parts = open.element();
            if (!parts.hasNext()) {
                open.pop();
                continue;
            }
            switch (parts.next()) {
                case String text -> out.append(text);
                case YValue value -> write(value);
                default -> throw new CorruptDocumentException("neither string nor value");
            }
        }
    }

    private void write(YValue value) {
        switch (value) {
            case YValue.Undefined() -> out.append("undefined");
            case YValue.Null() -> out.append("null");
            case YValue.Bool(boolean is) -> out.append(is);
            case YValue.Num(double number) -> number(number);
            case YValue.BigInt(long number) -> out.append(number);
            case YValue.Str(String text) -> out.append(text);
            case YValue.Bytes bytes -> bytes(bytes.value());
            case YValue.Arr(List<YValue> values) -> open.push(joined(values));
            case YValue.Obj _, YValue.Sub _ -> out.append(OBJECT);
            case YValue.Shared(YType type) -> begin(LocalEdits.nodeOf(type));
        }
    }

    private void number(double number) {
        if (Double.isFinite(number)) {
            JsonFormat.number(number, out);
        } else {
            out.append(number);
        }
    }

    private void bytes(byte[] bytes) {
        String separator = "";
        for (byte each : bytes) {
            out.append(separator).append(each & 0xff);
            separator = ",";
        }
    }

    private static Iterator<Object> joined(List<YValue> values) {
        return new Iterator<>() {
            private int next;
            private boolean separated = true;

            @Override
            public boolean hasNext() {
                return next < values.size();
            }

            @Override
            public Object next() {
                if (!separated) {
                    separated = true;
                    return ",";
                }
                separated = false;
                YValue value = values.get(next++);
                boolean nothing = value instanceof YValue.Null || value instanceof YValue.Undefined;
                if (next == values.size()) {
                    separated = true;
                }
                return nothing ? "" : value;
            }
        };
    }

    private void begin(TypeNode type) {
        switch (type.type()) {
            case TypeNode.XML_FRAGMENT -> open.push(new Children(type.start));
            case TypeNode.XML_ELEMENT -> element(type);
            case TypeNode.XML_TEXT -> open.push(new Runs(type.start));
            case TypeNode.TEXT -> out.append(ItemValues.text(type));
            default -> out.append(OBJECT);
        }
    }

    private void element(TypeNode type) {
        String name = type.nodeName().toLowerCase(Locale.ROOT);
        var start = new ArrayList<Object>();
        start.add("<" + name);
        new TreeMap<>(type.keys())
                .forEach(
                        (key, chain) -> {
                            YValue value = ItemValues.ofKey(chain);
                            if (value != null) {
                                start.add(" " + key + "=\"");
                                start.add(value);
                                start.add("\"");
                            }
                        });
        start.add(">");
        open.push(List.of("</" + name + ">").iterator());
        open.push(new Children(type.start));
        open.push(start.iterator());
    }

    private static final class Children implements Iterator<YValue> {
        private @Nullable Item item;
        private Iterator<YValue> values = Collections.emptyIterator();

        Children(@Nullable Item first) {
            item = first;
        }

        @Override
        public boolean hasNext() {
            while (!values.hasNext() && item != null) {
                Item current = item;
                item = current.right;
                if (current.isVisible()) {
                    values = ItemValues.all(current).iterator();
                }
            }
            return values.hasNext();
        }

        @Override
        public YValue next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return values.next();
        }
    }

    /// The runs of a formatted text, from one format mark to the next, each between its tags. Whole
    /// strings of letters come as one, embeds and types by themselves.
    private static final class Runs implements Iterator<Object> {
        private @Nullable Item item;
        private final TreeMap<String, YValue> formats = new TreeMap<>();
        private final ArrayDeque<Object> ready = new ArrayDeque<>();

        Runs(@Nullable Item first) {
            item = first;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && item != null) {
                advance();
            }
            return !ready.isEmpty();
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void advance() {
            var text = new StringBuilder();
            while (item != null) {
                Item current = item;
                if (!current.isDeleted()) {
                    if (current.content instanceof TextContent content) {
                        content.appendTo(text);
                    } else if (current.kind == Kind.FORMAT
                            || current.kind == Kind.EMBED
                            || current.kind == Kind.TYPE) {
                        break;
                    }
                }
                item = current.right;
            }
            if (!text.isEmpty()) {
                tagged(text.toString());
            } else if (item != null) {
                Item current = item;
                item = current.right;
                if (current.content instanceof FormatContent(String key, Literal value)) {
                    format(key, value.value());
                } else {
                    tagged(ItemValues.at(current, 0));
                }
            }
        }

        private void format(String key, YValue value) {
            if (value instanceof YValue.Null) {
                formats.remove(key);
            } else {
                formats.put(key, value);
            }
        }

        private void tagged(Object content) {
            formats.forEach(this::openTag);
            ready.add(content);
            formats.descendingKeySet().forEach(name -> ready.add("</" + name + ">"));
        }

        private void openTag(String name, YValue value) {
            ready.add("<" + name);
            attributes(value)
                    .forEach(
                            (key, each) -> {
                                ready.add(" " + key + "=\"");
                                ready.add(each);
                                ready.add("\"");
                            });
            ready.add(">");
        }

        /// What a loop over the properties of a format's value meets.
        private static Map<String, YValue> attributes(YValue value) {
            var attributes = new TreeMap<String, YValue>();
            switch (value) {
                case YValue.Obj(Map<String, YValue> members) -> attributes.putAll(members);
                case YValue.Arr(List<YValue> elements) -> {
                    for (int i = 0; i < elements.size(); i++) {
                        attributes.put(String.valueOf(i), elements.get(i));
                    }
                }
                case YValue.Str(String text) -> {
                    for (int i = 0; i < text.length(); i++) {
                        attributes.put(String.valueOf(i), new YValue.Str(text.substring(i, i + 1)));
                    }
                }
                case YValue.Bytes bytes -> {
                    byte[] all = bytes.value();
                    for (int i = 0; i < all.length; i++) {
                        attributes.put(String.valueOf(i), YValue.of((double) (all[i] & 0xff)));
                    }
                }
                case YValue _ -> {}
            }
            return attributes;
        }
    }
}
