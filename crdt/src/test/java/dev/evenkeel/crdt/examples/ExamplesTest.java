package dev.evenkeel.crdt.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.YValue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ExamplesTest {

    @Test
    void twoPeersInSync() {
        TwoPeersInSync peers = TwoPeersInSync.run();
        for (var peer : List.of(peers.ann, peers.bob)) {
            assertThat(peer.doc.getText("notes")).hasToString("Hello, world");
            assertThat(peer.doc.getMap("settings").get("colour")).hasValue(YValue.of("blue"));
            assertThat(peer.awareness.value(peers.ann.awareness.clientId()))
                    .hasValue(YValue.of(Map.of("name", "Ann", "cursor", 5)));
        }
        assertThat(peers.ann.doc.stateVector()).isEqualTo(peers.bob.doc.stateVector());
    }
}
