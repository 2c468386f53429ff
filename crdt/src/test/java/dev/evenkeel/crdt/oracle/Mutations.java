package dev.evenkeel.crdt.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Valid updates of the fixtures, broken in one to three places.
final class Mutations {

    private static final List<byte[]> V1 = Fixtures.updates();
    private static final List<byte[]> V2 = Fixtures.updatesV2();
    private static final List<String> NUMBERS =
            List.of(
                    "ffffffff0f",
                    "ffffffff07",
                    "ffffffffffffff0f",
                    "ffffffffffffffffff01",
                    "8000",
                    "80808001");

    private Mutations() {}

    static byte[] valid(SplittableRandom random) {
        return pick(random, V1);
    }

    static byte[] validV2(SplittableRandom random) {
        return pick(random, V2);
    }

    static byte[] next(SplittableRandom random) {
        return next(random, V1);
    }

    static byte[] nextV2(SplittableRandom random) {
        return next(random, V2);
    }

    /// Bytes of another kind, broken in the same way.
    static byte[] broken(SplittableRandom random, byte[] valid) {
        byte[] bytes = valid;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            bytes = mutation(random, bytes, List.of(valid));
        }
        return bytes;
    }

    private static byte[] pick(SplittableRandom random, List<byte[]> corpus) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private static byte[] next(SplittableRandom random, List<byte[]> corpus) {
        byte[] update = pick(random, corpus);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            update = mutation(random, update, corpus);
        }
        return update;
    }

    private static byte[] mutation(SplittableRandom random, byte[] update, List<byte[]> corpus) {
        if (update.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] copy = update.clone();
        int at = random.nextInt(copy.length);
        return switch (random.nextInt(8)) {
            case 0 -> {
                copy[at] ^= (byte) (1 << random.nextInt(8));
                yield copy;
            }
            case 1 -> {
                copy[at] = (byte) random.nextInt(256);
                yield copy;
            }
            case 2 -> {
                copy[at] += (byte) (random.nextBoolean() ? 1 : -1);
                yield copy;
            }
            case 3 -> Arrays.copyOf(copy, at);
            case 4 -> replace(copy, at, random.nextInt(4), new byte[0]);
            case 5 -> replace(copy, at, 1, huge(random));
            case 6 -> replace(copy, at, 0, Arrays.copyOfRange(copy, at, at + random.nextInt(8)));
            default -> {
                byte[] other = pick(random, corpus);
                int from = random.nextInt(other.length);
                yield replace(copy, at, copy.length, Arrays.copyOfRange(other, from, other.length));
            }
        };
    }

    private static byte[] huge(SplittableRandom random) {
        return Line.bytes(NUMBERS.get(random.nextInt(NUMBERS.size())));
    }

    private static byte[] replace(byte[] bytes, int at, int length, byte[] by) {
        int end = Math.min(bytes.length, at + length);
        byte[] out = new byte[at + by.length + bytes.length - end];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(by, 0, out, at, by.length);
        System.arraycopy(bytes, end, out, at + by.length, bytes.length - end);
        return out;
    }
}
