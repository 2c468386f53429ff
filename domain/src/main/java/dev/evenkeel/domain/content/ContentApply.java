package dev.evenkeel.domain.content;

import dev.evenkeel.domain.content.Schema.Field;
import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Applies changes to a content, as a replica does to a document. A change whose place is not there
/// (an item that is gone, a member that the schema does not have) does nothing.
public final class ContentApply {

    private ContentApply() {}

    public static Value.Obj apply(Schema schema, Value.Obj content, List<Change> changes) {
        Value.Obj result = content;
        for (Change change : changes) {
            result = apply(schema, result, change);
        }
        return result;
    }

    /// What stands at `path`, as the schema reads it, or null when nothing does.
    public static @Nullable Value find(Schema schema, Value.Obj content, Path path) {
        Root root = schema.rootOf(path.steps().getFirst());
        Value value = root.inline() ? content : content.get(root.name());
        Shape shape = root.shape();
        for (String step : root.inline() ? path.steps() : below(path.steps())) {
            Field field = fieldOf(shape, step);
            if (field == null) {
                return null;
            }
            value =
                    switch (shape) {
                        case Fields _ ->
                                value instanceof Value.Obj holder ? field.read(holder, step) : null;
                        case OpenMap map -> map.read(value).get(step);
                        case KeyedList list -> list.read(value).get(step);
                        case Plain _, Text _ -> null;
                    };
            shape = field.shape();
        }
        return value;
    }

    private static Value.Obj apply(Schema schema, Value.Obj content, Change change) {
        List<String> steps = change.path().steps();
        Root root = schema.rootOf(steps.getFirst());
        if (root.inline()) {
            return within((Fields) root.shape(), content, steps, change);
        }
        Value before =
                root.shape() instanceof Fields ? root.holder(content) : content.get(root.name());
        return with(content, root.name(), after(root.shape(), before, below(steps), change));
    }

    /// What stands here after `change`, which is about a place `steps` below.
    private static @Nullable Value after(
            Shape shape, @Nullable Value before, List<String> steps, Change change) {
        if (steps.isEmpty()) {
            return here(shape, before, change);
        }
        return switch (shape) {
            case Fields fields ->
                    before instanceof Value.Obj holder
                            ? within(fields, holder, steps, change)
                            : before;
            case OpenMap map -> {
                Value.Obj holder = new Value.Obj(map.read(before));
                String key = steps.getFirst();
                Shape plain = new Plain(Schema.Type.ANY);
                yield with(holder, key, after(plain, holder.get(key), below(steps), change));
            }
            case KeyedList list -> withItem(list, before, steps, change);
            case Plain _, Text _ -> before;
        };
    }

    private static Value.Obj within(
            Fields fields, Value.Obj holder, List<String> steps, Change change) {
        String key = steps.getFirst();
        Field field = fields.fields().get(key);
        if (field == null) {
            return holder;
        }
        return with(
                holder, key, after(field.shape(), field.read(holder, key), below(steps), change));
    }

    private static @Nullable Value withItem(
            KeyedList list, @Nullable Value before, List<String> steps, Change change) {
        var items = elements(before);
        for (int i = 0; i < items.size(); i++) {
            if (isItem(list, items.get(i), steps.getFirst())) {
                Value changed = after(list.item(), items.get(i), below(steps), change);
                if (changed != null) {
                    items.set(i, changed);
                }
                return new Value.Arr(items);
            }
        }
        return before;
    }

    private static @Nullable Value here(Shape shape, @Nullable Value before, Change change) {
        return switch (change) {
            case Change.Put put -> put.value();
            case Change.Remove _ -> null;
            case Change.EditText edit -> {
                String text = new Text().read(before);
                yield Value.of(TextDiff.apply(text, edit.edits()));
            }
            case Change.AddItem add -> {
                var items = elements(before);
                items.add(add.item());
                yield new Value.Arr(items);
            }
            case Change.RemoveItem remove -> without(shape, before, remove.id(), 0);
            case Change.Collapse collapse -> without(shape, before, collapse.id(), 1);
        };
    }

    private static @Nullable Value without(
            Shape shape, @Nullable Value before, String id, int kept) {
        if (!(shape instanceof KeyedList list)) {
            return before;
        }
        var items = new ArrayList<Value>();
        int found = 0;
        for (Value element : elements(before)) {
            if (!isItem(list, element, id) || found++ < kept) {
                items.add(element);
            }
        }
        return new Value.Arr(items);
    }

    private static boolean isItem(KeyedList list, Value element, String id) {
        return element instanceof Value.Obj item && item.text(list.idKey()).equals(id);
    }

    private static List<Value> elements(@Nullable Value value) {
        return value instanceof Value.Arr(List<Value> elements)
                ? new ArrayList<>(elements)
                : new ArrayList<>();
    }

    private static Value.Obj with(Value.Obj holder, String key, @Nullable Value value) {
        return value == null ? holder.without(key) : holder.with(key, value);
    }

    private static @Nullable Field fieldOf(Shape shape, String step) {
        return switch (shape) {
            case Fields fields -> fields.fields().get(step);
            case OpenMap _ -> new Field(new Plain(Schema.Type.ANY), Optional.empty());
            case KeyedList list -> new Field(list.item(), Optional.empty());
            case Plain _, Text _ -> null;
        };
    }

    private static List<String> below(List<String> steps) {
        return steps.subList(1, steps.size());
    }
}
