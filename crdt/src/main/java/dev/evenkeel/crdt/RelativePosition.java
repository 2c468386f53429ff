package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A place in a list or text that stays where it is while others edit: a cursor, or the end of a
/// comment.
///
/// It remembers the unit beside it instead of an index. With `assoc >= 0` that is the unit to its
/// right, with `assoc < 0` the one to its left; where there is none it is the end, or the start, of
/// the type. Values of this class are immutable and belong to no document, so they can be sent.
public final class RelativePosition {

    private static final int AT_ITEM = 0;
    private static final int IN_ROOT = 1;
    private static final int IN_TYPE = 2;

    /// The clock of one unit.
    private record Id(long client, int clock) {}

    private final @Nullable Id type;
    private final @Nullable String rootName;
    private final @Nullable Id item;
    private final int assoc;

    private RelativePosition(
            @Nullable Id type, @Nullable String rootName, @Nullable Id item, int assoc) {
        this.type = type;
        this.rootName = rootName;
        this.item = item;
        this.assoc = assoc;
    }

    /// The place before the unit at `index`, which it stays with.
    ///
    /// @param index from 0 to the length of the type, which stands for its end
    /// @throws IndexOutOfBoundsException if the type is shorter
    /// @throws IllegalStateException if the type is not part of a document
    public static RelativePosition of(YType type, int index) {
        return of(type, index, 0);
    }

    /// As [#of(YType, int)]; with a negative `assoc` it stays with the unit before `index`.
    public static RelativePosition of(YType type, int index, int assoc) {
        TypeNode node = LocalEdits.nodeOf(type);
        node.liveDoc();
        Objects.checkIndex(index, node.length + 1);
        Item holder = node.item;
        Id typeId = holder == null ? null : new Id(holder.client.id, holder.clock);
        String name = holder == null ? node.rootName() : null;
        int unit = assoc < 0 ? index - 1 : index;
        Id unitId = null;
        if (unit >= 0 && unit < node.length) {
            PositionIndex positions = LocalEdits.index(node);
            Item found = positions.itemEndingAt(unit + 1);
            unitId = new Id(found.client.id, found.clock + positions.offset() - 1);
        }
        return new RelativePosition(typeId, name, unitId, assoc);
    }

    /// Negative if the position belongs to what is on its left.
    public int assoc() {
        return assoc;
    }

    /// Where that is now. If the unit it belongs to is deleted, it is where that unit was; if it
    /// was undone or redone, it is where it is again.
    ///
    /// Empty if the document does not have the unit or the type, or has given it up, or has not
    /// been told of what type the root is.
    public Optional<AbsolutePosition> resolve(YDoc doc) {
        return resolve(doc, true);
    }

    /// As [#resolve(YDoc)].
    ///
    /// @param followUndone whether a unit that an undo brought back still is the unit
    public Optional<AbsolutePosition> resolve(YDoc doc, boolean followUndone) {
        if (item != null) {
            return find(doc, item, followUndone).flatMap(this::beside);
        }
        TypeNode node = null;
        if (rootName != null) {
            node = doc.knownRoot(rootName);
        } else if (type != null) {
            node =
                    find(doc, type, followUndone)
                            .map(RedoLinks.Place::struct)
                            .map(RelativePosition::typeIn)
                            .orElse(null);
        }
        return node == null ? Optional.empty() : at(node, assoc >= 0 ? node.length : 0);
    }

    private static @Nullable TypeNode typeIn(Struct struct) {
        return struct instanceof Item item && item.content instanceof TypeNode node ? node : null;
    }

    private static Optional<RedoLinks.Place> find(YDoc doc, Id id, boolean followUndone) {
        ClientEntry client = doc.clients.find(id.client);
        if (client == null || client.state <= id.clock) {
            return Optional.empty();
        }
        if (followUndone) {
            return Optional.of(doc.redoLinks.follow(client, id.clock));
        }
        Struct struct = client.structs.holding(id.clock);
        return Optional.of(new RedoLinks.Place(struct, id.clock - struct.clock));
    }

    private Optional<AbsolutePosition> beside(RedoLinks.Place place) {
        if (!(place.struct() instanceof Item unit)) {
            return Optional.empty();
        }
        TypeNode node = unit.parent;
        int index = 0;
        if (!node.isInDeletedItem()) {
            if (unit.isVisible()) {
                index = place.offset() + (assoc >= 0 ? 0 : 1);
            }
            if (!unit.hasKey()) {
                index += LocalEdits.index(node).indexOf(unit);
            }
        }
        return at(node, index);
    }

    private Optional<AbsolutePosition> at(TypeNode node, int index) {
        return node.type() == TypeNode.UNTYPED
                ? Optional.empty()
                : Optional.of(new AbsolutePosition(node.facade(), index, assoc));
    }

    // --- bytes ---

    /// The bytes that Yjs writes. Of the type nothing is left in them if there is a unit.
    public byte[] encode() {
        var out = new Lib0Writer(16);
        if (item != null) {
            write(out, AT_ITEM, item);
        } else if (rootName != null) {
            out.writeVarUint(IN_ROOT);
            out.writeVarString(rootName);
        } else {
            write(out, IN_TYPE, Objects.requireNonNull(type));
        }
        out.writeVarInt(assoc < 0, Math.abs((long) assoc));
        return out.toByteArray();
    }

    private static void write(Lib0Writer out, int tag, Id id) {
        out.writeVarUint(tag);
        out.writeVarUint(id.client);
        out.writeVarUint(id.clock);
    }

    /// Reads what [#encode] or Yjs has written; a missing `assoc`, as of old, is 0.
    ///
    /// @throws MalformedUpdateException if the bytes are anything else than a relative position
    public static RelativePosition decode(byte[] bytes) {
        try {
            var in = new Lib0Reader(bytes);
            Id type = null;
            String name = null;
            Id item = null;
            long tag = in.readVarUint();
            if (tag == AT_ITEM) {
                item = readId(in);
            } else if (tag == IN_ROOT) {
                name = in.readVarString();
            } else if (tag == IN_TYPE) {
                type = readId(in);
            } else {
                throw new MalformedEncodingException(
                        "unknown-position", 0, "no position has tag " + tag);
            }
            int assoc = in.hasMore() ? readAssoc(in) : 0;
            if (in.hasMore()) {
                throw new MalformedEncodingException(
                        "trailing-bytes", in.position(), in.remaining() + " bytes too many");
            }
            return new RelativePosition(type, name, item, assoc);
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    private static Id readId(Lib0Reader in) {
        return new Id(in.readVarUint(), in.readVarUintAsInt("clock-overflow"));
    }

    private static int readAssoc(Lib0Reader in) {
        int start = in.position();
        double assoc = in.readVarIntAsDouble();
        if (Math.abs(assoc) > Integer.MAX_VALUE) {
            throw new MalformedEncodingException("assoc-overflow", start, "assoc is beyond 2^31-1");
        }
        return (int) assoc;
    }

    // --- JSON ---

    /// The form that Yjs gives to JSON: an object with `type` or `tname`, `item` if there is a
    /// unit, and `assoc`.
    public YValue toJson() {
        Map<String, YValue> members = new LinkedHashMap<>();
        if (type != null) {
            members.put("type", json(type));
        }
        if (rootName != null) {
            members.put("tname", new YValue.Str(rootName));
        }
        if (item != null) {
            members.put("item", json(item));
        }
        members.put("assoc", new YValue.Num(assoc));
        return new YValue.Obj(members);
    }

    private static YValue json(Id id) {
        Map<String, YValue> members = new LinkedHashMap<>();
        members.put("client", new YValue.Num(id.client));
        members.put("clock", new YValue.Num(id.clock));
        return new YValue.Obj(members);
    }

    /// Reads what [#toJson] gives. Members that are null or missing are not there.
    ///
    /// @throws MalformedUpdateException if the value is anything else
    public static RelativePosition fromJson(YValue json) {
        if (!(json instanceof YValue.Obj(Map<String, YValue> members))) {
            throw new MalformedUpdateException("invalid-position", "a position is an object");
        }
        Id type = id(members.get("type"));
        Id item = id(members.get("item"));
        String name =
                switch (members.get("tname")) {
                    case null -> null;
                    case YValue.Null _, YValue.Undefined _ -> null;
                    case YValue.Str(String text) -> text;
                    case YValue _ ->
                            throw new MalformedUpdateException(
                                    "invalid-position", "the name of a root is a string");
                };
        if (type == null && item == null && name == null) {
            throw new MalformedUpdateException(
                    "invalid-position", "neither unit, root nor type is given");
        }
        YValue assoc = members.get("assoc");
        return new RelativePosition(
                type, name, item, isAbsent(assoc) ? 0 : (int) number(assoc, Integer.MAX_VALUE));
    }

    private static boolean isAbsent(@Nullable YValue value) {
        return value == null || value instanceof YValue.Null || value instanceof YValue.Undefined;
    }

    private static @Nullable Id id(@Nullable YValue json) {
        if (isAbsent(json)) {
            return null;
        }
        if (!(json instanceof YValue.Obj(Map<String, YValue> members))) {
            throw new MalformedUpdateException("invalid-position", "an id is an object");
        }
        long client = number(members.get("client"), Lib0Reader.MAX_SAFE_INTEGER);
        long clock = number(members.get("clock"), Integer.MAX_VALUE);
        if (client < 0 || clock < 0) {
            throw new MalformedUpdateException("invalid-position", "an id with negative numbers");
        }
        return new Id(client, (int) clock);
    }

    private static long number(@Nullable YValue value, long most) {
        if (value instanceof YValue.Num(double number)
                && number == Math.rint(number)
                && Math.abs(number) <= most) {
            return (long) number;
        }
        throw new MalformedUpdateException("invalid-position", "no whole number: " + value);
    }

    /// As in Yjs, the type counts too: a position with a unit is not equal to what its bytes are
    /// decoded to, because they do not name the type.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RelativePosition that
                && assoc == that.assoc
                && Objects.equals(type, that.type)
                && Objects.equals(rootName, that.rootName)
                && Objects.equals(item, that.item);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, rootName, item, assoc);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
