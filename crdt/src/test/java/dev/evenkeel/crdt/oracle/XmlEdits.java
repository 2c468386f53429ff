package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlElement;
import dev.evenkeel.crdt.YXmlFragment;
import dev.evenkeel.crdt.YXmlHook;
import dev.evenkeel.crdt.YXmlText;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Edits of XML types, and what readers see in them; `xml.mjs` does the same on yjs.
final class XmlEdits {

    private XmlEdits() {}

    static YType node(Object spec) {
        List<Object> pair = Json.list(spec);
        Object x = pair.getLast();
        return switch ((String) pair.getFirst()) {
            case "xmltext" -> YXmlText.of((String) x);
            case "xmlfrag" -> YXmlFragment.of(nodes(Json.list(x)));
            case "hook" -> {
                List<Object> parts = Json.list(x);
                yield YXmlHook.of((String) parts.getFirst(), Values.members(parts.getLast(), true));
            }
            case "xmlel" -> {
                List<Object> parts = Json.list(x);
                yield YXmlElement.of(
                        (String) parts.getFirst(),
                        Values.members(parts.get(1), false),
                        nodes(Json.list(parts.getLast())));
            }
            case String other -> throw new IllegalArgumentException("no XML node: " + other);
        };
    }

    private static List<YType> nodes(List<Object> specs) {
        return specs.stream().map(XmlEdits::node).toList();
    }

    private static boolean isNode(Object spec) {
        return switch ((String) Json.list(spec).getFirst()) {
            case "xmltext", "xmlfrag", "hook", "xmlel" -> true;
            default -> false;
        };
    }

    static void edit(YXmlFragment xml, Schedule.Edit edit, boolean deep) {
        int w = edit.w();
        int length = xml.length();
        if (w < 30) {
            xml.insert(edit.a() % (length + 1), inserted(edit));
        } else if (w < 36) {
            xml.push(inserted(edit).toArray(YType[]::new));
        } else if (w < 42) {
            xml.unshift(inserted(edit).toArray(YType[]::new));
        } else if (w < 52) {
            int choice = edit.a() % (length + 1);
            xml.insertAfter(choice == 0 ? null : child(xml, choice - 1), inserted(edit));
        } else if (w < 57 && length > 0 && canCopy(child(xml, edit.a() % length))) {
            xml.insert(edit.b() % (length + 1), copy(child(xml, edit.a() % length)));
        } else if (w < 75 && length > 0) {
            int from = edit.a() % length;
            xml.delete(from, 1 + edit.b() % Math.min(3, length - from));
        } else if (xml instanceof YXmlElement element) {
            if (w < 92) {
                element.setAttribute(edit.k(), Values.of(edit.v().getFirst(), deep));
            } else {
                element.removeAttribute(edit.k());
            }
        } else {
            xml.push(inserted(edit).toArray(YType[]::new));
        }
    }

    private static List<YType> inserted(Schedule.Edit edit) {
        List<Object> specs = edit.v().stream().filter(XmlEdits::isNode).toList();
        return specs.isEmpty() ? List.of(YXmlText.of(edit.s())) : nodes(specs);
    }

    private static YType child(YXmlFragment xml, int index) {
        if (xml.get(index) instanceof YValue.Shared(YType type)) {
            return type;
        }
        throw new IllegalStateException("a child that is no type");
    }

    /// Yjs breaks where there is a type in an attribute or hook.
    private static boolean canCopy(YType type) {
        return switch (type) {
            case YXmlHook hook -> arePlain(hook);
            case YXmlElement element ->
                    element.getAttributes().values().stream().noneMatch(XmlEdits::isObject)
                            && canCopyAll(element);
            case YXmlFragment fragment -> canCopyAll(fragment);
            case YText text -> RichEdits.children(text).stream().noneMatch(XmlEdits::isObject);
            case YArray _, YMap _ -> false;
        };
    }

    private static boolean arePlain(YXmlHook hook) {
        return hook.keys().stream()
                .map(key -> hook.get(key).orElseThrow())
                .noneMatch(XmlEdits::isObject);
    }

    /// yjs cannot copy types there, and has a copied subdocument in two places at once.
    private static boolean isObject(YValue value) {
        return value instanceof YValue.Shared || value instanceof YValue.Sub;
    }

    private static boolean canCopyAll(YXmlFragment xml) {
        return xml.toList().stream()
                .allMatch(value -> value instanceof YValue.Shared(YType type) && canCopy(type));
    }

    private static YType copy(YType type) {
        return switch (type) {
            case YXmlHook hook -> hook.copy();
            case YXmlFragment fragment -> fragment.copy();
            case YXmlText text -> text.copy();
            case YText _, YArray _, YMap _ -> throw new IllegalArgumentException("no XML node");
        };
    }

    static void edit(YXmlText text, Schedule.Edit edit) {
        int length = text.length();
        if (edit.w() < 60 || length == 0) {
            text.insert(edit.a() % (length + 1), edit.s());
        } else {
            int from = edit.a() % length;
            text.delete(from, 1 + edit.b() % (length - from));
        }
    }

    /// What a walk through everything meets, as bytes for a line.
    static byte[] look(YType type) {
        StringBuilder seen = new StringBuilder();
        if (type instanceof YXmlFragment xml) {
            for (YType node : xml.treeWalker()) {
                seen.append(name(Optional.of(node))).append(describe(node)).append(' ');
            }
            seen.append('|').append(name(xml.firstChild())).append('|');
            seen.append(xml.querySelector("div").map(YXmlElement::toString).orElse("-"));
            for (YXmlElement each : xml.querySelectorAll("P")) {
                seen.append('|').append(each.nodeName()).append(each.length());
            }
        }
        return seen.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String describe(YType node) {
        return switch (node) {
            case YXmlText text ->
                    "(" + name(text.prevSibling()) + "," + name(text.nextSibling()) + ")";
            case YXmlElement element -> {
                List<String> attributes = new ArrayList<>();
                new TreeMap<>(element.getAttributes())
                        .forEach(
                                (key, value) ->
                                        attributes.add(key + "=" + Values.canonical(value)));
                yield "("
                        + name(element.prevSibling())
                        + ","
                        + name(element.nextSibling())
                        + ","
                        + String.join(";", attributes)
                        + ","
                        + element.hasAttribute("a")
                        + ")";
            }
            case YXmlHook hook -> hook.hookName();
            case YXmlFragment _, YText _, YArray _, YMap _ -> "";
        };
    }

    private static String name(Optional<YType> node) {
        return switch (node.orElse(null)) {
            case null -> "-";
            case YXmlElement element -> element.nodeName();
            case YXmlText text -> "#text" + text.length();
            case YXmlHook _ -> "#hook";
            case YXmlFragment _ -> "#fragment";
            case YText _, YArray _, YMap _ -> "#other";
        };
    }
}
