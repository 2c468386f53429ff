package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.protocol.Awareness;
import dev.evenkeel.crdt.protocol.Message;
import dev.evenkeel.crdt.protocol.SyncMessage;
import dev.evenkeel.crdt.protocol.SyncProtocol;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;

/// Two documents that become one, and two people who see each other in it. What goes between them
/// is bytes, such as y-websocket sends; here they go through a queue instead of a socket.
public final class TwoPeersInSync {

    private static final int MESSAGES_PER_FRAME_MAX = 100;

    /// One end of the line.
    static final class Peer {
        final YDoc doc = YDoc.create();
        final Awareness awareness = new Awareness(doc.clientId(), InstantSource.system());
        private final Queue<byte[]> line;

        Peer(Queue<byte[]> line) {
            this.line = line;
            // What came from the line does not go back into it.
            doc.onUpdate(
                    (update, transaction) -> {
                        if (!line.equals(transaction.origin())) {
                            send(new Message.Sync(new SyncMessage.Update(update)));
                        }
                    });
            awareness.onUpdate(
                    change -> {
                        if (!line.equals(change.origin())) {
                            send(new Message.States(awareness.encode(change.clients())));
                        }
                    });
        }

        /// Says what the document has, and who is there.
        void open() {
            send(new Message.Sync(SyncProtocol.step1(doc)));
            send(new Message.States(awareness.encode()));
        }

        private void send(Message message) {
            line.add(message.encode());
        }

        void receive(byte[] frame) {
            for (Message message : Message.decode(frame, MESSAGES_PER_FRAME_MAX)) {
                switch (message) {
                    case Message.Sync(SyncMessage said) -> {
                        var outcome = SyncProtocol.receive(doc, said, line);
                        if (outcome instanceof SyncProtocol.Outcome.Answer(var answer)) {
                            send(new Message.Sync(answer));
                        }
                    }
                    case Message.States states -> awareness.apply(states.update(), line);
                    case Message.QueryStates() -> send(new Message.States(awareness.encode()));
                    case Message.PermissionDenied(String reason) ->
                            throw new IllegalStateException(reason);
                }
            }
        }
    }

    final Queue<byte[]> fromAnn = new ArrayDeque<>();
    final Queue<byte[]> fromBob = new ArrayDeque<>();
    final Peer ann = new Peer(fromAnn);
    final Peer bob = new Peer(fromBob);

    /// Delivers until nobody has anything more to say.
    void deliver() {
        while (!fromAnn.isEmpty() || !fromBob.isEmpty()) {
            if (!fromAnn.isEmpty()) {
                bob.receive(fromAnn.remove());
            }
            if (!fromBob.isEmpty()) {
                ann.receive(fromBob.remove());
            }
        }
    }

    /// Returns what both have and see in the end.
    static TwoPeersInSync run() {
        var peers = new TwoPeersInSync();

        // Both write before they have met. Nothing of it gets lost.
        peers.ann.doc.getText("notes").insert(0, "Hello");
        peers.bob.doc.getMap("settings").set("colour", YValue.of("blue"));
        peers.ann.open();
        peers.bob.open();
        peers.deliver();

        // From now on each change is on its way at once.
        peers.bob.doc.getText("notes").insert(5, ", world");
        peers.ann.awareness.setLocalState("{\"name\":\"Ann\",\"cursor\":5}");
        peers.deliver();
        return peers;
    }
}
