package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.Delta;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YTextEvent;
import dev.evenkeel.crdt.YValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Formatted text on the engine's side; the other half is `rich.mjs`.
final class RichEdits {

    private static final Set<String> TYPES = Set.of("text", "rtext", "array", "map");

    private RichEdits() {}

    /// The text with a place holder for each embed and type.
    private static String units(YText text) {
        var units = new StringBuilder();
        for (Delta step : text.toDelta()) {
            if (step instanceof Delta.Insert(YValue content, _)) {
                units.append(content instanceof YValue.Str(String s) ? s : "\ufffc");
            }
        }
        return units.toString();
    }

    static int snap(String s, int at) {
        boolean inside =
                at > 0
                        && at < s.length()
                        && Character.isSurrogatePair(s.charAt(at - 1), s.charAt(at));
        return inside ? at - 1 : at;
    }

    private static int snapUp(String s, int at) {
        return snap(s, at) == at ? at : at + 1;
    }

    private static @Nullable Map<String, YValue> attributes(@Nullable Object specs) {
        if (specs == null) {
            return null;
        }
        var attributes = new LinkedHashMap<String, YValue>();
        for (Object spec : Json.list(specs)) {
            List<Object> pair = Json.list(spec);
            attributes.put((String) pair.getFirst(), Values.of(pair.getLast(), true));
        }
        return attributes;
    }

    private static Map<String, YValue> orNone(@Nullable Map<String, YValue> attributes) {
        return attributes == null ? Map.of() : attributes;
    }

    static void edit(YText text, Schedule.Edit edit, boolean deep) {
        Map<String, Object> rich = edit.rich();
        String units = units(text);
        int length = units.length();
        Map<String, YValue> attributes = attributes(rich.get("at"));
        int at = snap(units, edit.a() % (length + 1));
        switch (Json.string(rich, "op")) {
            case "insert" -> insert(text, at, edit.s(), attributes);
            case "embed" -> {
                Object spec = Json.get(rich, "v");
                boolean type = TYPES.contains((String) Json.list(spec).getFirst());
                embed(text, at, deep && type ? YValue.of(1L) : Values.of(spec, false), attributes);
            }
            case "format" -> {
                int to = snapUp(units, at + 1 + edit.b() % (length - at + 2));
                text.format(at, to - at, orNone(attributes));
            }
            case "delete" -> {
                if (at < length) {
                    text.delete(at, snapUp(units, at + 1 + edit.b() % (length - at)) - at);
                }
            }
            case "delta" ->
                    text.applyDelta(
                            steps(units, Json.list(Json.get(rich, "delta"))),
                            Json.flag(rich, "sanitize", true));
            case "copy" -> {
                boolean types =
                        text.toDelta().stream()
                                .anyMatch(step -> step instanceof Delta.Insert(YValue.Shared _, _));
                if (!deep && !types) {
                    embed(text, at, new YValue.Shared(text.copy()), attributes);
                }
            }
            case "set" -> text.setAttribute(edit.k(), Values.of(Json.get(rich, "v"), deep));
            case "unset" -> text.removeAttribute(edit.k());
            case String other -> throw new IllegalArgumentException("unknown edit " + other);
        }
    }

    private static void insert(
            YText text, int at, String s, @Nullable Map<String, YValue> attributes) {
        if (attributes == null) {
            text.insert(at, s);
        } else {
            text.insert(at, s, attributes);
        }
    }

    private static void embed(
            YText text, int at, YValue value, @Nullable Map<String, YValue> attributes) {
        if (attributes == null) {
            text.insertEmbed(at, value);
        } else {
            text.insertEmbed(at, value, attributes);
        }
    }

    private static List<Delta> steps(String before, List<Object> specs) {
        var u = new StringBuilder(before);
        int at = 0;
        var steps = new ArrayList<Delta>();
        for (Object each : specs) {
            Map<String, Object> op = Json.map(each);
            Map<String, YValue> attributes = orNone(attributes(op.get("at")));
            if (op.get("s") instanceof String s) {
                steps.add(new Delta.Insert(new YValue.Str(s), attributes));
                u.insert(at, s);
                at += s.length();
            } else if (op.containsKey("v")) {
                steps.add(new Delta.Insert(Values.of(op.get("v"), false), attributes));
                u.insert(at, '\ufffc');
                at++;
            } else if (op.get("r") instanceof Long r) {
                int to = snapUp(u.toString(), at + 1 + (int) (r % (u.length() - at + 2)));
                steps.add(new Delta.Retain(to - at, attributes));
                while (u.length() < to) {
                    u.append('\n');
                }
                at = to;
            } else if (at < u.length() && op.get("d") instanceof Long d) {
                int to = snapUp(u.toString(), at + 1 + (int) (d % (u.length() - at)));
                steps.add(new Delta.Delete(to - at));
                u.delete(at, to);
            }
        }
        return steps;
    }

    static YText prepared(Object calls) {
        YText text = YText.of("");
        for (Object each : Json.list(calls)) {
            List<Object> call = Json.list(each);
            Map<String, YValue> attributes = call.size() > 3 ? attributes(call.get(3)) : null;
            Object x = call.size() > 2 ? call.get(2) : "";
            switch ((String) call.getFirst()) {
                case "insert" -> insert(text, number(call.get(1)), (String) x, attributes);
                case "embed" -> embed(text, number(call.get(1)), Values.of(x, false), attributes);
                case "format" -> text.format(number(call.get(1)), number(x), orNone(attributes));
                case "delete" -> text.delete(number(call.get(1)), number(x));
                case "set" -> text.setAttribute((String) call.get(1), Values.of(x, false));
                case "unset" -> text.removeAttribute((String) call.get(1));
                case "delta" -> text.applyDelta(exactly(Json.list(x)));
                case String other -> throw new IllegalArgumentException("unknown call " + other);
            }
        }
        return text;
    }

    private static List<Delta> exactly(List<Object> specs) {
        var steps = new ArrayList<Delta>();
        for (Object each : specs) {
            Map<String, Object> op = Json.map(each);
            Map<String, YValue> attributes = orNone(attributes(op.get("at")));
            if (op.get("s") instanceof String s) {
                steps.add(new Delta.Insert(new YValue.Str(s), attributes));
            } else if (op.containsKey("v")) {
                steps.add(new Delta.Insert(Values.of(op.get("v"), false), attributes));
            } else if (op.containsKey("r")) {
                steps.add(new Delta.Retain(number(op.get("r")), attributes));
            } else {
                steps.add(new Delta.Delete(number(op.get("d"))));
            }
        }
        return steps;
    }

    private static int number(@Nullable Object json) {
        return json instanceof Long n ? n.intValue() : 0;
    }

    static List<YValue> children(YText text) {
        var children = new ArrayList<YValue>();
        for (Delta step : text.toDelta()) {
            if (step instanceof Delta.Insert(YValue content, _)) {
                children.add(content);
            }
        }
        return children;
    }

    /// A text with formatting as its delta, any other as a string.
    static String canonical(YText text) {
        List<Delta> delta = text.toDelta();
        Map<String, YValue> attributes = text.getAttributes();
        String own = attributes.isEmpty() ? "" : Values.canonical(new YValue.Obj(attributes));
        boolean plain =
                delta.stream()
                        .allMatch(
                                step ->
                                        step instanceof Delta.Insert(YValue.Str _, var format)
                                                && format.isEmpty());
        return (plain ? Values.quote(text.toString()) : canonical(delta)) + own;
    }

    /// What an event says. yjs leaves out embeds that are numbers or booleans, so nobody prints
    /// them; and what then stays at the end has nothing to say.
    static String canonical(YTextEvent event) {
        var delta = new ArrayList<>(event.delta());
        delta.removeIf(
                step ->
                        step instanceof Delta.Insert(YValue content, _)
                                && (content instanceof YValue.Num
                                        || content instanceof YValue.Bool));
        while (!delta.isEmpty()
                && delta.getLast() instanceof Delta.Retain(_, var attributes)
                && attributes.isEmpty()) {
            delta.removeLast();
        }
        return canonical(delta) + Events.keys(event);
    }

    /// The attributes in their order, because marks are written in that.
    static String canonical(List<Delta> delta) {
        var steps = new ArrayList<String>();
        for (Delta step : delta) {
            steps.add(
                    switch (step) {
                        case Delta.Insert(YValue content, var attributes) ->
                                "insert " + Values.canonical(content) + list(attributes);
                        case Delta.Elements(List<YValue> values) ->
                                "insert " + Values.canonical(new YValue.Arr(values));
                        case Delta.Retain(int length, var attributes) ->
                                "retain " + length + list(attributes);
                        case Delta.Delete(int length) -> "delete " + length;
                    });
        }
        return "delta[" + String.join(",", steps) + "]";
    }

    private static String list(Map<String, YValue> attributes) {
        var list = new ArrayList<String>();
        attributes.forEach(
                (key, value) -> list.add(Values.quote(key) + ":" + Values.canonical(value)));
        return list.isEmpty() ? "" : "{" + String.join(",", list) + "}";
    }
}
