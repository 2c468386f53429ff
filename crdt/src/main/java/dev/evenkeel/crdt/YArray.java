package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A shared list of values and types. Elements are put into places, not under indices: what others
/// insert or delete moves them, and never mixes them up.
///
/// A prepared array takes the same changes, and reads as empty until it is put into a document.
public final class YArray implements YType, Iterable<YValue> {

    private final TypeNode node;

    YArray(TypeNode node) {
        this.node = node;
    }

    private YArray(List<YValue> values) {
        this.node =
                TypeNode.prepared(
                        TypeNode.ARRAY, this, new Prepared.Elements(new ArrayList<>(values)));
    }

    /// Prepared to be put into a document.
    public static YArray of(YValue... values) {
        return new YArray(List.of(values));
    }

    /// As [#of(YValue...)].
    public static YArray of(List<YValue> values) {
        return new YArray(values);
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

    // --- changes ---

    /// Inserts elements before the one at an index, or behind the last.
    ///
    /// @throws IndexOutOfBoundsException unless the index is from 0 to the length
    /// @throws IllegalStateException if one of them is a type that was put somewhere already
    /// @throws IllegalArgumentException if one of them is a value that cannot be sent
    public void insert(int index, List<YValue> values) {
        Objects.checkIndex(index, available() + 1);
        if (node.prepared instanceof Prepared.Elements(List<YValue> elements)) {
            elements.addAll(index, values);
        } else {
            node.liveDoc().edit(edits -> edits.insert(node, index, values));
        }
    }

    /// As [#insert(int, List)].
    public void insert(int index, YValue... values) {
        insert(index, List.of(values));
    }

    /// Appends elements. They come behind all that was ever at the end, deleted or not, and so may
    /// come to stand elsewhere among the insertions of others than with an insertion at the length.
    ///
    /// @throws IllegalStateException as [#insert(int, List)]
    /// @throws IllegalArgumentException as [#insert(int, List)]
    public void push(List<YValue> values) {
        if (node.prepared instanceof Prepared.Elements(List<YValue> elements)) {
            elements.addAll(values);
        } else {
            node.liveDoc().edit(edits -> edits.push(node, values));
        }
    }

    /// As [#push(List)].
    public void push(YValue... values) {
        push(List.of(values));
    }

    /// Inserts elements at the start.
    public void unshift(YValue... values) {
        insert(0, List.of(values));
    }

    /// Deletes some elements with everything in them.
    ///
    /// @throws IndexOutOfBoundsException if there are fewer elements, and then nothing is deleted
    public void delete(int index, int count) {
        Objects.checkFromIndexSize(index, count, available());
        if (node.prepared instanceof Prepared.Elements(List<YValue> elements)) {
            elements.subList(index, index + count).clear();
        } else {
            node.liveDoc().edit(edits -> edits.delete(node, index, count));
        }
    }

    /// Deletes one element.
    ///
    /// @throws IndexOutOfBoundsException if there is none at the index
    public void delete(int index) {
        delete(index, 1);
    }

    /// Deletes all elements.
    public void clear() {
        delete(0, available());
    }

    private int available() {
        return node.prepared instanceof Prepared.Elements(List<YValue> elements)
                ? elements.size()
                : node.length;
    }

    // --- content ---

    /// How many elements there are.
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

    /// The elements from one index to before another. Negative indices count from the end; what is
    /// beyond the array is left out.
    public List<YValue> slice(int from, int to) {
        int start = Math.clamp(from < 0 ? (long) from + node.length : from, 0, node.length);
        int end = Math.clamp(to < 0 ? (long) to + node.length : to, 0, node.length);
        return end <= start ? List.of() : ItemValues.list(node, start, end - start);
    }

    /// The elements from an index to the end.
    public List<YValue> slice(int from) {
        return slice(from, node.length);
    }

    /// All elements, as they are now.
    public List<YValue> toList() {
        return ItemValues.list(node);
    }

    /// Over all elements as they are now: what changes later does not disturb it.
    @Override
    public Iterator<YValue> iterator() {
        return toList().iterator();
    }

    /// As [#iterator()].
    public Stream<YValue> stream() {
        return toList().stream();
    }

    /// The elements at the time of a snapshot.
    public List<YValue> toList(Snapshot snapshot) {
        return snapshot.list(node);
    }

    /// All elements with everything in them, as plain values.
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
