package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class CompactTest {

    private final List<byte[]> log = new ArrayList<>();
    private final YDoc doc = YDoc.create(1);

    @BeforeEach
    void record() {
        doc.onUpdate((update, _) -> log.add(update));
    }

    private static YDoc apply(byte[]... updates) {
        YDoc doc = YDoc.create(99);
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
        return doc;
    }

    @Test
    void whatWasTypedLetterByLetterBecomesOneText() {
        for (int i = 0; i < 5; i++) {
            doc.getText("t").insert(i, String.valueOf(i));
        }
        assertThat(Hex.of(Update.compact(log))).isEqualTo("0101010004010174053031323334" + "00");
    }

    @Test
    void holesStayHoles() {
        for (int i = 0; i < 5; i++) {
            doc.getText("t").insert(i, String.valueOf(i));
        }
        assertThat(Hex.of(Update.compact(List.of(log.get(4), log.get(0), log.get(1)))))
                .isEqualTo("010301000401017402" + "3031" + "0a02" + "8401030134" + "00");
        assertThat(Hex.of(Update.compact(List.of(log.get(3), log.get(4)))))
                .isEqualTo("010101038401020233" + "34" + "00");
    }

    @Test
    void valuesAndTombstonesAreJoinedToo() {
        doc.getArray("a").push(List.of(YValue.of(1)));
        doc.getArray("a").push(List.of(YValue.of("x"), YValue.NULL));
        assertThat(Hex.of(Update.compact(log)))
                .isEqualTo("01010100080101610" + "37d01" + "770178" + "7e" + "00");
        doc.getMap("m").set("k", YValue.of(1));
        doc.getMap("m").set("k", YValue.of(2));
        byte[] compact = Update.compact(log);
        assertThat(apply(compact).encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
        assertThat(Update.parse(compact).structCount()).isEqualTo(2);
    }

    @Test
    void whatStandsBetweenOthersIsNotJoined() {
        doc.getText("t").insert(0, "ac");
        doc.getText("t").insert(1, "b");
        doc.getText("t").insert(3, "d");
        byte[] compact = Update.compact(log);
        assertThat(Update.parse(compact).structCount()).isEqualTo(3);
        assertThat(apply(compact).encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Test
    void overlapsAndRepetitionsAddNothing() {
        doc.getText("t").insert(0, "ab");
        doc.getText("t").insert(2, "cd");
        doc.getText("t").insert(1, "X");
        doc.getText("t").delete(3, 1);
        byte[] state = doc.encodeStateAsUpdate();
        byte[] compact = Update.compact(log);
        assertThat(Update.compact(List.of(compact))).isEqualTo(compact);
        assertThat(Update.compact(List.of(compact, log.get(2), compact, log.get(0))))
                .isEqualTo(compact);
        assertThat(apply(Update.compact(List.of(state, log.get(1)))).encodeStateAsUpdate())
                .isEqualTo(state);
        assertThat(apply(Update.compact(List.of(log.get(1), state))).encodeStateAsUpdate())
                .isEqualTo(state);
    }

    @Test
    void theOrderOfDeliveryDoesNotMatter() {
        YText text = doc.getText("t");
        var random = new Random(3);
        for (int i = 0; i < 300; i++) {
            if (text.length() > 0 && random.nextInt(4) == 0) {
                text.delete(random.nextInt(text.length()), 1);
            } else {
                text.insert(random.nextInt(text.length() + 1), "a😀");
            }
        }
        byte[] compact = Update.compact(log);
        Collections.shuffle(log, random);
        assertThat(Update.compact(log)).isEqualTo(compact);
        assertThat(apply(compact).encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Test
    void nothingCompactsToNothing() {
        assertThat(Update.compact(List.of())).isEqualTo(Update.emptyBytes());
        assertThat(Update.compact(List.of(Update.emptyBytes()))).isEqualTo(Update.emptyBytes());
    }

    @Test
    void gapsOfGarbageAreJoined() {
        byte[] first = Hex.bytes("0101050000" + "03" + "00");
        byte[] second = Hex.bytes("0101050200" + "04" + "00");
        assertThat(Hex.of(Update.compact(List.of(second, first)))).isEqualTo("01010500000600");
    }
}
