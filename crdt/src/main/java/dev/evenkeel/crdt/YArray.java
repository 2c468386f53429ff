package dev.evenkeel.crdt;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// A shared list.
public final class YArray implements YType {

    private final TypeNode node;

    YArray(TypeNode node) {
        this.node = node;
    }

    private YArray(List<YValue> values) {
        this.node = TypeNode.prepared(TypeNode.ARRAY, this, new Prepared.Elements(values));
    }

    /// Prepared to be put into a document; it reads as empty until it is there.
    public static YArray of(YValue... values) {
        return new YArray(List.of(values));
    }

    /// A prepared array with copies of everything in this one.
    ///
    /// @throws IllegalStateException if there is a text with a type in it
    public YArray copy() {
        return (YArray) Copies.of(node);
    }

    TypeNode node() {
        return node;
    }

    public int length() {
        return node.length;
    }

    /// The element at an index.
    ///
    /// @throws IndexOutOfBoundsException if there is no such element
    public YValue get(int index) {
        Objects.checkIndex(index, node.length);
        PositionIndex positions = LocalEdits.index(node);
        Item item = positions.itemEndingAt(index + 1);
        return ItemValues.at(item, positions.offset() - 1);
    }

    public void insert(int index, List<YValue> values) {
        Objects.checkIndex(index, node.length + 1);
        node.liveDoc().edit(edits -> edits.insert(node, index, values));
    }

    /// Appends behind the physical end, which is not the same to others as inserting at the length.
    public void push(List<YValue> values) {
        node.liveDoc().edit(edits -> edits.push(node, values));
    }

    public void push(YValue... values) {
        push(List.of(values));
    }

    /// Deletes some elements.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer elements, and then nothing is deleted
    public void delete(int index, int count) {
        Objects.checkFromIndexSize(index, count, node.length);
        node.liveDoc().edit(edits -> edits.delete(node, index, count));
    }

    public List<YValue> toList() {
        return ItemValues.list(node);
    }

    /// The elements at the time of a snapshot.
    public List<YValue> toList(Snapshot snapshot) {
        return snapshot.list(node);
    }

    public YValue toJson() {
        return ItemValues.json(node);
    }

    /// Hears of changes of this array itself, once per transaction.
    public Subscription observe(Consumer<YArrayEvent> observer) {
        return node.observers()
                .observe(
                        event -> {
                            if (event instanceof YArrayEvent own) {
                                observer.accept(own);
                            }
                        });
    }
}
