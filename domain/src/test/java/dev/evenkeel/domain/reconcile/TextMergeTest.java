package dev.evenkeel.domain.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.content.TextDiff;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

final class TextMergeTest {

    @ParameterizedTest(name = "base ''{0}'', theirs ''{1}'', live ''{2}''")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # base       | theirs          | live              | result             | repeats | conflict
                    one two      | ONE two         | one TWO           | ONE TWO            | false   | false
                    one two      | one two three   | zero one two      | zero one two three | false   | false
                    abcd         | cd              | ab                | ''                 | false   | false
                    abcd         | Xbcd            | aYcd              | XYcd               | false   | false
                    ''           | Hello           | Hello             | Hello              | true    | false
                    ''           | Hello world     | Hello             | Hello world        | true    | false
                    ''           | Hello           | Hello world       | Hello world        | true    | false
                    ''           | Hello           | Helo              | HeloHello          | false   | true
                    ''           | a wide world    | a world           | a wide world       | true    | false
                    ''           | a               | cat               | cata               | false   | true
                    ''           | <12><3>         | <13>              | <13><12><3>        | false   | true
                    # One side went on from the other's text.
                    a<1.0>       | <1.2>a<1.0><1.1> | a<1.0><1.1>      | <1.2>a<1.0><1.1>   | true    | false
                    <2>x         | <6><4><2>x<3><5> | <4><2>x<3><5>    | <6><4><2>x<3><5>   | true    | false
                    # What only looks like it.
                    <1.1>x       | <1.1>x<1.5>     | <1.1>x<1.3><1.4>  | <1.1>x<1.3><1.4><1.5> | false | true
                    ''           | get(15)         | get(1)            | get(1)get(15)      | false   | true
                    x            | x<1.15>         | x<1.1>            | x<1.1><1.15>       | false   | true
                    ''           | theirs          | mine              | minetheirs         | false   | true
                    one x        | two x           | two x y           | two x y            | true    | false
                    one          | two             | three             | threetwo           | false   | true
                    a, b, c      | a, c            | a, c!             | a, c!              | true    | false
                    abcdef       | abef            | af                | af                 | true    | false
                    abcdef       | af              | abef              | af                 | true    | false
                    abcdef       | aXf             | abef              | aXf                | true    | false
                    abcdef       | abef            | abXdef            | abXef              | false   | true
                    one two six  | one 2 six       | one two three six | one 2 three six    | false   | false
                    """)
    void eachCase(
            String base,
            String theirs,
            String live,
            String result,
            boolean repeats,
            boolean conflict) {
        TextMerge.Outcome merged = TextMerge.of(base, theirs, live);

        assertThat(TextDiff.apply(live, merged.onLive())).isEqualTo(result);
        assertThat(merged.repeats()).as("repeats").isEqualTo(repeats);
        assertThat(merged.conflict()).as("conflict").isEqualTo(conflict);
    }

    @Test
    void whatEitherSideDidIsInTheResultAndWhatBothDidIsThereOnce() {
        int conflicts = 0;
        int repeats = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            List<Integer> base = range(0x2200, random.nextInt(20));
            List<Integer> common = random.nextBoolean() ? base : edited(base, 0x2300, random);
            List<Integer> theirs = edited(common, 0x2500, random);
            List<Integer> live = edited(common, 0x2600, random);

            TextMerge.Outcome merged = TextMerge.of(text(base), text(theirs), text(live));
            List<Integer> result =
                    TextDiff.apply(text(live), merged.onLive()).codePoints().boxed().toList();

            for (Integer symbol : union(base, theirs, live)) {
                boolean stands =
                        base.contains(symbol)
                                ? theirs.contains(symbol) && live.contains(symbol)
                                : theirs.contains(symbol) || live.contains(symbol);
                int count = Collections.frequency(result, symbol);
                assertThat(count > 0)
                        .as("seed %d: %c in %s", seed, symbol, text(result))
                        .isEqualTo(stands);
                if (!merged.conflict()) {
                    assertThat(count).as("seed %d: %c", seed, symbol).isLessThan(2);
                }
                if (!merged.repeats() && !merged.conflict() && !base.contains(symbol)) {
                    assertThat(theirs.contains(symbol) && live.contains(symbol))
                            .as("seed %d: a fork at the base would write %c twice", seed, symbol)
                            .isFalse();
                }
            }
            conflicts += merged.conflict() ? 1 : 0;
            repeats += merged.repeats() ? 1 : 0;
        }
        assertThat(conflicts).isGreaterThan(1_000);
        assertThat(repeats).isGreaterThan(1_000);
    }

    @Test
    void editsInDifferentPlacesBothStandAndAreNoConflict() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            List<Integer> left = range(0x2200, random.nextInt(20));
            List<Integer> right = range(0x2240, random.nextInt(20));
            String theirs = text(edited(left, 0x2500, random));
            String live = text(edited(right, 0x2600, random));
            boolean swapped = random.nextBoolean();
            String leftOnly = theirs + "\n" + text(right);
            String rightOnly = text(left) + "\n" + live;

            TextMerge.Outcome merged =
                    TextMerge.of(
                            text(left) + "\n" + text(right),
                            swapped ? rightOnly : leftOnly,
                            swapped ? leftOnly : rightOnly);

            assertThat(merged.conflict()).as("seed %d", seed).isFalse();
            assertThat(merged.repeats()).as("seed %d", seed).isFalse();
            assertThat(TextDiff.apply(swapped ? leftOnly : rightOnly, merged.onLive()))
                    .as("seed %d", seed)
                    .isEqualTo(theirs + "\n" + live);
        }
    }

    // Symbols, not letters: the pieces of words are not looked at one by one.
    private static List<Integer> edited(List<Integer> text, int alphabet, Random random) {
        var edited = new ArrayList<>(text);
        int next = alphabet;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(edited.size() + 1);
            for (int j = random.nextInt(3); j > 0 && at < edited.size(); j--) {
                edited.remove(at);
            }
            for (int j = random.nextInt(3); j > 0; j--) {
                edited.add(at, next++);
            }
        }
        return edited;
    }

    private static List<Integer> range(int first, int count) {
        var range = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            range.add(first + i);
        }
        return range;
    }

    @SafeVarargs
    private static Set<Integer> union(List<Integer>... lists) {
        var all = new HashSet<Integer>();
        for (List<Integer> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    private static String text(List<Integer> codePoints) {
        var text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }
}
