package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import java.util.ArrayList;
import java.util.List;

/// Writes updates struct by struct, also such as no client would write.
final class Crafts {

    /// Where a struct says that it belongs.
    sealed interface At {

        record Root(String name) implements At {}

        record In(long client, int clock) implements At {}

        record After(long client, int clock) implements At {}

        record Before(long client, int clock) implements At {}
    }

    private record Section(long client, int clock, List<byte[]> structs) {}

    private final List<Section> sections = new ArrayList<>();
    private final Lib0Writer deletes = new Lib0Writer();
    private int deleting;

    Crafts client(long client, int clock) {
        sections.add(new Section(client, clock, new ArrayList<>()));
        return this;
    }

    Crafts type(At at) {
        var out = item(Kind.TYPE, at);
        out.writeVarUint(TypeNode.ARRAY);
        return add(out);
    }

    Crafts text(At at, String text) {
        var out = item(Kind.STRING, at);
        out.writeVarString(text);
        return add(out);
    }

    Crafts subdocument(At at) {
        var out = item(Kind.DOC, at);
        out.writeVarString("guid");
        out.writeBytes(new byte[] {118, 0}, 0, 2);
        return add(out);
    }

    Crafts gap(byte kind, int length) {
        var out = new Lib0Writer();
        out.writeByte(kind);
        out.writeVarUint(length);
        return add(out);
    }

    Crafts deleted(long client, int clock, int length) {
        deletes.writeVarUint(client);
        deletes.writeVarUint(1);
        deletes.writeVarUint(clock);
        deletes.writeVarUint(length);
        deleting++;
        return this;
    }

    byte[] update() {
        var out = new Lib0Writer();
        out.writeVarUint(sections.size());
        for (Section section : sections) {
            out.writeVarUint(section.structs.size());
            out.writeVarUint(section.client);
            out.writeVarUint(section.clock);
            section.structs.forEach(struct -> out.writeBytes(struct, 0, struct.length));
        }
        out.writeVarUint(deleting);
        byte[] ranges = deletes.toByteArray();
        out.writeBytes(ranges, 0, ranges.length);
        return out.toByteArray();
    }

    private static Lib0Writer item(int kind, At at) {
        var out = new Lib0Writer();
        switch (at) {
            case At.Root(String name) -> {
                out.writeByte(kind);
                out.writeVarUint(1);
                out.writeVarString(name);
            }
            case At.In(long client, int clock) -> {
                out.writeByte(kind);
                out.writeVarUint(0);
                writeId(out, client, clock);
            }
            case At.After(long client, int clock) -> {
                out.writeByte(kind | Kind.HAS_ORIGIN);
                writeId(out, client, clock);
            }
            case At.Before(long client, int clock) -> {
                out.writeByte(kind | Kind.HAS_RIGHT);
                writeId(out, client, clock);
            }
        }
        return out;
    }

    private static void writeId(Lib0Writer out, long client, int clock) {
        out.writeVarUint(client);
        out.writeVarUint(clock);
    }

    private Crafts add(Lib0Writer struct) {
        sections.getLast().structs.add(struct.toByteArray());
        return this;
    }
}
