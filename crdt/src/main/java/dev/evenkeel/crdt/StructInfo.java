package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

/// One struct of an update, to be looked at.
///
/// @param length in clocks
/// @param origin what was to the left of it when it was made
/// @param rightOrigin what was to the right of it when it was made
/// @param root the name of the root it is in, if it says so: a struct with an origin does not
/// @param parent the type it is in, if that is no root and it says so
/// @param key the key it is the value of, if it says so
/// @param name the key of a format mark, the name of a subdocument, element or hook
/// @param contentBytes about how many bytes its content takes
/// @param preview the beginning of its content as text
public record StructInfo(
        Kind kind,
        long client,
        int clock,
        int length,
        @Nullable Id origin,
        @Nullable Id rightOrigin,
        @Nullable String root,
        @Nullable Id parent,
        @Nullable String key,
        @Nullable String name,
        int contentBytes,
        String preview) {

    private static final int PREVIEW = 40;

    /// What a struct holds, in the order of the numbers on the wire.
    public enum Kind {
        /// What is left of content whose type is gone.
        GC,
        /// A tombstone.
        DELETED,
        /// Values as old Yjs wrote them.
        JSON,
        BINARY,
        STRING,
        EMBED,
        /// A format mark.
        FORMAT,
        TYPE,
        /// Plain values.
        ANY,
        /// A subdocument.
        DOC,
        /// Nothing: a hole in the update.
        SKIP
    }

    /// A position in what a client has made.
    public record Id(long client, int clock) {}

    private static final Kind[] KINDS = Kind.values();

    static StructInfo of(Block block) {
        return new StructInfo(
                KINDS[block.kind()],
                block.client(),
                block.clock(),
                block.length(),
                id(block.origin(), block.originClock()),
                id(block.right(), block.rightClock()),
                block.rootName(),
                id(block.parent(), block.parentClock()),
                block.key(),
                block.name(),
                block.to() - block.from(),
                preview(block));
    }

    private static @Nullable Id id(long client, int clock) {
        return client == Block.NONE ? null : new Id(client, clock);
    }

    private static String preview(Block block) {
        String whole =
                switch (KINDS[block.kind()]) {
                    case STRING -> Utf8.decode(block.source(), block.from(), end(block));
                    case EMBED, FORMAT -> JsonWriter.text(block.literal().value());
                    case TYPE -> "type " + block.typeRef();
                    case ANY ->
                            AnyValues.decode(
                                            new Lib0Reader(
                                                    block.source(), block.from(), block.to()))
                                    .toString();
                    case JSON ->
                            new Lib0Reader(block.source(), block.from(), block.to())
                                    .readVarString();
                    case GC, DELETED, BINARY, DOC, SKIP -> "";
                };
        return whole.length() <= PREVIEW ? whole : Utf8.wellFormed(whole.substring(0, PREVIEW));
    }

    /// Where to stop reading a text that may be long.
    private static int end(Block block) {
        int most = Math.min(block.length(), 2 * PREVIEW);
        return block.to() - block.from() == block.length()
                ? block.from() + most
                : Utf8.offsetOfUnit(block.source(), block.from(), most);
    }
}
