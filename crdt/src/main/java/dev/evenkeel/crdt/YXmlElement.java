package dev.evenkeel.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An XML element: a name that never changes, attributes and children. The value of an attribute
/// can be anything, not only a string.
public final class YXmlElement extends YXmlFragment {

    YXmlElement(TypeNode node) {
        super(node);
    }

    /// Prepared to be put into a document, with prepared children.
    public static YXmlElement of(String nodeName, YType... children) {
        return of(nodeName, Map.of(), List.of(children));
    }

    /// Prepared, with attributes that are written in the order of the map.
    public static YXmlElement of(
            String nodeName, Map<String, YValue> attributes, List<? extends YType> children) {
        var content = new Prepared.Xml();
        content.attributes().putAll(Names.checked(attributes));
        children.forEach(child -> content.children().add(new YValue.Shared(child)));
        var node = TypeNode.prepared(TypeNode.XML_ELEMENT, Names.checked(nodeName), content);
        return (YXmlElement) node.facade();
    }

    @Override
    public YXmlElement copy() {
        return (YXmlElement) super.copy();
    }

    /// The name as it was given, in upper or lower case. A root has the name `UNDEFINED`.
    public String nodeName() {
        return node().nodeName();
    }

    /// Of concurrent values one wins, the same on every replica.
    ///
    /// @param value a plain value, a prepared type or a subdocument
    public void setAttribute(String name, YValue value) {
        if (node().prepared instanceof Prepared.Xml content) {
            content.attributes().put(Names.checked(name), Objects.requireNonNull(value));
        } else {
            node().liveDoc().edit(edits -> edits.set(node(), name, value));
        }
    }

    /// As [#setAttribute(String, YValue)].
    public void setAttribute(String name, String value) {
        setAttribute(name, new YValue.Str(value));
    }

    /// Removing what is not there does nothing.
    public void removeAttribute(String name) {
        if (node().prepared instanceof Prepared.Xml content) {
            content.attributes().remove(name);
            return;
        }
        node().liveDoc().edit(edits -> edits.delete(node().key(name)));
    }

    public Optional<YValue> getAttribute(String name) {
        return Optional.ofNullable(ItemValues.ofKey(node().key(name)));
    }

    /// The value of an attribute at the time of a snapshot.
    public Optional<YValue> getAttribute(String name, Snapshot snapshot) {
        TypeNode.Key chain = node().key(name);
        return chain == null ? Optional.empty() : snapshot.value(chain);
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

    /// All attributes at the time of a snapshot.
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
