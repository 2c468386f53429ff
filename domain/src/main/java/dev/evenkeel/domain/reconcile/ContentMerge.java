package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Schema.Fields;
import dev.evenkeel.domain.content.Schema.KeyedList;
import dev.evenkeel.domain.content.Schema.OpenMap;
import dev.evenkeel.domain.content.Schema.Plain;
import dev.evenkeel.domain.content.Schema.Root;
import dev.evenkeel.domain.content.Schema.Shape;
import dev.evenkeel.domain.content.Schema.Text;
import dev.evenkeel.domain.content.TextDiff;
import dev.evenkeel.domain.content.TextEdit;
import dev.evenkeel.domain.content.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One walk over three contents: base (`b`), theirs (stored outside, `t`) and live (`l`). Collects
/// what is to be done to the live content so that it contains theirs, and the conflicts. In what is
/// passed down, null stands for absent.
final class ContentMerge {

    private final List<Change> onLive = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private boolean needsLive;

    private ContentMerge() {}

    static ContentMerge of(Schema schema, Value.Obj b, Value.Obj t, Value.Obj l) {
        var merge = new ContentMerge();
        for (Root root : schema.roots()) {
            String name = root.name();
            if (root.shape() instanceof Fields fields) {
                Path path = root.inline() ? Path.ROOT : Path.of(name);
                merge.fields(path, fields, root.holder(b), root.holder(t), root.holder(l));
            } else {
                merge.member(Path.of(name), root.shape(), b.get(name), t.get(name), l.get(name));
            }
        }
        return merge;
    }

    List<Change> onLive() {
        return onLive;
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    /// Whether merging a fork at the base would come out differently from `onLive`.
    boolean needsLive() {
        return needsLive;
    }

    /// @param b null when the map was added on both sides: then nothing in it was there before, not
    ///   even what an absent member reads as
    private void fields(Path path, Fields fields, Value.@Nullable Obj b, Value.Obj t, Value.Obj l) {
        fields.fields()
                .forEach(
                        (key, field) ->
                                member(
                                        path.then(key),
                                        field.shape(),
                                        b == null ? null : field.read(b, key),
                                        field.read(t, key),
                                        field.read(l, key)));
    }

    private void member(
            Path path, Shape shape, @Nullable Value b, @Nullable Value t, @Nullable Value l) {
        switch (shape) {
            case Plain _ -> whole(path, shape, b, t, l);
            case Text text -> text(path, text.read(b), text.read(t), text.read(l));
            case Fields fields -> {
                if (t instanceof Value.Obj theirs && l instanceof Value.Obj live) {
                    Value.Obj before = b instanceof Value.Obj holder ? holder : null;
                    needsLive |= before == null;
                    fields(path, fields, before, theirs, live);
                } else {
                    whole(path, shape, b, t, l);
                }
            }
            case OpenMap map -> entries(path, map.read(b), map.read(t), map.read(l));
            case KeyedList list -> items(path, list, list.read(b), list.read(t), list.read(l));
        }
    }

    private void whole(
            Path path, Shape shape, @Nullable Value b, @Nullable Value t, @Nullable Value l) {
        if (ContentDiff.same(shape, b, t) || ContentDiff.same(shape, t, l)) {
            return;
        }
        if (!ContentDiff.same(shape, b, l)) {
            conflict(path, b, t, l, Conflict.Resolution.THEIRS);
            // Of a removal and a concurrent write of one key Yjs keeps the write, and it drops what
            // was written into a nested map that is concurrently replaced.
            boolean nested = shape instanceof Fields;
            needsLive |= t == null || (nested && b instanceof Value.Obj && t instanceof Value.Obj);
        }
        onLive.add(t == null ? new Change.Remove(path) : new Change.Put(path, t));
    }

    private void text(Path path, String b, String t, String l) {
        if (t.equals(b)) {
            return;
        }
        if (t.equals(l)) {
            needsLive = true;
            return;
        }
        if (l.equals(b)) {
            edit(path, TextDiff.between(b, t));
            return;
        }
        TextMerge.Outcome merged = TextMerge.of(b, t, l);
        needsLive |= merged.repeats();
        if (merged.conflict()) {
            conflict(path, Value.of(b), Value.of(t), Value.of(l), Conflict.Resolution.MERGED);
        }
        edit(path, merged.onLive());
    }

    private void edit(Path path, List<TextEdit> edits) {
        if (!edits.isEmpty()) {
            onLive.add(new Change.EditText(path, edits));
        }
    }

    private void entries(
            Path path, Map<String, Value> b, Map<String, Value> t, Map<String, Value> l) {
        Shape plain = new Plain(Schema.Type.ANY);
        for (String key : union(b, t)) {
            whole(path.then(key), plain, b.get(key), t.get(key), l.get(key));
        }
    }

    private void items(
            Path path,
            KeyedList list,
            Map<String, Value.Obj> b,
            Map<String, Value.Obj> t,
            Map<String, Value.Obj> l) {
        for (String id : union(b, t)) {
            Value.Obj before = b.get(id);
            Value.Obj theirs = t.get(id);
            Value.Obj live = l.get(id);
            Path at = path.then(id);
            if (theirs == null) {
                if (live != null) {
                    if (!ContentDiff.same(list.item(), before, live)) {
                        conflict(at, before, null, live, Conflict.Resolution.THEIRS);
                    }
                    onLive.add(new Change.RemoveItem(path, id));
                }
            } else if (live != null) {
                needsLive |= before == null;
                fields(at, list.item(), before, theirs, live);
            } else if (before == null) {
                onLive.add(new Change.AddItem(path, id, theirs));
            } else if (!ContentDiff.same(list.item(), before, theirs)) {
                conflict(at, before, theirs, null, Conflict.Resolution.YOURS);
            }
        }
    }

    private static <V> Set<String> union(Map<String, V> one, Map<String, V> other) {
        var keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }

    private void conflict(
            Path path,
            @Nullable Value b,
            @Nullable Value t,
            @Nullable Value l,
            Conflict.Resolution resolution) {
        conflicts.add(
                new Conflict(
                        path,
                        Optional.ofNullable(b),
                        Optional.ofNullable(t),
                        Optional.ofNullable(l),
                        resolution));
    }
}
