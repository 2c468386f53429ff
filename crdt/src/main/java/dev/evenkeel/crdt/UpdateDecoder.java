package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.AnyTag;
import dev.evenkeel.crdt.encoding.JsonText;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Reads format V1 and checks everything that can be checked without a document.
final class UpdateDecoder {

    private static final byte[] UNDEFINED = {'u', 'n', 'd', 'e', 'f', 'i', 'n', 'e', 'd'};

    private final Lib0Reader in;
    private final byte[] bytes;
    private final Limits limits;
    private int structs;
    private int types;
    private int subdocuments;

    // The same few root names and keys come again and again; the last one is remembered.
    private String lastName = "";
    private int lastNameFrom;
    private int lastNameLength;

    private UpdateDecoder(byte[] bytes, Limits limits) {
        this.in = new Lib0Reader(bytes);
        this.bytes = bytes;
        this.limits = limits;
    }

    static Update decode(byte[] bytes, Limits limits) {
        if (bytes.length > limits.updateBytes()) {
            throw new MalformedUpdateException(
                    "limit-bytes", bytes.length + " bytes, " + limits.updateBytes() + " allowed");
        }
        try {
            return new UpdateDecoder(bytes, limits).update();
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    private Update update() {
        int count = in.readCount(3);
        var sections = new ArrayList<Section>(Math.min(count, 16));
        var clients = new HashSet<Long>();
        for (int i = 0; i < count; i++) {
            int start = in.position();
            Section section = section();
            if (!clients.add(section.client())) {
                throw new MalformedEncodingException(
                        "repeated-client", start, "client " + section.client() + " comes twice");
            }
            if (!section.blocks().isEmpty()) {
                sections.add(section);
            }
        }
        DeleteSet deletes = DeleteSet.read(in, limits.deleteRanges());
        if (in.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), in.remaining() + " bytes too many");
        }
        return new Update(
                bytes, sections, deletes, new Census(structs, types, subdocuments), limits);
    }

    private Section section() {
        int start = in.position();
        int count = in.readCount(2);
        structs += count;
        if (structs > limits.structs()) {
            throw new MalformedEncodingException(
                    "limit-structs", start, "more than " + limits.structs() + " structs");
        }
        long client = in.readVarUint();
        int startClock = in.readVarUintAsInt("clock-overflow");
        var blocks = new Block[Math.min(count, 16)];
        int clock = startClock;
        for (int i = 0; i < count; i++) {
            if (i == blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.min(count, i * 2));
            }
            Block block = block(client, clock);
            blocks[i] = block;
            clock = block.end();
        }
        return new Section(client, startClock, List.of(Arrays.copyOf(blocks, count)));
    }

    private Block block(long client, int clock) {
        int start = in.position();
        int info = in.readByte();
        byte kind = (byte) (info & Kind.KIND_BITS);
        if (kind == Kind.GC || kind == Kind.SKIP) {
            if (info != kind) {
                throw new MalformedEncodingException(
                        "flags-on-gap", start, "a gap with info byte " + info);
            }
            return Block.gap(kind, client, clock, length(clock, in.readVarUint(), start));
        }
        if (kind > Kind.SKIP) {
            throw new MalformedEncodingException(
                    "unknown-content", start, "no content has reference " + kind);
        }
        long origin = Block.NONE;
        int originClock = 0;
        long right = Block.NONE;
        int rightClock = 0;
        String rootName = null;
        long parent = Block.NONE;
        int parentClock = 0;
        String key = null;
        String name = null;
        if ((info & Kind.HAS_ORIGIN) != 0) {
            origin = in.readVarUint();
            originClock = reference(origin, client, clock);
        }
        if ((info & Kind.HAS_RIGHT) != 0) {
            right = in.readVarUint();
            rightClock = reference(right, client, clock);
        }
        if ((info & (Kind.HAS_ORIGIN | Kind.HAS_RIGHT)) == 0) {
            if (in.readVarUint() == 1) {
                rootName = name();
            } else {
                parent = in.readVarUint();
                parentClock = reference(parent, client, clock);
            }
            if ((info & Kind.HAS_KEY) != 0) {
                key = name();
            }
        }
        int from = in.position();
        long length = 1;
        switch (kind) {
            case Kind.DELETED -> {
                length = in.readVarUint();
                from = in.position();
            }
            case Kind.STRING -> {
                int size = in.skipVarBytes();
                from = in.position() - size;
                length = Utf8.validate(bytes, from, in.position());
            }
            case Kind.ANY -> {
                length = in.readCount(1);
                from = in.position();
                for (long i = 0; i < length; i++) {
                    AnyTag.skip(in, limits.depth());
                }
            }
            case Kind.JSON -> {
                length = in.readCount(1);
                from = in.position();
                for (long i = 0; i < length; i++) {
                    json(true);
                }
            }
            case Kind.BINARY -> {
                int size = in.skipVarBytes();
                from = in.position() - size;
            }
            case Kind.EMBED -> from = json(false);
            case Kind.FORMAT -> {
                name = name();
                from = json(false);
            }
            case Kind.TYPE -> type();
            case Kind.DOC -> {
                name = name();
                from = in.position();
                document();
            }
            default -> throw new AssertionError(kind);
        }
        return new Block(
                client,
                clock,
                length(clock, length, start),
                kind,
                origin,
                originClock,
                right,
                rightClock,
                rootName,
                parent,
                parentClock,
                key,
                name,
                false,
                bytes,
                from,
                in.position());
    }

    private static int length(int clock, long length, int start) {
        if (length == 0) {
            throw new MalformedEncodingException("zero-length", start, "a struct of length 0");
        }
        if (clock + length > Integer.MAX_VALUE) {
            throw new MalformedEncodingException(
                    "clock-overflow", start, "a struct ends behind 2^31-1");
        }
        return (int) length;
    }

    /// Reads the clock of a reference. A client can only refer back to what it has made before.
    private int reference(long to, long client, int clock) {
        int start = in.position();
        int target = in.readVarUintAsInt("clock-overflow");
        if (to == client && target >= clock) {
            throw new MalformedEncodingException(
                    "self-reference", start, "clock " + clock + " refers to clock " + target);
        }
        return target;
    }

    private void type() {
        types++;
        int start = in.position();
        long type = in.readVarUint();
        if (type > TypeNode.XML_TEXT) {
            throw new MalformedEncodingException(
                    "unknown-type", start, "no shared type has reference " + type);
        }
        if (type == TypeNode.XML_ELEMENT || type == TypeNode.XML_HOOK) {
            skipName();
        }
    }

    private void document() {
        subdocuments++;
        int start = in.position();
        if (in.remaining() > 0 && bytes[start] != AnyTag.OBJECT) {
            throw new MalformedEncodingException(
                    "invalid-options", start, "options of a subdocument must be an object");
        }
        AnyTag.skip(in, limits.depth());
    }

    /// Checks one JSON text and returns where it starts, behind its length.
    private int json(boolean mayBeUndefined) {
        int size = in.skipVarString();
        int from = in.position() - size;
        if (mayBeUndefined
                && Arrays.equals(bytes, from, in.position(), UNDEFINED, 0, UNDEFINED.length)) {
            return from;
        }
        JsonText.validate(bytes, from, in.position(), limits.depth());
        return from;
    }

    private int skipName() {
        int start = in.position();
        int size = in.skipVarString();
        if (size > limits.nameBytes()) {
            throw new MalformedEncodingException(
                    "limit-name", start, size + " bytes, " + limits.nameBytes() + " allowed");
        }
        return size;
    }

    private String name() {
        int size = skipName();
        int from = in.position() - size;
        if (size == lastNameLength
                && Arrays.equals(
                        bytes, from, from + size, bytes, lastNameFrom, lastNameFrom + size)) {
            return lastName;
        }
        lastName = Utf8.decode(bytes, from, from + size);
        lastNameFrom = from;
        lastNameLength = size;
        return lastName;
    }
}
