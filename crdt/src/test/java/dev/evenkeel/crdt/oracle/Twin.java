package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.ApplyResult;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlFragment;
import dev.evenkeel.crdt.YXmlText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One replica on the engine's side. Its other half lives in `schedule.mjs` and makes the same
/// calls.
final class Twin {

    /// Where edits stop putting types into types.
    private static final int MAX_DEPTH = 3;

    final YDoc doc;
    final Subdocuments subdocuments;
    final History history = new History(this);
    private final Map<String, String> roots;
    private List<byte[]> events = new ArrayList<>();
    private List<String> told = new ArrayList<>();
    private List<String> toldV2 = new ArrayList<>();
    private final Set<String> watched = new HashSet<>();
    private @Nullable Watch watch;

    Twin(Schedule.Replica replica, Map<String, String> roots, boolean lazy) {
        YDoc.Builder builder = YDoc.builder().clientId(replica.client()).gc(replica.gc());
        if (replica.filter()) {
            builder.gcFilter(item -> (item.clock() + item.length()) % 3 != 0);
        }
        this.doc = builder.build();
        this.roots = roots;
        this.subdocuments = new Subdocuments(doc);
        var _ = doc.onUpdate((update, transaction) -> hear(update, transaction.isLocal()));
        var _ = doc.onUpdateV2((update, _) -> toldV2.add(Line.digest(update)));
        if (!lazy) {
            roots.keySet().forEach(this::type);
        }
    }

    /// The names of the roots, in order.
    Stream<String> rootNames() {
        return roots.keySet().stream().sorted();
    }

    private void hear(byte[] update, boolean local) {
        events.add(update);
        told.add((local ? "L" : "R") + Line.hex(update));
    }

    void observe(boolean texts) {
        if (watch == null) {
            watch = new Watch(this, roots.keySet(), texts);
        }
    }

    void arm(String when, List<Schedule.Edit> edits) {
        if (watch != null) {
            watch.arm(when, edits);
        }
    }

    List<byte[]> takeEvents() {
        List<byte[]> taken = events;
        events = new ArrayList<>();
        return taken;
    }

    YType type(String name) {
        YType type = root(name);
        if (name.startsWith("deep") && watched.add(name)) {
            var _ = type.observeDeep(events -> told.add(Events.canonical(events)));
        }
        return type;
    }

    private YType root(String name) {
        return switch (roots.getOrDefault(name, "none")) {
            case "text" -> watched(name, doc.getText(name));
            case "array" -> doc.getArray(name);
            case "map" -> doc.getMap(name);
            case "xml" -> doc.getXmlFragment(name);
            case "xmlel" -> doc.getXmlElement(name);
            case "xmltext" -> doc.getXmlText(name);
            case String other -> throw new IllegalArgumentException(name + " is " + other);
        };
    }

    /// Texts of a certain name are watched: what their events say becomes part of the line.
    private YText watched(String name, YText text) {
        if (name.startsWith("watched") && watched.add(name)) {
            var _ = text.observe(event -> told.add(RichEdits.canonical(event)));
        }
        return text;
    }

    /// Applies, and holds the engine to what it says about the call.
    void apply(byte[] update, boolean v2) {
        Update parsed = v2 ? Update.parseV2(update) : Update.parse(update);
        boolean covered = doc.covers(parsed);
        int before = events.size();
        boolean aloneToEdit = watch == null || !watch.isArmed();
        ApplyResult result = v2 ? doc.applyUpdateV2(update) : doc.applyUpdate(update);
        if (!aloneToEdit) {
            return;
        }
        boolean told = events.size() > before;
        require(result.changed() == told, "says changed=" + result.changed() + ", events " + told);
        require(
                result.pending() != doc.pending().isEmpty(),
                "says pending=" + result.pending() + " and holds " + doc.pending());
        require(!covered || !told, "said the update was covered, then changed");
        require(covered || told || result.pending(), "said the update was news, but it was not");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }

    void applyTogether(List<byte[]> updates) {
        doc.transact(() -> updates.forEach(doc::applyUpdate));
    }

    /// Where a step leads to, and how many types that is in.
    record Place(YType type, int depth) {}

    /// From a root down, each selector choosing "stay" or one of the children.
    Place reach(String root, List<Integer> path) {
        YType type = type(root);
        int depth = 0;
        for (int selector : path) {
            List<YType> children = children(type);
            int choice = selector % (children.size() + 1);
            if (choice == 0) {
                break;
            }
            type = children.get(choice - 1);
            depth++;
        }
        return new Place(type, depth);
    }

    void edit(Schedule.Edit edit) {
        Place place = reach(edit.root(), edit.path());
        boolean deep = place.depth() >= MAX_DEPTH;
        switch (place.type()) {
            case YXmlFragment xml -> XmlEdits.edit(xml, edit, deep);
            case YText text -> {
                if (text instanceof YXmlText xml && (edit.rich().isEmpty() || edit.w() < 25)) {
                    XmlEdits.edit(xml, edit);
                } else if (edit.rich().isEmpty()) {
                    edit(text, edit);
                } else {
                    RichEdits.edit(text, edit, deep);
                }
            }
            case YArray array -> edit(array, edit, deep);
            case YMap map -> {
                if (edit.w() < 75) {
                    map.set(edit.k(), Values.of(edit.v().getFirst(), deep));
                } else {
                    map.delete(edit.k());
                }
            }
        }
    }

    private static void edit(YText text, Schedule.Edit edit) {
        String s = text.toString();
        if (edit.w() < 60 || s.isEmpty()) {
            text.insert(RichEdits.snap(s, edit.a() % (s.length() + 1)), edit.s());
        } else {
            int from = RichEdits.snap(s, edit.a() % s.length());
            int to = RichEdits.snap(s, from + 1 + edit.b() % (s.length() - from));
            if (to > from) {
                text.delete(from, to - from);
            }
        }
    }

    private static void edit(YArray array, Schedule.Edit edit, boolean deep) {
        if (edit.w() < 45) {
            array.insert(edit.a() % (array.length() + 1), Values.all(edit.v(), deep));
        } else if (edit.w() < 65 || array.length() == 0) {
            array.push(Values.all(edit.v(), deep));
        } else {
            int from = edit.a() % array.length();
            array.delete(from, 1 + edit.b() % (array.length() - from));
        }
    }

    static List<YType> children(YType type) {
        List<YValue> values = new ArrayList<>();
        switch (type) {
            case YArray array -> values.addAll(array.toList());
            case YMap map ->
                    map.keys().stream()
                            .sorted()
                            .forEach(key -> map.get(key).ifPresent(values::add));
            case YXmlFragment xml -> values.addAll(xml.toList());
            case YText text -> values.addAll(RichEdits.children(text));
        }
        List<YType> children = new ArrayList<>();
        for (YValue value : values) {
            if (value instanceof YValue.Shared(YType child)) {
                children.add(child);
            }
        }
        return children;
    }

    /// The line of the step that ends here.
    String line(List<byte[]> extra, boolean whole) {
        String events = String.join(",", told);
        told = new ArrayList<>();
        String eventsV2 = String.join(",", toldV2);
        toldV2 = new ArrayList<>();
        var pending = doc.pending();
        String missing =
                pending.missing().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
        String content = whole ? content() : "";
        String line =
                Line.of(
                        events,
                        eventsV2,
                        Line.hex(extra),
                        whole ? Line.hex(doc.encodeStateAsUpdate()) : "",
                        whole ? Line.digest(doc.encodeStateAsUpdateV2()) : "",
                        Line.hex(doc.stateVector().encode()),
                        missing,
                        pending.deletes() ? "1" : "0",
                        content);
        if (watch == null) {
            return line;
        }
        String heard = watch.take();
        watch.attach();
        return line + "|ob=" + heard;
    }

    private String content() {
        return roots.keySet().stream()
                .sorted()
                .filter(name -> doc.root(name).isPresent())
                .map(name -> name + "=" + Values.canonical(doc.root(name).orElseThrow()))
                .collect(Collectors.joining(";"));
    }
}
