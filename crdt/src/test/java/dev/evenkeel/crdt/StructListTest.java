package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.SplittableRandom;

/// The chunked list against a plain one.
class StructListTest {

    private final ClientEntry client = new ClientEntry(1);
    private final StructList structs = client.structs;
    private final ArrayList<Struct> expected = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);

    private void append(int length) {
        int clock = expected.isEmpty() ? 0 : expected.getLast().end();
        var struct = new GcStruct(client, clock, length);
        structs.append(struct);
        expected.add(struct);
    }

    private void splitOne() {
        int i = random.nextInt(expected.size());
        Struct left = expected.get(i);
        if (left.length > 1) {
            int diff = 1 + random.nextInt(left.length - 1);
            var right = new GcStruct(client, left.clock + diff, left.length - diff);
            left.length = diff;
            int place = structs.insertAfter(structs.find(left.clock), right);
            assertThat(structs.get(place)).isSameAs(right);
            expected.add(i + 1, right);
        }
    }

    private void mergeOne() {
        if (expected.size() > 1) {
            int i = 1 + random.nextInt(expected.size() - 1);
            Struct gone = expected.remove(i);
            int place = structs.find(gone.clock);
            int before = structs.previous(place);
            expected.get(i - 1).length += gone.length;
            structs.remove(place);
            assertThat(structs.get(before)).isSameAs(expected.get(i - 1));
        }
    }

    private void check() {
        int place = structs.first();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(structs.get(place)).isSameAs(expected.get(i));
            assertThat(structs.countFrom(place)).isEqualTo(expected.size() - i);
            assertThat(structs.hasNext(place)).isEqualTo(i + 1 < expected.size());
            if (i + 1 < expected.size()) {
                int next = structs.next(place);
                assertThat(structs.previous(next)).isEqualTo(place);
                place = next;
            }
        }
        assertThat(place).isEqualTo(structs.last());
        for (Struct struct : expected) {
            assertThat(structs.holding(struct.clock)).isSameAs(struct);
            assertThat(structs.holding(struct.end() - 1)).isSameAs(struct);
        }
    }

    @Test
    void holdsWhatAPlainListHolds() {
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 200; i++) {
                append(1 + random.nextInt(50));
            }
            for (int i = 0; i < 600; i++) {
                splitOne();
            }
            check();
            int merges = round % 3 == 2 ? expected.size() - 5 : 300;
            for (int i = 0; i < merges; i++) {
                mergeOne();
            }
            check();
        }
    }
}
