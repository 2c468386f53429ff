package dev.evenkeel.crdt.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Makes edits of formatted text. Keys and values are few, so that marks meet marks that say the
/// same, and some keys look like numbers, which JavaScript lists first.
final class RichGenerator {

    private static final List<String> KEYS = List.of("b", "i", "2", "10", "a", "b", "i");

    private final SplittableRandom random;
    private final Supplier<String> strings;
    // Values that JSON cannot carry, after which replicas differ.
    private final boolean odd;

    RichGenerator(SplittableRandom random, Supplier<String> strings, boolean odd) {
        this.random = random;
        this.strings = strings;
        this.odd = odd;
    }

    Map<String, Object> edit() {
        var edit = new LinkedHashMap<String, Object>();
        int dice = random.nextInt(100);
        if (dice < 22) {
            edit.put("op", "insert");
            format(edit, 50);
        } else if (dice < 34) {
            edit.put("op", "embed");
            edit.put("v", embed(0));
            format(edit, 60);
        } else if (dice < 60) {
            edit.put("op", "format");
            edit.put("at", attributes());
        } else if (dice < 78) {
            edit.put("op", "delete");
        } else if (dice < 92) {
            edit.put("op", "delta");
            edit.put("delta", delta(false));
            edit.put("sanitize", random.nextBoolean());
        } else if (dice < 95) {
            edit.put("op", "copy");
            format(edit, 50);
        } else if (dice < 98) {
            edit.put("op", "set");
            edit.put("v", value());
        } else {
            edit.put("op", "unset");
        }
        return edit;
    }

    private void format(Map<String, Object> edit, int percent) {
        if (random.nextInt(100) < percent) {
            edit.put("at", attributes());
        }
    }

    private List<Object> attributes() {
        var attributes = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(8) == 0 ? random.nextInt(6) : 1 + random.nextInt(2);
                i > 0;
                i--) {
            attributes.put(KEYS.get(random.nextInt(KEYS.size())), value());
        }
        var pairs = new ArrayList<Object>();
        attributes.forEach((key, value) -> pairs.add(List.of(key, value)));
        return pairs;
    }

    private Object value() {
        return switch (random.nextInt(odd ? 18 : 14)) {
            case 0, 1, 2, 3, 4 -> List.of("bool", true);
            case 5, 6, 7 -> List.of("null");
            case 8 -> List.of("str", "x");
            case 9 -> List.of("num", "1");
            case 10 -> List.of("obj", List.of(List.of("v", List.of("num", "1"))));
            case 11 -> List.of("arr", List.of(List.of("num", "1"), List.of("str", "x")));
            case 12 -> List.of("obj", List.of(List.of("d", List.of("obj", List.of()))));
            case 13 -> List.of("obj", List.of());
            case 14 -> List.of("num", random.nextBoolean() ? "NaN" : "-0");
            case 15 -> List.of("bin", "0102");
            case 16 -> List.of("arr", List.of(List.of("undef")));
            default -> List.of("obj", List.of(List.of("v", List.of("undef"))));
        };
    }

    private Object embed(int depth) {
        return switch (random.nextInt(depth > 1 ? 6 : 12)) {
            case 0 -> List.of("obj", List.of(List.of("image", List.of("str", strings.get()))));
            case 1 -> List.of("num", String.valueOf(random.nextInt(100) / 4.0));
            case 2 -> List.of("bool", random.nextBoolean());
            case 3 -> List.of("arr", List.of(List.of("null"), List.of("str", strings.get())));
            case 4 ->
                    odd
                            ? List.of("obj", List.of(List.of("u", List.of("undef"))))
                            : List.of("obj", List.of());
            case 5 -> odd ? List.of("bin", "00ff") : List.of("str", strings.get());
            case 6, 7 -> List.of("map", List.of(List.of("k", List.of("num", "1"))));
            case 8 -> List.of("array", List.of(prepared(depth + 1)));
            case 9 -> List.of("text", strings.get());
            default -> prepared(depth + 1);
        };
    }

    /// @param exact whether lengths are what they say, because nobody will reduce them
    private List<Object> delta(boolean exact) {
        var steps = new ArrayList<Object>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            var step = new LinkedHashMap<String, Object>();
            switch (random.nextInt(exact ? 6 : 10)) {
                case 0, 1, 2 -> {
                    step.put("s", random.nextInt(4) == 0 ? "end\n" : strings.get());
                    format(step, 50);
                }
                case 3 -> {
                    step.put("v", exact ? List.of("num", "7") : embed(1));
                    format(step, 50);
                }
                case 4, 5, 6, 7 -> {
                    step.put("r", (long) (exact ? 1 + random.nextInt(4) : random.nextInt(12)));
                    format(step, 40);
                }
                default -> step.put("d", (long) random.nextInt(6));
            }
            steps.add(step);
        }
        return steps;
    }

    /// A text that is edited before it is in a document. No pairs of surrogates here: nobody moves
    /// the places away from them.
    List<Object> prepared(int depth) {
        var calls = new ArrayList<Object>();
        int length = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
            long at = random.nextInt(length + 1);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    String word = random.nextBoolean() ? "abc" : "x";
                    calls.add(call("insert", at, word));
                    length += word.length();
                }
                case 2 -> {
                    calls.add(call("embed", at, depth > 1 ? List.of("num", "3") : embed(2)));
                    Object spec = Json.list(calls.getLast()).get(2);
                    boolean string = "str".equals(Json.list(spec).getFirst());
                    if (string) {
                        calls.removeLast();
                    } else {
                        length++;
                    }
                }
                case 3, 4 -> {
                    if (at < length) {
                        long count = 1 + random.nextInt((int) (length - at));
                        calls.add(List.of("format", at, count, attributes()));
                    }
                }
                case 5 -> {
                    if (at < length) {
                        long count = 1 + random.nextInt((int) (length - at));
                        calls.add(List.of("delete", at, count));
                        length -= (int) count;
                    }
                }
                case 6 -> {
                    if (length == 0) {
                        calls.add(
                                List.of(
                                        "delta",
                                        0L,
                                        List.of(
                                                Map.of("s", "one", "at", attributes()),
                                                Map.of("s", "two"))));
                        length += 6;
                    }
                }
                default -> calls.add(List.of("set", "k", value()));
            }
        }
        return List.of("rtext", calls);
    }

    private List<Object> call(String op, long at, Object x) {
        return random.nextBoolean() ? List.of(op, at, x, attributes()) : List.of(op, at, x);
    }
}
