package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.encoding.Utf8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class TextContentTest {

    private static final String[] ALPHABETS = {"abcdef", "aäß€", "x😀y"};

    private static TextContent of(String text) {
        return new TextContent(Utf8.encode(text));
    }

    @Test
    void partsOfATextThatWasSplitDoNotWriteIntoEachOther() {
        TextContent left = of("0123456789");
        TextContent right = (TextContent) left.split(10, 5);
        left.append(5, of("abc"), 3);
        right.append(5, of("xyz"), 3);
        assertThat(left).hasToString("01234abc");
        assertThat(right).hasToString("56789xyz");
    }

    @Test
    void partsThatAreJoinedAgainAreWhatTheyWere() {
        TextContent left = of("0123456789");
        TextContent right = (TextContent) left.split(10, 3);
        TextContent last = (TextContent) right.split(7, 3);
        right.append(3, last, 4);
        left.append(3, right, 7);
        left.append(10, of("!"), 1);
        assertThat(left).hasToString("0123456789!");
    }

    @Test
    void aPairThatIsCutBecomesTwoReplacements() {
        TextContent left = of("a😀b");
        TextContent right = (TextContent) left.split(4, 2);
        assertThat(left).hasToString("a\ufffd");
        assertThat(right).hasToString("\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void splitsAndJoinsInAnyOrderKeepTheText(int alphabet) {
        var random = new Random(alphabet);
        for (int round = 0; round < 300; round++) {
            splitAndJoin(ALPHABETS[alphabet], random);
        }
    }

    private static void splitAndJoin(String alphabet, Random random) {
        List<TextContent> parts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        String text = word(alphabet, random);
        parts.add(of(text));
        texts.add(text);
        for (int step = 0; step < 60; step++) {
            int i = random.nextInt(parts.size());
            TextContent part = parts.get(i);
            String known = texts.get(i);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    int at = known.length() < 2 ? 0 : 1 + random.nextInt(known.length() - 1);
                    boolean inPair = at > 0 && Character.isLowSurrogate(known.charAt(at));
                    if (at > 0) {
                        assertThat(part.splitsPair(known.length(), at)).isEqualTo(inPair);
                    }
                    if (at > 0 && !inPair) {
                        parts.add(i + 1, (TextContent) part.split(known.length(), at));
                        texts.set(i, known.substring(0, at));
                        texts.add(i + 1, known.substring(at));
                    }
                }
                case 2 -> {
                    if (i + 1 < parts.size()) {
                        String more = texts.remove(i + 1);
                        part.append(known.length(), parts.remove(i + 1), more.length());
                        texts.set(i, known + more);
                    }
                }
                default -> {
                    String more = word(alphabet, random);
                    part.append(known.length(), of(more), more.length());
                    texts.set(i, known + more);
                }
            }
        }
        assertThat(parts.stream().map(TextContent::toString)).isEqualTo(texts);
    }

    private static String word(String alphabet, Random random) {
        int[] letters = alphabet.codePoints().toArray();
        var word = new StringBuilder();
        for (int left = 1 + random.nextInt(40); left > 0; left--) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }
}
