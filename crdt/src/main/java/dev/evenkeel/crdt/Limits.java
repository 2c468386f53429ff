package dev.evenkeel.crdt;

/// How much a peer may ask for. What is above a limit is refused as a whole, before any change.
///
/// @param updateBytes size of one update
/// @param structs structs in one update
/// @param deleteRanges delete ranges in one update
/// @param clients clients that one document knows
/// @param gapAdvance clocks that the collected and deleted structs of one update may add; guards
///   against an update of a few bytes that makes a client's clock useless
/// @param depth nesting of Any and JSON values
/// @param nameBytes root names, map keys, node names, guids
/// @param roots root types of one document
/// @param pendingStructs structs that wait for what they depend on
/// @param pendingBytes their size
public record Limits(
        int updateBytes,
        int structs,
        int deleteRanges,
        int clients,
        int gapAdvance,
        int depth,
        int nameBytes,
        int roots,
        int pendingStructs,
        int pendingBytes) {

    /// For updates of peers.
    public static final Limits DEFAULT =
            new Limits(
                    16 << 20, 1_000_000, 1_000_000, 65_536, 4_000_000, 256, 64 << 10, 10_000,
                    100_000, 8 << 20);

    /// For what we have stored ourselves: only that which keeps the decoder itself safe.
    public static final Limits TRUSTED =
            new Limits(
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    4_096,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE);

    public Limits withUpdateBytes(int bytes) {
        return new Limits(
                bytes,
                structs,
                deleteRanges,
                clients,
                gapAdvance,
                depth,
                nameBytes,
                roots,
                pendingStructs,
                pendingBytes);
    }

    public Limits withClients(int most) {
        return new Limits(
                updateBytes,
                structs,
                deleteRanges,
                most,
                gapAdvance,
                depth,
                nameBytes,
                roots,
                pendingStructs,
                pendingBytes);
    }

    public Limits withGapAdvance(int clocks) {
        return new Limits(
                updateBytes,
                structs,
                deleteRanges,
                clients,
                clocks,
                depth,
                nameBytes,
                roots,
                pendingStructs,
                pendingBytes);
    }

    public Limits withStructs(int most) {
        return new Limits(
                updateBytes,
                most,
                deleteRanges,
                clients,
                gapAdvance,
                depth,
                nameBytes,
                roots,
                pendingStructs,
                pendingBytes);
    }

    public Limits withRoots(int most) {
        return new Limits(
                updateBytes,
                structs,
                deleteRanges,
                clients,
                gapAdvance,
                depth,
                nameBytes,
                most,
                pendingStructs,
                pendingBytes);
    }

    public Limits withPendingStructs(int most) {
        return new Limits(
                updateBytes,
                structs,
                deleteRanges,
                clients,
                gapAdvance,
                depth,
                nameBytes,
                roots,
                most,
                pendingBytes);
    }

    public Limits withPendingBytes(int most) {
        return new Limits(
                updateBytes,
                structs,
                deleteRanges,
                clients,
                gapAdvance,
                depth,
                nameBytes,
                roots,
                pendingStructs,
                most);
    }
}
