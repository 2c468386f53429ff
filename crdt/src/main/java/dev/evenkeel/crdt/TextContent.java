package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.Arrays;

/// Text as it is on the wire: UTF-8, with room to grow, because typing appends to the same item
/// over and over. It is ASCII exactly if it has as many bytes as clocks; then a split is
/// arithmetic.
final class TextContent implements Content {

    private byte[] bytes;
    private int used;

    TextContent(byte[] bytes) {
        this.bytes = bytes;
        this.used = bytes.length;
    }

    TextContent copy() {
        return new TextContent(Arrays.copyOf(bytes, used));
    }

    @Override
    public void write(FieldWriter out, int length, int offset) {
        if (offset == 0) {
            out.text(bytes, 0, used, length);
        } else if (used == length) {
            out.text(bytes, offset, used, length - offset);
        } else if (Utf8.splitsPair(bytes, 0, offset)) {
            int pair = Utf8.offsetOfUnit(bytes, 0, offset);
            byte[] rest = Utf8.withLeadingReplacement(bytes, pair + 4, used);
            out.text(rest, 0, rest.length, length - offset);
        } else {
            out.text(bytes, Utf8.offsetOfUnit(bytes, 0, offset), used, length - offset);
        }
    }

    /// Both halves of a surrogate pair that is cut in two become U+FFFD, for ever and on every
    /// replica.
    @Override
    public Content split(int length, int diff) {
        TextContent rest;
        if (used == length) {
            rest = new TextContent(Arrays.copyOfRange(bytes, diff, used));
            used = diff;
        } else {
            int cut = Utf8.offsetOfUnit(bytes, 0, diff);
            if (Utf8.splitsPair(bytes, 0, diff)) {
                rest = new TextContent(Utf8.withLeadingReplacement(bytes, cut + 4, used));
                bytes = Utf8.withTrailingReplacement(bytes, 0, cut);
                used = bytes.length;
            } else {
                rest = new TextContent(Arrays.copyOfRange(bytes, cut, used));
                used = cut;
            }
        }
        if (bytes.length > 2 * used + 32) {
            bytes = Arrays.copyOf(bytes, used);
        }
        return rest;
    }

    @Override
    public void append(int length, Content right, int rightLength) {
        TextContent text = (TextContent) right;
        int total = used + text.used;
        if (total > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(total, used + used / 2 + 8));
        }
        System.arraycopy(text.bytes, 0, bytes, used, text.used);
        used = total;
    }

    boolean splitsPair(int length, int unit) {
        return used != length && unit > 0 && unit < length && Utf8.splitsPair(bytes, 0, unit);
    }

    void appendTo(StringBuilder text) {
        text.append(Utf8.decode(bytes, 0, used));
    }

    @Override
    public String toString() {
        return Utf8.decode(bytes, 0, used);
    }
}
