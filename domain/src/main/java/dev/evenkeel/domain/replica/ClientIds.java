package dev.evenkeel.domain.replica;

import dev.evenkeel.domain.document.DocumentId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/// Client ids for operations that the server authors (design 5.3).
///
/// Yjs clients pick 32-bit ids, so everything from 2^32 on is the server's. Where two sides wrote
/// one map key, Yjs lets the higher id win. Ids that are derived from a step's content lie above
/// those of rooms, so that a stored value wins over an unsaved one on every replica alike.
public final class ClientIds {

    static final long ROOM_MIN = 1L << 32;
    static final long DERIVED_MIN = 1L << 40;
    static final long MAX = (1L << 53) - 1;

    private ClientIds() {}

    /// The id for the step that brings a document from one stored version to another. The same step
    /// computed twice has the same id and hence the same bytes; another content has another id.
    ///
    /// @param from the lock_version of the base, 0 for an empty document
    /// @param state the encoded state that the step starts from
    /// @param target the content it leads to, in a canonical form
    public static long derive(
            DocumentId document, long from, long to, Update state, String target) {
        MessageDigest sha256 = sha256();
        put(sha256, document.toString().getBytes(StandardCharsets.UTF_8));
        put(sha256, ByteBuffer.allocate(16).putLong(from).putLong(to).array());
        put(sha256, state.bytes());
        put(sha256, target.getBytes(StandardCharsets.UTF_8));
        long hash = ByteBuffer.wrap(sha256.digest()).getLong();
        return DERIVED_MIN + Long.remainderUnsigned(hash, MAX - DERIVED_MIN + 1);
    }

    /// A fresh id for what a room authors in one opening: mirrors, repairs, a reset.
    public static long forRoom(RandomGenerator random) {
        return random.nextLong(ROOM_MIN, DERIVED_MIN);
    }

    // The length in front of each part keeps ("ab", "c") apart from ("a", "bc").
    private static void put(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
