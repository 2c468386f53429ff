package dev.evenkeel.crdt.encoding;

/// Reads what [StringEncoder] writes, leaving the strings where they are.
///
/// Where a string begins or ends between the halves of a surrogate pair each half reads as U+FFFD.
public final class StringDecoder {

    private final Lib0Reader in;
    private final UintOptRleDecoder lengths;
    private final byte[] text;
    private final boolean ascii;
    private int at;
    private int unitsLeft;
    private boolean insidePair;

    private byte[] source;
    private int from;
    private int to;

    public StringDecoder(Lib0Reader column) {
        this.in = column;
        int size = column.skipVarBytes();
        this.text = column.source();
        this.source = text;
        this.at = column.position() - size;
        this.unitsLeft = Utf8.validate(text, at, column.position());
        this.ascii = unitsLeft == size;
        this.lengths = new UintOptRleDecoder(column);
    }

    /// Moves to the next string; returns its length in UTF-16 units.
    public int next() {
        long length = lengths.read();
        if (length > unitsLeft) {
            throw new MalformedEncodingException(
                    "truncated", in.position(), length + " units wanted, " + unitsLeft + " left");
        }
        int units = (int) length;
        unitsLeft -= units;
        source = text;
        from = at;
        if (ascii) {
            at += units;
            to = at;
        } else if (units == 0) {
            to = at;
        } else {
            cut(units);
        }
        return units;
    }

    private void cut(int units) {
        boolean startsInside = insidePair;
        int rest = startsInside ? units - 1 : units;
        int start = startsInside ? at + 4 : at;
        insidePair = Utf8.splitsPair(text, start, rest);
        at = Utf8.offsetOfUnit(text, start, rest);
        from = start;
        to = at;
        if (insidePair) {
            source = Utf8.withTrailingReplacement(text, from, to);
            from = 0;
            to = source.length;
        }
        if (startsInside) {
            source = Utf8.withLeadingReplacement(source, from, to);
            from = 0;
            to = source.length;
        }
    }

    /// The bytes that hold the string.
    public byte[] source() {
        return source;
    }

    /// Where in [#source()] the string begins.
    public int from() {
        return from;
    }

    /// Where in [#source()] the string ends.
    public int to() {
        return to;
    }

    /// How many UTF-16 units are left.
    public int unitsLeft() {
        return unitsLeft;
    }

    /// About where the column stands, for complaints.
    public int position() {
        return in.position();
    }

    /// Complains if there is more in the column than was read.
    public void finish() {
        lengths.finish();
        if (unitsLeft > 0) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), "text that belongs to no string");
        }
    }
}
