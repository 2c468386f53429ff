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
            case Kind.TYPE -> TypeNode.decode(block.source(), block.from(), block.to());
            default -> new RawContent(payload(block));
        };
    }

    private static byte[] payload(Block block) {
        return Arrays.copyOfRange(block.source(), block.from(), block.to());
    }
}
