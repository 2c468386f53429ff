package dev.evenkeel.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.YDoc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/// Holds the engine to what yjs wrote down: every event, state, state vector, what waits, and the
/// content.
final class FixtureCompatTest {

    static List<Fixtures.Fixture> everyCase() {
        return Fixtures.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyCase")
    void theEngineDoesWhatYjsDid(Fixtures.Fixture fixture) {
        Lockstep.run(fixture.schedule(), fixture.expected())
                .ifPresent(
                        mismatch ->
                                fail(
                                        "%s (%s): %s at step %d, %s%n%s",
                                        fixture.name(),
                                        fixture.about(),
                                        mismatch.message(),
                                        mismatch.step(),
                                        mismatch.step() < 0
                                                ? ""
                                                : fixture.schedule().steps().get(mismatch.step()),
                                        Line.difference(mismatch.expected(), mismatch.got())));
    }

    static List<Fixtures.Refused> everyMalformedUpdate() {
        return Fixtures.refused();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyMalformedUpdate")
    void aMalformedUpdateIsRefusedAndLeavesNoTrace(Fixtures.Refused refused) {
        YDoc doc = YDoc.create(9);
        doc.getText("t").insert(0, "before");
        byte[] before = doc.encodeStateAsUpdate();
        assertThatThrownBy(() -> doc.applyUpdate(refused.update()))
                .isInstanceOf(MalformedUpdateException.class);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
        assertThat(doc.rootNames()).containsExactly("t");
        assertThat(doc.pending().isEmpty()).isTrue();
    }

    static List<Fixtures.Refused> everyMalformedUpdateOfVersion2() {
        return Fixtures.refusedV2();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyMalformedUpdateOfVersion2")
    void aMalformedUpdateOfVersion2IsRefusedAndLeavesNoTrace(Fixtures.Refused refused) {
        YDoc doc = YDoc.create(9);
        doc.getText("t").insert(0, "before");
        byte[] before = doc.encodeStateAsUpdateV2();
        assertThatThrownBy(() -> doc.applyUpdateV2(refused.update()))
                .isInstanceOf(MalformedUpdateException.class);
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(before);
        assertThat(doc.rootNames()).containsExactly("t");
        assertThat(doc.pending().isEmpty()).isTrue();
    }

    @Test
    void everyGroupIsThere() {
        assertThat(everyCase())
                .extracting(fixture -> fixture.name().substring(0, fixture.name().indexOf('/')))
                .contains(
                        "operations",
                        "values",
                        "kinds",
                        "surrogates",
                        "roots",
                        "pending",
                        "winners",
                        "nested",
                        "docless",
                        "v2");
    }
}
