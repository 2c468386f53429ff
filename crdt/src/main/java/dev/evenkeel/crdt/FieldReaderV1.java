package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

/// Format V1: one field behind the other.
final class FieldReaderV1 extends FieldReader {

    FieldReaderV1(byte[] bytes, Limits limits) {
        super(new Lib0Reader(bytes), limits);
    }

    @Override
    boolean literalsAreAny() {
        return false;
    }

    @Override
    int structCount() {
        return rest.readCount(2);
    }

    @Override
    long client() {
        return rest.readVarUint();
    }

    @Override
    int info() {
        return rest.readByte();
    }

    @Override
    int leftClock() {
        return wholeNumber();
    }

    @Override
    int rightClock() {
        return wholeNumber();
    }

    @Override
    boolean parentIsRoot() {
        return rest.readVarUint() == 1;
    }

    @Override
    int text() {
        foundInRest(rest.skipVarBytes());
        return Utf8.validate(source, from, to);
    }

    @Override
    String key() {
        return string();
    }

    @Override
    long typeRef() {
        return rest.readVarUint();
    }

    @Override
    long length() {
        return rest.readVarUint();
    }

    @Override
    int valueCount(boolean json) {
        return rest.readCount(1);
    }

    @Override
    void jsonTexts(int count) {
        int start = rest.position();
        for (int i = 0; i < count; i++) {
            text();
            checkJson(true);
        }
        foundInRest(rest.position() - start);
    }

    @Override
    void literal() {
        text();
        checkJson(false);
    }

    @Override
    DeleteSet deletes() {
        return DeleteSet.read(rest, limits.deleteRanges());
    }

    @Override
    void finish() {
        if (rest.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", rest.position(), rest.remaining() + " bytes too many");
        }
    }

    @Override
    int position() {
        return rest.position();
    }
}
