package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The value of an embed or of a format mark, in the form in which it came.
///
/// Format V1 has it as JSON text, format V2 as Any, and the two cannot say the same: undefined,
/// minus zero, NaN and bytes are lost in JSON. So what is passed on in the format in which it was
/// received stays what it was, byte for byte.
final class Literal {

    static final Literal NULL = scalar("null", YValue.NULL);

    // Most marks say one of these, and both forms of them say the same.
    private static final Literal TRUE = scalar("true", YValue.TRUE);
    private static final Literal FALSE = scalar("false", YValue.FALSE);

    private static final Literal[] SCALARS = {NULL, TRUE, FALSE};
    private static final Literal[] NONE = {};

    private final byte[] bytes;
    private final boolean any;
    private @Nullable YValue value;

    private Literal(byte[] bytes, boolean any, @Nullable YValue value) {
        this.bytes = bytes;
        this.any = any;
        this.value = value;
    }

    private static Literal scalar(String json, YValue value) {
        return new Literal(json.getBytes(StandardCharsets.US_ASCII), false, value);
    }

    private int tag() {
        return this == NULL ? AnyTag.NULL : this == TRUE ? AnyTag.TRUE : AnyTag.FALSE;
    }

    /// Copies a part of checked bytes.
    ///
    /// @param any whether the bytes are an Any value; else they are JSON text
    static Literal of(byte[] source, int from, int to, boolean any) {
        int length = to - from;
        for (Literal known : length <= 5 ? SCALARS : NONE) {
            if (any
                    ? length == 1 && source[from] == known.tag()
                    : Arrays.equals(source, from, to, known.bytes, 0, known.bytes.length)) {
                return known;
            }
        }
        return new Literal(Arrays.copyOfRange(source, from, to), any, null);
    }

    /// @throws IllegalArgumentException if the value is not a plain one, or nested too deeply
    static Literal of(YValue value) {
        return switch (value) {
            case YValue.Null() -> NULL;
            case YValue.Bool(boolean b) -> b ? TRUE : FALSE;
            default -> {
                var out = new Lib0Writer();
                AnyValues.encode(value, out);
                yield new Literal(out.toByteArray(), true, value);
            }
        };
    }

    YValue value() {
        YValue known = value;
        if (known == null) {
            known =
                    any
                            ? AnyValues.decode(new Lib0Reader(bytes))
                            : JsonValues.parse(Utf8.decode(bytes, 0, bytes.length));
            value = known;
        }
        return known;
    }

    /// As format V1 has it: JSON text with its length.
    void writeJson(Lib0Writer out) {
        if (any) {
            out.writeVarBytes(Utf8.encode(JsonWriter.text(value())));
        } else {
            out.writeVarBytes(bytes);
        }
    }

    /// As format V2 has it.
    void writeAny(Lib0Writer out) {
        if (any) {
            out.writeBytes(bytes, 0, bytes.length);
        } else {
            AnyValues.encode(value(), out);
        }
    }
}
