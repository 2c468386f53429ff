package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The operations of this replica, inside a transaction.
///
/// The origins of a new item are always physical neighbours, tombstones included: a tombstone left
/// between the two would make items on which replicas do not agree.
final class LocalEdits {

    private final Transaction transaction;
    private final YDoc doc;

    LocalEdits(Transaction transaction) {
        this.transaction = transaction;
        this.doc = transaction.doc;
    }

    Transaction transaction() {
        return transaction;
    }

    static PositionIndex index(TypeNode type) {
        PositionIndex index = type.index;
        if (index == null) {
            index = new PositionIndex(type);
            type.index = index;
        }
        return index;
    }

    // --- lists ---

    void insert(TypeNode type, int index, List<YValue> values) {
        check(values);
        Item left = itemEndingAt(type, index);
        fill(new ListFiller(type, left, left == null ? type.start : left.right, values));
    }

    /// @param left null to insert at the start
    void insertAfter(TypeNode type, @Nullable Item left, List<YValue> values) {
        check(values);
        fill(new ListFiller(type, left, left == null ? type.start : left.right, values));
    }

    void push(TypeNode type, List<YValue> values) {
        check(values);
        fill(new ListFiller(type, type.end, null, values));
    }

    void delete(TypeNode type, int index, int count) {
        if (count == 0) {
            return;
        }
        Item left = itemEndingAt(type, index);
        Item item = left == null ? type.start : left.right;
        int rest = count;
        while (rest > 0 && item != null) {
            if (!item.isDeleted()) {
                if (rest < item.length) {
                    transaction.split(item, rest);
                }
                transaction.delete(item);
                rest -= item.length;
            }
            item = item.right;
        }
    }

    // --- maps ---

    void set(TypeNode type, String key, YValue value) {
        String name = Names.checked(key);
        check(List.of(value));
        fill(new MapFiller(type, Map.of(name, value)));
    }

    /// Returns the type that is now under the key, if there is one to be filled.
    @Nullable TypeNode setKey(TypeNode type, String key, YValue value) {
        TypeNode.Key chain = type.key(key);
        create(type, key, chain == null ? null : chain.last, null, value);
        return typeIn(value);
    }

    void deleteKey(TypeNode type, String key) {
        delete(type.key(key));
    }

    void delete(Item item) {
        transaction.delete(item);
    }

    void delete(TypeNode.@Nullable Key key) {
        if (key != null) {
            transaction.delete(key.last);
        }
    }

    // --- text ---

    void run(TypeNode type, TextOperation operation) {
        List<TextOperation> operations = List.of(operation);
        check(contents(operations));
        fill(new TextFiller(this, type, operations));
    }

    /// The values that operations put into the document as they are.
    private static List<YValue> contents(List<TextOperation> operations) {
        var values = new ArrayList<YValue>();
        for (TextOperation operation : operations) {
            switch (operation) {
                case TextOperation.Insert insert -> values.add(insert.content());
                case TextOperation.SetAttribute set -> values.add(set.value());
                case TextOperation.Apply(List<Delta> changes, _) -> {
                    for (Delta change : changes) {
                        if (change instanceof Delta.Insert(YValue content, _)) {
                            values.add(content);
                        }
                    }
                }
                case TextOperation.Remove _,
                        TextOperation.Format _,
                        TextOperation.RemoveAttribute _ -> {
                    // They put nothing in.
                }
            }
        }
        return values;
    }

    // --- places ---

    /// The visible item that ends at an index, split there if need be; null at the start.
    @Nullable Item itemEndingAt(TypeNode type, int index) {
        if (index == 0) {
            return null;
        }
        PositionIndex positions = index(type);
        Item item = positions.itemEndingAt(index);
        int offset = positions.offset();
        if (offset < item.length) {
            transaction.split(item, offset);
        }
        return item;
    }

    Item split(Item item, int diff) {
        return transaction.split(item, diff);
    }

    // --- new items ---

    Item create(
            TypeNode parent,
            @Nullable String key,
            @Nullable Item left,
            @Nullable Item right,
            byte kind,
            Content content,
            int length) {
        ClientEntry own = doc.clients.findOrAdd(doc.clientId());
        if (length > Integer.MAX_VALUE - own.state) {
            throw new IllegalStateException("client " + own.id + " has used up its clock");
        }
        var item = new Item(own, own.state, length, parent, key, kind, content);
        item.setOrigin(left);
        item.setRightOrigin(right);
        doc.placement.integrate(transaction, item, left, right);
        return item;
    }

    private Item create(
            TypeNode parent,
            @Nullable String key,
            @Nullable Item left,
            @Nullable Item right,
            YValue value) {
        return switch (value) {
            case YValue.Shared(YType type) ->
                    create(parent, key, left, right, Kind.TYPE, nodeOf(type), 1);
            case YValue.Bytes bytes -> {
                var content = new BinaryContent(bytes.value());
                yield create(parent, key, left, right, Kind.BINARY, content, 1);
            }
            case YValue.Sub(Subdocument document) -> {
                var content = new DocContent(document);
                yield create(parent, key, left, right, Kind.DOC, content, 1);
            }
            default -> {
                var out = new Lib0Writer();
                AnyValues.encode(value, out);
                yield createAny(parent, key, left, right, out, 1);
            }
        };
    }

    private Item createAny(
            TypeNode parent,
            @Nullable String key,
            @Nullable Item left,
            @Nullable Item right,
            Lib0Writer values,
            int count) {
        var content = new ListContent(false, values.toByteArray(), count);
        return create(parent, key, left, right, Kind.ANY, content, count);
    }

    private static boolean isPlain(YValue value) {
        return !(value instanceof YValue.Shared
                || value instanceof YValue.Sub
                || value instanceof YValue.Bytes);
    }

    static TypeNode nodeOf(YType type) {
        return switch (type) {
            case YArray array -> array.node();
            case YMap map -> map.node();
            case YText text -> text.node();
            case YXmlFragment fragment -> fragment.node();
        };
    }

    /// Refuses what cannot be inserted before anything is.
    private void check(List<YValue> values) {
        int scalars = 0;
        while (scalars < values.size() && AnyValues.isScalar(values.get(scalars))) {
            scalars++;
        }
        if (scalars == values.size()) {
            return;
        }
        var types = Collections.<TypeNode>newSetFromMap(new IdentityHashMap<>());
        var documents = new HashSet<Subdocument>();
        var open = new ArrayDeque<Iterator<YValue>>();
        open.push(values.iterator());
        while (!open.isEmpty()) {
            Iterator<YValue> items = open.element();
            if (!items.hasNext()) {
                open.pop();
                continue;
            }
            YValue value = items.next();
            if (value instanceof YValue.Shared(YType type)) {
                open.push(checkPrepared(nodeOf(type), types));
            } else if (value instanceof YValue.Sub(Subdocument document)) {
                if (!document.canBePlaced() || !documents.add(document)) {
                    throw new IllegalStateException(
                            "a subdocument can be put into a document only once");
                }
                if (document.holds(doc)) {
                    throw new IllegalStateException("a document cannot be put into itself");
                }
            } else if (isPlain(value)) {
                AnyValues.encode(value, new Lib0Writer());
            }
        }
    }

    private static Iterator<YValue> checkPrepared(TypeNode type, Set<TypeNode> seen) {
        if (type.prepared == null || !seen.add(type)) {
            throw new IllegalStateException("a type can be put into a document only once");
        }
        return switch (type.prepared) {
            case Prepared.Elements(List<YValue> values) -> values.iterator();
            case Prepared.Entries(Map<String, YValue> values) -> values.values().iterator();
            case Prepared.Xml(List<YValue> children, Map<String, YValue> attributes) -> {
                var values = new ArrayList<>(children);
                values.addAll(attributes.values());
                yield values.iterator();
            }
            case Prepared.Text text -> contents(text.operations()).iterator();
        };
    }

    // --- prepared content, depth first ---

    private void fill(Filler first) {
        var open = new ArrayDeque<Filler>();
        open.push(first);
        while (!open.isEmpty()) {
            Filler filler = open.element();
            if (filler.isDone()) {
                open.pop();
                continue;
            }
            TypeNode inner = filler.step();
            if (inner != null && inner.prepared != null) {
                Prepared content = inner.prepared;
                inner.prepared = null;
                switch (content) {
                    case Prepared.Elements(List<YValue> values) ->
                            open.push(new ListFiller(inner, null, null, values));
                    case Prepared.Entries(Map<String, YValue> values) ->
                            open.push(new MapFiller(inner, values));
                    case Prepared.Xml(List<YValue> children, Map<String, YValue> attributes) -> {
                        // The children come first, so they lie on top.
                        open.push(new MapFiller(inner, attributes));
                        open.push(new ListFiller(inner, null, null, children));
                    }
                    case Prepared.Text text ->
                            open.push(new TextFiller(this, inner, text.operations()));
                }
            }
        }
    }

    static @Nullable TypeNode typeIn(YValue value) {
        return value instanceof YValue.Shared(YType type) ? nodeOf(type) : null;
    }

    private final class ListFiller implements Filler {
        private final TypeNode type;
        private final @Nullable Item right;
        private final List<YValue> values;
        private @Nullable Item left;
        private int next;

        ListFiller(TypeNode type, @Nullable Item left, @Nullable Item right, List<YValue> values) {
            this.type = type;
            this.left = left;
            this.right = right;
            this.values = values;
        }

        @Override
        public boolean isDone() {
            return next == values.size();
        }

        /// Plain values that follow each other share one item.
        @Override
        public @Nullable TypeNode step() {
            YValue value = values.get(next);
            if (!isPlain(value)) {
                next++;
                left = create(type, null, left, right, value);
                return typeIn(value);
            }
            var out = new Lib0Writer();
            int start = next;
            while (next < values.size() && isPlain(values.get(next))) {
                AnyValues.encode(values.get(next++), out);
            }
            left = createAny(type, null, left, right, out, next - start);
            return null;
        }
    }

    private final class MapFiller implements Filler {
        private final TypeNode type;
        private final Iterator<Map.Entry<String, YValue>> entries;

        MapFiller(TypeNode type, Map<String, YValue> values) {
            this.type = type;
            this.entries = values.entrySet().iterator();
        }

        @Override
        public boolean isDone() {
            return !entries.hasNext();
        }

        @Override
        public @Nullable TypeNode step() {
            Map.Entry<String, YValue> entry = entries.next();
            return setKey(type, entry.getKey(), entry.getValue());
        }
    }
}
