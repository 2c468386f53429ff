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
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.replica.Projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads a document into content, as a schema says.
///
/// Clients may write anything into a Yjs document, so whatever stands there reads as something; it
/// never fails. What the schema does not know is left out. What can be mended in the document
/// becomes a repair.
final class ContentReader {

    private final List<Change> repairs = new ArrayList<>();

    private ContentReader() {}

    static Projection read(YDoc doc, Schema schema) {
        var reader = new ContentReader();
        var content = new LinkedHashMap<String, Value>();
        for (Root root : schema.roots()) {
            YValue type = new YValue.Shared(rootType(doc, root));
            if (root.inline()) {
                Value members = reader.value(Path.ROOT, root.shape(), type);
                content.putAll(((Value.Obj) members).members());
            } else {
                content.put(root.name(), reader.value(Path.of(root.name()), root.shape(), type));
            }
        }
        return new Projection(new Value.Obj(content), reader.repairs);
    }

    /// The root's shared type. Naming it gives it that type in the document, which changes nothing
    /// for others.
    static YType rootType(YDoc doc, Root root) {
        return switch (root.shape()) {
            case Fields _, OpenMap _ -> doc.getMap(root.name());
            case KeyedList _ -> doc.getArray(root.name());
            case Text _ -> doc.getText(root.name());
            case Plain _ ->
                    throw new IllegalArgumentException(
                            "Expected root '" + root.name() + "' to be a shared type");
        };
    }

    /// An item's id, if it can serve as one.
    static Optional<String> id(YMap item, String idKey) {
        return item.get(idKey).orElse(YValue.NULL) instanceof YValue.Str(String id) && !id.isEmpty()
                ? Optional.of(Json.text(id).value())
                : Optional.empty();
    }

    private Value value(Path path, Shape shape, YValue raw) {
        return switch (shape) {
            case Plain(Schema.Type type) -> Json.read(raw, type);
            case Text _ -> text(path, raw);
            case Fields fields -> nested(path, fields, raw);
            case OpenMap _ -> openMap(path, raw);
            case KeyedList list -> list(path, list, raw);
        };
    }

    private Value text(Path path, YValue raw) {
        if (raw instanceof YValue.Shared(YText text)) {
            return Json.text(text.toString());
        }
        Value.Str plain =
                raw instanceof YValue.Str(String written) ? Json.text(written) : Value.of("");
        repairs.add(new Change.Put(path, plain));
        return plain;
    }

    private Value nested(Path path, Fields fields, YValue raw) {
        return switch (raw) {
            case YValue.Shared(YMap map) -> fields(path, fields, map::get);
            case YValue.Obj(Map<String, YValue> members) -> {
                // Below a value that will be replaced as a whole there is nothing to mend.
                int before = repairs.size();
                Value read = fields(path, fields, key -> Optional.ofNullable(members.get(key)));
                repairs.subList(before, repairs.size()).clear();
                repairs.add(new Change.Put(path, read));
                yield read;
            }
            case YValue _ when fields.nullable() -> Value.NULL;
            case YValue _ -> fields(path, fields, _ -> Optional.empty());
        };
    }

    private Value.Obj fields(Path path, Fields fields, Function<String, Optional<YValue>> members) {
        var read = new LinkedHashMap<String, Value>();
        fields.fields()
                .forEach(
                        (key, field) ->
                                members.apply(key)
                                        .map(raw -> value(path.then(key), field.shape(), raw))
                                        .or(() -> absent(field))
                                        .ifPresent(value -> read.put(key, value)));
        return new Value.Obj(read);
    }

    // A shared type other than a nested map is never absent from content, only empty.
    private static Optional<Value> absent(Field field) {
        return field.whenAbsent()
                .or(
                        () ->
                                switch (field.shape()) {
                                    case Text _ -> Optional.of(Value.of(""));
                                    case OpenMap _ -> Optional.of(Value.Obj.EMPTY);
                                    case KeyedList _ -> Optional.of(new Value.Arr(List.of()));
                                    case Plain _, Fields _ -> Optional.empty();
                                });
    }

    private Value openMap(Path path, YValue raw) {
        Value read = Json.read(raw, Schema.Type.ANY);
        if (!(read instanceof Value.Obj object)) {
            return Value.Obj.EMPTY;
        }
        if (raw instanceof YValue.Obj) {
            repairs.add(new Change.Put(path, object));
        }
        return object;
    }

    private Value list(Path path, KeyedList list, YValue raw) {
        if (!(raw instanceof YValue.Shared(YArray array))) {
            return new Value.Arr(List.of());
        }
        var items = new LinkedHashMap<String, Value>();
        var repeated = new LinkedHashSet<String>();
        for (YValue item : array.toList()) {
            if (!(item instanceof YValue.Shared(YMap map))) {
                continue;
            }
            Optional<String> id = id(map, list.idKey());
            if (id.isEmpty()) {
                continue;
            }
            if (items.containsKey(id.get())) {
                repeated.add(id.get());
            } else {
                items.put(id.get(), fields(path.then(id.get()), list.item(), map::get));
            }
        }
        // In the order of their ids, so that two replicas mend in the same way.
        new TreeSet<>(repeated).forEach(id -> repairs.add(new Change.Collapse(path, id)));
        return new Value.Arr(List.copyOf(items.values()));
    }
}
