package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.Utf8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Between values and their Any encoding.
final class AnyValues {

    /// Deeper values than this are refused by every peer that has our limits.
    private static final int MAX_DEPTH = Limits.DEFAULT.depth();

    private static final int MAX_INTEGER = Integer.MAX_VALUE;

    /// For values that open nothing.
    private static final ArrayDeque<Iterator<?>> NOTHING_OPEN = new ArrayDeque<>(0);

    private AnyValues() {}

    /// Whether the value has no members, so that nothing can be wrong with them.
    static boolean isScalar(YValue value) {
        return switch (value) {
            case YValue.Arr _, YValue.Obj _, YValue.Shared _, YValue.Sub _ -> false;
            case YValue.Undefined _,
                    YValue.Null _,
                    YValue.Bool _,
                    YValue.Num _,
                    YValue.BigInt _,
                    YValue.Str _,
                    YValue.Bytes _ ->
                    true;
        };
    }

    static YValue decode(Lib0Reader in) {
        var builder = new ValueBuilder();
        int[] left = new int[4];
        int depth = 0;
        do {
            if (depth > 0) {
                if (left[depth - 1]-- == 0) {
                    depth--;
                    builder.end();
                    continue;
                }
                if (builder.inObject()) {
                    builder.key(in.readVarString());
                }
            }
            int tag = in.readByte();
            switch (tag) {
                case AnyTag.UNDEFINED -> builder.value(YValue.UNDEFINED);
                case AnyTag.NULL -> builder.value(YValue.NULL);
                case AnyTag.INTEGER -> builder.value(new YValue.Num(in.readVarIntAsDouble()));
                case AnyTag.FLOAT32 ->
                        builder.value(new YValue.Num(Float.intBitsToFloat(in.readInt())));
                case AnyTag.FLOAT64 ->
                        builder.value(new YValue.Num(Double.longBitsToDouble(in.readLong())));
                case AnyTag.BIGINT -> builder.value(new YValue.BigInt(in.readLong()));
                case AnyTag.FALSE -> builder.value(YValue.FALSE);
                case AnyTag.TRUE -> builder.value(YValue.TRUE);
                case AnyTag.STRING -> builder.value(new YValue.Str(in.readVarString()));
                case AnyTag.BINARY -> builder.value(new YValue.Bytes(in.readVarBytes()));
                case AnyTag.OBJECT, AnyTag.ARRAY -> {
                    if (depth == left.length) {
                        left = Arrays.copyOf(left, depth * 2);
                    }
                    left[depth++] = in.readCount(1);
                    if (tag == AnyTag.OBJECT) {
                        builder.beginObject();
                    } else {
                        builder.beginArray();
                    }
                }
                default -> throw new CorruptDocumentException("tag " + tag + " passed the check");
            }
        } while (depth > 0);
        return builder.result();
    }

    /// Writes a plain value.
    ///
    /// @throws IllegalArgumentException if a shared type or subdocument is inside a plain value, or
    ///   if the value is nested too deeply
    static void encode(YValue value, Lib0Writer out) {
        if (isScalar(value)) {
            encodeOne(value, out, NOTHING_OPEN);
            return;
        }
        var open = new ArrayDeque<Iterator<?>>();
        encodeOne(value, out, open);
        while (!open.isEmpty()) {
            Iterator<?> items = open.element();
            if (!items.hasNext()) {
                open.pop();
                continue;
            }
            switch (items.next()) {
                case YValue item -> encodeOne(item, out, open);
                case Map.Entry<?, ?> entry
                        when entry.getKey() instanceof String key
                                && entry.getValue() instanceof YValue item -> {
                    out.writeVarString(key);
                    encodeOne(item, out, open);
                }
                default -> throw new IllegalStateException("not a value");
            }
        }
    }

    private static void encodeOne(YValue value, Lib0Writer out, ArrayDeque<Iterator<?>> open) {
        switch (value) {
            case YValue.Undefined() -> out.writeByte(AnyTag.UNDEFINED);
            case YValue.Null() -> out.writeByte(AnyTag.NULL);
            case YValue.Bool(boolean b) -> out.writeByte(b ? AnyTag.TRUE : AnyTag.FALSE);
            case YValue.Num(double d) -> number(d, out);
            case YValue.BigInt(long l) -> {
                out.writeByte(AnyTag.BIGINT);
                out.writeLong(l);
            }
            case YValue.Str(String s) -> {
                out.writeByte(AnyTag.STRING);
                out.writeVarBytes(Utf8.encode(s));
            }
            case YValue.Bytes bytes -> {
                out.writeByte(AnyTag.BINARY);
                out.writeVarBytes(bytes.value());
            }
            case YValue.Arr(List<YValue> values) -> {
                out.writeByte(AnyTag.ARRAY);
                out.writeVarUint(values.size());
                push(values.iterator(), open);
            }
            case YValue.Obj(Map<String, YValue> values) -> {
                out.writeByte(AnyTag.OBJECT);
                out.writeVarUint(values.size());
                push(inPropertyOrder(values).iterator(), open);
            }
            case YValue.Shared _, YValue.Sub _ ->
                    throw new IllegalArgumentException(
                            "a shared type or subdocument cannot be part of a plain value");
        }
    }

    private static void push(Iterator<?> items, ArrayDeque<Iterator<?>> open) {
        if (open.size() == MAX_DEPTH) {
            throw new IllegalArgumentException("a value nested deeper than " + MAX_DEPTH);
        }
        open.push(items);
    }

    /// JavaScript only has doubles, and which of three forms a number takes must be the same
    /// everywhere.
    private static void number(double value, Lib0Writer out) {
        if (Math.rint(value) == value && Math.abs(value) <= MAX_INTEGER) {
            out.writeByte(AnyTag.INTEGER);
            boolean negative = value < 0 || 1 / value == Double.NEGATIVE_INFINITY;
            out.writeVarInt(negative, (long) Math.abs(value));
        } else if ((double) (float) value == value) {
            out.writeByte(AnyTag.FLOAT32);
            out.writeInt(Float.floatToIntBits((float) value));
        } else {
            out.writeByte(AnyTag.FLOAT64);
            out.writeLong(Double.doubleToLongBits(value));
        }
    }

    /// The order in which JavaScript lists the properties of an object: those that look like array
    /// indices first, by number.
    static List<Map.Entry<String, YValue>> inPropertyOrder(Map<String, YValue> values) {
        var entries = new ArrayList<>(values.entrySet());
        if (values.keySet().stream().anyMatch(key -> index(key) >= 0)) {
            entries.sort(
                    Comparator.comparingLong(
                            entry ->
                                    index(entry.getKey()) < 0
                                            ? Long.MAX_VALUE
                                            : index(entry.getKey())));
        }
        return entries;
    }

    private static long index(String key) {
        if (key.isEmpty() || key.length() > 10 || (key.charAt(0) == '0' && key.length() > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value < 0xffffffffL ? value : -1;
    }
}
