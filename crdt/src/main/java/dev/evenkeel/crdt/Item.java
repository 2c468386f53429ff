package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

/// A struct with content, in the list of its parent or of one of the parent's keys.
///
/// There is one for every run of typing in every loaded document, so it is laid out for size: 64
/// bytes with compact object headers. Neighbours are null at the ends of the list, tombstones are
/// neighbours like all others.
final class Item extends Struct implements Listed {

    private static final byte DELETED = 1;
    private static final byte KEPT = 2;
    private static final byte REDONE = 4;

    @Nullable ClientEntry originClient;
    int originClock;
    @Nullable ClientEntry rightClient;
    int rightClock;
    @Nullable Item left;
    @Nullable Item right;
    TypeNode parent;

    /// Null exactly if the kind is [Kind#DELETED].
    @Nullable Content content;

    /// The key, a [String], or the item's chunk of the position index; no item needs both.
    private @Nullable Object slot;

    /// When the conflict scan last met this item; see [Placement].
    int stamp;

    byte kind;
    private byte flags;

    Item(
            ClientEntry client,
            int clock,
            int length,
            TypeNode parent,
            @Nullable String key,
            byte kind,
            @Nullable Content content) {
        super(client, clock, length);
        this.parent = parent;
        this.slot = key;
        this.kind = kind;
        this.content = content;
    }

    @Override
    boolean isDeleted() {
        return (flags & DELETED) != 0;
    }

    void markDeleted() {
        flags |= DELETED;
    }

    /// Whether its content must not be given up, because an undo may need it.
    boolean isKept() {
        return (flags & KEPT) != 0;
    }

    void keep(boolean keep) {
        flags = (byte) (keep ? flags | KEPT : flags & ~KEPT);
    }

    /// Whether [RedoLinks] knows of another item that replaces this one. Such an item is never
    /// merged.
    boolean isRedone() {
        return (flags & REDONE) != 0;
    }

    void markRedone() {
        flags |= REDONE;
    }

    /// Whether the flags allow that two items become one.
    boolean agreesWith(Item other) {
        return ((flags ^ other.flags) & DELETED) == 0 && ((flags | other.flags) & REDONE) == 0;
    }

    boolean isCountable() {
        return Kind.countable(kind);
    }

    /// Whether the item counts in the length of its list.
    boolean isVisible() {
        return !isDeleted() && isCountable();
    }

    int visibleLength() {
        return isVisible() ? length : 0;
    }

    @Nullable String key() {
        return slot instanceof String key ? key : null;
    }

    boolean hasKey() {
        return slot instanceof String;
    }

    PositionIndex.@Nullable Chunk chunk() {
        return slot instanceof PositionIndex.Chunk chunk ? chunk : null;
    }

    void setChunk(PositionIndex.@Nullable Chunk chunk) {
        slot = chunk;
    }

    void setOrigin(@Nullable Item neighbour) {
        if (neighbour != null) {
            originClient = neighbour.client;
            originClock = neighbour.end() - 1;
        }
    }

    void setRightOrigin(@Nullable Item neighbour) {
        if (neighbour != null) {
            rightClient = neighbour.client;
            rightClock = neighbour.clock;
        }
    }

    boolean hasOriginOf(Item other) {
        return originClient == other.originClient
                && (originClient == null || originClock == other.originClock);
    }

    boolean hasRightOriginOf(Item other) {
        return rightClient == other.rightClient
                && (rightClient == null || rightClock == other.rightClock);
    }

    /// Gives the content up; the item stays in its list, because others may refer to it.
    void becomeTombstone() {
        kind = Kind.DELETED;
        content = null;
    }

    @Override
    void write(FieldWriter out, int offset) {
        @Nullable ClientEntry leftOrigin = offset > 0 ? client : originClient;
        @Nullable String key = key();
        out.info(
                kind
                        | (leftOrigin == null ? 0 : Kind.HAS_ORIGIN)
                        | (rightClient == null ? 0 : Kind.HAS_RIGHT)
                        | (key == null ? 0 : Kind.HAS_KEY));
        if (leftOrigin != null) {
            out.leftId(leftOrigin.id, offset > 0 ? clock + offset - 1 : originClock);
        }
        if (rightClient != null) {
            out.rightId(rightClient.id, rightClock);
        }
        if (leftOrigin == null && rightClient == null) {
            parent.writeReference(out);
            if (key != null) {
                out.string(key);
            }
        }
        if (content == null) {
            out.length(length - offset);
        } else {
            content.write(out, length, offset);
        }
    }
}
