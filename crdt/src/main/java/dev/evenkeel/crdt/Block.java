package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// One struct of an update, decoded and checked, not part of any document.
///
/// Immutable. Content stays where it is in the bytes of the update: text, bytes, embeds and the
/// values of format marks without their length, lists without their count, of a subdocument the
/// options, of a type the one byte that says which.
///
/// @param origin the client of the left origin, or [#NONE]
/// @param right the client of the right origin, or [#NONE]
/// @param rootName set if the parent on the wire is a root
/// @param parent the client of the parent's item, or [#NONE]; neither this nor `rootName` is set if
///   the parent is inherited from a neighbour
/// @param key null if there is none or if it is inherited
/// @param name the key of a format mark, the name of a subdocument, element or hook
/// @param any whether an embed or the value of a format mark is in Any and not in JSON text
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Block(
        long client,
        int clock,
        int length,
        byte kind,
        long origin,
        int originClock,
        long right,
        int rightClock,
        @Nullable String rootName,
        long parent,
        int parentClock,
        @Nullable String key,
        @Nullable String name,
        boolean any,
        byte[] source,
        int from,
        int to) {

    static final long NONE = -1;

    private static final byte[] NOTHING = {};

    static Block gap(byte kind, long client, int clock, int length) {
        return new Block(
                client, clock, length, kind, NONE, 0, NONE, 0, null, NONE, 0, null, null, false,
                NOTHING, 0, 0);
    }

    int end() {
        return clock + length;
    }

    boolean isSkip() {
        return kind == Kind.SKIP;
    }

    boolean isGap() {
        return kind == Kind.GC || kind == Kind.SKIP;
    }

    /// About how many bytes this costs on the wire; for limits.
    int weight() {
        return to - from + 16 + (name == null ? 0 : name.length());
    }

    /// What is left when the first `diff` clocks are cut off.
    Block without(int diff) {
        if (diff == 0) {
            return this;
        }
        if (isGap()) {
            return gap(kind, client, clock + diff, length - diff);
        }
        byte[] bytes = source;
        int start = from;
        int stop = to;
        switch (kind) {
            case Kind.STRING -> {
                if (to - from == length) {
                    start = from + diff;
                } else {
                    int cut = Utf8.offsetOfUnit(source, from, diff);
                    if (Utf8.splitsPair(source, from, diff)) {
                        bytes = Utf8.withLeadingReplacement(source, cut + 4, to);
                        start = 0;
                        stop = bytes.length;
                    } else {
                        start = cut;
                    }
                }
            }
            case Kind.ANY, Kind.JSON -> start = elementStart(diff);
            default -> {
                // A Deleted block has no bytes, and all others are one clock long.
            }
        }
        return new Block(
                client,
                clock + diff,
                length - diff,
                kind,
                client,
                clock + diff - 1,
                right,
                rightClock,
                rootName,
                parent,
                parentClock,
                key,
                name,
                any,
                bytes,
                start,
                stop);
    }

    /// The same block with other content of the same kind.
    Block with(int newLength, byte[] content) {
        return new Block(
                client,
                clock,
                newLength,
                kind,
                origin,
                originClock,
                right,
                rightClock,
                rootName,
                parent,
                parentClock,
                key,
                name,
                any,
                content,
                0,
                content.length);
    }

    /// The same block with other content, and other names for what is named.
    Block with(@Nullable String newKey, @Nullable String newName, boolean any, byte[] content) {
        return new Block(
                client,
                clock,
                length,
                kind,
                origin,
                originClock,
                right,
                rightClock,
                rootName,
                parent,
                parentClock,
                newKey,
                newName,
                any,
                content,
                0,
                content.length);
    }

    Block withKey(@Nullable String newKey) {
        return with(newKey, name, any, Arrays.copyOfRange(source, from, to));
    }

    private int elementStart(int element) {
        var in = new Lib0Reader(source, from, to);
        for (int i = 0; i < element; i++) {
            if (kind == Kind.ANY) {
                AnyTag.skip(in, Integer.MAX_VALUE);
            } else {
                in.skipVarBytes();
            }
        }
        return in.position();
    }

    /// This block as if it had been written and read again, and sure not to keep a much larger
    /// array of bytes alive.
    ///
    /// What was cut from a block that named its parent still names it, but has an origin now, and
    /// then parent and key are not on the wire.
    Block parked() {
        boolean inherits = origin != NONE || right != NONE;
        boolean small = source.length <= 2 * (to - from) + 64;
        if (small && !(inherits && (key != null || rootName != null || parent != NONE))) {
            return this;
        }
        byte[] own = small ? source : Arrays.copyOfRange(source, from, to);
        return new Block(
                client,
                clock,
                length,
                kind,
                origin,
                originClock,
                right,
                rightClock,
                inherits ? null : rootName,
                inherits ? NONE : parent,
                inherits ? 0 : parentClock,
                inherits ? null : key,
                name,
                any,
                own,
                small ? from : 0,
                small ? to : own.length);
    }

    void write(FieldWriter out) {
        if (isGap()) {
            out.info(kind);
            if (isSkip()) {
                out.number(length);
            } else {
                out.length(length);
            }
            return;
        }
        out.info(
                kind
                        | (origin == NONE ? 0 : Kind.HAS_ORIGIN)
                        | (right == NONE ? 0 : Kind.HAS_RIGHT)
                        | (key == null ? 0 : Kind.HAS_KEY));
        if (origin != NONE) {
            out.leftId(origin, originClock);
        }
        if (right != NONE) {
            out.rightId(right, rightClock);
        }
        if (origin == NONE && right == NONE) {
            out.parentIsRoot(rootName != null);
            if (rootName != null) {
                out.string(rootName);
            } else {
                out.leftId(parent, parentClock);
            }
            if (key != null) {
                out.string(key);
            }
        }
        writeContent(out);
    }

    private void writeContent(FieldWriter out) {
        switch (kind) {
            case Kind.DELETED -> out.length(length);
            case Kind.STRING -> out.text(source, from, to, length);
            case Kind.ANY -> {
                out.length(length);
                out.any(source, from, to);
            }
            case Kind.JSON -> {
                out.length(length);
                ListContent.writeTexts(out, source, from, to);
            }
            case Kind.BINARY -> out.binary(source, from, to);
            case Kind.EMBED -> out.literal(literal());
            case Kind.FORMAT -> {
                out.key(named());
                out.literal(literal());
            }
            case Kind.TYPE -> {
                out.typeRef(typeRef());
                if (name != null) {
                    out.key(name);
                }
            }
            case Kind.DOC -> {
                out.string(named());
                out.any(source, from, to);
            }
            default -> throw new CorruptDocumentException("no content has kind " + kind);
        }
    }

    /// What type a block of kind [Kind#TYPE] holds.
    byte typeRef() {
        return source[from];
    }

    /// The value of an embed or of a format mark.
    Literal literal() {
        return Literal.of(source, from, to, any);
    }

    /// The name, of a block that has one.
    String named() {
        if (name == null) {
            throw new CorruptDocumentException("content without its name");
        }
        return name;
    }
}
