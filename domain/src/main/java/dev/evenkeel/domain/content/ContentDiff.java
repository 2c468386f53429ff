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
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Compares two contents of one schema. A member that is absent reads as its field says, so a
/// content that spells a default out and one that leaves it away are the same.
public final class ContentDiff {

    private final List<Change> changes = new ArrayList<>();

    private ContentDiff() {}

    /// The smallest changes that turn `from` into `to`; none when they say the same. The order of a
    /// keyed list says nothing.
    public static List<Change> between(Schema schema, Value.Obj from, Value.Obj to) {
        var diff = new ContentDiff();
        for (Root root : schema.roots()) {
            if (root.shape() instanceof Fields fields) {
                Path path = root.inline() ? Path.ROOT : Path.of(root.name());
                diff.fields(path, fields, root.holder(from), root.holder(to));
            } else {
                diff.member(
                        Path.of(root.name()),
                        root.shape(),
                        from.get(root.name()),
                        to.get(root.name()));
            }
        }
        return List.copyOf(diff.changes);
    }

    /// Whether two values say the same where `shape` stands; null is an absent one.
    public static boolean same(Shape shape, @Nullable Value one, @Nullable Value other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        return switch (shape) {
            case Plain _ -> false;
            case Text text -> text.read(one).equals(text.read(other));
            case Fields _, OpenMap _, KeyedList _ -> {
                var diff = new ContentDiff();
                diff.member(Path.ROOT, shape, one, other);
                yield diff.changes.isEmpty();
            }
        };
    }

    private void member(Path path, Shape shape, @Nullable Value from, @Nullable Value to) {
        switch (shape) {
            case Plain _ -> whole(path, from, to);
            case Text text -> {
                List<TextEdit> edits = TextDiff.between(text.read(from), text.read(to));
                if (!edits.isEmpty()) {
                    changes.add(new Change.EditText(path, edits));
                }
            }
            case Fields fields -> {
                if (from instanceof Value.Obj before && to instanceof Value.Obj after) {
                    fields(path, fields, before, after);
                } else {
                    whole(path, from, to);
                }
            }
            case OpenMap map -> entries(path, map.read(from), map.read(to));
            case KeyedList list -> items(path, list, list.read(from), list.read(to));
        }
    }

    private void whole(Path path, @Nullable Value from, @Nullable Value to) {
        if (to == null) {
            if (from != null) {
                changes.add(new Change.Remove(path));
            }
        } else if (!to.equals(from)) {
            changes.add(new Change.Put(path, to));
        }
    }

    private void fields(Path path, Fields fields, Value.Obj from, Value.Obj to) {
        fields.fields()
                .forEach(
                        (key, field) ->
                                member(
                                        path.then(key),
                                        field.shape(),
                                        field.read(from, key),
                                        field.read(to, key)));
    }

    private void entries(Path path, Map<String, Value> from, Map<String, Value> to) {
        for (String key : from.keySet()) {
            if (!to.containsKey(key)) {
                changes.add(new Change.Remove(path.then(key)));
            }
        }
        to.forEach((key, value) -> whole(path.then(key), from.get(key), value));
    }

    private void items(
            Path path, KeyedList list, Map<String, Value.Obj> from, Map<String, Value.Obj> to) {
        for (String id : from.keySet()) {
            if (!to.containsKey(id)) {
                changes.add(new Change.RemoveItem(path, id));
            }
        }
        to.forEach(
                (id, item) -> {
                    Value.Obj before = from.get(id);
                    if (before == null) {
                        changes.add(new Change.AddItem(path, id, item));
                    } else {
                        fields(path.then(id), list.item(), before, item);
                    }
                });
    }
}
