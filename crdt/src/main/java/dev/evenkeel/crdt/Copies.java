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
        if (source.facade() instanceof YText) {
            var text = new Prepared.Text(ItemValues.text(source));
            return TypeNode.prepared(source, text).facade();
        }
        Prepared content =
                switch (source.type()) {
                    case TypeNode.ARRAY -> new Prepared.Elements(new ArrayList<>());
                    case TypeNode.MAP, TypeNode.XML_HOOK ->
                            new Prepared.Entries(new LinkedHashMap<>());
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
            case Prepared.Text _ -> throw new IllegalStateException("texts copy themselves");
        }
    }

    private void copyList(TypeNode source, List<YValue> target) {
        ItemValues.list(source).forEach(value -> target.add(copy(value)));
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
