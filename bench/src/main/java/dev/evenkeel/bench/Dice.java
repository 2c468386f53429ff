package dev.evenkeel.bench;

/// The random numbers of the cases: mulberry32, seeded with 42.
final class Dice {

    private int state = 42;

    /// 32 bits, to be read as unsigned.
    int bits() {
        state += 0x6D2B79F5;
        int t = state;
        t = (t ^ (t >>> 15)) * (t | 1);
        t ^= t + (t ^ (t >>> 7)) * (t | 61);
        return t ^ (t >>> 14);
    }

    boolean heads() {
        return (bits() & 1) == 0;
    }

    /// A number from `least` to `most`, both included.
    int between(int least, int most) {
        return least + Integer.remainderUnsigned(bits(), most - least + 1);
    }

    /// A word of `least` to `most` lower-case letters.
    String word(int least, int most) {
        int length = between(least, most);
        var word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + Integer.remainderUnsigned(bits(), 26)));
        }
        return word.toString();
    }

    /// A number that JavaScript would store as an integer.
    int number() {
        return bits() >>> 1;
    }
}
