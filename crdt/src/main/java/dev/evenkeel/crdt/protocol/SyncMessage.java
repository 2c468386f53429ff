package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

import java.util.Arrays;

/// What two holders of one document tell each other: what one has, what the other therefore lacks,
/// and what is new. On the wire a number for the kind and then the bytes of the body with their
/// length. Updates are of format V1 in all three.
///
/// Bodies are not copied: whoever makes a message gives the array away, and whoever reads one must
/// not change it. Updates are on the path of each keystroke, and are mostly handed on.
public abstract sealed class SyncMessage {

    private static final int STEP_1 = 0;
    private static final int STEP_2 = 1;
    private static final int UPDATE = 2;

    private final int kind;
    private final byte[] body;

    private SyncMessage(int kind, byte[] body) {
        this.kind = kind;
        this.body = body;
    }

    /// Kind 0: what the sender has. The receiver answers with [Step2], always.
    public static final class Step1 extends SyncMessage {

        public Step1(StateVector known) {
            this(known.encode());
        }

        private Step1(byte[] known) {
            super(STEP_1, known);
        }

        /// With a state vector that is encoded already.
        ///
        /// @param known not copied
        /// @throws MalformedMessageException if it is anything else
        public static Step1 of(byte[] known) {
            try {
                checkStateVector(known, 0, known.length);
                return new Step1(known);
            } catch (MalformedEncodingException e) {
                throw new MalformedMessageException(e);
            }
        }

        public StateVector known() {
            return StateVector.decode(body());
        }
    }

    /// Kind 1: everything that the receiver lacks, and all deletions.
    public static final class Step2 extends SyncMessage {

        /// @param update not looked at, not copied
        public Step2(byte[] update) {
            super(STEP_2, update);
        }
    }

    /// Kind 2: what has just been done.
    public static final class Update extends SyncMessage {

        /// @param update not looked at, not copied
        public Update(byte[] update) {
            super(UPDATE, update);
        }
    }

    /// The state vector or update. Shared, must not be modified.
    public byte[] body() {
        return body;
    }

    /// The whole message.
    public byte[] encode() {
        var out = new Lib0Writer(body.length + 6);
        writeHead(out);
        out.writeBytes(body, 0, body.length);
        return out.toByteArray();
    }

    /// Everything before the body.
    void writeHead(Lib0Writer out) {
        out.writeVarUint(kind);
        out.writeVarUint(body.length);
    }

    /// Reads one message that is all of the bytes.
    ///
    /// @throws MalformedMessageException with `truncated`, `unknown-sync-message`,
    ///   `number-too-large`, `impossible-count` or `trailing-bytes`
    public static SyncMessage decode(byte[] bytes) {
        try {
            var in = new Lib0Reader(bytes);
            SyncMessage message = read(in);
            requireEnd(in);
            return message;
        } catch (MalformedEncodingException e) {
            throw new MalformedMessageException(e);
        }
    }

    static SyncMessage read(Lib0Reader in) {
        int start = in.position();
        int kind = in.readVarUintAsInt("unknown-sync-message");
        return switch (kind) {
            case STEP_1 -> readStep1(in);
            case STEP_2 -> new Step2(in.readVarBytes());
            case UPDATE -> new Update(in.readVarBytes());
            default ->
                    throw new MalformedEncodingException(
                            "unknown-sync-message", start, "no sync message has kind " + kind);
        };
    }

    private static Step1 readStep1(Lib0Reader in) {
        int length = in.skipVarBytes();
        int end = in.position();
        checkStateVector(in.source(), end - length, end);
        return new Step1(Arrays.copyOfRange(in.source(), end - length, end));
    }

    /// Done here, so that a relay can hand it on unread, and so that [Step1#known] cannot fail.
    private static void checkStateVector(byte[] source, int from, int to) {
        var entries = new Lib0Reader(source, from, to);
        for (int left = entries.readCount(2); left > 0; left--) {
            entries.readVarUint();
            entries.readVarUint();
        }
        requireEnd(entries);
    }

    static void requireEnd(Lib0Reader in) {
        if (in.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), in.remaining() + " bytes too many");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SyncMessage that
                && kind == that.kind
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * kind + Arrays.hashCode(body);
    }

    /// Never the bytes: they are a document's content.
    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + body.length + " bytes)";
    }
}
