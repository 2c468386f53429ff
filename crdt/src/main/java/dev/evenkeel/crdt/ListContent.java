package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A run of Any values, or of the JSON texts of old, as raw checked bytes. Values are decoded when
/// somebody asks for them, so that what passes through stays what it was.
final class ListContent implements Content {

    private final boolean json;
    private byte[] bytes;
    private int used;
    // Where each element ends; null while there is only one, which ends at `used`.
    private int @Nullable [] ends;

    ListContent(boolean json, byte[] bytes, int count) {
        this.json = json;
        this.bytes = bytes;
        this.used = bytes.length;
        this.ends = count == 1 ? null : ends(count);
    }

    private int[] ends(int count) {
        var result = new int[count];
        var in = new Lib0Reader(bytes, 0, used);
        for (int i = 0; i < count; i++) {
            if (json) {
                in.skipVarBytes();
            } else {
                AnyTag.skip(in, Integer.MAX_VALUE);
            }
            result[i] = in.position();
        }
        return result;
    }

    ListContent copy(int length) {
        return new ListContent(json, Arrays.copyOf(bytes, used), length);
    }

    boolean isJson() {
        return json;
    }

    /// A reader over the bytes of one element.
    Lib0Reader element(int i) {
        return new Lib0Reader(bytes, start(i), ends == null ? used : ends[i]);
    }

    private int start(int element) {
        return element == 0 || ends == null ? 0 : ends[element - 1];
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.length(length - offset);
        if (json) {
            writeTexts(out, bytes, start(offset), used);
        } else {
            out.any(bytes, start(offset), used);
        }
    }

    /// Writes JSON texts that each have their length before them.
    static void writeTexts(FieldWriter out, byte[] bytes, int from, int to) {
        var in = new Lib0Reader(bytes, from, to);
        while (in.hasMore()) {
            int size = in.skipVarBytes();
            int start = in.position() - size;
            out.text(bytes, start, start + size, Utf8.validate(bytes, start, start + size));
        }
    }

    @Override
    public Content split(int length, int diff) {
        int cut = start(diff);
        var rest = new ListContent(json, Arrays.copyOfRange(bytes, cut, used), length - diff);
        used = cut;
        bytes = Arrays.copyOf(bytes, used);
        ends = diff == 1 || ends == null ? null : Arrays.copyOf(ends, diff);
        return rest;
    }

    @Override
    public void append(int length, Content right, int rightLength) {
        ListContent list = (ListContent) right;
        int total = length + rightLength;
        int[] all = ends == null ? new int[Math.max(4, total)] : ends;
        if (all.length < total) {
            all = Arrays.copyOf(all, Math.max(total, length + length / 2));
        }
        if (ends == null) {
            all[0] = used;
        }
        for (int i = 0; i < rightLength; i++) {
            all[length + i] = used + (list.ends == null ? list.used : list.ends[i]);
        }
        ends = all;
        int size = used + list.used;
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, used + used / 2 + 8));
        }
        System.arraycopy(list.bytes, 0, bytes, used, list.used);
        used = size;
    }
}
