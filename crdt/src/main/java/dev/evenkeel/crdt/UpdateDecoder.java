package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Reads an update and checks everything that can be checked without a document.
final class UpdateDecoder {

    /// The references of types as bytes for blocks to point at.
    private static final byte[] TYPE_REFS = {0, 1, 2, 3, 4, 5, 6};

    private final FieldReader in;
    private final byte[] bytes;
    private final Limits limits;
    private int structs;
    private int gaps;
    private int types;
    private int subdocuments;

    private UpdateDecoder(byte[] bytes, FieldReader in, Limits limits) {
        this.in = in;
        this.bytes = bytes;
        this.limits = limits;
    }

    static Update decode(byte[] v1, Limits limits) {
        checkSize(v1, limits);
        try {
            return new UpdateDecoder(v1, new FieldReaderV1(v1, limits), limits).update();
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    static Update decodeV2(byte[] v2, Limits limits) {
        checkSize(v2, limits);
        try {
            return new UpdateDecoder(v2, FieldReaderV2.of(v2, limits), limits).update();
        } catch (MalformedEncodingException e) {
            throw new MalformedUpdateException(e);
        }
    }

    private static void checkSize(byte[] bytes, Limits limits) {
        if (bytes.length > limits.updateBytes()) {
            throw new MalformedUpdateException(
                    "limit-bytes", bytes.length + " bytes, " + limits.updateBytes() + " allowed");
        }
    }

    private Update update() {
        int count = in.rest.readCount(2);
        List<Section> sections = count == 1 ? oneSection() : sections(count);
        DeleteSet deletes = in.deletes();
        in.finish();
        return new Update(
                bytes,
                in.literalsAreAny() ? FieldWriter.Format.V2 : FieldWriter.Format.V1,
                sections,
                deletes,
                new Census(structs, gaps, types, subdocuments),
                limits);
    }

    private List<Section> oneSection() {
        Section section = section();
        return section.blocks().isEmpty() ? List.of() : List.of(section);
    }

    private List<Section> sections(int count) {
        var sections = new ArrayList<Section>(Math.min(count, 16));
        var clients = new HashSet<Long>(0);
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
        return sections;
    }

    private Section section() {
        int start = in.position();
        int count = in.structCount();
        if (count > limits.structs() - structs) {
            throw new MalformedEncodingException(
                    "limit-structs", start, "more than " + limits.structs() + " structs");
        }
        structs += count;
        long client = in.client();
        int startClock = in.wholeNumber();
        if (count == 1) {
            return new Section(client, startClock, List.of(block(client, startClock)));
        }
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
        int info = in.info();
        byte kind = (byte) (info & Kind.KIND_BITS);
        if (kind == Kind.GC || kind == Kind.SKIP) {
            if (info != kind) {
                throw new MalformedEncodingException(
                        "flags-on-gap", start, "a gap with info byte " + info);
            }
            gaps++;
            long length = kind == Kind.GC ? in.length() : in.rest.readVarUint();
            return Block.gap(kind, client, clock, length(clock, length, start));
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
            origin = in.idClient();
            originClock = backwards(origin, in.leftClock(), client, clock);
        }
        if ((info & Kind.HAS_RIGHT) != 0) {
            right = in.idClient();
            rightClock = backwards(right, in.rightClock(), client, clock);
        }
        if ((info & (Kind.HAS_ORIGIN | Kind.HAS_RIGHT)) == 0) {
            if (in.parentIsRoot()) {
                rootName = in.string();
            } else {
                parent = in.idClient();
                parentClock = backwards(parent, in.leftClock(), client, clock);
            }
            if ((info & Kind.HAS_KEY) != 0) {
                key = in.string();
            }
        }
        long length = 1;
        switch (kind) {
            case Kind.DELETED -> {
                gaps++;
                length = in.length();
                nowhere();
            }
            case Kind.STRING -> length = in.text();
            case Kind.ANY -> {
                length = in.valueCount(false);
                in.anyValues((int) length);
            }
            case Kind.JSON -> {
                length = in.valueCount(true);
                in.jsonTexts((int) length);
            }
            case Kind.BINARY -> in.binary();
            case Kind.EMBED -> in.literal();
            case Kind.FORMAT -> {
                name = in.key();
                in.literal();
            }
            case Kind.TYPE -> name = type();
            case Kind.DOC -> {
                subdocuments++;
                name = in.string();
                in.anyObject();
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
                in.literalsAreAny(),
                in.source,
                in.from,
                in.to);
    }

    private void nowhere() {
        in.from = 0;
        in.to = 0;
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

    /// Checks a reference: a client can only refer back to what it has made before.
    private int backwards(long to, int target, long client, int clock) {
        if (to == client && target >= clock) {
            throw new MalformedEncodingException(
                    "self-reference",
                    in.position(),
                    "clock " + clock + " refers to clock " + target);
        }
        return target;
    }

    /// Points at the reference of a type and returns its name, if it has one.
    private @Nullable String type() {
        types++;
        int start = in.position();
        long type = in.typeRef();
        if (type > TypeNode.XML_TEXT) {
            throw new MalformedEncodingException(
                    "unknown-type", start, "no shared type has reference " + type);
        }
        String name = TypeNode.isNamed((byte) type) ? in.key() : null;
        in.source = TYPE_REFS;
        in.from = (int) type;
        in.to = (int) type + 1;
        return name;
    }
}
