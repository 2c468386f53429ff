package dev.evenkeel.crdt;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// A list of XML nodes: [YXmlElement], [YXmlText] and [YXmlHook]. Indices count the nodes.
///
/// The engine never makes other children here, but an update of somebody else may contain any
/// content, which is why [#get(int)] and [#toList()] give values.
public sealed class YXmlFragment implements YType permits YXmlElement {

    private final TypeNode node;

    YXmlFragment(TypeNode node) {
        this.node = node;
    }

    final TypeNode node() {
        return node;
    }

    public final int length() {
        return node.length;
    }

    /// The child at an index.
    ///
    /// @throws IndexOutOfBoundsException if there is no such child
    public final YValue get(int index) {
        Objects.checkIndex(index, node.length);
        PositionIndex positions = LocalEdits.index(node);
        Item item = positions.itemEndingAt(index + 1);
        return ItemValues.at(item, positions.offset() - 1);
    }

    public final List<YValue> toList() {
        return ItemValues.list(node);
    }

    /// The children at the time of a snapshot.
    public final List<YValue> toList(Snapshot snapshot) {
        return snapshot.list(node);
    }

    /// The first child, if there is one and it is a type.
    public final Optional<YType> firstChild() {
        return XmlNodes.from(node.start);
    }

    /// The nodes one after the other as text. Nothing is escaped, as Yjs has it: this is made for
    /// comparing, not for parsers.
    @Override
    public String toString() {
        return XmlStrings.of(node);
    }

    /// The same as [#toString()], as a value.
    public final YValue toJson() {
        return ItemValues.json(node);
    }

    /// Hears of changes of the children, or attributes, of this node itself, once per transaction.
    public final Subscription observe(Consumer<YXmlEvent> observer) {
        return node.observers()
                .observe(
                        event -> {
                            if (event instanceof YXmlEvent own) {
                                observer.accept(own);
                            }
                        });
    }
}
