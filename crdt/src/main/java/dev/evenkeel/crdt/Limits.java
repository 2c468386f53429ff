package dev.evenkeel.crdt;

import java.util.function.Consumer;

/// How much a peer may ask for. What is above a limit is refused as a whole, before any change.
/// What this replica writes itself is not held to them.
///
/// @param updateBytes size of one update
/// @param structs structs in one update
/// @param deleteRanges delete ranges in one update
/// @param clients clients that one document knows
/// @param gapAdvance clocks that the collected and deleted structs of one update may add; guards
///   against an update of a few bytes that makes a client's clock useless
/// @param depth nesting of Any and JSON values
/// @param typeDepth nesting of shared types; what is in a root directly has depth 1
/// @param nameBytes root names, map keys, node names, guids
/// @param roots root types of one document
/// @param subdocuments subdocuments of one document that are not deleted
/// @param pendingStructs structs that wait for what they depend on
/// @param pendingBytes their size; and, counted apart, that of deletions of what is not here yet, 8
///   bytes for each range
/// @param missing clients whose next structs are waited for
/// @param scanSteps steps that placing the structs of one update, and of what it sets free, may
///   take among those that were put in the same places at the same time. An update with many
///   structs is rehearsed to find out, at about the cost of applying it
/// @param decodeBudget what an update in format V2 may cost to read, where runs make structs that
///   take no bytes: 64 units per struct, 32 per delete range, 1 per byte. An update may cost 64
///   units per byte, or a sixteenth of this if that is more, but never more than this
public record Limits(
        int updateBytes,
        int structs,
        int deleteRanges,
        int clients,
        int gapAdvance,
        int depth,
        int typeDepth,
        int nameBytes,
        int roots,
        int subdocuments,
        int pendingStructs,
        int pendingBytes,
        int missing,
        int scanSteps,
        int decodeBudget) {

    private static final int OFF = Integer.MAX_VALUE;

    /// For updates of peers.
    public static final Limits DEFAULT = new Draft().limits();

    /// For what we have stored ourselves: only that which keeps the decoder itself safe.
    public static final Limits TRUSTED =
            new Limits(OFF, OFF, OFF, OFF, OFF, 4_096, OFF, OFF, OFF, OFF, OFF, OFF, OFF, OFF, OFF);

    public Limits withUpdateBytes(int most) {
        return with(draft -> draft.updateBytes = most);
    }

    public Limits withStructs(int most) {
        return with(draft -> draft.structs = most);
    }

    public Limits withDeleteRanges(int most) {
        return with(draft -> draft.deleteRanges = most);
    }

    public Limits withClients(int most) {
        return with(draft -> draft.clients = most);
    }

    public Limits withGapAdvance(int most) {
        return with(draft -> draft.gapAdvance = most);
    }

    public Limits withDepth(int most) {
        return with(draft -> draft.depth = most);
    }

    public Limits withTypeDepth(int most) {
        return with(draft -> draft.typeDepth = most);
    }

    public Limits withNameBytes(int most) {
        return with(draft -> draft.nameBytes = most);
    }

    public Limits withRoots(int most) {
        return with(draft -> draft.roots = most);
    }

    public Limits withSubdocuments(int most) {
        return with(draft -> draft.subdocuments = most);
    }

    public Limits withPendingStructs(int most) {
        return with(draft -> draft.pendingStructs = most);
    }

    public Limits withPendingBytes(int most) {
        return with(draft -> draft.pendingBytes = most);
    }

    public Limits withMissing(int most) {
        return with(draft -> draft.missing = most);
    }

    public Limits withScanSteps(int most) {
        return with(draft -> draft.scanSteps = most);
    }

    public Limits withDecodeBudget(int most) {
        return with(draft -> draft.decodeBudget = most);
    }

    private Limits with(Consumer<Draft> change) {
        var draft = new Draft();
        draft.updateBytes = updateBytes;
        draft.structs = structs;
        draft.deleteRanges = deleteRanges;
        draft.clients = clients;
        draft.gapAdvance = gapAdvance;
        draft.depth = depth;
        draft.typeDepth = typeDepth;
        draft.nameBytes = nameBytes;
        draft.roots = roots;
        draft.subdocuments = subdocuments;
        draft.pendingStructs = pendingStructs;
        draft.pendingBytes = pendingBytes;
        draft.missing = missing;
        draft.scanSteps = scanSteps;
        draft.decodeBudget = decodeBudget;
        change.accept(draft);
        return draft.limits();
    }

    private static final class Draft {
        private int updateBytes = 16 << 20;
        private int structs = 1_000_000;
        private int deleteRanges = 1_000_000;
        private int clients = 65_536;
        private int gapAdvance = 4_000_000;
        private int depth = 256;
        private int typeDepth = 1_024;
        private int nameBytes = 64 << 10;
        private int roots = 10_000;
        private int subdocuments = 10_000;
        private int pendingStructs = 100_000;
        private int pendingBytes = 8 << 20;
        private int missing = 4_096;
        private int scanSteps = 50_000_000;
        private int decodeBudget = 256 << 20;

        Limits limits() {
            return new Limits(
                    updateBytes,
                    structs,
                    deleteRanges,
                    clients,
                    gapAdvance,
                    depth,
                    typeDepth,
                    nameBytes,
                    roots,
                    subdocuments,
                    pendingStructs,
                    pendingBytes,
                    missing,
                    scanSteps,
                    decodeBudget);
        }
    }
}
