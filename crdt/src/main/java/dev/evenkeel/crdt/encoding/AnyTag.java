package dev.evenkeel.crdt.encoding;

import java.util.Arrays;

/// The tag bytes of lib0's Any encoding, and the walk over an encoded value.
public final class AnyTag {

    public static final int UNDEFINED = 127;
    public static final int NULL = 126;
    public static final int INTEGER = 125;
    public static final int FLOAT32 = 124;
    public static final int FLOAT64 = 123;
    public static final int BIGINT = 122;
    public static final int FALSE = 121;
    public static final int TRUE = 120;
    public static final int STRING = 119;
    public static final int OBJECT = 118;
    public static final int ARRAY = 117;
    public static final int BINARY = 116;

    private AnyTag() {}

    /// Leaves the reader behind one value, having checked all of it, without recursion.
    public static void skip(Lib0Reader in, int maxDepth) {
        int[] open = NOTHING_OPEN;
        int depth = 0;
        do {
            if (depth > 0) {
                int left = open[depth - 1];
                if (left == 0) {
                    depth--;
                    continue;
                }
                // Members of an object are counted as negative numbers.
                if (left < 0) {
                    in.skipVarString();
                    open[depth - 1] = left + 1;
                } else {
                    open[depth - 1] = left - 1;
                }
            }
            int start = in.position();
            int tag = in.readByte();
            switch (tag) {
                case UNDEFINED, NULL, FALSE, TRUE -> {}
                case INTEGER -> in.readVarIntAsDouble();
                case FLOAT32 -> in.skip(4);
                case FLOAT64, BIGINT -> in.skip(8);
                case STRING -> in.skipVarString();
                case BINARY -> in.skipVarBytes();
                case OBJECT, ARRAY -> {
                    int count = in.readCount(tag == OBJECT ? 2 : 1);
                    if (depth == maxDepth) {
                        throw new MalformedEncodingException(
                                "limit-depth", start, "nested deeper than " + maxDepth);
                    }
                    if (depth == open.length) {
                        open = Arrays.copyOf(open, Math.max(8, depth * 2));
                    }
                    open[depth++] = tag == OBJECT ? -count : count;
                }
                default ->
                        throw new MalformedEncodingException(
                                "unknown-any", start, "no Any value has tag " + tag);
            }
        } while (depth > 0);
    }

    private static final int[] NOTHING_OPEN = {};
}
