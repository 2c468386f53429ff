package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Makes the content of an item from a block's bytes, always by copying: an item must not keep the
/// whole update alive.
final class Contents {

    private Contents() {}

    static @Nullable Content of(Block block) {
        return switch (block.kind()) {
            case Kind.DELETED -> null;
            case Kind.STRING -> new TextContent(payload(block));
            case Kind.ANY, Kind.JSON ->
                    new ListContent(block.kind() == Kind.JSON, payload(block), block.length());
            case Kind.TYPE -> TypeNode.decoded(block.typeRef(), block.name());
            case Kind.BINARY -> new BinaryContent(payload(block));
            case Kind.EMBED -> new EmbedContent(block.literal());
            case Kind.FORMAT -> new FormatContent(block.named(), block.literal());
            case Kind.DOC -> new DocContent(block.named(), payload(block));
            default -> throw new CorruptDocumentException("no content has kind " + block.kind());
        };
    }

    /// The content for an item that is to be like another; of a type only what it is, without what
    /// is in it.
    static Content copy(Content content, int length) {
        return switch (content) {
            case TextContent text -> text.copy();
            case ListContent list -> list.copy(length);
            case TypeNode type -> type.emptyCopy();
            case DocContent document -> new DocContent(document.document().copy());
            case SingleContent single -> single;
        };
    }

    private static byte[] payload(Block block) {
        return Arrays.copyOfRange(block.source(), block.from(), block.to());
    }
}
