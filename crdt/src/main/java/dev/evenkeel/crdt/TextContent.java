package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.Arrays;

/// Text as it is on the wire: UTF-8, with room to grow, because typing appends to the same item
/// over and over. It is ASCII exactly if it has as many bytes as clocks; then a split is
/// arithmetic.
///
/// The two parts of a text that was split share its bytes, and joining them again copies nothing:
/// cutting a long text into many pieces would else take time by the square of their number. A part
/// that would keep many more bytes alive than it has takes a copy of its own.
final class TextContent implements Content {

    private static final int WORTH_SHARING = 32;

    private byte[] bytes;
    private int from;
    private int to;

    /// Whether the room behind our last byte is ours.
    private boolean last = true;

    TextContent(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private TextContent(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    TextContent copy() {
        return new TextContent(Arrays.copyOfRange(bytes, from, to));
    }

    private int size() {
        return to - from;
    }

    /// Where a clock is in the bytes; the complement of where its surrogate pair is if the clock is
    /// the second half of one.
    private int place(int length, int unit) {
        return size() == length ? from + unit : Utf8.place(bytes, from, to, length, unit);
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        if (offset == 0) {
            out.text(bytes, from, to, length);
            return;
        }
        int cut = place(length, offset);
        if (cut < 0) {
            byte[] rest = Utf8.withLeadingReplacement(bytes, ~cut + 4, to);
            out.text(rest, 0, rest.length, length - offset);
        } else {
            out.text(bytes, cut, to, length - offset);
        }
    }

    /// Both halves of a surrogate pair that is cut in two become U+FFFD, for ever and on every
    /// replica.
    @Override
    public Content split(int length, int diff) {
        TextContent rest;
        int cut = place(length, diff);
        if (cut < 0) {
            rest = new TextContent(Utf8.withLeadingReplacement(bytes, ~cut + 4, to));
            bytes = Utf8.withTrailingReplacement(bytes, from, ~cut);
            from = 0;
            to = bytes.length;
            last = true;
            return rest;
        }
        rest = new TextContent(bytes, cut, to);
        rest.last = last;
        rest.takeOwnBytesIfFew();
        to = cut;
        last = false;
        takeOwnBytesIfFew();
        return rest;
    }

    private void takeOwnBytesIfFew() {
        if (bytes.length > 2 * size() + WORTH_SHARING) {
            bytes = Arrays.copyOfRange(bytes, from, to);
            from = 0;
            to = bytes.length;
            last = true;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    @Override
    public void append(int length, Content right, int rightLength) {
        TextContent text = (TextContent) right;
        int more = text.size();
        if (text.bytes == bytes && text.from == to) {
            to += more;
            last = text.last;
            return;
        }
        int size = size();
        if (!last || bytes.length - to < more) {
            byte[] roomy = new byte[Math.max(size + more, size + size / 2 + 8)];
            System.arraycopy(bytes, from, roomy, 0, size);
            bytes = roomy;
            from = 0;
            to = size;
            last = true;
        }
        System.arraycopy(text.bytes, text.from, bytes, to, more);
        to += more;
    }

    boolean splitsPair(int length, int unit) {
        return size() != length && unit > 0 && unit < length && place(length, unit) < 0;
    }

    void appendTo(StringBuilder text) {
        text.append(Utf8.decode(bytes, from, to));
    }

    @Override
    public String toString() {
        return Utf8.decode(bytes, from, to);
    }
}
