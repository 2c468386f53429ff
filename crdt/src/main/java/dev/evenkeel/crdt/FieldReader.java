package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.JsonText;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import java.util.Arrays;

/// Gives the fields of an update in the order that both formats share, each checked as far as it
/// can be on its own. Text and values stay where they are: the reader says between which bytes.
abstract sealed class FieldReader permits FieldReaderV1, FieldReaderV2 {

    /// What has no column of its own in format V2; in V1 that is all.
    final Lib0Reader rest;

    final Limits limits;

    // Between which bytes the last text, bytes or values were found.
    byte[] source;
    int from;
    int to;

    // The same few names come again and again; the last one is remembered.
    private String lastName = "";
    private byte[] lastSource;
    private int lastFrom;
    private int lastTo;

    FieldReader(Lib0Reader rest, Limits limits) {
        this.rest = rest;
        this.limits = limits;
        this.source = rest.source();
        this.lastSource = source;
    }

    /// Whether embeds and the values of format marks are in Any and not in JSON text.
    abstract boolean literalsAreAny();

    /// How many structs follow.
    abstract int structCount();

    abstract long client();

    abstract int info();

    /// The client of an id; its clock comes next.
    final long idClient() {
        return client();
    }

    abstract int leftClock();

    abstract int rightClock();

    abstract boolean parentIsRoot();

    /// Moves to the text of a string; returns its length in UTF-16 units.
    abstract int text();

    abstract String key();

    abstract long typeRef();

    abstract long length();

    /// How many values follow, each of which takes some room.
    abstract int valueCount(boolean json);

    /// Moves to the texts of a run of JSON values, each with its length before it.
    abstract void jsonTexts(int count);

    abstract void literal();

    abstract DeleteSet deletes();

    /// Checks that nothing is left.
    abstract void finish();

    /// Where about in the input the reader is, for complaints.
    abstract int position();

    final int wholeNumber() {
        return rest.readVarUintAsInt("clock-overflow");
    }

    final void binary() {
        int size = rest.skipVarBytes();
        foundInRest(size);
    }

    final void anyValues(int count) {
        int start = rest.position();
        for (int i = 0; i < count; i++) {
            AnyTag.skip(rest, limits.depth());
        }
        foundInRest(rest.position() - start);
    }

    /// The options of a subdocument.
    final void anyObject() {
        int start = rest.position();
        if (rest.hasMore() && rest.source()[start] != AnyTag.OBJECT) {
            throw new MalformedEncodingException(
                    "invalid-options", start, "options of a subdocument must be an object");
        }
        anyValues(1);
    }

    final void foundInRest(int size) {
        source = rest.source();
        to = rest.position();
        from = to - size;
    }

    /// The name of a root, of a key or of a subdocument.
    final String string() {
        text();
        int size = to - from;
        if (size > limits.nameBytes()) {
            throw new MalformedEncodingException(
                    "limit-name", position(), size + " bytes, " + limits.nameBytes() + " allowed");
        }
        if (!Arrays.equals(source, from, to, lastSource, lastFrom, lastTo)) {
            lastName = Utf8.decode(source, from, to);
            lastSource = source;
            lastFrom = from;
            lastTo = to;
        }
        return lastName;
    }

    /// @param mayBeUndefined whether the word `undefined` is allowed, which old Yjs writes
    final void checkJson(boolean mayBeUndefined) {
        if (!mayBeUndefined || !isUndefined()) {
            JsonText.validate(source, from, to, limits.depth());
        }
    }

    private boolean isUndefined() {
        return Arrays.equals(source, from, to, UNDEFINED, 0, UNDEFINED.length);
    }

    private static final byte[] UNDEFINED = {'u', 'n', 'd', 'e', 'f', 'i', 'n', 'e', 'd'};
}
