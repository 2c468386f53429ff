package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.UpdateLog;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.replica.CorruptHistoryException;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A document that is bytes until somebody asks for what only a document of the engine can tell:
/// its content, mostly. Then it becomes one and stays one: who asked once asks again, and the
/// replica lives no longer than its room.
///
/// To be compacted it becomes a document for a moment only.
///
/// Each update that is relayed was held to the limits, also to the work that its structs make when
/// they are put in their places; where counting does not show that it is little, by a document. But
/// many updates may make much work together. So all of it may take [#SCAN_FACTOR] times as many
/// steps as one update may, which take some seconds, or there is no content to be had of it. It can
/// still be passed on, and takes what needs no document to be judged.
final class LazyReplica implements Replica {

    static final int SCAN_FACTOR = 10;

    /// Above this share of deleted content a checkpoint is worth a document.
    static final double DELETED_SHARE_MAX = 0.3;

    private final Limits limits;
    private @Nullable UpdateLog log;
    private @Nullable YReplica document;

    // As in a YReplica.
    private Update lastRead = Update.NONE;
    private dev.evenkeel.crdt.@Nullable Update lastParsed;

    LazyReplica(UpdateLog log, Limits limits) {
        this.log = log;
        this.limits = limits;
    }

    boolean isIntegrated() {
        return log == null;
    }

    @Override
    public Reading read(Update update) {
        UpdateLog bytes = log;
        if (bytes == null) {
            return document().read(update);
        }
        dev.evenkeel.crdt.Update parsed;
        try {
            parsed = dev.evenkeel.crdt.Update.parse(update.bytes(), limits);
            if (!bytes.check(parsed, limits)) {
                return document().read(update);
            }
        } catch (MalformedUpdateException e) {
            return YReplica.malformed(e);
        } catch (CorruptHistoryException _) {
            return new Reading.Malformed(
                    "limit-scan-steps", "This document is too entangled to judge such an update");
        }
        if (bytes.covers(parsed)) {
            return new Reading.NothingNew();
        }
        lastRead = update;
        lastParsed = parsed;
        return new Reading.News(update);
    }

    @Override
    public boolean has(Update update) {
        return switch (read(update)) {
            case Reading.NothingNew() -> true;
            case Reading.Malformed _ -> false;
            // Only deletions can follow from others.
            case Reading.News _ ->
                    log != null
                            && lastParsed != null
                            && log.coversStructs(lastParsed)
                            && document().has(update);
        };
    }

    @Override
    public void integrate(Update update) {
        UpdateLog bytes = log;
        if (bytes == null) {
            document().integrate(update);
            return;
        }
        dev.evenkeel.crdt.Update parsed = update.equals(lastRead) ? lastParsed : null;
        forget();
        try {
            bytes.append(
                    parsed == null
                            ? dev.evenkeel.crdt.Update.parse(update.bytes(), Limits.TRUSTED)
                            : parsed);
        } catch (MalformedUpdateException e) {
            throw new IllegalStateException("Integrated what was not read: " + update, e);
        }
    }

    @Override
    public Update diff(StateVector known) {
        return log == null
                ? document().diff(known)
                : Update.of(log.encodeStateAsUpdate(YReplica.vector(known)));
    }

    @Override
    public StateVector stateVector() {
        return log == null ? document().stateVector() : StateVector.of(log.stateVector().encode());
    }

    @Override
    public boolean hasGaps() {
        return log == null ? document().hasGaps() : !log.pending().isEmpty();
    }

    @Override
    public Projection project(Schema schema) {
        return document().project(schema);
    }

    @Override
    public Update compacted() {
        return log != null && log.deletedShare() > DELETED_SHARE_MAX ? collected() : state();
    }

    @Override
    public Update collected() {
        UpdateLog bytes = log;
        if (bytes == null) {
            return state();
        }
        byte[] collected;
        try {
            collected = load(bytes).encodeStateAsUpdate();
        } catch (CorruptHistoryException e) {
            return state();
        }
        var fresh = UpdateLog.create();
        fresh.append(dev.evenkeel.crdt.Update.parse(collected, Limits.TRUSTED));
        log = fresh;
        return Update.of(collected);
    }

    /// The document; makes it at the first call.
    YReplica document() {
        UpdateLog bytes = log;
        if (bytes != null) {
            document = new YReplica(load(bytes), limits);
            log = null;
            forget();
        }
        return Objects.requireNonNull(document);
    }

    private void forget() {
        lastRead = Update.NONE;
        lastParsed = null;
    }

    private YDoc load(UpdateLog bytes) {
        int steps = (int) Math.min(Integer.MAX_VALUE, (long) SCAN_FACTOR * limits.scanSteps());
        var state =
                dev.evenkeel.crdt.Update.parse(
                        bytes.encodeStateAsUpdate(), Limits.TRUSTED.withScanSteps(steps));
        try {
            return YDoc.builder().limits(Limits.TRUSTED).formattingCleanup(false).load(state);
        } catch (MalformedUpdateException e) {
            throw new CorruptHistoryException("What was kept cannot be integrated", e);
        }
    }
}
