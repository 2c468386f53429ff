package dev.evenkeel.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.protocol.SyncProtocol.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SyncProtocolTest {

    private final YDoc ann = YDoc.create(1);
    private final YDoc bob = YDoc.create(2);

    private static SyncMessage answer(YDoc doc, SyncMessage message) {
        return SyncProtocol.receive(doc, message, null) instanceof Outcome.Answer(var answer)
                ? answer
                : new SyncMessage.Update(new byte[0]);
    }

    @Test
    void twoStepsEachWayMakeBothEqual() {
        ann.getText("t").insert(0, "ann");
        bob.getText("t").insert(0, "bob");
        SyncMessage forAnn = answer(bob, SyncProtocol.step1(ann));
        SyncMessage forBob = answer(ann, SyncProtocol.step1(bob));
        SyncProtocol.receive(ann, forAnn, null);
        SyncProtocol.receive(bob, forBob, null);
        assertThat(ann.getText("t")).hasToString(bob.getText("t").toString());
        assertThat(ann.stateVector()).isEqualTo(bob.stateVector());
        assertThat(ann.getText("t").toString()).hasSize(6);
    }

    @Test
    void aPeerThatIsUpToDateStillHearsOfAllDeletions() {
        ann.getText("t").insert(0, "abc");
        ann.getText("t").delete(1, 1);
        SyncMessage step2 = answer(ann, SyncProtocol.step1(ann));
        assertThat(Bytes.hex(step2.body())).isEqualTo("00 01 01 01 01 01");
    }

    @Test
    void listenersHearWhereAnUpdateCameFrom() {
        ann.getText("t").insert(0, "a");
        List<Object> origins = new ArrayList<>();
        bob.onUpdate((_, transaction) -> origins.add(String.valueOf(transaction.origin())));
        SyncProtocol.receive(bob, new SyncMessage.Update(ann.encodeStateAsUpdate()), "line 1");
        assertThat(origins).containsExactly("line 1");
    }

    @Test
    void anUpdateThatComesTooEarlySaysSo() {
        List<byte[]> updates = new ArrayList<>();
        ann.onUpdate((update, _) -> updates.add(update));
        ann.getText("t").insert(0, "a");
        ann.getText("t").insert(1, "b");
        assertThat(SyncProtocol.receive(bob, new SyncMessage.Update(updates.get(1)), null))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.result().pending()).isTrue());
        SyncMessage missing = answer(ann, SyncProtocol.step1(bob));
        assertThat(SyncProtocol.receive(bob, missing, null))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.result().pending()).isFalse());
        assertThat(bob.getText("t")).hasToString("ab");
    }

    @Test
    void aMalformedUpdateIsRefusedWithoutATrace() {
        bob.getText("t").insert(0, "b");
        byte[] before = bob.encodeStateAsUpdate();
        var broken = new SyncMessage.Step2(Bytes.of("01 01 64 00 04 01"));
        assertThatThrownBy(() -> SyncProtocol.receive(bob, broken, null))
                .isInstanceOf(MalformedUpdateException.class);
        assertThat(bob.encodeStateAsUpdate()).isEqualTo(before);
    }
}
