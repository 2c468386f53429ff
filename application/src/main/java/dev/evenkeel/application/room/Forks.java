package dev.evenkeel.application.room;

import dev.evenkeel.domain.content.CanonicalJson;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.Base;
import dev.evenkeel.domain.reconcile.Reconciliation;
import dev.evenkeel.domain.replica.ClientIds;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas.Mirrors;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.Row;

import java.util.List;

/// Operations that are worked out beside a live document, on a fork (design 5.2 and 5.3, ADR 3).
/// Plans and keeps nothing: the same arguments give the same bytes.
final class Forks {

    private final RoomContext context;
    private final DocumentId id;
    private final Schema schema;

    Forks(RoomContext context, DocumentId id, Schema schema) {
        this.context = context;
        this.id = id;
        this.schema = schema;
    }

    /// Operations, and the base on which row and live document agree once those are in.
    record Step(Update operations, Base base) {}

    /// Apply `changes` in a fork at `from`, under an id that is derived from the step itself.
    ///
    /// @param content what the row says at `toVersion`
    Step step(
            long fromVersion,
            Update from,
            List<Change> changes,
            long toVersion,
            Value.Obj content,
            Mirrors mirrors) {
        long client =
                ClientIds.derive(id, fromVersion, toVersion, from, CanonicalJson.text(content));
        Update operations = context.replicas().compose(from, client, schema, changes, mirrors);
        Update state = context.replicas().open(List.of(from, operations)).compacted();
        return new Step(operations, new Base(toVersion, content, state));
    }

    /// What brings `live` from `base` to `row`, as `found` says.
    ///
    /// @param roomClientId authors what only makes sense on the live document as it is now
    Step rebase(
            Replica live,
            long roomClientId,
            Base base,
            Row row,
            Reconciliation found,
            Mirrors mirrors) {
        Value.Obj liveContent = live.content(schema);
        Step step = fork(live, liveContent, base, row, found, mirrors);
        Replica preview = context.replicas().open(List.of(live.state(), step.operations()));
        // A client may have thrown away the shared types that the fork edits, and built equal ones.
        List<Change> outOfReach = missing(base, row, liveContent, preview.content(schema));
        Update rest =
                context.replicas()
                        .compose(preview.state(), roomClientId, schema, outOfReach, mirrors);
        return rest.equals(Update.NONE)
                ? step
                : new Step(context.replicas().merge(List.of(step.operations(), rest)), step.base());
    }

    /// At the base, unless the changes would then stand there twice. After a step on the live
    /// document the base holds unsaved edits too, and changes that are read against the row's
    /// content have no place there; then it is the live document again.
    private Step fork(
            Replica live,
            Value.Obj liveContent,
            Base base,
            Row row,
            Reconciliation found,
            Mirrors mirrors) {
        return switch (found.target()) {
            case LIVE -> to(row, base, live.state(), found.changes(), mirrors);
            case BASE -> {
                if (isExact(base)) {
                    yield to(row, base, base.state(), found.changes(), mirrors);
                }
                List<Change> onLive = missing(base, row, liveContent, liveContent);
                yield to(row, base, live.state(), onLive, mirrors);
            }
        };
    }

    private Step to(Row row, Base base, Update from, List<Change> changes, Mirrors mirrors) {
        return step(base.lockVersion(), from, changes, row.lockVersion(), row.content(), mirrors);
    }

    private boolean isExact(Base base) {
        Value.Obj there = context.replicas().open(List.of(base.state())).content(schema);
        return context.reconciler().changes(schema, base.content(), there).isEmpty();
    }

    private List<Change> missing(Base base, Row row, Value.Obj before, Value.Obj after) {
        return context.reconciler().missing(schema, base.content(), row.content(), before, after);
    }
}
