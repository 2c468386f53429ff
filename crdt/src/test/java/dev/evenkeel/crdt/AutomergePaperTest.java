package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A real paper, typed character by character: the numbers are those of Yjs.
class AutomergePaperTest {

    private record Patch(int position, int deleted, String inserted) {}

    private record Trace(List<Patch> patches, String endContent) {}

    @Test
    void typingAPaperGivesTheBytesOfYjs() {
        Trace trace = trace();
        YDoc doc = YDoc.create(3_000_000_000L);
        YText text = doc.getText("text");
        long[] events = new long[2];
        var log = new ArrayList<byte[]>();
        doc.onUpdate(
                (update, _) -> {
                    events[0]++;
                    events[1] += update.length;
                    log.add(update);
                });
        long start = System.nanoTime();
        for (Patch patch : trace.patches) {
            if (patch.deleted > 0) {
                text.delete(patch.position, patch.deleted);
            }
            if (!patch.inserted.isEmpty()) {
                text.insert(patch.position, patch.inserted);
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("automerge-paper, edit by edit: " + millis + " ms");
        assertThat(text.toString()).isEqualTo(trace.endContent);
        assertThat(events).containsExactly(259_778, 6_324_510);
        byte[] state = doc.encodeStateAsUpdate();
        assertThat(state).hasSize(311_038);

        YDoc other = YDoc.create(1);
        other.applyUpdate(state);
        assertThat(other.encodeStateAsUpdate()).isEqualTo(state);
        assertThat(other.getText("text").toString()).isEqualTo(trace.endContent);

        start = System.nanoTime();
        byte[] compact = Update.compact(log);
        millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println("automerge-paper, the log compacted: " + millis + " ms");
        assertThat(compact).hasSize(275_643);
        assertThat(Update.parse(compact).structCount()).isEqualTo(4_626);
        assertThat(Update.compact(List.of(compact))).isEqualTo(compact);
        YDoc third = YDoc.create(1);
        third.applyUpdate(compact);
        assertThat(third.encodeStateAsUpdate()).isEqualTo(state);
    }

    private static Trace trace() {
        YValue.Obj root =
                (YValue.Obj) JsonValues.parse(resource("/traces/automerge-paper.json.gz"));
        var patches = new ArrayList<Patch>();
        for (YValue transaction : list(root.values().get("txns"))) {
            YValue.Obj fields = (YValue.Obj) transaction;
            for (YValue patch : list(fields.values().get("patches"))) {
                List<YValue> parts = list(patch);
                patches.add(
                        new Patch(
                                number(parts.get(0)), number(parts.get(1)), string(parts.get(2))));
            }
        }
        return new Trace(patches, string(root.values().get("endContent")));
    }

    private static List<YValue> list(YValue value) {
        return ((YValue.Arr) value).values();
    }

    private static int number(YValue value) {
        return (int) ((YValue.Num) value).value();
    }

    private static String string(YValue value) {
        return ((YValue.Str) value).value();
    }

    private static String resource(String name) {
        try (var raw = AutomergePaperTest.class.getResourceAsStream(name);
                var in = new GZIPInputStream(raw)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
