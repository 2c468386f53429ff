package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.IntDiffOptRleDecoder;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.RleDecoder;
import dev.evenkeel.crdt.encoding.StringDecoder;
import dev.evenkeel.crdt.encoding.UintOptRleDecoder;

import java.util.ArrayList;
import java.util.List;

/// Format V2: fields of a kind in a column of their own, what fits nowhere behind the columns.
///
/// Runs make structs that cost no bytes at all, so that the length of the input does not limit how
/// many there are. A budget does, which every struct and every delete range is charged to.
final class FieldReaderV2 extends FieldReader {

    private static final int STRUCT_COST = 64;
    private static final int RANGE_COST = 32;

    /// An update may always cost this many units per byte, as far as the limit allows.
    private static final int UNITS_PER_BYTE = 64;

    /// And this part of the limit, however short it is.
    private static final int FLOOR = 16;

    private final IntDiffOptRleDecoder keyClocks;
    private final UintOptRleDecoder clients;
    private final IntDiffOptRleDecoder leftClocks;
    private final IntDiffOptRleDecoder rightClocks;
    private final RleDecoder infos;
    private final StringDecoder strings;
    private final RleDecoder parents;
    private final UintOptRleDecoder typeRefs;
    private final UintOptRleDecoder lengths;
    private final List<String> keys = new ArrayList<>(4);
    private long budget;

    private FieldReaderV2(Lib0Reader in, Limits limits) {
        super(in, limits);
        long most = limits.decodeBudget();
        budget = Math.clamp((long) UNITS_PER_BYTE * in.end(), most / FLOOR, most) - in.end();
        keyClocks = new IntDiffOptRleDecoder(in.readColumn());
        clients = new UintOptRleDecoder(in.readColumn());
        leftClocks = new IntDiffOptRleDecoder(in.readColumn());
        rightClocks = new IntDiffOptRleDecoder(in.readColumn());
        infos = new RleDecoder(in.readColumn());
        strings = new StringDecoder(in.readColumn());
        parents = new RleDecoder(in.readColumn());
        typeRefs = new UintOptRleDecoder(in.readColumn());
        lengths = new UintOptRleDecoder(in.readColumn());
    }

    static FieldReaderV2 of(byte[] bytes, Limits limits) {
        var in = new Lib0Reader(bytes);
        // The features are reserved, and nobody looks at them.
        in.readVarUint();
        return new FieldReaderV2(in, limits);
    }

    private void charge(long count, int each) {
        if (count > budget / each) {
            throw new MalformedEncodingException(
                    "limit-budget", rest.position(), count + " things of " + each + " units");
        }
        budget -= count * each;
    }

    @Override
    boolean literalsAreAny() {
        return true;
    }

    @Override
    int structCount() {
        long count = rest.readVarUint();
        charge(count, STRUCT_COST);
        return (int) count;
    }

    @Override
    long client() {
        return clients.read();
    }

    @Override
    int info() {
        return infos.read();
    }

    @Override
    int leftClock() {
        return leftClocks.read();
    }

    @Override
    int rightClock() {
        return rightClocks.read();
    }

    @Override
    boolean parentIsRoot() {
        return parents.read() == 1;
    }

    @Override
    int text() {
        int units = strings.next();
        source = strings.source();
        from = strings.from();
        to = strings.to();
        return units;
    }

    /// A number that was used before stands for the same key, any other for the next string.
    @Override
    String key() {
        int number = keyClocks.read();
        if (number < keys.size()) {
            String key = keys.get(number);
            // It takes no bytes here, but has to be written out in format V1.
            charge(1, key.length());
            return key;
        }
        String key = string();
        keys.add(key);
        return key;
    }

    @Override
    long typeRef() {
        return typeRefs.read();
    }

    @Override
    long length() {
        return lengths.read();
    }

    @Override
    int valueCount(boolean json) {
        long count = lengths.read();
        int room = json ? strings.unitsLeft() : rest.remaining();
        if (count > room) {
            throw new MalformedEncodingException(
                    "impossible-count", position(), count + " values in room for " + room);
        }
        return (int) count;
    }

    @Override
    void jsonTexts(int count) {
        var texts = new Lib0Writer();
        for (int i = 0; i < count; i++) {
            text();
            checkJson(true);
            texts.writeVarBytes(source, from, to);
        }
        source = texts.toByteArray();
        from = 0;
        to = source.length;
    }

    @Override
    void literal() {
        anyValues(1);
    }

    @Override
    DeleteSet deletes() {
        DeleteSet deletes = DeleteSet.readV2(rest, limits.deleteRanges());
        charge(deletes.rangeCount(), RANGE_COST);
        return deletes;
    }

    @Override
    void finish() {
        keyClocks.finish();
        clients.finish();
        leftClocks.finish();
        rightClocks.finish();
        infos.finish();
        strings.finish();
        parents.finish();
        typeRefs.finish();
        lengths.finish();
        if (rest.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", rest.position(), rest.remaining() + " bytes too many");
        }
    }

    @Override
    int position() {
        return strings.position();
    }
}
