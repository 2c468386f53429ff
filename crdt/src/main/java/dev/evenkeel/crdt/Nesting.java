package dev.evenkeel.crdt;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiPredicate;

/// Compares and prints arrays and objects without recursion: what shared types hold as JSON is
/// nested as deep as the types are, and that can be more than a thread's stack bears.
final class Nesting {

    private record Pair(YValue one, YValue other) {}

    /// An array or object whose members are being hashed; `key` is the hash of the current key.
    private static final class Sum {
        final Iterator<?> members;
        final boolean ordered;
        int hash;
        int key;

        Sum(YValue value) {
            members = members(value);
            ordered = value instanceof YValue.Arr;
            hash = ordered ? 1 : 0;
        }
    }

    private record Printed(Iterator<?> members, String end) {}

    private Nesting() {}

    static boolean equal(YValue first, YValue second) {
        return equal(first, second, YValue::equals);
    }

    /// @param single compares what is neither array nor object
    static boolean equal(YValue first, YValue second, BiPredicate<YValue, YValue> single) {
        var open = new ArrayDeque<Pair>();
        open.push(new Pair(first, second));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            boolean equal =
                    switch (pair.one) {
                        case YValue.Arr one ->
                                pair.other instanceof YValue.Arr other
                                        && openMembers(one, other, open);
                        case YValue.Obj one ->
                                pair.other instanceof YValue.Obj other
                                        && openMembers(one, other, open);
                        case YValue one -> single.test(one, pair.other);
                    };
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    private static boolean openMembers(YValue.Arr one, YValue.Arr other, ArrayDeque<Pair> open) {
        if (one.values().size() != other.values().size()) {
            return false;
        }
        Iterator<YValue> others = other.values().iterator();
        one.values().forEach(value -> open.push(new Pair(value, others.next())));
        return true;
    }

    private static boolean openMembers(YValue.Obj one, YValue.Obj other, ArrayDeque<Pair> open) {
        if (one.values().size() != other.values().size()) {
            return false;
        }
        for (var member : one.values().entrySet()) {
            YValue value = other.values().get(member.getKey());
            if (value == null) {
                return false;
            }
            open.push(new Pair(member.getValue(), value));
        }
        return true;
    }

    private static Iterator<?> members(YValue value) {
        return switch (value) {
            case YValue.Arr array -> array.values().iterator();
            case YValue.Obj object -> object.values().entrySet().iterator();
            case YValue single -> throw new IllegalArgumentException("no members: " + single);
        };
    }

    private static boolean hasMembers(YValue value) {
        return value instanceof YValue.Arr || value instanceof YValue.Obj;
    }

    /// The hash that the list or map of the members has, were they hashed by recursion.
    static int hash(YValue value) {
        var open = new ArrayDeque<Sum>();
        open.push(new Sum(value));
        while (true) {
            Sum sum = open.element();
            int hash;
            if (sum.members.hasNext()) {
                Object next = sum.members.next();
                YValue member;
                if (next instanceof Map.Entry<?, ?> entry
                        && entry.getValue() instanceof YValue held) {
                    sum.key = String.valueOf(entry.getKey()).hashCode();
                    member = held;
                } else {
                    member = (YValue) next;
                }
                if (hasMembers(member)) {
                    open.push(new Sum(member));
                    continue;
                }
                hash = member.hashCode();
            } else {
                hash = sum.hash;
                open.pop();
                if (open.isEmpty()) {
                    return hash;
                }
                sum = open.element();
            }
            add(sum, hash);
        }
    }

    private static void add(Sum sum, int hash) {
        sum.hash = sum.ordered ? 31 * sum.hash + hash : sum.hash + (sum.key ^ hash);
    }

    static String print(YValue value) {
        var text = new StringBuilder();
        var open = new ArrayDeque<Printed>();
        begin(value, text, open);
        boolean first = true;
        while (!open.isEmpty()) {
            Printed printed = open.element();
            if (!printed.members.hasNext()) {
                text.append(printed.end);
                open.pop();
                first = false;
                continue;
            }
            text.append(first ? "" : ", ");
            Object next = printed.members.next();
            if (next instanceof Map.Entry<?, ?> entry) {
                text.append(entry.getKey()).append('=');
                next = entry.getValue();
            }
            first = next instanceof YValue member && hasMembers(member);
            if (first) {
                begin((YValue) next, text, open);
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }

    private static void begin(YValue value, StringBuilder text, ArrayDeque<Printed> open) {
        boolean array = value instanceof YValue.Arr;
        text.append(array ? "[" : "{");
        open.push(new Printed(members(value), array ? "]" : "}"));
    }
}
