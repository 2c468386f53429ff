package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// However the updates of a document are put into groups and merged, with overlaps, holes and
/// repetitions, the whole is the same: content, state vector, clocks, and what is left of it for
/// somebody who has the beginning.
final class UpdateGroupingTest {

    /// Work on updates in one of the formats, or by way of a document.
    private sealed interface Form {

        byte[] merge(List<byte[]> updates);

        byte[] diff(byte[] update, StateVector target);

        Update parse(byte[] update);

        record V1() implements Form {
            @Override
            public byte[] merge(List<byte[]> updates) {
                return Update.merge(updates);
            }

            @Override
            public byte[] diff(byte[] update, StateVector target) {
                return Update.diff(update, target);
            }

            @Override
            public Update parse(byte[] update) {
                return Update.parse(update);
            }
        }

        record V2() implements Form {
            @Override
            public byte[] merge(List<byte[]> updates) {
                return Update.mergeV2(updates);
            }

            @Override
            public byte[] diff(byte[] update, StateVector target) {
                return Update.diffV2(update, target);
            }

            @Override
            public Update parse(byte[] update) {
                return Update.parseV2(update);
            }
        }

        record ByDocument() implements Form {
            private static YDoc doc(List<byte[]> updates) {
                YDoc doc = YDoc.builder().gc(false).build();
                updates.forEach(doc::applyUpdateV2);
                return doc;
            }

            @Override
            public byte[] merge(List<byte[]> updates) {
                return doc(updates).encodeStateAsUpdateV2();
            }

            @Override
            public byte[] diff(byte[] update, StateVector target) {
                return doc(List.of(update)).encodeStateAsUpdateV2(target);
            }

            @Override
            public Update parse(byte[] update) {
                return Update.parseV2(update);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"V1,false", "V1,true", "V2,false", "V2,true", "DOC,false", "DOC,true"})
    void everyGroupingComesToTheSame(String name, boolean deletes) {
        Form form =
                switch (name) {
                    case "V1" -> new Form.V1();
                    case "V2" -> new Form.V2();
                    default -> new Form.ByDocument();
                };
        YDoc doc = YDoc.builder().clientId(1).gc(false).build();
        List<byte[]> log = new ArrayList<>();
        if (form instanceof Form.V1) {
            doc.onUpdate((update, _) -> log.add(update));
        } else {
            doc.onUpdateV2((update, _) -> log.add(update));
        }
        YArray array = doc.getArray("");
        if (deletes) {
            array.insert(0, YValue.of(1), YValue.of(2));
            array.delete(1);
            array.insert(0, YValue.of(3), YValue.of(4));
            array.delete(1, 2);
        } else {
            for (int i = 1; i <= 4; i++) {
                array.insert(0, YValue.of(i));
            }
        }
        for (byte[] merged : groupings(form, log)) {
            isTheWhole(form, doc, merged);
            for (int known = 1; known < log.size(); known++) {
                restIsTheSame(form, merged, log, known, deletes);
            }
        }
    }

    private static List<byte[]> groupings(Form form, List<byte[]> log) {
        List<byte[]> all = new ArrayList<>();
        all.add(form.merge(log));
        all.add(form.merge(List.of(form.merge(log.subList(2, 4)), form.merge(log.subList(0, 2)))));
        all.add(
                form.merge(
                        List.of(
                                form.merge(log.subList(2, 4)),
                                form.merge(log.subList(1, 3)),
                                log.getFirst())));
        all.add(
                form.merge(
                        List.of(
                                form.merge(List.of(log.get(0), log.get(2))),
                                form.merge(List.of(log.get(1), log.get(3))))));
        all.add(form.merge(all));
        return all;
    }

    private static void isTheWhole(Form form, YDoc doc, byte[] merged) {
        YDoc reader = YDoc.builder().gc(false).build();
        Update update = form.parse(merged);
        reader.applyUpdate(update, null);
        assertThat(reader.getArray("").toList()).isEqualTo(doc.getArray("").toList());
        assertThat(reader.deleteSet()).isEqualTo(doc.deleteSet());
        assertThat(update.stateVector()).isEqualTo(doc.stateVector());
        long end = doc.stateVector().get(1);
        assertThat(update.meta()).isEqualTo(new UpdateMeta(Map.of(1L, 0L), Map.of(1L, end)));
    }

    private static void restIsTheSame(
            Form form, byte[] merged, List<byte[]> log, int known, boolean deletes) {
        byte[] rest = form.merge(log.subList(known, log.size()));
        StateVector target = form.parse(form.merge(log.subList(0, known))).stateVector();
        byte[] diff = form.diff(merged, target);
        assertThat(form.parse(diff).meta()).isEqualTo(form.parse(rest).meta());
        // A difference holds all deletions there are; by way of a document pieces become one.
        if (!deletes) {
            assertThat(diff).isEqualTo(rest);
        } else if (!(form instanceof Form.ByDocument)) {
            byte[] deletions = form.diff(merged, form.parse(merged).stateVector());
            assertThat(form.merge(List.of(deletions, rest))).isEqualTo(diff);
        }
    }
}
