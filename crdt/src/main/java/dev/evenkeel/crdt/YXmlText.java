package dev.evenkeel.crdt;

import java.util.Optional;

/// A text among XML nodes.
public final class YXmlText extends YText {

    YXmlText(TypeNode node) {
        super(node);
    }

    /// Prepared to be put into a document; it reads as empty until it is there.
    public static YXmlText of(String text) {
        return (YXmlText) prepared(TypeNode.XML_TEXT, text);
    }

    @Override
    public YXmlText copy() {
        return (YXmlText) super.copy();
    }

    /// The next sibling that is not deleted, if there is one and it is a type.
    public Optional<YType> nextSibling() {
        return XmlNodes.next(node());
    }

    /// The previous sibling that is not deleted, if there is one and it is a type.
    public Optional<YType> prevSibling() {
        return XmlNodes.previous(node());
    }

    /// The text with its formats as nested elements, in the order of their names. Nothing is
    /// escaped, as Yjs has it.
    @Override
    public String toString() {
        return XmlStrings.of(node());
    }
}
