package dev.evenkeel.adapters.ws.wire;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads and writes the frames of y-websocket. A frame that comes in may hold several messages, as
/// newer clients send them; a frame that goes out holds one, because older clients read no further.
///
/// Reading is strict: every byte must belong to a message. Update bytes are opaque here, but a
/// state vector and the JSON of an awareness state are looked into, because nobody behind this
/// looks again.
///
/// Safe for concurrent use.
public final class YWebsocketCodec {

    /// Awareness entries with a clock above this are left out. A client raises its clock every 15
    /// seconds, so no honest one gets near it, while one at the end of the range of integers could
    /// never be raised again, by nobody.
    static final long CLOCK_MAX = 1L << 48;

    /// Presence goes out in frames of about this size. Clients send on what they hear of others in
    /// a frame of the same shape, so this keeps what comes back below the limit on what comes in.
    static final int PRESENCE_FRAME_BYTES = 32 << 10;

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;
    private static final int AUTH = 2;
    private static final int QUERY_AWARENESS = 3;

    private static final int STEP_1 = 0;
    private static final int STEP_2 = 1;
    private static final int UPDATE = 2;

    private static final int PERMISSION_DENIED = 0;
    private static final byte[] NO_BODY = {};

    private final int messagesMax;
    private final int awarenessBytesMax;
    private final JsonCheck json;

    /// @param messagesMax messages in one frame
    /// @param awarenessBytesMax bytes of one awareness update
    /// @param jsonDepthMax how deep an awareness state may nest
    public YWebsocketCodec(int messagesMax, int awarenessBytesMax, int jsonDepthMax) {
        this.messagesMax = messagesMax;
        this.awarenessBytesMax = awarenessBytesMax;
        this.json = new JsonCheck(jsonDepthMax);
    }

    public Decoded decode(byte[] frame) {
        var in = new Lib0Reader(frame);
        var messages = new ArrayList<YMessage>(1);
        try {
            do {
                if (messagesMax <= messages.size()) {
                    return new Decoded.Malformed(
                            "too-many-messages", "more than " + messagesMax + " in one frame");
                }
                messages.add(message(in));
            } while (in.hasMore());
        } catch (MalformedEncodingException e) {
            return new Decoded.Malformed(e.code(), String.valueOf(e.getMessage()));
        }
        return new Decoded.Messages(List.copyOf(messages));
    }

    private YMessage message(Lib0Reader in) {
        int start = in.position();
        int type = in.readVarUintAsInt("unknown-message");
        return switch (type) {
            case SYNC -> sync(in);
            case AWARENESS -> awareness(in);
            case AUTH -> auth(in);
            case QUERY_AWARENESS -> new YMessage.QueryAwareness();
            default ->
                    throw new MalformedEncodingException(
                            "unknown-message", start, "no message has type " + type);
        };
    }

    private static YMessage sync(Lib0Reader in) {
        int start = in.position();
        int type = in.readVarUintAsInt("unknown-sync-message");
        return switch (type) {
            case STEP_1 -> new YMessage.SyncStep1(stateVector(in));
            case STEP_2 -> new YMessage.SyncStep2(Update.of(in.readVarBytes()));
            case UPDATE -> new YMessage.SyncUpdate(Update.of(in.readVarBytes()));
            default ->
                    throw new MalformedEncodingException(
                            "unknown-sync-message", start, "no sync message has type " + type);
        };
    }

    private static StateVector stateVector(Lib0Reader in) {
        int length = in.skipVarBytes();
        int end = in.position();
        var entries = new Lib0Reader(in.source(), end - length, end);
        for (int left = entries.readCount(2); left > 0; left--) {
            entries.readVarUint();
            entries.readVarUint();
        }
        requireEnd(entries);
        var bytes = new byte[length];
        System.arraycopy(in.source(), end - length, bytes, 0, length);
        return StateVector.of(bytes);
    }

    private YMessage awareness(Lib0Reader in) {
        int length = in.skipVarBytes();
        if (awarenessBytesMax < length) {
            return new YMessage.AwarenessTooLarge(length);
        }
        var body = new Lib0Reader(in.source(), in.position() - length, in.position());
        int count = body.readCount(3);
        var entries = new ArrayList<AwarenessEntry>(count);
        for (int i = 0; i < count; i++) {
            long client = body.readVarUint();
            long clock = body.readVarUint();
            int at = body.position();
            String state = body.readVarString();
            JsonCheck.Form form = json.formOf(state);
            if (form == JsonCheck.Form.NO_JSON) {
                throw new MalformedEncodingException("awareness-no-json", at, "not a JSON text");
            }
            if (clock <= CLOCK_MAX) {
                entries.add(
                        new AwarenessEntry(
                                client, clock, form == JsonCheck.Form.NULL ? null : state));
            }
        }
        requireEnd(body);
        return new YMessage.Awareness(List.copyOf(entries));
    }

    private static YMessage auth(Lib0Reader in) {
        int start = in.position();
        int type = in.readVarUintAsInt("unknown-auth-message");
        if (type != PERMISSION_DENIED) {
            throw new MalformedEncodingException(
                    "unknown-auth-message", start, "no auth message has type " + type);
        }
        return new YMessage.Auth(in.readVarString());
    }

    private static void requireEnd(Lib0Reader in) {
        if (in.hasMore()) {
            throw new MalformedEncodingException(
                    "trailing-bytes", in.position(), in.remaining() + " bytes too many");
        }
    }

    public static Frame step1(StateVector known) {
        return sync(STEP_1, known.bytes());
    }

    public static Frame step2(Update update) {
        return sync(STEP_2, update.bytes());
    }

    public static Frame update(Update update) {
        return sync(UPDATE, update.bytes());
    }

    /// Who is there, in one frame or several. Without entries it is a frame that changes nothing,
    /// which serves as a sign of life.
    public static List<Frame> awareness(List<AwarenessEntry> entries) {
        var frames = new ArrayList<Frame>(1);
        var written = new Lib0Writer();
        int count = 0;
        for (AwarenessEntry entry : entries) {
            written.writeVarUint(entry.client());
            written.writeVarUint(entry.clock());
            String state = entry.state();
            written.writeVarBytes(
                    (state == null ? "null" : state).getBytes(StandardCharsets.UTF_8));
            count++;
            if (PRESENCE_FRAME_BYTES <= written.size()) {
                frames.add(awareness(count, written));
                written.reset();
                count = 0;
            }
        }
        if (count > 0 || frames.isEmpty()) {
            frames.add(awareness(count, written));
        }
        return frames;
    }

    private static Frame awareness(int count, Lib0Writer entries) {
        var body = new Lib0Writer(entries.size() + 4);
        body.writeVarUint(count);
        body.writeBytes(entries.toByteArray(), 0, entries.size());
        var frame = new Lib0Writer(body.size() + 5);
        frame.writeVarUint(AWARENESS);
        frame.writeVarBytes(body.toByteArray());
        return new Frame(frame.toByteArray(), NO_BODY);
    }

    /// "Permission denied" with a reason: what stock clients log, and go on.
    public static Frame denied(String reason) {
        var frame = new Lib0Writer();
        frame.writeVarUint(AUTH);
        frame.writeVarUint(PERMISSION_DENIED);
        frame.writeVarBytes(reason.getBytes(StandardCharsets.UTF_8));
        return new Frame(frame.toByteArray(), NO_BODY);
    }

    private static Frame sync(int type, byte[] body) {
        var head = new Lib0Writer(8);
        head.writeVarUint(SYNC);
        head.writeVarUint(type);
        head.writeVarUint(body.length);
        return new Frame(head.toByteArray(), body);
    }
}
