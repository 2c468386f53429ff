package dev.evenkeel.adapters.crdt;

import dev.evenkeel.crdt.Limits;
import dev.evenkeel.crdt.MalformedUpdateException;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.replica.Projection;
import dev.evenkeel.domain.replica.Reading;
import dev.evenkeel.domain.replica.Replica;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import org.jspecify.annotations.Nullable;

/// A document of the engine. It never writes by itself, so the document's client id is of no
/// account.
final class YReplica implements Replica {

    private final YDoc doc;
    private final Limits limits;

    // What is read is mostly integrated right after; this saves parsing it twice.
    private Update lastRead = Update.NONE;
    private dev.evenkeel.crdt.@Nullable Update lastParsed;

    YReplica(YDoc doc, Limits limits) {
        this.doc = doc;
        this.limits = limits;
    }

    @Override
    public Reading read(Update update) {
        dev.evenkeel.crdt.Update parsed;
        try {
            parsed = dev.evenkeel.crdt.Update.parse(update.bytes(), limits);
            doc.check(parsed, limits);
        } catch (MalformedUpdateException e) {
            return malformed(e);
        }
        if (doc.covers(parsed)) {
            return new Reading.NothingNew();
        }
        lastRead = update;
        lastParsed = parsed;
        return new Reading.News(update);
    }

    static Reading malformed(MalformedUpdateException e) {
        return new Reading.Malformed(
                e.code(),
                "Not an update that this document takes: "
                        + e.code()
                        + (e.offset() == 0 ? "" : " at byte " + e.offset()));
    }

    @Override
    public void integrate(Update update) {
        dev.evenkeel.crdt.Update parsed = update.equals(lastRead) ? lastParsed : null;
        lastRead = Update.NONE;
        lastParsed = null;
        try {
            doc.applyUpdate(
                    parsed == null
                            ? dev.evenkeel.crdt.Update.parse(update.bytes(), Limits.TRUSTED)
                            : parsed,
                    /* origin= */ null);
        } catch (MalformedUpdateException e) {
            throw new IllegalStateException("Integrated what was not read: " + update, e);
        }
    }

    @Override
    public Update diff(StateVector known) {
        return Update.of(doc.encodeStateAsUpdate(vector(known)));
    }

    static dev.evenkeel.crdt.StateVector vector(StateVector known) {
        try {
            return dev.evenkeel.crdt.StateVector.decode(known.bytes());
        } catch (MalformedUpdateException e) {
            throw new IllegalArgumentException("Not a state vector: " + e.code(), e);
        }
    }

    @Override
    public boolean hasGaps() {
        return !doc.pending().isEmpty();
    }

    @Override
    public StateVector stateVector() {
        return StateVector.of(doc.stateVector().encode());
    }

    @Override
    public Projection project(Schema schema) {
        return ContentReader.read(doc, schema);
    }
}
