package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.ContentApply;
import dev.evenkeel.domain.content.ContentDiff;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.reconcile.Reconciliation.Target;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// The reconciler as shipped (design 5.4). What changed on one side only is taken, what changed on
/// both is a conflict, and what is deleted stays deleted, whoever deleted it.
public final class ThreeWayReconciler implements Reconciler {

    @Override
    public Reconciliation reconcile(
            Schema schema, Value.Obj base, Value.Obj theirs, Value.Obj live) {
        ContentMerge merge = ContentMerge.of(schema, base, theirs, live);
        return merge.needsLive()
                ? new Reconciliation(Target.LIVE, merge.onLive(), merge.conflicts())
                : new Reconciliation(Target.BASE, changes(schema, base, theirs), merge.conflicts());
    }

    @Override
    public List<Change> changes(Schema schema, Value.Obj from, Value.Obj to) {
        return ContentDiff.between(schema, from, to);
    }

    @Override
    public List<Change> missing(
            Schema schema, Value.Obj base, Value.Obj theirs, Value.Obj live, Value.Obj merged) {
        return ContentMerge.of(schema, base, theirs, live).onLive().stream()
                .filter(change -> isMissing(schema, change, live, merged))
                .toList();
    }

    private static boolean isMissing(
            Schema schema, Change change, Value.Obj live, Value.Obj merged) {
        Path path = change.path();
        @Nullable Value now = ContentApply.find(schema, merged, path);
        return switch (change) {
            case Change.Put put ->
                    !put.value().equals(now) && isThere(schema, merged, path.parent());
            case Change.Remove _ -> now != null;
            case Change.AddItem add -> !isThere(schema, merged, path.then(add.id()));
            case Change.RemoveItem remove -> isThere(schema, merged, path.then(remove.id()));
            // Were it any different, the edits were made, or somebody typed: their positions no
            // longer hold.
            case Change.EditText _ -> Objects.equals(now, ContentApply.find(schema, live, path));
            case Change.Collapse _ -> false;
        };
    }

    private static boolean isThere(Schema schema, Value.Obj content, Path path) {
        return path.equals(Path.ROOT) || ContentApply.find(schema, content, path) != null;
    }
}
