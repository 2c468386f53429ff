package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Replaces what people wrote, by the number of the block that it is first met in.
final class Obfuscator {

    private static final byte[] EMPTY_OBJECT = {118, 0};

    private final Obfuscation what;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> marks = new HashMap<>();
    private final Map<YValue, Literal> values = new HashMap<>();
    private int number;

    Obfuscator(Obfuscation what) {
        this.what = what;
        // Where formatting ends it shall end.
        values.put(YValue.NULL, Literal.NULL);
    }

    List<Section> sections(List<Section> sections) {
        var result = new ArrayList<Section>(sections.size());
        for (Section section : sections) {
            var blocks = new ArrayList<Block>(section.blocks().size());
            for (Block block : section.blocks()) {
                blocks.add(block.isGap() ? block : block(block));
                number += block.isGap() ? 0 : 1;
            }
            result.add(new Section(section.client(), section.startClock(), blocks));
        }
        return result;
    }

    private Block block(Block block) {
        String key = key(block.key());
        return switch (block.kind()) {
            case Kind.STRING -> block.with(key, null, false, digits(block.length(), number % 10));
            case Kind.ANY, Kind.JSON -> block.with(key, null, false, numbers(block));
            case Kind.BINARY -> block.with(key, null, false, new byte[] {(byte) number});
            case Kind.EMBED -> block.with(key, null, true, EMPTY_OBJECT);
            case Kind.FORMAT -> what.formatting() ? mark(block, key) : renamed(block, key);
            case Kind.DOC ->
                    what.subdocuments()
                            ? block.with(key, String.valueOf(number), false, EMPTY_OBJECT)
                            : renamed(block, key);
            case Kind.TYPE -> {
                String prefix = block.typeRef() == TypeNode.XML_HOOK ? "hook-" : "node-";
                String name = block.name();
                yield block.with(
                        key,
                        name == null || !what.xml()
                                ? name
                                : names.computeIfAbsent(name, _ -> prefix + number),
                        false,
                        new byte[] {block.typeRef()});
            }
            default -> renamed(block, key);
        };
    }

    private static Block renamed(Block block, @Nullable String key) {
        return block.withKey(key);
    }

    /// The empty key stays, as in Yjs.
    private @Nullable String key(@Nullable String key) {
        return key == null || key.isEmpty()
                ? key
                : keys.computeIfAbsent(key, _ -> String.valueOf(number));
    }

    private Block mark(Block block, @Nullable String key) {
        String name = marks.computeIfAbsent(block.named(), _ -> String.valueOf(number));
        var bytes = new Lib0Writer();
        value(block.literal().value()).writeAny(bytes);
        return block.with(key, name, true, bytes.toByteArray());
    }

    /// Lists and objects are never the same again, even if they are equal.
    private Literal value(YValue value) {
        Literal fresh = Literal.of(new YValue.Obj(Map.of("i", YValue.of(number))));
        return switch (value) {
            case YValue.Arr _, YValue.Obj _, YValue.Bytes _ -> fresh;
            case YValue.Num(double d) when d == 0 -> known(YValue.of(0.0), fresh);
            default -> known(value, fresh);
        };
    }

    private Literal known(YValue value, Literal fresh) {
        Literal known = values.putIfAbsent(value, fresh);
        return known == null ? fresh : known;
    }

    private static byte[] digits(int count, int digit) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) ('0' + digit));
        return bytes;
    }

    private byte[] numbers(Block block) {
        var bytes = new Lib0Writer();
        for (int i = 0; i < block.length(); i++) {
            if (block.kind() == Kind.JSON) {
                bytes.writeVarString(String.valueOf(number));
            } else {
                AnyValues.encode(YValue.of(number), bytes);
            }
        }
        return bytes.toByteArray();
    }
}
