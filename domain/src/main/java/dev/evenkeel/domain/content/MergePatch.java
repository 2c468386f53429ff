package dev.evenkeel.domain.content;

import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;
import dev.evenkeel.domain.content.Value.Arr;
import dev.evenkeel.domain.content.Value.Null;
import dev.evenkeel.domain.content.Value.Obj;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A change set in the form of JSON Merge Patch (RFC 7396), with one addition: a keyed list is
/// patched as an object of its items by id. `{"name": "x", "jobs": {"<id>": {"body": "…"}, "<id>":
/// null}}` renames, changes one job (or adds it, when there is none of that id) and removes
/// another; what is not named stays. Null removes an item or an entry of an open map, and sets any
/// other member to null.
public final class MergePatch {

    private MergePatch() {}

    public sealed interface Result {

        /// Not yet normalised.
        record Patched(Obj content) implements Result {}

        record Unfit(Path path, String why) implements Result {}
    }

    public static Result apply(Schema schema, Obj content, Obj patch) {
        Obj patched = content;
        for (Map.Entry<String, Value> member : patch.members().entrySet()) {
            String name = member.getKey();
            if (!schema.holds(name)) {
                return new Result.Unfit(Path.of(name), "there is no such member");
            }
            switch (apply(schema.shapeOf(name), patched, name, member.getValue())) {
                case Result.Patched(Obj next) -> patched = next;
                case Result.Unfit unfit -> {
                    return unfit;
                }
            }
        }
        return new Result.Patched(patched);
    }

    private static Result apply(Shape shape, Obj content, String name, Value patch) {
        return switch (shape) {
            case Plain _, Text _ -> new Result.Patched(content.with(name, patch));
            case Fields _, OpenMap _ when patch instanceof Null ->
                    new Result.Patched(content.with(name, patch));
            case Fields _ when patch instanceof Obj(var members) ->
                    new Result.Patched(content.with(name, merge(content.get(name), members)));
            case OpenMap _ when patch instanceof Obj(var entries) ->
                    new Result.Patched(content.with(name, entries(content.get(name), entries)));
            case KeyedList list when patch instanceof Obj(var items) ->
                    items(list, content, name, items);
            case Fields _, OpenMap _, KeyedList _ ->
                    new Result.Unfit(Path.of(name), "must be an object, by key");
        };
    }

    private static Obj merge(@Nullable Value before, Map<String, Value> members) {
        Obj merged = before instanceof Obj obj ? obj : Obj.EMPTY;
        for (var member : members.entrySet()) {
            merged = merged.with(member.getKey(), member.getValue());
        }
        return merged;
    }

    private static Obj entries(@Nullable Value before, Map<String, Value> entries) {
        Obj merged = before instanceof Obj obj ? obj : Obj.EMPTY;
        for (var entry : entries.entrySet()) {
            merged =
                    entry.getValue() instanceof Null
                            ? merged.without(entry.getKey())
                            : merged.with(entry.getKey(), entry.getValue());
        }
        return merged;
    }

    private static Result items(
            KeyedList list, Obj content, String name, Map<String, Value> patches) {
        List<Value> items = new ArrayList<>(content.objects(name));
        for (var patch : patches.entrySet()) {
            String id = patch.getKey();
            int at = indexOf(items, list.idKey(), id);
            switch (patch.getValue()) {
                case Null _ when at >= 0 -> items.remove(at);
                case Null _ -> {}
                case Obj(var members) when at >= 0 ->
                        items.set(
                                at, merge(items.get(at), members).with(list.idKey(), Value.of(id)));
                case Obj(var members) ->
                        items.add(merge(Obj.EMPTY, members).with(list.idKey(), Value.of(id)));
                case Value _ -> {
                    return new Result.Unfit(
                            Path.of(name, id), "must be an object, or null to remove it");
                }
            }
        }
        return new Result.Patched(content.with(name, new Arr(items)));
    }

    private static int indexOf(List<Value> items, String idKey, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Obj item && item.text(idKey).equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
