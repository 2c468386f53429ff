package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// What a document was at some time: how far it knew each client, and what of that was deleted.
///
/// It is small because it holds no content. To look at that time again takes the document, which
/// must not have given content up since: one made with [YDoc.Builder#gc] off. Immutable.
public final class Snapshot {

    /// Of a document that nobody has written to.
    public static final Snapshot EMPTY = new Snapshot(DeleteSet.EMPTY, StateVector.EMPTY);

    private final DeleteSet deletes;
    private final StateVector state;

    private Snapshot(DeleteSet deletes, StateVector state) {
        this.deletes = deletes;
        this.state = state;
    }

    public static Snapshot of(DeleteSet deletes, StateVector state) {
        return new Snapshot(deletes, state);
    }

    public DeleteSet deletes() {
        return deletes;
    }

    public StateVector state() {
        return state;
    }

    // --- bytes ---

    /// The bytes that Yjs writes, in format V1.
    public byte[] encode() {
        var out = new Lib0Writer();
        deletes.write(out);
        return withState(out);
    }

    /// As [#encode()], in format V2.
    public byte[] encodeV2() {
        var out = new Lib0Writer();
        deletes.writeV2(out);
        return withState(out);
    }

    private byte[] withState(Lib0Writer out) {
        byte[] vector = state.encode();
        out.writeBytes(vector, 0, vector.length);
        return out.toByteArray();
    }

    /// Reads format V1.
    ///
    /// @throws MalformedUpdateException if the bytes are anything else than a snapshot
    public static Snapshot decode(byte[] v1) {
        return decode(v1, DeleteSet::read);
    }

    /// Reads format V2.
    ///
    /// @throws MalformedUpdateException if the bytes are anything else than a snapshot
    public static Snapshot decodeV2(byte[] v2) {
        return decode(v2, DeleteSet::readV2);
    }

    private static Snapshot decode(
            byte[] bytes, BiFunction<Lib0Reader, Integer, DeleteSet> deleteSet) {
        try {
            var in = new Lib0Reader(bytes);
            DeleteSet deletes = deleteSet.apply(in, Limits.TRUSTED.deleteRanges());
            return new Snapshot(deletes, StateVector.read(in));
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    // --- questions ---

    /// Whether a unit was there, and not deleted.
    public boolean contains(long client, long clock) {
        return clock < state.get(client) && !deletes.contains(client, clock);
    }

    /// Whether a document in this state would learn nothing from an update.
    public boolean containsUpdate(Update update) {
        for (Section section : update.sections()) {
            List<Block> blocks = section.blocks();
            if (!blocks.isEmpty() && blocks.getLast().end() > state.get(section.client())) {
                return false;
            }
        }
        var all = new DeleteSet.Builder();
        all.addAll(deletes);
        all.addAll(update.deletes());
        return all.build().equals(deletes);
    }

    /// As [#containsUpdate(Update)], of an update in format V1.
    ///
    /// @throws MalformedUpdateException if the bytes are not an update
    public boolean containsUpdate(byte[] v1) {
        return containsUpdate(Update.parse(v1));
    }

    /// As [#containsUpdate(Update)], of an update in format V2.
    ///
    /// @throws MalformedUpdateException if the bytes are not an update
    public boolean containsUpdateV2(byte[] v2) {
        return containsUpdate(Update.parseV2(v2));
    }

    // --- going back ---

    /// The document as it was: a new one with the settings of a new document and the limits of the
    /// source.
    ///
    /// @throws IllegalArgumentException if the source has a part of the snapshot not, or may have
    ///   given it up
    public YDoc restore(YDoc source) {
        return restore(source, YDoc.builder().limits(source.limits()).build());
    }

    /// As [#restore(YDoc)], into a document of one's own.
    public YDoc restore(YDoc source, YDoc target) {
        if (source.gc()) {
            throw new IllegalArgumentException("the document gives up what is deleted");
        }
        if (!source.stateVector().covers(state)) {
            throw new IllegalArgumentException("the snapshot is of another document, or newer");
        }
        var whole = new ArrayList<Update>(1);
        source.transact(
                null,
                transaction -> {
                    splitAtState(transaction);
                    whole.add(source.store.stateWithoutPending());
                });
        target.applyUpdate(cut(whole.getFirst()), this);
        return target;
    }

    /// Leaves out the structs that came after the snapshot.
    private Update cut(Update whole) {
        var sections = new ArrayList<Section>();
        for (Section section : whole.sections()) {
            long known = state.get(section.client());
            List<Block> blocks = section.blocks();
            int count = 0;
            while (count < blocks.size() && blocks.get(count).clock() < known) {
                count++;
            }
            if (count > 0) {
                sections.add(
                        new Section(
                                section.client(), section.startClock(), blocks.subList(0, count)));
            }
        }
        return new Update(whole.bytes(), sections, deletes, whole.census(), Limits.TRUSTED);
    }

    private void splitAtState(Transaction transaction) {
        state.clients()
                .forEach(
                        client -> {
                            ClientEntry entry = transaction.doc.clients.find(client);
                            int clock = (int) Math.min(state.get(client), Integer.MAX_VALUE);
                            if (entry != null) {
                                cut(transaction, entry, clock);
                            }
                        });
    }

    /// Sees to it that each item is wholly in this snapshot or not at all, until the transaction
    /// ends.
    void split(Transaction transaction) {
        splitAtState(transaction);
        for (int i = 0; i < deletes.clientCount(); i++) {
            ClientEntry entry = transaction.doc.clients.find(deletes.client(i));
            if (entry != null) {
                for (int clock : deletes.edges(i)) {
                    cut(transaction, entry, clock);
                }
            }
        }
    }

    /// Cuts an item for as long as the transaction lasts. A surrogate pair would be lost for ever,
    /// and no snapshot of this document has an end in one.
    private static void cut(Transaction transaction, ClientEntry entry, int clock) {
        if (clock >= entry.state) {
            return;
        }
        Struct struct = entry.structs.holding(clock);
        if (struct instanceof Item item
                && item.content instanceof TextContent text
                && text.splitsPair(item.length, clock - item.clock)) {
            throw new IllegalArgumentException(
                    "a snapshot of another document: it ends within a character of this one");
        }
        transaction.startingAt(entry, clock);
    }

    // --- reading types as they were ---

    /// Whether an item is there: all of it or nothing, if the items are split.
    boolean shows(Item item) {
        return contains(item.client.id, item.clock);
    }

    List<YValue> list(TypeNode type) {
        var values = new ArrayList<YValue>();
        for (Item item = type.start; item != null; item = item.right) {
            if (item.isCountable()) {
                addShown(item, values);
            }
        }
        return values;
    }

    private void addShown(Item item, List<YValue> values) {
        List<YValue> all = ItemValues.all(item);
        for (int i = 0; i < all.size(); i++) {
            if (contains(item.client.id, item.clock + (long) i)) {
                values.add(all.get(i));
            }
        }
    }

    /// The value of a key was the last one that was known, if that was not deleted.
    Optional<YValue> value(TypeNode.Key chain) {
        for (Item item = chain.last; item != null; item = item.left) {
            long known = state.get(item.client.id);
            if (item.clock < known) {
                int unit = (int) Math.min(item.end(), known) - 1;
                return item.isCountable() && !deletes.contains(item.client.id, unit)
                        ? Optional.of(ItemValues.at(item, unit - item.clock))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    Map<String, YValue> values(TypeNode type) {
        var values = new LinkedHashMap<String, YValue>();
        type.keys()
                .forEach((name, chain) -> value(chain).ifPresent(value -> values.put(name, value)));
        return Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && deletes.equals(that.deletes)
                && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return 31 * deletes.hashCode() + state.hashCode();
    }

    @Override
    public String toString() {
        return "state " + state + ", deleted " + deletes;
    }
}
