package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What replicas must have in common when nobody has anything left to say: what they read as, what
/// they know, and every struct with its place among the others. So must documents that are made of
/// what a replica's listeners were told, merged without a document, in either format.
final class Agreement {

    private final YDoc one;
    private final YDoc other;

    private Agreement(YDoc one, YDoc other) {
        this.one = one;
        this.other = other;
    }

    static void check(Network network) {
        network.sync();
        List<YDoc> docs = new ArrayList<>();
        for (int i = 0; i < network.size(); i++) {
            docs.add(network.doc(i));
        }
        for (int i = 0; i < network.size(); i++) {
            YDoc merged = YDoc.create(1_000 + i);
            Network.typeRoots(merged);
            merged.applyUpdate(Update.merge(network.log(i)));
            docs.add(merged);
            YDoc mergedV2 = YDoc.create(2_000 + i);
            Network.typeRoots(mergedV2);
            mergedV2.applyUpdateV2(Update.mergeV2(network.logV2(i)));
            docs.add(mergedV2);
        }
        for (YDoc doc : docs) {
            StoreCheck.verify(doc);
            readsTheSameInEveryWay(doc);
            new Agreement(docs.getFirst(), doc).check();
        }
    }

    private static void readsTheSameInEveryWay(YDoc doc) {
        YArray array = doc.getArray("array");
        assertThat(array).containsExactlyElementsOf(array.toList());
        assertThat(array.length()).isEqualTo(array.toList().size());
        YMap map = doc.getMap("map");
        assertThat(map.keys()).isEqualTo(map.toMap().keySet()).hasSize(map.size());
        map.forEach((key, value) -> assertThat(map.get(key)).contains(value));
        YText text = doc.getText("text");
        int units = 0;
        for (Delta step : text.toDelta()) {
            units +=
                    step instanceof Delta.Insert(YValue.Str(String piece), var _)
                            ? piece.length()
                            : 1;
        }
        assertThat(text.length()).isEqualTo(units);
        YXmlElement xml = doc.getXmlElement("xml");
        assertThat(xml.length()).isEqualTo(xml.toList().size());
    }

    private void check() {
        assertThat(other.pending().isEmpty()).as("nothing waits").isTrue();
        assertThat(other.toJson()).isEqualTo(one.toJson());
        assertThat(delta(other)).isEqualTo(delta(one));
        assertThat(other.getXmlElement("xml")).hasToString(one.getXmlElement("xml").toString());
        assertThat(other.stateVector().encode()).isEqualTo(one.stateVector().encode());
        assertThat(other.deleteSet()).isEqualTo(one.deleteSet());
        assertThat(Hex.of(other.snapshot().encode())).isEqualTo(Hex.of(one.snapshot().encode()));
        assertThat(other.snapshot().encodeV2()).isEqualTo(one.snapshot().encodeV2());
        one.stateVector()
                .clients()
                .forEach(
                        client ->
                                assertThat(structs(other, client))
                                        .as("structs of client %d", client)
                                        .isEqualTo(structs(one, client)));
    }

    private static List<Object> delta(YDoc doc) {
        List<Object> steps = new ArrayList<>();
        for (Delta step : doc.getText("text").toDelta()) {
            steps.add(
                    step instanceof Delta.Insert(YValue.Shared(YMap map), var attributes)
                            ? List.of(map.toJson(), attributes)
                            : step);
        }
        return steps;
    }

    /// Each struct of a client in words. Where collected structs were cut does not matter: that
    /// depends on when each part was given up, in Yjs too.
    private static List<String> structs(YDoc doc, long client) {
        List<String> all = new ArrayList<>();
        ClientEntry entry = doc.clients.find(client);
        if (entry == null || entry.structs.isEmpty()) {
            return all;
        }
        StructList structs = entry.structs;
        int collectedFrom = -1;
        for (int place = structs.first(); ; place = structs.next(place)) {
            Struct struct = structs.get(place);
            if (struct instanceof Item item) {
                if (collectedFrom >= 0) {
                    all.add(collectedFrom + " to " + struct.clock + " collected");
                    collectedFrom = -1;
                }
                all.add(describe(item));
            } else if (collectedFrom < 0) {
                collectedFrom = struct.clock;
            }
            if (!structs.hasNext(place)) {
                if (collectedFrom >= 0) {
                    all.add(collectedFrom + " to " + struct.end() + " collected");
                }
                return all;
            }
        }
    }

    private static String describe(Item item) {
        Item parent = item.parent.item;
        return "%d+%d kind %d deleted %s key %s left %s right %s origin %s right origin %s parent %s"
                .formatted(
                        item.clock,
                        item.length,
                        item.kind,
                        item.isDeleted(),
                        item.key(),
                        item.left == null ? "-" : id(item.left.client, item.left.end() - 1),
                        item.right == null ? "-" : id(item.right.client, item.right.clock),
                        id(item.originClient, item.originClock),
                        id(item.rightClient, item.rightClock),
                        parent == null ? "root" : id(parent.client, parent.clock));
    }

    private static String id(@Nullable ClientEntry client, int clock) {
        return client == null ? "-" : client.id + ":" + clock;
    }
}
