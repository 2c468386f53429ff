package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.UpdateLog;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.replica.CorruptHistoryException;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.Replicas;
import dev.evenkeel.domain.replica.Update;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Replicas on our own engine.
///
/// What peers send is held to limits when it is read. What was kept is opened without them: limits
/// may be lowered while documents that once passed are still there. A replica is bytes until its
/// content is asked for, see [LazyReplica].
public final class YReplicas implements Replicas {

    private final Limits limits;

    public YReplicas() {
        this(Limits.DEFAULT);
    }

    /// @param limits what an update of a peer may hold
    public YReplicas(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Replica open(List<Update> history) {
        var log = UpdateLog.create();
        history.forEach(update -> log.append(parse(update)));
        return new LazyReplica(log, limits);
    }

    @Override
    public Update merge(List<Update> updates) {
        return switch (updates.size()) {
            case 0 -> Update.NONE;
            case 1 -> updates.getFirst();
            default ->
                    Update.of(
                            dev.evenkeel.crdt.Update.merge(
                                    updates.stream().map(Update::bytes).toList()));
        };
    }

    @Override
    public Update compose(
            Update state, long clientId, Schema schema, List<Change> changes, Mirrors mirrors) {
        YDoc fork = YDoc.builder().limits(Limits.TRUSTED).formattingCleanup(false).build();
        restore(fork, state);
        // Afterwards, because a document whose id turns up in what it takes in chooses another.
        fork.clientId(clientId);
        var told = new ArrayList<Update>();
        try (var _ = fork.onUpdate((bytes, _) -> told.add(Update.of(bytes)))) {
            fork.transact(
                    () -> {
                        var writer = new ContentWriter(fork, schema);
                        inOrder(changes).forEach(writer::apply);
                        writer.mirror(mirrors);
                    });
        }
        return merge(told);
    }

    /// The changes with neighbours of one map in the order of their keys. They do not depend on
    /// each other, and what lists them may have met the keys in whatever order a database gave
    /// them.
    private static List<Change> inOrder(List<Change> changes) {
        var ordered = new ArrayList<Change>(changes);
        int start = 0;
        for (int end = 1; end <= ordered.size(); end++) {
            if (end == ordered.size() || !areSiblings(ordered.get(start), ordered.get(end))) {
                ordered.subList(start, end)
                        .sort(Comparator.comparing(change -> change.path().toString()));
                start = end;
            }
        }
        return ordered;
    }

    private static boolean areSiblings(Change one, Change other) {
        return isOfMember(one)
                && isOfMember(other)
                && one.path().parent().equals(other.path().parent());
    }

    private static boolean isOfMember(Change change) {
        return switch (change) {
            case Change.Put _, Change.Remove _ -> true;
            case Change.AddItem _, Change.RemoveItem _, Change.Collapse _, Change.EditText _ ->
                    false;
        };
    }

    private static void restore(YDoc doc, Update kept) {
        doc.applyUpdate(parse(kept), /* origin= */ null);
    }

    private static dev.evenkeel.crdt.Update parse(Update kept) {
        try {
            return dev.evenkeel.crdt.Update.parse(kept.bytes(), Limits.TRUSTED);
        } catch (MalformedUpdateException e) {
            throw new CorruptHistoryException("Kept " + kept + " is no update", e);
        }
    }
}
