package dev.evenkeel.domain.content;

import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Brings a JSON value from outside into the form in which a document of a schema would be read:
/// only known members, in the schema's order, with what absent ones read as, and of the right type.
/// Shaping twice changes nothing more.
public final class Shaping {

    private Shaping() {}

    public static Value.Obj shape(Schema schema, Value.Obj content) {
        var members = new LinkedHashMap<String, Value>();
        for (Root root : schema.roots()) {
            if (root.inline() && root.shape() instanceof Fields fields) {
                members.putAll(fields(fields, content).members());
            } else {
                members.put(root.name(), value(root.shape(), content.get(root.name())));
            }
        }
        return new Value.Obj(members);
    }

    private static Value.Obj fields(Fields fields, Value.Obj holder) {
        var members = new LinkedHashMap<String, Value>();
        fields.fields()
                .forEach(
                        (key, field) -> {
                            Value value = field.read(holder, key);
                            if (value != null || isAlwaysThere(field.shape())) {
                                members.put(key, value(field.shape(), value));
                            }
                        });
        return new Value.Obj(members);
    }

    private static boolean isAlwaysThere(Shape shape) {
        return switch (shape) {
            case Text _, OpenMap _, KeyedList _ -> true;
            case Plain _, Fields _ -> false;
        };
    }

    private static Value value(Shape shape, @Nullable Value value) {
        return switch (shape) {
            case Plain plain -> plain(plain.type(), value == null ? Value.NULL : value);
            case Text text -> Value.of(text.read(value));
            case Fields fields -> {
                if (value instanceof Value.Obj holder) {
                    yield fields(fields, holder);
                }
                yield fields.nullable() ? Value.NULL : fields(fields, Value.Obj.EMPTY);
            }
            case OpenMap map -> new Value.Obj(map.read(value));
            case KeyedList list -> {
                var items = new ArrayList<Value>();
                list.read(value)
                        .forEach(
                                (id, item) ->
                                        items.add(
                                                fields(list.item(), item)
                                                        .with(list.idKey(), Value.of(id))));
                yield new Value.Arr(items);
            }
        };
    }

    private static Value plain(Schema.Type type, Value value) {
        return switch (type) {
            case ANY -> value;
            case TEXT -> value instanceof Value.Str ? value : Value.NULL;
            case BOOLEAN -> value instanceof Value.Bool ? value : Value.NULL;
            case INTEGER ->
                    value instanceof Value.Num(double number)
                            ? Value.of(number < 0 ? Math.ceil(number) : Math.floor(number))
                            : Value.NULL;
        };
    }
}
