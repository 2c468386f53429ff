package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Schema.Field;
import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.Mirror;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;
import dev.evenkeel.domain.content.TextEdit;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.replica.Replicas.Mirrors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Applies changes of content to a document, as few operations as will do.
///
/// # Rules
///
/// - A shared type that is there stays: it is changed in place, never replaced, so that cursors and
///   concurrent edits in it live on. Only what is not of the type that the schema wants is
///   replaced.
/// - What says it already is not written again.
/// - Equal changes make equal operations: maps are written in the order of the schema, open maps
///   and plain objects in the order of their keys.
/// - A change whose place is gone was overtaken by a deletion and does nothing.
final class ContentWriter {

    private final YDoc doc;
    private final Schema schema;

    // The items of each list by id, in their order: finding one must not walk the list each time.
    private final IdentityHashMap<YArray, Map<String, List<YMap>>> items = new IdentityHashMap<>();

    ContentWriter(YDoc doc, Schema schema) {
        this.doc = doc;
        this.schema = schema;
    }

    void apply(Change change) {
        Optional<Place> found = locate(change.path());
        if (found.isEmpty()) {
            return;
        }
        Place place = found.get();
        switch (change) {
            case Change.Put(_, Value value) -> put(place, value);
            case Change.Remove _ -> remove(place);
            case Change.AddItem(_, String id, Value.Obj item) -> addItem(place, id, item);
            case Change.RemoveItem(_, String id) -> removeItems(place, id, 0);
            case Change.Collapse(_, String id) -> removeItems(place, id, 1);
            case Change.EditText(_, List<TextEdit> edits) -> editText(place, edits);
        }
    }

    void mirror(Mirrors mirrors) {
        schema.lockVersion().ifPresent(at -> mirror(at, Value.of((double) mirrors.lockVersion())));
        schema.deletedAt()
                .ifPresent(
                        at ->
                                mirror(
                                        at,
                                        mirrors.deletedAt()
                                                .<Value>map(Value::of)
                                                .orElse(Value.NULL)));
    }

    private void mirror(Mirror at, Value value) {
        putPlain(doc.getMap(at.root()), at.key(), value);
    }

    /// Where a path leads.
    private sealed interface Place {

        Shape shape();

        /// A root or an item of a list, which cannot be set but only changed.
        record Whole(YType type, Shape shape) implements Place {}

        record Member(YMap map, String key, Shape shape) implements Place {

            Optional<YValue> raw() {
                return map.get(key);
            }
        }
    }

    private Optional<Place> locate(Path path) {
        Optional<Place> place = Optional.empty();
        for (String step : path.steps()) {
            place = place.isEmpty() ? Optional.of(first(step)) : below(place.get(), step);
            if (place.isEmpty()) {
                return place;
            }
        }
        return place;
    }

    private Place first(String step) {
        Root root = schema.rootOf(step);
        return root.inline()
                ? new Place.Member(
                        doc.getMap(root.name()), step, member((Fields) root.shape(), step))
                : new Place.Whole(ContentReader.rootType(doc, root), root.shape());
    }

    private Optional<Place> below(Place place, String step) {
        return switch (place.shape()) {
            case Fields fields ->
                    mapAt(place).map(map -> new Place.Member(map, step, member(fields, step)));
            case OpenMap _ ->
                    mapAt(place)
                            .map(map -> new Place.Member(map, step, new Plain(Schema.Type.ANY)));
            case KeyedList list ->
                    arrayAt(place)
                            .map(array -> itemsOf(array, list).get(step))
                            .map(same -> new Place.Whole(same.getFirst(), list.item()));
            case Text _, Plain _ ->
                    throw new IllegalArgumentException("Nothing lies below a value: " + step);
        };
    }

    private static Shape member(Fields fields, String key) {
        Field field = fields.fields().get(key);
        if (field == null) {
            throw new IllegalArgumentException("The schema has no member '" + key + "' here");
        }
        return field.shape();
    }

    private Optional<YMap> mapAt(Place place) {
        return switch (place) {
            case Place.Whole(YMap map, _) -> Optional.of(map);
            case Place.Whole _ -> Optional.empty();
            case Place.Member member -> {
                if (member.raw().orElse(YValue.NULL) instanceof YValue.Obj plain) {
                    // A plain object can only be written as a whole; make it a map first.
                    set(member, Json.read(plain, Schema.Type.ANY));
                }
                yield member.raw().orElse(YValue.NULL) instanceof YValue.Shared(YMap map)
                        ? Optional.of(map)
                        : Optional.empty();
            }
        };
    }

    private static Optional<YArray> arrayAt(Place place) {
        return switch (place) {
            case Place.Whole(YArray array, _) -> Optional.of(array);
            case Place.Whole _ -> Optional.empty();
            case Place.Member member ->
                    member.raw().orElse(YValue.NULL) instanceof YValue.Shared(YArray array)
                            ? Optional.of(array)
                            : Optional.empty();
        };
    }

    private void put(Place place, Value value) {
        switch (place) {
            case Place.Whole(YType type, Shape shape) -> fill(type, shape, value);
            case Place.Member member -> putMember(member, value);
        }
    }

    private void putMember(Place.Member member, Value value) {
        Shape shape = member.shape();
        // A shared text is never null: content that says so means the empty text.
        boolean plain =
                shape instanceof Plain || (value instanceof Value.Null && !(shape instanceof Text));
        if (plain) {
            putPlain(member.map(), member.key(), value);
        } else if (member.raw().orElse(YValue.NULL) instanceof YValue.Shared(YType type)
                && isOf(type, shape)) {
            fill(type, shape, value);
        } else {
            set(member, value);
        }
    }

    private static void putPlain(YMap map, String key, Value value) {
        if (!Json.says(map.get(key), value)) {
            map.set(key, Json.write(value));
        }
    }

    private void set(Place.Member member, Value value) {
        member.map().set(member.key(), made(member.shape(), value));
    }

    private static boolean isOf(YType type, Shape shape) {
        return switch (shape) {
            case Text _ -> type instanceof YText;
            case Fields _, OpenMap _ -> type instanceof YMap;
            case KeyedList _ -> type instanceof YArray;
            case Plain _ -> false;
        };
    }

    /// Make a shared type that is there say `value`.
    private void fill(YType type, Shape shape, Value value) {
        switch (shape) {
            case Text _ when type instanceof YText text -> Texts.replace(text, textOf(value));
            case Fields fields when type instanceof YMap map && value instanceof Value.Obj object ->
                    fields.fields()
                            .forEach(
                                    (key, field) -> {
                                        var member = new Place.Member(map, key, field.shape());
                                        Value wanted = object.get(key);
                                        if (wanted == null) {
                                            remove(member);
                                        } else {
                                            putMember(member, wanted);
                                        }
                                    });
            case OpenMap _ when type instanceof YMap map -> {
                Map<String, Value> wanted = membersOf(value);
                new TreeSet<>(map.keys())
                        .stream().filter(key -> !wanted.containsKey(key)).forEach(map::delete);
                wanted.forEach((key, entry) -> putPlain(map, key, entry));
            }
            case KeyedList list when type instanceof YArray array -> {
                Map<String, Value.Obj> wanted = itemsOf(value, list);
                Set<String> gone = new HashSet<>(itemsOf(array, list).keySet());
                gone.removeAll(wanted.keySet());
                delete(array, list, gone, 0);
                wanted.forEach((id, item) -> putItem(array, list, id, item));
            }
            case Text _, Fields _, OpenMap _, KeyedList _, Plain _ -> {}
        }
    }

    private static void remove(Place place) {
        if (place instanceof Place.Member(YMap map, String key, _) && map.has(key)) {
            map.delete(key);
        }
    }

    private void addItem(Place place, String id, Value.Obj item) {
        KeyedList list = listAt(place);
        Optional<YArray> array = arrayAt(place);
        if (array.isPresent()) {
            putItem(array.get(), list, id, item);
        } else if (place instanceof Place.Member member) {
            set(member, new Value.Arr(List.of(item.with(list.idKey(), Value.of(id)))));
        }
    }

    // An item that is there already is brought to what is wanted: added again it would be twice.
    private void putItem(YArray array, KeyedList list, String id, Value.Obj item) {
        Value.Obj whole = item.with(list.idKey(), Value.of(id));
        List<YMap> present = itemsOf(array, list).get(id);
        if (present != null) {
            fill(present.getFirst(), list.item(), whole);
            return;
        }
        YValue.Shared made = map(list.item(), whole);
        array.push(made);
        if (made.type() instanceof YMap map) {
            itemsOf(array, list).put(id, new ArrayList<>(List.of(map)));
        }
    }

    private void removeItems(Place place, String id, int keep) {
        KeyedList list = listAt(place);
        arrayAt(place).ifPresent(array -> delete(array, list, Set.of(id), keep));
    }

    /// Delete the items with these ids, save the first `keep` of each.
    private void delete(YArray array, KeyedList list, Set<String> ids, int keep) {
        if (ids.stream()
                .allMatch(id -> itemsOf(array, list).getOrDefault(id, List.of()).size() <= keep)) {
            return;
        }
        var seen = new HashMap<String, Integer>();
        var doomed = new ArrayList<Integer>();
        List<YValue> all = array.toList();
        for (int i = 0; i < all.size(); i++) {
            Optional<String> id =
                    all.get(i) instanceof YValue.Shared(YMap map)
                            ? ContentReader.id(map, list.idKey())
                            : Optional.empty();
            if (id.filter(ids::contains).isPresent()
                    && seen.merge(id.get(), 1, Integer::sum) > keep) {
                doomed.add(i);
            }
        }
        doomed.reversed().forEach(i -> array.delete(i, 1));
        items.remove(array);
    }

    private static KeyedList listAt(Place place) {
        if (place.shape() instanceof KeyedList list) {
            return list;
        }
        throw new IllegalArgumentException("Expected a keyed list, but the schema says otherwise");
    }

    private Map<String, List<YMap>> itemsOf(YArray array, KeyedList list) {
        return items.computeIfAbsent(
                array,
                _ -> {
                    var byId = new HashMap<String, List<YMap>>();
                    for (YValue item : array.toList()) {
                        if (item instanceof YValue.Shared(YMap map)) {
                            ContentReader.id(map, list.idKey())
                                    .ifPresent(
                                            id ->
                                                    byId.computeIfAbsent(id, _ -> new ArrayList<>())
                                                            .add(map));
                        }
                    }
                    return byId;
                });
    }

    private void editText(Place place, List<TextEdit> edits) {
        YValue raw =
                switch (place) {
                    case Place.Whole(YType type, _) -> new YValue.Shared(type);
                    case Place.Member member -> member.raw().orElse(YValue.NULL);
                };
        if (raw instanceof YValue.Shared(YText text)) {
            Texts.edit(text, edits);
        } else if (place instanceof Place.Member member) {
            String plain = raw instanceof YValue.Str(String written) ? written : "";
            set(member, Value.of(Texts.edited(plain, edits)));
        }
    }

    /// A new value of this shape.
    private YValue made(Shape shape, Value value) {
        return switch (shape) {
            case Plain _ -> Json.write(value);
            case Text _ -> new YValue.Shared(YText.of(textOf(value)));
            case Fields fields ->
                    value instanceof Value.Obj object ? map(fields, object) : YValue.NULL;
            case OpenMap _ -> {
                var entries = new LinkedHashMap<String, YValue>();
                membersOf(value).forEach((key, entry) -> entries.put(key, Json.write(entry)));
                yield new YValue.Shared(YMap.of(entries));
            }
            case KeyedList list ->
                    new YValue.Shared(
                            YArray.of(
                                    itemsOf(value, list).values().stream()
                                            .map(item -> map(list.item(), item))
                                            .toArray(YValue[]::new)));
        };
    }

    private YValue.Shared map(Fields fields, Value.Obj object) {
        var members = new LinkedHashMap<String, YValue>();
        fields.fields()
                .forEach(
                        (key, field) -> {
                            Value member = object.get(key);
                            if (member != null) {
                                members.put(key, made(field.shape(), member));
                            }
                        });
        return new YValue.Shared(YMap.of(members));
    }

    private static String textOf(Value value) {
        return value instanceof Value.Str(String text) ? text : "";
    }

    private static Map<String, Value> membersOf(Value value) {
        return value instanceof Value.Obj(Map<String, Value> members)
                ? new TreeMap<>(members)
                : Map.of();
    }

    private static Map<String, Value.Obj> itemsOf(Value value, KeyedList list) {
        var byId = new LinkedHashMap<String, Value.Obj>();
        if (value instanceof Value.Arr(List<Value> all)) {
            for (Value item : all) {
                if (item instanceof Value.Obj object && !object.text(list.idKey()).isEmpty()) {
                    byId.putIfAbsent(object.text(list.idKey()), object);
                }
            }
        }
        return byId;
    }
}
