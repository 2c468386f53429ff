package dev.evenkeel.bench;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YValue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What all cases do with documents, in one place.
final class Engine {

    static final String TEXT = "text";
    static final String ARRAY = "array";
    static final String MAP = "map";

    /// One operation on a document.
    interface Op extends Consumer<YDoc> {}

    private Engine() {}

    static YDoc doc(long id) {
        return YDoc.create(id);
    }

    /// A document whose updates are collected.
    static YDoc collecting(long id, List<byte[]> updates) {
        var doc = YDoc.create(id);
        doc.onUpdate((update, _) -> updates.add(update));
        return doc;
    }

    /// A document whose updates are only counted, in the first element of the array.
    static YDoc counting(long id, long[] bytes) {
        var doc = YDoc.create(id);
        doc.onUpdate((update, _) -> bytes[0] += update.length);
        return doc;
    }

    static void apply(YDoc doc, List<byte[]> updates) {
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
    }

    /// As a server loads what it has stored: without the limits for updates of peers.
    static void applyTrusted(YDoc doc, byte[] update) {
        doc.applyUpdate(Update.parse(update, Limits.TRUSTED), null);
    }

    static YDoc loaded(long id, byte[] state) {
        var doc = YDoc.builder().clientId(id).limits(Limits.TRUSTED).build();
        applyTrusted(doc, state);
        return doc;
    }

    static YDoc loadedV2(long id, byte[] state) {
        var doc = YDoc.builder().clientId(id).limits(Limits.TRUSTED).build();
        doc.applyUpdate(Update.parseV2(state, Limits.TRUSTED), null);
        return doc;
    }

    static Op insert(int index, String text) {
        return doc -> doc.getText(TEXT).insert(index, text);
    }

    static Op delete(int index, int count) {
        return doc -> doc.getText(TEXT).delete(index, count);
    }

    static Op insert(int index, List<YValue> values) {
        return doc -> doc.getArray(ARRAY).insert(index, values);
    }

    static YValue number(int value) {
        return new YValue.Num(value);
    }

    static String check(YDoc doc, String root) {
        return switch (root) {
            case TEXT -> Check.of(doc.getText(TEXT).toString());
            case ARRAY -> Check.of(doc.getArray(ARRAY).toJson());
            default -> Check.of(doc.getMap(MAP).toJson());
        };
    }

    static void checkEqual(YDoc one, YDoc other, String root) {
        if (!check(one, root).equals(check(other, root))) {
            throw new IllegalStateException("two documents differ in " + root);
        }
    }

    /// Encodes a document and loads the result into another one.
    static Result encodeAndLoad(Result result, YDoc doc, long id, String root) {
        byte[] state = result.time("encodeMs", () -> doc.encodeStateAsUpdate());
        YDoc loaded = result.time("loadMs", () -> loaded(id, state));
        checkEqual(doc, loaded, root);
        return result.with("docBytes", state.length).check(check(loaded, root));
    }

    static long sum(List<byte[]> updates) {
        return updates.stream().mapToLong(update -> update.length).sum();
    }

    /// The updates of some operations, each a transaction of its own.
    static List<byte[]> updates(long id, List<Op> ops) {
        var updates = new ArrayList<byte[]>();
        YDoc doc = collecting(id, updates);
        ops.forEach(op -> op.accept(doc));
        return updates;
    }
}
