package dev.evenkeel.crdt;

import dev.evenkeel.crdt.protocol.SyncMessage;
import dev.evenkeel.crdt.protocol.SyncProtocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Replicas that talk in sync messages, everyone with everyone. A message waits at its receiver
/// until it is delivered; messages of one sender stay in order, those of different senders do not.
/// Who goes offline loses what waits for it, hears nothing and tells nothing until it is back, and
/// then asks everyone what it has missed.
final class Network {

    private static final Object ORIGIN = "network";

    private final SplittableRandom random;
    private final List<Peer> peers = new ArrayList<>();

    /// One replica with its connection.
    private static final class Peer {
        final int number;
        final YDoc doc;
        final Map<Peer, ArrayDeque<byte[]>> inbox =
                new TreeMap<>(Comparator.comparingInt(peer -> peer.number));
        final List<byte[]> log = new ArrayList<>();
        final List<byte[]> logV2 = new ArrayList<>();
        boolean online;

        Peer(int number) {
            this.number = number;
            this.doc = YDoc.create(number);
        }
    }

    /// Replicas with the client ids from 0, all online, each with a root of every kind.
    Network(int size, long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            var peer = new Peer(i);
            peers.add(peer);
            typeRoots(peer.doc);
            peer.doc.onUpdate(
                    (update, transaction) -> {
                        peer.log.add(update);
                        if (transaction.origin() != ORIGIN) {
                            broadcast(peer, new SyncMessage.Update(update));
                        }
                    });
            peer.doc.onUpdateV2((update, _) -> peer.logV2.add(update));
            connect(i);
        }
        deliverAll();
    }

    static void typeRoots(YDoc doc) {
        doc.getArray("array");
        doc.getMap("map");
        doc.getText("text");
        doc.getXmlElement("xml");
    }

    int size() {
        return peers.size();
    }

    YDoc doc(int i) {
        return peers.get(i).doc;
    }

    YArray array(int i) {
        return doc(i).getArray("array");
    }

    YMap map(int i) {
        return doc(i).getMap("map");
    }

    YText text(int i) {
        return doc(i).getText("text");
    }

    YXmlElement xml(int i) {
        return doc(i).getXmlElement("xml");
    }

    /// All that a replica's listeners were told, in format V1.
    List<byte[]> log(int i) {
        return peers.get(i).log;
    }

    /// The same in format V2.
    List<byte[]> logV2(int i) {
        return peers.get(i).logV2;
    }

    void disconnect(int... which) {
        for (int i : which) {
            peers.get(i).online = false;
            peers.get(i).inbox.clear();
        }
    }

    void connect(int... which) {
        for (int i : which) {
            Peer peer = peers.get(i);
            if (!peer.online) {
                peer.online = true;
                broadcast(peer, SyncProtocol.step1(peer.doc));
                for (Peer other : peers) {
                    if (other.online && other != peer) {
                        send(other, peer, SyncProtocol.step1(other.doc));
                    }
                }
            }
        }
    }

    private void broadcast(Peer from, SyncMessage message) {
        for (Peer to : peers) {
            if (from.online && to.online && to != from) {
                send(from, to, message);
            }
        }
    }

    private static void send(Peer from, Peer to, SyncMessage message) {
        to.inbox.computeIfAbsent(from, _ -> new ArrayDeque<>()).add(message.encode());
    }

    /// Delivers one message that waits somewhere, if there is one.
    boolean deliverOne() {
        List<Peer> waiting =
                peers.stream().filter(peer -> peer.online && !peer.inbox.isEmpty()).toList();
        if (waiting.isEmpty()) {
            return false;
        }
        Peer to = oneOf(waiting);
        Peer from = oneOf(List.copyOf(to.inbox.keySet()));
        ArrayDeque<byte[]> messages = to.inbox.get(from);
        SyncMessage message = SyncMessage.decode(messages.remove());
        if (messages.isEmpty()) {
            to.inbox.remove(from);
        }
        if (SyncProtocol.receive(to.doc, message, ORIGIN)
                instanceof SyncProtocol.Outcome.Answer(var answer)) {
            send(to, from, answer);
        }
        return true;
    }

    void deliverAll() {
        while (deliverOne()) {
            // Answers and clean-ups are messages, too.
        }
    }

    /// Everybody is online and has heard everything.
    void sync() {
        for (int i = 0; i < peers.size(); i++) {
            connect(i);
        }
        deliverAll();
    }

    /// Now and then somebody goes or comes, or all hear everything; often one message arrives.
    void something() {
        int dice = random.nextInt(200);
        if (dice < 6) {
            int i = random.nextInt(peers.size());
            if (peers.get(i).online) {
                disconnect(i);
            } else {
                connect(i);
            }
        } else if (dice < 8) {
            deliverAll();
        } else if (dice < 110) {
            deliverOne();
        }
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
