package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A list of XML nodes: [YXmlElement], [YXmlText] and [YXmlHook]. Indices count the nodes.
///
/// Only types can be put here with this engine, but an update of somebody else may contain any
/// content, which is why [#get(int)] and [#toList()] give values.
///
/// A prepared fragment or element takes the same changes, and reads as empty until it is put into a
/// document.
public sealed class YXmlFragment implements YType permits YXmlElement {

    private final TypeNode node;

    YXmlFragment(TypeNode node) {
        this.node = node;
    }

    /// Prepared to be put into a document, with prepared children.
    public static YXmlFragment of(YType... children) {
        return of(List.of(children));
    }

    /// As [#of(YType...)].
    public static YXmlFragment of(List<? extends YType> children) {
        var content = new Prepared.Xml();
        children.forEach(child -> content.children().add(new YValue.Shared(child)));
        var node = TypeNode.prepared(TypeNode.XML_FRAGMENT, content);
        return (YXmlFragment) node.facade();
    }

    final TypeNode node() {
        return node;
    }

    /// A prepared fragment with copies of everything in this one.
    ///
    /// @throws IllegalStateException if there is a type in one of the texts
    public YXmlFragment copy() {
        return (YXmlFragment) Copies.of(node);
    }

    // --- changes ---

    /// Inserts prepared types before the child at an index, or behind the last.
    ///
    /// @throws IndexOutOfBoundsException unless the index is from 0 to the length
    /// @throws IllegalStateException if one of them has been put somewhere already
    public final void insert(int index, List<? extends YType> nodes) {
        Objects.checkIndex(index, available() + 1);
        List<YValue> values = values(nodes);
        if (node.prepared instanceof Prepared.Xml content) {
            content.children().addAll(index, values);
        } else if (!values.isEmpty()) {
            node.liveDoc().edit(edits -> edits.insert(node, index, values));
        }
    }

    /// As [#insert(int, List)].
    public final void insert(int index, YType... nodes) {
        insert(index, List.of(nodes));
    }

    /// Inserts prepared types behind a child, or first of all.
    ///
    /// @param sibling a child of this fragment that is not deleted; null to insert at the start
    /// @throws IllegalArgumentException if it is something else
    /// @throws IllegalStateException if one of the nodes has been put somewhere already
    public final void insertAfter(@Nullable YType sibling, List<? extends YType> nodes) {
        List<YValue> values = values(nodes);
        if (node.prepared instanceof Prepared.Xml content) {
            int before = sibling == null ? -1 : content.indexOf(sibling);
            if (sibling != null && before < 0) {
                throw noChild();
            }
            content.children().addAll(before + 1, values);
            return;
        }
        Item left = sibling == null ? null : LocalEdits.nodeOf(sibling).item;
        if (sibling != null
                && (left == null || left.isDeleted() || left.parent != node || left.hasKey())) {
            throw noChild();
        }
        if (!values.isEmpty()) {
            node.liveDoc().edit(edits -> edits.insertAfter(node, left, values));
        }
    }

    /// As [#insertAfter(YType, List)].
    public final void insertAfter(@Nullable YType sibling, YType... nodes) {
        insertAfter(sibling, List.of(nodes));
    }

    private static IllegalArgumentException noChild() {
        return new IllegalArgumentException("the sibling is no child of this type");
    }

    /// Inserts prepared types at the end, which is the same as inserting them at the length.
    public final void push(YType... nodes) {
        insert(available(), List.of(nodes));
    }

    /// Inserts prepared types at the start.
    public final void unshift(YType... nodes) {
        insert(0, List.of(nodes));
    }

    /// Deletes some children with everything in them.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer children, and then nothing is deleted
    public final void delete(int index, int count) {
        Objects.checkFromIndexSize(index, count, available());
        if (node.prepared instanceof Prepared.Xml content) {
            content.children().subList(index, index + count).clear();
        } else if (count > 0) {
            node.liveDoc().edit(edits -> edits.delete(node, index, count));
        }
    }

    private int available() {
        return node.prepared instanceof Prepared.Xml content
                ? content.children().size()
                : node.length;
    }

    private static List<YValue> values(List<? extends YType> nodes) {
        return nodes.stream().<YValue>map(YValue.Shared::new).toList();
    }

    // --- content ---

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

    /// Some of the children.
    ///
    /// @param from the first; from the end if negative, so that -1 is the last
    /// @param to behind the last, counted like `from`
    /// @throws IndexOutOfBoundsException if there are no such children
    public final List<YValue> slice(int from, int to) {
        int start = from < 0 ? node.length + from : from;
        int end = to < 0 ? node.length + to : to;
        Objects.checkFromToIndex(start, end, node.length);
        return List.copyOf(toList().subList(start, end));
    }

    /// The first child, if there is one and it is a type.
    public final Optional<YType> firstChild() {
        return XmlNodes.from(node.start);
    }

    /// All types under this one that pass a filter, each before what is in it. Those in a type that
    /// does not pass are met as well. Not walked into are texts, hooks and the values of
    /// attributes.
    ///
    /// An iterator goes on from where it is also if the document is changed meanwhile.
    public final Iterable<YType> treeWalker(Predicate<? super YType> filter) {
        return () -> new XmlWalker(node, filter);
    }

    /// All types under this one, see [#treeWalker(Predicate)].
    public final Iterable<YType> treeWalker() {
        return treeWalker(_ -> true);
    }

    /// The first element under this one that has a name, in upper or lower case.
    public final Optional<YXmlElement> querySelector(String nodeName) {
        return XmlWalker.elements(node, nodeName).findFirst();
    }

    /// All elements under this one that have a name, in upper or lower case.
    public final List<YXmlElement> querySelectorAll(String nodeName) {
        return XmlWalker.elements(node, nodeName).toList();
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
