package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Five replicas that edit at random, hear of each other in any order, go and come back, and agree
/// in the end. `-Dfuzz.network=<rounds>`, `-Dfuzz.steps=<steps per round>` and `-Dfuzz.seed=<seed>`
/// make it longer and different.
final class RandomNetworkTest {

    private static final int[] STEPS = {3, 6, 10, 40, 45, 100, 300, 600};

    private static final Map<String, YValue> BOLD = Map.of("bold", YValue.TRUE);
    private static final Map<String, YValue> ITALIC = Map.of("italic", YValue.TRUE);
    private static final List<Map<String, YValue>> MARKS =
            List.of(BOLD, ITALIC, Map.of("italic", YValue.TRUE, "color", YValue.of("#888")));

    private SplittableRandom random = new SplittableRandom(0);
    private int unique;

    /// What is edited.
    enum Kind {
        ARRAY,
        MAP,
        TEXT,
        RICH,
        XML,
        ALL
    }

    @ParameterizedTest
    @EnumSource
    void allAgreeInTheEnd(Kind kind) {
        int rounds = Integer.getInteger("fuzz.network", 8);
        long first = Long.getLong("fuzz.seed", 1);
        for (int round = 0; round < rounds; round++) {
            long seed = first + round;
            int steps = Integer.getInteger("fuzz.steps", STEPS[round % STEPS.length]);
            try {
                run(kind, seed, steps);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(kind + ", seed " + seed + ", " + steps + " steps", e);
            }
        }
    }

    private void run(Kind kind, long seed, int steps) {
        random = new SplittableRandom(seed);
        var network = new Network(5, random.nextLong());
        for (int step = 0; step < steps; step++) {
            network.something();
            edit(kind, network, random.nextInt(5));
        }
        Agreement.check(network);
    }

    private void edit(Kind kind, Network network, int i) {
        switch (kind) {
            case ARRAY -> editArray(network.array(i));
            case MAP -> editMap(network.map(i));
            case TEXT -> editPlain(network.text(i));
            case RICH -> editRich(network.text(i));
            case XML -> editXml(network.xml(i));
            case ALL -> {
                Kind[] others = {Kind.ARRAY, Kind.MAP, Kind.RICH, Kind.XML};
                int edits = 1 + random.nextInt(3);
                network.doc(i)
                        .transact(
                                () -> {
                                    for (int n = 0; n < edits; n++) {
                                        edit(others[random.nextInt(4)], network, i);
                                    }
                                });
            }
        }
    }

    private static YValue shared(YType type) {
        return new YValue.Shared(type);
    }

    private static List<YValue> oneToFour() {
        return List.of(YValue.of(1), YValue.of(2), YValue.of(3), YValue.of(4));
    }

    private String word() {
        String letters = "abcdefghijklmnopqrstuvwxyz";
        int from = random.nextInt(20);
        return letters.substring(from, from + 1 + random.nextInt(6));
    }

    private void editArray(YArray array) {
        var expected = new ArrayList<>(array.toList());
        int at = random.nextInt(array.length() + 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                YArray inner = YArray.of();
                array.insert(at, shared(inner));
                inner.insert(0, oneToFour());
                expected.add(at, shared(inner));
            }
            case 1 -> {
                YMap inner = YMap.of();
                array.insert(at, shared(inner));
                for (int i = 42; i < 45; i++) {
                    inner.set("prop", YValue.of(i));
                }
                expected.add(at, shared(inner));
            }
            case 2 -> {
                array.insert(at, YValue.NULL);
                expected.add(at, YValue.NULL);
            }
            case 3 -> {
                YValue number = YValue.of(unique++);
                for (int count = 1 + random.nextInt(4); count > 0; count--) {
                    expected.add(at, number);
                }
                array.insert(at, expected.subList(at, at + expected.size() - array.length()));
            }
            default -> {
                if (at < array.length()) {
                    int count = Math.min(1 + random.nextInt(2), array.length() - at);
                    if (random.nextBoolean()
                            && array.get(at) instanceof YValue.Shared(YArray inner)
                            && inner.length() > 0) {
                        inner.delete(random.nextInt(inner.length()));
                    } else {
                        array.delete(at, count);
                        expected.subList(at, at + count).clear();
                    }
                }
            }
        }
        assertThat(array.toList()).isEqualTo(expected);
    }

    private void editMap(YMap map) {
        String key = random.nextBoolean() ? "one" : "two";
        switch (random.nextInt(4)) {
            case 0 -> map.set(key, YValue.of("é€😀" + unique++));
            case 1 -> {
                YArray inner = YArray.of();
                map.set(key, shared(inner));
                inner.insert(0, oneToFour());
            }
            case 2 -> {
                YMap inner = YMap.of();
                map.set(key, shared(inner));
                inner.set("deep", YValue.of("value"));
            }
            default -> map.delete(key);
        }
    }

    private void editPlain(YText text) {
        var expected = new StringBuilder(text.toString());
        int at = random.nextInt(text.length() + 1);
        if (random.nextBoolean()) {
            String added = unique++ + word();
            text.insert(at, added);
            expected.insert(at, added);
        } else {
            int count = Math.min(random.nextInt(3), text.length() - at);
            text.delete(at, count);
            expected.delete(at, at + count);
        }
        assertThat(text).hasToString(expected.toString());
    }

    private Map<String, YValue> marks() {
        return MARKS.get(random.nextInt(MARKS.size()));
    }

    private void editRich(YText text) {
        int at = random.nextInt(text.length() + 1);
        int count = Math.min(random.nextInt(3), text.length() - at);
        switch (random.nextInt(6)) {
            case 0 -> {
                String added = unique++ + word();
                if (random.nextInt(4) == 0) {
                    text.insert(at, added);
                } else {
                    text.insert(at, added, marks());
                }
            }
            case 1 -> {
                if (random.nextBoolean()) {
                    text.insertEmbed(at, YValue.of(Map.of("image", "a picture")));
                } else {
                    text.insertEmbed(at, YMap.of(Map.of(word(), YValue.of(word()))));
                }
            }
            case 2 -> text.delete(at, count);
            case 3 -> text.format(at, count, marks());
            case 4 -> {
                List<Delta> block = new ArrayList<>();
                if (at > 0) {
                    block.add(new Delta.Retain(at));
                }
                block.add(new Delta.Insert(YValue.of(unique++ + word())));
                block.add(new Delta.Insert(YValue.of("\n"), Map.of("code-block", YValue.TRUE)));
                text.applyDelta(block);
            }
            default -> text.applyDelta(manySteps(at, text.length()));
        }
    }

    private List<Delta> manySteps(int from, int length) {
        List<Delta> steps = new ArrayList<>();
        int at = from;
        if (at > 0) {
            steps.add(new Delta.Retain(at));
        }
        for (int i = 0; i < 7 && at < length; i++) {
            int count = 1 + random.nextInt(Math.min(5, length - at));
            switch (random.nextInt(3)) {
                case 0 -> {
                    steps.add(new Delta.Retain(count, marks()));
                    at += count;
                }
                case 1 -> steps.add(new Delta.Insert(YValue.of(word()), marks()));
                default -> {
                    steps.add(new Delta.Delete(count));
                    at += count;
                }
            }
        }
        return steps;
    }

    private void editXml(YXmlElement root) {
        List<YXmlElement> elements = new ArrayList<>(List.of(root));
        List<YXmlText> texts = new ArrayList<>();
        for (YType type : root.treeWalker()) {
            if (type instanceof YXmlElement element) {
                elements.add(element);
            } else if (type instanceof YXmlText text) {
                texts.add(text);
            }
        }
        YXmlElement element = elements.get(random.nextInt(elements.size()));
        int at = random.nextInt(element.length() + 1);
        switch (random.nextInt(7)) {
            case 0 -> element.setAttribute(word().substring(0, 1), word());
            case 1 ->
                    element.getAttributes().keySet().stream()
                            .findAny()
                            .ifPresent(element::removeAttribute);
            case 2 -> element.insert(at, YXmlElement.of(word(), YXmlText.of(word())));
            case 3 -> element.insert(at, YXmlText.of(word()), YXmlElement.of(word()));
            case 4 -> {
                if (at < element.length()) {
                    element.delete(at, 1);
                }
            }
            default -> {
                if (!texts.isEmpty()) {
                    editRich(texts.get(random.nextInt(texts.size())));
                }
            }
        }
    }
}
