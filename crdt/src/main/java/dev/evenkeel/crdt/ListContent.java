package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/// A run of Any values, or of the JSON texts of old, as raw checked bytes. Values are decoded when
/// somebody asks for them, so that what passes through stays what it was.
///
/// The two parts of a run that was split share its arrays, as those of a text do, see
/// [TextContent]: a list with many holes would else take time by the square of their number.
final class ListContent implements Content {

    private static final int WORTH_SHARING = 32;

    private final boolean json;
    private byte[] bytes;
    private int from;
    private int to;
    // Where in the bytes each element ends, the first of ours at `first`; null while there is only
    // one, which ends at `to`.
    private int @Nullable [] ends;
    private int first;

    /// Whether the room behind our last element is ours.
    private boolean last = true;

    ListContent(boolean json, byte[] bytes, int count) {
        this(json, bytes, 0, bytes.length, null, 0);
        this.ends = count == 1 ? null : ends(count);
    }

    private ListContent(
            boolean json, byte[] bytes, int from, int to, int @Nullable [] ends, int first) {
        this.json = json;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.ends = ends;
        this.first = first;
    }

    private int[] ends(int count) {
        var result = new int[count];
        var in = new Lib0Reader(bytes, from, to);
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
        return new ListContent(json, Arrays.copyOfRange(bytes, from, to), length);
    }

    boolean isJson() {
        return json;
    }

    /// A reader over the bytes of one element.
    Lib0Reader element(int i) {
        return new Lib0Reader(bytes, start(i), end(i));
    }

    private int start(int element) {
        return element == 0 || ends == null ? from : ends[first + element - 1];
    }

    private int end(int element) {
        return ends == null ? to : ends[first + element];
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        out.length(length - offset);
        if (json) {
            writeTexts(out, bytes, start(offset), to);
        } else {
            out.any(bytes, start(offset), to);
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
        var rest = new ListContent(json, bytes, cut, to, ends, first + diff);
        rest.last = last;
        rest.takeOwnArraysIfFew(length - diff);
        to = cut;
        last = false;
        takeOwnArraysIfFew(diff);
        return rest;
    }

    private void takeOwnArraysIfFew(int length) {
        if (bytes.length > 2 * (to - from) + WORTH_SHARING
                || (ends != null && ends.length > 2 * length + WORTH_SHARING)) {
            takeOwnArrays(length, to - from, length == 1 ? 0 : length);
        }
    }

    /// @param size how many bytes there shall be room for
    /// @param count how many elements there shall be room for; 0 to do without their ends
    private void takeOwnArrays(int length, int size, int count) {
        byte[] own = new byte[size];
        System.arraycopy(bytes, from, own, 0, to - from);
        int[] ownEnds = count == 0 ? null : new int[count];
        for (int i = 0; ownEnds != null && i < length; i++) {
            ownEnds[i] = end(i) - from;
        }
        bytes = own;
        ends = ownEnds;
        to -= from;
        from = 0;
        first = 0;
        last = true;
    }

    @SuppressWarnings("ReferenceEquality") // the same arrays, not equal ones
    @Override
    public void append(int length, Content right, int rightLength) {
        ListContent list = (ListContent) right;
        if (list.bytes == bytes
                && list.from == to
                && ends != null
                && list.ends == ends
                && list.first == first + length) {
            to = list.to;
            last = list.last;
            return;
        }
        int size = to - from;
        int more = list.to - list.from;
        if (!last
                || bytes.length - to < more
                || ends == null
                || ends.length - first - length < rightLength) {
            takeOwnArrays(
                    length,
                    Math.max(size + more, size + size / 2 + 8),
                    Math.max(4, Math.max(length + rightLength, length + length / 2)));
        }
        int[] all = Objects.requireNonNull(ends);
        for (int i = 0; i < rightLength; i++) {
            all[first + length + i] = to + list.end(i) - list.from;
        }
        System.arraycopy(list.bytes, list.from, bytes, to, more);
        to += more;
    }
}
