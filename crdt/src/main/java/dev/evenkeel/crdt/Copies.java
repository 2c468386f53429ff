package dev.evenkeel.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prepared types with the content of types that are in a document already. What is copied is a
/// tree of any depth, so the types that are still to be copied wait in a queue.
final class Copies {

    private record Copy(TypeNode source, Prepared target) {}

    private final ArrayDeque<Copy> open = new ArrayDeque<>();

    private Copies() {}

    static YType of(TypeNode source) {
        var copies = new Copies();
        YType copy = copies.begin(source);
        while (!copies.open.isEmpty()) {
            Copy next = copies.open.remove();
            copies.fill(next.source, next.target);
        }
        return copy;
    }

    private YType begin(TypeNode source) {
        Prepared content =
                switch (source.type()) {
                    case TypeNode.ARRAY -> new Prepared.Elements(new ArrayList<>());
                    case TypeNode.MAP, TypeNode.XML_HOOK ->
                            new Prepared.Entries(new LinkedHashMap<>());
                    case TypeNode.TEXT, TypeNode.XML_TEXT -> new Prepared.Text();
                    default -> new Prepared.Xml();
                };
        open.add(new Copy(source, content));
        return TypeNode.prepared(source, content).facade();
    }

    private void fill(TypeNode source, Prepared target) {
        switch (target) {
            case Prepared.Elements(List<YValue> values) -> copyList(source, values);
            case Prepared.Entries(Map<String, YValue> entries) -> copyKeys(source, entries);
            case Prepared.Xml(List<YValue> children, Map<String, YValue> attributes) -> {
                var unordered = new LinkedHashMap<String, YValue>();
                copyKeys(source, unordered);
                // They go through an object in Yjs, which puts them into its own order.
                AnyValues.inPropertyOrder(unordered)
                        .forEach(each -> attributes.put(each.getKey(), each.getValue()));
                copyList(source, children);
            }
            case Prepared.Text text -> copyText(source, text);
        }
    }

    private void copyList(TypeNode source, List<YValue> target) {
        ItemValues.list(source).forEach(value -> target.add(copy(value)));
    }

    private void copyText(TypeNode source, Prepared.Text target) {
        var content = new ArrayList<Delta>();
        int length = 0;
        for (Delta step : TextReader.content(source)) {
            if (step instanceof Delta.Insert(YValue value, Map<String, YValue> attributes)) {
                content.add(new Delta.Insert(copy(value), attributes));
                length += TextAttributes.length(value);
            }
        }
        target.add(new TextOperation.Apply(content, true), length);
    }

    private void copyKeys(TypeNode source, Map<String, YValue> target) {
        source.keys()
                .forEach(
                        (key, chain) -> {
                            YValue value = ItemValues.ofKey(chain);
                            if (value != null) {
                                target.put(key, copy(value));
                            }
                        });
    }

    private YValue copy(YValue value) {
        return switch (value) {
            case YValue.Shared(YType type) -> new YValue.Shared(begin(LocalEdits.nodeOf(type)));
            case YValue.Sub(Subdocument document) -> new YValue.Sub(document.copy());
            case YValue plain -> plain;
        };
    }
}
