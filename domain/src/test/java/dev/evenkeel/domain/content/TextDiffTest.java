package dev.evenkeel.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class TextDiffTest {

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            textBlock =
                    """
                    '',                  '',                   ''
                    'same',              'same',               ''
                    '',                  'new',                '0-0 new'
                    'old',               '',                   '0-3 '
                    'Hello',             'Hello world',        '5-5  world'
                    'one two three',     'one three',          '4-8 '
                    'abcdef',            'aXbcdeYf',           '1-1 X|5-5 Y'
                    'Hello',             'World',              '0-5 World'
                    'one',               'three',              '0-3 three'
                    'colour me',         'color me',           '4-5 '
                    'foo = bar',         'baz = qux',          '0-3 baz|6-9 qux'
                    'fn(state => state)','fn(s => { return s; })','4-8 |12-17 { return s; }'
                    """)
    void theLeastIsReplaced(String from, String to, String edits) {
        assertThat(written(TextDiff.between(from, to))).isEqualTo(edits);
    }

    @Test
    void noSurrogatePairIsSplit() {
        // Both smileys start with the same surrogate, and the second and third end with another's.
        String from = "a😀b";
        String to = "a😁b";

        assertThat(TextDiff.between(from, to)).containsExactly(new TextEdit(1, 2, "😁"));
        assertThat(TextDiff.between("x😀😀y", "x😀🈀😀y"))
                .containsExactly(new TextEdit(3, 0, "🈀"));
    }

    @Test
    void changedLinesOfALargeTextAreEditedInside() {
        String from = lines(0, 2_000);
        String to = from.replace("line 700 ", "line seven hundred ") + "and an end\n";

        assertThat(TextDiff.between(from, to))
                .extracting(TextEdit::insert)
                .containsExactly("seven hundred", "and an end\n");
    }

    @Test
    void linesThatMovedInALargeTextAreTwoEdits() {
        String from = lines(0, 100) + lines(100, 110) + lines(110, 900);
        String to = lines(0, 100) + lines(110, 900) + lines(100, 110);

        assertThat(TextDiff.between(from, to)).hasSize(2);
    }

    @Test
    void textsWithNothingInCommonAreReplacedInOneEdit() {
        String from = "start " + "abcdefghij".repeat(5_000) + " end";
        String to = "start " + "klmnopqrst".repeat(5_000) + " end";

        assertThat(TextDiff.between(from, to))
                .containsExactly(new TextEdit(6, 50_000, "klmnopqrst".repeat(5_000)));
    }

    @Test
    void theEditsTurnTheOneTextIntoTheOther() {
        for (long seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            String from = randomText(random, random.nextInt(60));
            String to = random.nextBoolean() ? mutated(from, random) : randomText(random, 40);

            List<TextEdit> edits = TextDiff.between(from, to);

            assertThat(TextDiff.apply(from, edits)).as("seed %d", seed).isEqualTo(to);
            assertAscendApart(edits, seed);
            assertAtCodePoints(from, edits, seed);
        }
    }

    @Test
    void theEditsTurnTheOneLargeTextIntoTheOther() {
        for (long seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            String from =
                    IntStream.range(0, 300)
                            .mapToObj(_ -> randomText(random, 25) + "\n")
                            .collect(Collectors.joining());
            String to = from;
            for (int i = 0; i < 1 + seed; i++) {
                to = mutated(to, random);
            }

            List<TextEdit> edits = TextDiff.between(from, to);

            assertThat(TextDiff.apply(from, edits)).as("seed %d", seed).isEqualTo(to);
            assertAscendApart(edits, seed);
        }
    }

    private static void assertAscendApart(List<TextEdit> edits, long seed) {
        for (int i = 1; i < edits.size(); i++) {
            assertThat(edits.get(i).at()).as("seed %d", seed).isGreaterThan(edits.get(i - 1).end());
        }
    }

    private static void assertAtCodePoints(String from, List<TextEdit> edits, long seed) {
        for (TextEdit edit : edits) {
            assertThat(splitsPair(from, edit.at()) || splitsPair(from, edit.end()))
                    .as("seed %d: %s", seed, edit)
                    .isFalse();
        }
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private static String mutated(String text, Random random) {
        int[] points = text.codePoints().toArray();
        int start = random.nextInt(points.length + 1);
        int end = Math.min(points.length, start + random.nextInt(5));
        return new String(points, 0, start)
                + randomText(random, random.nextInt(8))
                + new String(points, end, points.length - end);
    }

    private static String randomText(Random random, int length) {
        String alphabet = "aab c\n😀😁é";
        int[] points = alphabet.codePoints().toArray();
        return IntStream.range(0, length)
                .mapToObj(_ -> Character.toString(points[random.nextInt(points.length)]))
                .collect(Collectors.joining());
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "line " + i + " of the text\n")
                .collect(Collectors.joining());
    }

    private static String written(List<TextEdit> edits) {
        return edits.stream()
                .map(edit -> edit.at() + "-" + edit.end() + " " + edit.insert())
                .collect(Collectors.joining("|"));
    }
}
