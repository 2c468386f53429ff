package dev.evenkeel.crdt.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Updates that no client would write but every client has to take: each struct names arbitrary
/// older ones as its neighbours. Real histories obey invariants that hide mistakes in the order of
/// the conflict scan; these do not.
final class Crafted {

    private static final int CLIENTS = 5;
    private static final int GC = 0;
    private static final int DELETED = 1;
    private static final int TYPE = 2;
    private static final int ANY = 3;

    private record Struct(int client, int clock, int length) {}

    private final SplittableRandom random;
    private final boolean keyed;
    private final int[] clocks = new int[CLIENTS + 1];
    private final List<Struct> structs = new ArrayList<>();

    private Crafted(SplittableRandom random) {
        this.random = random;
        this.keyed = random.nextInt(3) == 0;
    }

    /// @return updates in the order in which they were made
    static List<String> updates(SplittableRandom random, int count) {
        Crafted crafted = new Crafted(random);
        List<String> updates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean deletes = !crafted.structs.isEmpty() && random.nextInt(6) == 0;
            updates.add(Line.hex(deletes ? crafted.deletion() : crafted.insertion()));
        }
        return updates;
    }

    private Struct any() {
        return structs.get(random.nextInt(structs.size()));
    }

    private byte[] deletion() {
        Struct struct = any();
        int from = random.nextInt(struct.length());
        int length = 1 + random.nextInt(struct.length() - from);
        return new byte[] {
            0, 1, (byte) struct.client(), 1, (byte) (struct.clock() + from), (byte) length
        };
    }

    private byte[] insertion() {
        int client = 1 + random.nextInt(CLIENTS);
        int clock = clocks[client];
        int kind = random.nextInt(12);
        int length = kind == TYPE ? 1 : 1 + random.nextInt(3);
        List<Integer> bytes = new ArrayList<>(List.of(1, 1, client, clock));
        if (kind == GC) {
            bytes.addAll(List.of(0, length));
        } else {
            item(bytes, kind, length);
        }
        bytes.add(0);
        structs.add(new Struct(client, clock, length));
        clocks[client] += length;
        byte[] update = new byte[bytes.size()];
        for (int i = 0; i < update.length; i++) {
            update[i] = bytes.get(i).byteValue();
        }
        return update;
    }

    private void item(List<Integer> bytes, int kind, int length) {
        boolean left = !structs.isEmpty() && random.nextInt(3) != 0;
        boolean right = !structs.isEmpty() && random.nextInt(3) != 0;
        int content =
                switch (kind) {
                    case DELETED -> 1;
                    case TYPE -> 7;
                    case ANY -> 8;
                    default -> 4;
                };
        bytes.add(content | (left ? 0x80 : 0) | (right ? 0x40 : 0) | (keyed ? 0x20 : 0));
        if (left) {
            neighbour(bytes);
        }
        if (right) {
            neighbour(bytes);
        }
        if (!left && !right) {
            if (!structs.isEmpty() && random.nextBoolean()) {
                // Whatever is there: a type, a text, a tombstone.
                bytes.add(0);
                neighbour(bytes);
            } else {
                bytes.addAll(List.of(1, 1, keyed ? (int) 'm' : (int) 't'));
            }
            if (keyed) {
                bytes.addAll(List.of(1, (int) 'k'));
            }
        }
        bytes.add(kind == TYPE ? random.nextInt(3) : length);
        for (int i = 0; i < length && kind != TYPE && kind != DELETED; i++) {
            bytes.add(kind == ANY ? 120 + random.nextInt(2) : 'a' + random.nextInt(26));
        }
    }

    private void neighbour(List<Integer> bytes) {
        Struct struct = any();
        bytes.add(struct.client());
        bytes.add(struct.clock() + random.nextInt(struct.length()));
    }
}
