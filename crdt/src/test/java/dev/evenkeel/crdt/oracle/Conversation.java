package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.protocol.Message;
import dev.evenkeel.crdt.protocol.SyncMessage;
import dev.evenkeel.crdt.protocol.SyncProtocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A document here and one of yjs that talk in frames, over a line that loses some, sends some
/// twice, and delivers them in any order. When both have asked once more, they must be equal.
final class Conversation {

    private static final Object PEER = "peer";

    private final Peer peer;
    private final SplittableRandom random;
    private final YDoc doc;
    private final YText text;
    private final YArray array;
    private final YMap map;
    private final List<byte[]> toTheirs = new ArrayList<>();
    private final List<byte[]> toOurs = new ArrayList<>();
    private Map<String, Object> theirs;

    private Conversation(Peer peer, long seed) {
        this.peer = peer;
        this.random = new SplittableRandom(seed);
        this.doc = YDoc.builder().clientId(1).gc(random.nextBoolean()).build();
        this.text = doc.getText("text");
        this.array = doc.getArray("array");
        this.map = doc.getMap("map");
        doc.onUpdate(
                (update, transaction) -> {
                    if (!PEER.equals(transaction.origin())) {
                        toTheirs.add(frame(new SyncMessage.Update(update)));
                    }
                });
        this.theirs = Map.of();
        ask(Map.of("ask", "start", "client", 2L, "gc", random.nextBoolean()));
    }

    private static byte[] frame(SyncMessage message) {
        return new Message.Sync(message).encode();
    }

    private void ask(Map<String, Object> request) {
        theirs = peer.ask(request);
        Json.list(Json.get(theirs, "frames"))
                .forEach(frame -> toOurs.add(Line.bytes((String) frame)));
    }

    /// What is wrong, or nothing.
    static String problem(Peer peer, long seed) {
        var conversation = new Conversation(peer, seed);
        try {
            conversation.talk();
            return conversation.settle();
        } catch (RuntimeException e) {
            return "threw " + e;
        }
    }

    private void talk() {
        for (int left = 3 + random.nextInt(25); left > 0; left--) {
            switch (random.nextInt(12)) {
                case 0, 1 -> doc.transact(() -> edits().forEach(this::editOurs));
                case 2, 3 -> ask(Map.of("ask", "edit", "edits", edits()));
                case 4 -> toTheirs.add(frame(SyncProtocol.step1(doc)));
                case 5 -> ask(Map.of("ask", "open"));
                case 6, 7, 8 -> deliver(toOurs, random.nextInt(6) != 0);
                default -> deliver(toTheirs, random.nextInt(6) != 0);
            }
        }
    }

    private void deliver(List<byte[]> line, boolean once) {
        if (line.isEmpty()) {
            return;
        }
        int at = random.nextInt(2) == 0 ? 0 : random.nextInt(line.size());
        byte[] frame = once ? line.remove(at) : line.get(at);
        if (random.nextInt(8) != 0) {
            hand(line, frame);
        }
    }

    private void hand(List<byte[]> line, byte[] frame) {
        if (line == toTheirs) {
            ask(Map.of("ask", "receive", "bytes", Line.hex(frame)));
            return;
        }
        for (Message message : Message.decode(frame, 1)) {
            if (!(message instanceof Message.Sync(SyncMessage said))) {
                throw new IllegalStateException("not sync: " + message);
            }
            switch (SyncProtocol.receive(doc, said, PEER)) {
                case SyncProtocol.Outcome.Answer(var answer) -> toTheirs.add(frame(answer));
                case SyncProtocol.Outcome.Applied _ -> {
                    // Nothing to send: who is told of changes here is the other side, and it made
                    // them.
                }
            }
        }
    }

    private String settle() {
        toTheirs.clear();
        toOurs.clear();
        // Twice, because answers hold what was missing when they were written.
        for (int round = 0; round < 2; round++) {
            toTheirs.add(frame(SyncProtocol.step1(doc)));
            ask(Map.of("ask", "open"));
            while (!toOurs.isEmpty() || !toTheirs.isEmpty()) {
                if (!toOurs.isEmpty()) {
                    hand(toOurs, toOurs.removeFirst());
                }
                if (!toTheirs.isEmpty()) {
                    hand(toTheirs, toTheirs.removeFirst());
                }
            }
        }
        String ours =
                Line.hex(doc.stateVector().encode())
                        + " "
                        + Values.canonical(text)
                        + " "
                        + Values.canonical(array)
                        + " "
                        + Values.canonical(map)
                        + " "
                        + doc.pending().isEmpty();
        String yjs =
                Json.string(theirs, "vector")
                        + " "
                        + Json.string(theirs, "content")
                        + " "
                        + !Json.flag(theirs, "waits", true);
        return ours.equals(yjs) ? "" : "%n  theirs: %s%n  ours:   %s".formatted(yjs, ours);
    }

    private List<Object> edits() {
        List<Object> edits = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            long a = random.nextInt(1_000);
            edits.add(
                    switch (random.nextInt(7)) {
                        case 0, 1 -> List.of("insert", a, "ab" + a);
                        case 2 -> List.of("delete", a, (long) random.nextInt(5));
                        case 3 -> List.of("put", a % 3, "v" + a);
                        case 4 -> List.of("unput", a % 3, 0L);
                        case 5 -> List.of("add", a, a);
                        default -> List.of("drop", a, 0L);
                    });
        }
        return edits;
    }

    private void editOurs(Object edit) {
        List<Object> parts = Json.list(edit);
        int a = ((Long) parts.get(1)).intValue();
        Object b = parts.get(2);
        switch ((String) parts.getFirst()) {
            case "insert" -> text.insert(a % (text.length() + 1), (String) b);
            case "delete" -> {
                if (text.length() > 0) {
                    int at = a % text.length();
                    text.delete(at, 1 + ((Long) b).intValue() % (text.length() - at));
                }
            }
            case "put" -> map.set("k" + a, YValue.of(b));
            case "unput" -> map.delete("k" + a);
            case "add" -> array.insert(a % (array.length() + 1), List.of(YValue.of(b)));
            case "drop" -> {
                if (array.length() > 0) {
                    array.delete(a % array.length(), 1);
                }
            }
            default -> throw new IllegalArgumentException("no such edit: " + edit);
        }
    }
}
