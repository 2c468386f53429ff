package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An XML element: a name that never changes, attributes and children. The value of an attribute
/// can be anything, not only a string.
public final class YXmlElement extends YXmlFragment {

    YXmlElement(TypeNode node) {
        super(node);
    }

    /// The name as it was given, in upper or lower case. A root has the name `UNDEFINED`.
    public String nodeName() {
        return node().nodeName();
    }

    public Optional<YValue> getAttribute(String name) {
        return Optional.ofNullable(ItemValues.ofKey(node().key(name)));
    }

    public boolean hasAttribute(String name) {
        TypeNode.Key chain = node().key(name);
        return chain != null && !chain.last.isDeleted();
    }

    /// In the order in which this replica has first seen the names.
    public Map<String, YValue> getAttributes() {
        var attributes = new LinkedHashMap<String, YValue>();
        node().keys()
                .forEach(
                        (name, chain) -> {
                            YValue value = ItemValues.ofKey(chain);
                            if (value != null) {
                                attributes.put(name, value);
                            }
                        });
        return Collections.unmodifiableMap(attributes);
    }

    /// The attributes at the time of a snapshot.
    public Map<String, YValue> getAttributes(Snapshot snapshot) {
        return snapshot.values(node());
    }

    /// The next sibling that is not deleted, if there is one and it is a type.
    public Optional<YType> nextSibling() {
        return XmlNodes.next(node());
    }

    /// The previous sibling that is not deleted, if there is one and it is a type.
    public Optional<YType> prevSibling() {
        return XmlNodes.previous(node());
    }
}
