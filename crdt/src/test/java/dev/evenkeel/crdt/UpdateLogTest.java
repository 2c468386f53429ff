package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a log of updates says without integrating them. That it says what a document says is for
/// the fuzz test beside the oracle.
class UpdateLogTest {

    private final YDoc doc = YDoc.create(1);
    private final List<byte[]> told = new ArrayList<>();
    private final UpdateLog log = UpdateLog.create();

    UpdateLogTest() {
        doc.onUpdate((update, _) -> told.add(update));
    }

    private void appendAll() {
        told.forEach(update -> log.append(Update.parse(update)));
        told.clear();
    }

    @Test
    void nothingIsTheEmptyUpdate() {
        assertThat(log.encodeStateAsUpdate()).isEqualTo(Update.emptyBytes());
        assertThat(log.stateVector()).isEqualTo(StateVector.EMPTY);
        assertThat(log.pending().isEmpty()).isTrue();
        assertThat(log.deletedShare()).isZero();
        assertThat(log.covers(Update.parse(Update.emptyBytes()))).isTrue();
        log.append(Update.parse(Update.emptyBytes()));
        assertThat(log.encodeStateAsUpdate()).isEqualTo(Update.emptyBytes());
    }

    @Test
    void whatWasTypedLetterByLetterBecomesOneStruct() {
        for (int i = 0; i < 10_000; i++) {
            doc.getText("t").insert(i, "x");
        }
        appendAll();

        Update state = Update.parse(log.encodeStateAsUpdate());
        assertThat(state.structCount()).isEqualTo(1);
        assertThat(state.bytes()).isEqualTo(doc.encodeStateAsUpdate());
        assertThat(log.size()).isEqualTo(state.bytes().length);
    }

    @Test
    void theFirstUpdateIsKeptAsItIs() {
        doc.getText("t").insert(0, "abc");
        doc.getText("t").delete(1, 1);
        byte[] state = doc.encodeStateAsUpdate();
        log.append(Update.parse(state));

        assertThat(log.encodeStateAsUpdate()).isEqualTo(state);
        assertThat(log.size()).isEqualTo(state.length);
    }

    @Test
    void whoLacksNothingIsToldTheDeletionsOnly() {
        doc.getText("t").insert(0, "a long line of text that need not be sent again");
        doc.getText("t").delete(2, 5);
        appendAll();

        assertThat(log.encodeStateAsUpdate(doc.stateVector()))
                .isEqualTo(doc.encodeStateAsUpdate(doc.stateVector()))
                .hasSize(6);
        // Now from one piece.
        log.encodeStateAsUpdate();
        assertThat(log.encodeStateAsUpdate(doc.stateVector())).hasSize(6);
    }

    @Test
    void whatBuildsOnSomethingMissingWaitsAndDoesNotCount() {
        doc.getText("t").insert(0, "a");
        doc.getText("t").insert(1, "b");
        doc.getText("t").insert(2, "c");
        log.append(Update.parse(told.get(0)));
        log.append(Update.parse(told.get(2)));

        assertThat(log.stateVector().get(1)).isEqualTo(1);
        assertThat(log.pending().structs()).isEqualTo(1);
        assertThat(log.covers(Update.parse(told.get(2)))).isFalse();
        YDoc behind = YDoc.create(2);
        behind.applyUpdate(told.get(0));
        behind.applyUpdate(told.get(2));
        assertThat(log.encodeStateAsUpdate()).isEqualTo(behind.encodeStateAsUpdate());

        log.append(Update.parse(told.get(1)));
        assertThat(log.pending().isEmpty()).isTrue();
        assertThat(log.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Test
    void aDeletionOfWhatIsMissingWaits() {
        doc.getText("t").insert(0, "abc");
        doc.getText("t").delete(0, 1);
        Update deletion = Update.parse(told.get(1));
        log.append(deletion);
        assertThat(log.pending().isEmpty()).isFalse();
        assertThat(log.covers(deletion)).isFalse();

        log.append(Update.parse(told.get(0)));
        assertThat(log.pending().isEmpty()).isTrue();
        assertThat(log.covers(deletion)).isTrue();
    }

    @Test
    void ofTwoThatContradictEachOtherTheFirstCounts() {
        log.append(Update.parse(new Crafts().client(5, 0).text(root(), "abc").update()));
        log.append(Update.parse(new Crafts().client(5, 0).text(root(), "WXYZ").update()));

        YDoc copy = YDoc.create(2);
        copy.applyUpdate(log.encodeStateAsUpdate());
        assertThat(copy.getText("t")).hasToString("abcZ");
    }

    @Test
    void deletedContentIsKeptAndCounted() {
        doc.getText("t").insert(0, "0123456789".repeat(10));
        doc.getText("t").delete(0, 40);
        appendAll();
        assertThat(log.deletedShare()).isEqualTo(0.4);

        // A document gives it up, and what is left of it counts no more.
        UpdateLog collected = UpdateLog.create();
        YDoc copy = YDoc.create(2);
        copy.applyUpdate(log.encodeStateAsUpdate());
        collected.append(Update.parse(copy.encodeStateAsUpdate()));
        assertThat(collected.deletedShare()).isZero();
        assertThat(collected.size()).isLessThan(log.size());
    }

    @Test
    void aDeletionThatFollowsFromTheContentIsNotKnown() {
        YDoc other = YDoc.create(2);
        doc.getMap("m").set("k", YValue.of("lost"));
        other.getMap("m").set("k", YValue.of("won"));
        byte[] won = other.encodeStateAsUpdate();
        log.append(Update.parse(told.get(0)));
        log.append(Update.parse(won));
        doc.applyUpdate(won);
        Update deletion = Update.parse(doc.encodeStateAsUpdate(doc.stateVector()));

        assertThat(deletion.deletes().contains(1, 0)).isTrue();
        assertThat(log.covers(deletion)).isFalse();
        log.append(deletion);
        assertThat(log.covers(deletion)).isTrue();
        assertThat(log.encodeStateAsUpdate(doc.stateVector())).isEqualTo(deletion.bytes());
    }

    @Test
    void limitsAreThoseOfADocument() {
        log.append(Update.parse(new Crafts().client(5, 0).text(root(), "abc").update()));
        Update other = Update.parse(new Crafts().client(6, 0).text(root(), "abc").update());
        Update second =
                Update.parse(
                        new Crafts().client(5, 3).text(new Crafts.At.Root("u"), "abc").update());
        Update ahead = Update.parse(new Crafts().client(5, 9).text(root(), "abc").update());

        assertThat(log.check(other, Limits.DEFAULT)).isTrue();
        assertThatThrownBy(() -> log.check(other, Limits.DEFAULT.withClients(1)))
                .hasMessageContaining("limit-clients");
        assertThatThrownBy(() -> log.check(second, Limits.DEFAULT.withRoots(1)))
                .hasMessageContaining("limit-roots");
        assertThatThrownBy(() -> log.check(ahead, Limits.DEFAULT.withPendingStructs(0)))
                .hasMessageContaining("limit-pending");
    }

    @Test
    void manyTypesSideBySideAreNotDeep() {
        for (int i = 0; i < 100; i++) {
            doc.getArray("a").push(new YValue.Shared(YMap.of(Map.of("k", YValue.of(i)))));
        }
        for (byte[] update : told) {
            assertThat(log.check(Update.parse(update), Limits.DEFAULT.withTypeDepth(8))).isTrue();
            log.append(Update.parse(update));
        }
    }

    @Test
    void whatMayBeTooDeepIsForADocumentToSay() {
        YMap map = doc.getMap("m");
        for (int i = 0; i < 6; i++) {
            map.set("k", new YValue.Shared(YMap.of(Map.of())));
            map = (YMap) ((YValue.Shared) map.get("k").orElseThrow()).type();
        }
        int certain = 0;
        for (byte[] update : told) {
            certain += log.check(Update.parse(update), Limits.DEFAULT.withTypeDepth(5)) ? 1 : 0;
            log.append(Update.parse(update));
        }
        assertThat(certain).isEqualTo(5);
    }

    private static Crafts.At root() {
        return new Crafts.At.Root("t");
    }
}
