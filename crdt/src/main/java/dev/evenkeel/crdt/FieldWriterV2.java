package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.IntDiffOptRleEncoder;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.RleEncoder;
import dev.evenkeel.crdt.encoding.StringEncoder;
import dev.evenkeel.crdt.encoding.UintOptRleEncoder;

/// Format V2: fields of a kind in a column of their own, what fits nowhere behind the columns.
final class FieldWriterV2 extends FieldWriter {

    /// Reserved by the format; readers ignore it.
    private static final int FEATURES = 0;

    private final IntDiffOptRleEncoder keys = new IntDiffOptRleEncoder();
    private final UintOptRleEncoder clients = new UintOptRleEncoder();
    private final IntDiffOptRleEncoder leftClocks = new IntDiffOptRleEncoder();
    private final IntDiffOptRleEncoder rightClocks = new IntDiffOptRleEncoder();
    private final RleEncoder infos = new RleEncoder();
    private final StringEncoder strings = new StringEncoder();
    private final RleEncoder parents = new RleEncoder();
    private final UintOptRleEncoder typeRefs = new UintOptRleEncoder();
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();
    private final Lib0Writer rest = new Lib0Writer();
    private int keyCount;

    @Override
    void number(long value) {
        rest.writeVarUint(value);
    }

    @Override
    void client(long id) {
        clients.write(id);
    }

    @Override
    void info(int info) {
        infos.write(info);
    }

    @Override
    void leftId(long client, int clock) {
        clients.write(client);
        leftClocks.write(clock);
    }

    @Override
    void rightId(long client, int clock) {
        clients.write(client);
        rightClocks.write(clock);
    }

    @Override
    void parentIsRoot(boolean root) {
        parents.write(root ? 1 : 0);
    }

    @Override
    void string(String value) {
        strings.write(value);
    }

    @Override
    void text(byte[] utf8, int from, int to, int units) {
        strings.write(utf8, from, to, units);
    }

    /// The format would allow to number keys and to write each once, but old readers do not know
    /// that, so Yjs does not do it either.
    @Override
    void key(String value) {
        keys.write(keyCount++);
        strings.write(value);
    }

    @Override
    void typeRef(int ref) {
        typeRefs.write(ref);
    }

    @Override
    void length(int value) {
        lengths.write(value);
    }

    @Override
    void literal(Literal value) {
        value.writeAny(rest);
    }

    @Override
    void binary(byte[] bytes, int from, int to) {
        rest.writeVarBytes(bytes, from, to);
    }

    @Override
    void any(byte[] bytes, int from, int to) {
        rest.writeBytes(bytes, from, to);
    }

    @Override
    void deletes(DeleteSet deletes) {
        deletes.writeV2(rest);
    }

    @Override
    byte[] finish() {
        var out = new Lib0Writer(rest.size() + 64);
        out.writeVarUint(FEATURES);
        keys.finish(out);
        clients.finish(out);
        leftClocks.finish(out);
        rightClocks.finish(out);
        infos.finish(out);
        strings.finish(out);
        parents.finish(out);
        typeRefs.finish(out);
        lengths.finish(out);
        out.writeBytes(rest);
        return out.toByteArray();
    }
}
