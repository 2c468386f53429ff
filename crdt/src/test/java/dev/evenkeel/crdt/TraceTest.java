package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// Real texts, edit by edit: the numbers are those of Yjs, see `crdt/tools/traces.mjs`, which
/// replays in the same way. `-Dtraces=DIR` checks all files of a folder that are in the table.
class TraceTest {

    private static final long FIRST_CLIENT = 3_000_000_000L;

    /// What Yjs makes of a trace: how many events, how many bytes they have in each format, and how
    /// many bytes the document has in the end.
    private record Sizes(String trace, int events, int eventsV1, int eventsV2, int v1, int v2) {
        @Override
        public String toString() {
            return trace;
        }
    }

    private static final List<Sizes> OF_YJS =
            List.of(
                    new Sizes("automerge-paper", 259_778, 6_324_510, 7_565_904, 311_038, 159_929),
                    new Sizes("friendsforever", 26_078, 643_843, 782_273, 54_457, 35_789),
                    new Sizes("friendsforever_flat", 26_078, 661_095, 772_934, 81_480, 40_889),
                    new Sizes("rustcode", 42_397, 1_643_575, 1_788_170, 247_863, 109_124),
                    new Sizes("sveltecomponent", 21_013, 639_989, 717_027, 98_063, 36_849));

    private record Patch(int position, int deleted, String inserted) {}

    private record Edit(int agent, List<Integer> parents, List<Patch> patches) {}

    private record Trace(int agents, List<Edit> edits, String endContent) {}

    private static final class Replica {
        final YDoc doc;
        final YText text;
        final BitSet heard = new BitSet();

        Replica(int agent) {
            doc = YDoc.create(FIRST_CLIENT + agent);
            text = doc.getText("text");
        }
    }

    private static final class Replay {
        final List<Replica> replicas = new ArrayList<>();
        final List<byte[]> log = new ArrayList<>();
        private final List<List<byte[]>> told = new ArrayList<>();
        private final Trace trace;
        private List<byte[]> current = new ArrayList<>();
        long bytesV2;

        Replay(Trace trace, boolean hearsV2) {
            this.trace = trace;
            for (int agent = 0; agent < trace.agents; agent++) {
                var replica = new Replica(agent);
                replicas.add(replica);
                replica.doc.onUpdate(
                        (update, transaction) -> {
                            if (transaction.isLocal()) {
                                log.add(update);
                                current.add(update);
                            }
                        });
                if (hearsV2) {
                    replica.doc.onUpdateV2(
                            (update, transaction) ->
                                    bytesV2 += transaction.isLocal() ? update.length : 0);
                }
            }
        }

        YDoc run() {
            for (int at = 0; at < trace.edits.size(); at++) {
                Edit edit = trace.edits.get(at);
                Replica replica = replicas.get(edit.agent);
                catchUp(replica, edit.parents);
                for (Patch patch : edit.patches) {
                    if (patch.deleted > 0) {
                        replica.text.delete(patch.position, patch.deleted);
                    }
                    if (!patch.inserted.isEmpty()) {
                        replica.text.insert(patch.position, patch.inserted);
                    }
                }
                replica.heard.set(at);
                told.add(current);
                current = new ArrayList<>();
            }
            Replica first = replicas.getFirst();
            var all = new ArrayList<Integer>();
            for (int at = 0; at < told.size(); at++) {
                all.add(at);
            }
            catchUp(first, all);
            return first.doc;
        }

        /// Everything that an edit is based on and that the replica has not heard of.
        private void catchUp(Replica replica, List<Integer> parents) {
            var missing = new TreeSet<Integer>();
            var open = new ArrayDeque<>(parents);
            while (!open.isEmpty()) {
                int at = open.pop();
                if (!replica.heard.get(at)) {
                    replica.heard.set(at);
                    missing.add(at);
                    open.addAll(trace.edits.get(at).parents);
                }
            }
            missing.forEach(at -> told.get(at).forEach(replica.doc::applyUpdate));
        }
    }

    static List<Sizes> shipped() {
        return OF_YJS.subList(0, 3);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void typingGivesTheBytesOfYjs(Sizes sizes) {
        Trace trace = trace(sizes.trace);
        var replay = new Replay(trace, sizes.events < 100_000);
        long start = System.nanoTime();
        YDoc doc = replay.run();
        say(sizes.trace + ", edit by edit", start);
        check(sizes, trace, replay, doc);
    }

    private static void check(Sizes sizes, Trace trace, Replay replay, YDoc doc) {
        assertThat(doc.getText("text").toString()).isEqualTo(trace.endContent);
        assertThat(replay.log).hasSize(sizes.events);
        assertThat(replay.log.stream().mapToLong(update -> update.length).sum())
                .isEqualTo(sizes.eventsV1);
        if (replay.bytesV2 > 0) {
            assertThat(replay.bytesV2).isEqualTo(sizes.eventsV2);
        }
        byte[] state = doc.encodeStateAsUpdate();
        byte[] stateV2 = doc.encodeStateAsUpdateV2();
        assertThat(state).hasSize(sizes.v1);
        assertThat(stateV2).hasSize(sizes.v2);
        assertThat(Update.parse(state).toV2()).isEqualTo(stateV2);
        assertThat(Update.parseV2(stateV2).toV1()).isEqualTo(state);

        YDoc other = YDoc.create(1);
        other.applyUpdate(state);
        assertThat(other.encodeStateAsUpdate()).isEqualTo(state);
        assertThat(other.getText("text").toString()).isEqualTo(trace.endContent);
        YDoc third = YDoc.create(1);
        third.applyUpdateV2(stateV2);
        assertThat(third.encodeStateAsUpdate()).isEqualTo(state);
    }

    @Test
    void theLogOfAPaperIsCompactedToItsText() {
        Trace trace = trace("automerge-paper");
        var replay = new Replay(trace, false);
        byte[] state = replay.run().encodeStateAsUpdate();
        long start = System.nanoTime();
        byte[] compact = Update.compact(replay.log);
        say("automerge-paper, the log compacted", start);
        assertThat(compact).hasSize(275_643);
        assertThat(Update.parse(compact).structCount()).isEqualTo(4_626);
        assertThat(Update.compact(List.of(compact))).isEqualTo(compact);
        YDoc doc = YDoc.create(1);
        doc.applyUpdate(compact);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(state);
        start = System.nanoTime();
        assertThat(Update.merge(replay.log.subList(0, 32_000))).hasSize(464_818);
        say("automerge-paper, 32,000 updates merged", start);
    }

    @Test
    void furtherTracesGiveTheBytesOfYjs() throws IOException {
        String folder = System.getProperty("traces", "");
        if (folder.isEmpty()) {
            return;
        }
        for (Sizes sizes : OF_YJS) {
            Path file = Path.of(folder, sizes.trace + ".json.gz");
            if (Files.exists(file)) {
                Trace trace = parse(Files.newInputStream(file));
                var replay = new Replay(trace, true);
                long start = System.nanoTime();
                YDoc doc = replay.run();
                say(file.getFileName() + ", edit by edit", start);
                check(sizes, trace, replay, doc);
            }
        }
    }

    private static void say(String what, long start) {
        System.out.println(what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    // --- reading ---

    private static Trace trace(String name) {
        return parse(
                Objects.requireNonNull(
                        TraceTest.class.getResourceAsStream("/traces/" + name + ".json.gz")));
    }

    private static Trace parse(InputStream raw) {
        YValue.Obj root = (YValue.Obj) JsonValues.parse(text(raw));
        YValue agents = root.values().get("numAgents");
        var edits = new ArrayList<Edit>();
        for (YValue transaction : list(root.values().get("txns"))) {
            YValue.Obj fields = (YValue.Obj) transaction;
            var patches = new ArrayList<Patch>();
            for (YValue patch : list(fields.values().get("patches"))) {
                List<YValue> parts = list(patch);
                patches.add(
                        new Patch(
                                number(parts.get(0)), number(parts.get(1)), string(parts.get(2))));
            }
            YValue agent = fields.values().get("agent");
            YValue parents = fields.values().get("parents");
            edits.add(
                    new Edit(
                            agent == null ? 0 : number(agent),
                            parents == null
                                    ? List.of()
                                    : list(parents).stream().map(TraceTest::number).toList(),
                            patches));
        }
        return new Trace(
                agents == null ? 1 : number(agents),
                edits,
                string(root.values().get("endContent")));
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

    private static String text(InputStream raw) {
        try (raw;
                var in = new GZIPInputStream(raw)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
