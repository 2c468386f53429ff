package dev.evenkeel.adapters.ws.wire;

import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.crdt.protocol.AwarenessLimits;
import dev.evenkeel.crdt.protocol.AwarenessUpdate;
import dev.evenkeel.crdt.protocol.MalformedMessageException;
import dev.evenkeel.crdt.protocol.Message;
import dev.evenkeel.crdt.protocol.SyncMessage;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;

import java.util.ArrayList;
import java.util.List;

/// The frames of y-websocket in the words of the domain. What the bytes mean is for the engine's
/// protocol package to say; what is taken and how much of it, is said here.
///
/// Update bytes are opaque here, but a state vector and the JSON of an awareness state have been
/// looked into, because nobody behind this looks again.
///
/// Safe for concurrent use.
public final class YWebsocketCodec {

    /// Presence goes out in frames of about this size. Clients send on what they hear of others in
    /// a frame of the same shape, so this keeps what comes back below the limit on what comes in.
    static final int PRESENCE_FRAME_BYTES = 32 << 10;

    private final int messagesMax;
    private final int awarenessBytesMax;
    private final AwarenessLimits awarenessLimits;

    /// @param messagesMax messages in one frame
    /// @param awarenessBytesMax bytes of one awareness update
    /// @param jsonDepthMax how deep an awareness state may nest
    public YWebsocketCodec(int messagesMax, int awarenessBytesMax, int jsonDepthMax) {
        this.messagesMax = messagesMax;
        this.awarenessBytesMax = awarenessBytesMax;
        // How many states there may be and how large, is the room's to limit: it answers.
        this.awarenessLimits =
                AwarenessLimits.DEFAULT
                        .withStates(awarenessBytesMax)
                        .withStateBytes(awarenessBytesMax)
                        .withDepth(jsonDepthMax);
    }

    public Decoded decode(byte[] frame) {
        try {
            var messages = new ArrayList<YMessage>(1);
            for (Message message : Message.decode(frame, messagesMax)) {
                messages.add(read(message));
            }
            return new Decoded.Messages(List.copyOf(messages));
        } catch (MalformedMessageException e) {
            return new Decoded.Malformed(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private YMessage read(Message message) {
        return switch (message) {
            case Message.Sync(SyncMessage.Step1 known) ->
                    new YMessage.SyncStep1(StateVector.of(known.body()));
            case Message.Sync(SyncMessage.Step2 missing) ->
                    new YMessage.SyncStep2(Update.of(missing.body()));
            case Message.Sync(SyncMessage.Update news) ->
                    new YMessage.SyncUpdate(Update.of(news.body()));
            case Message.States states -> presence(states.update());
            case Message.PermissionDenied(String reason) -> new YMessage.Auth(reason);
            case Message.QueryStates() -> new YMessage.QueryAwareness();
        };
    }

    private YMessage presence(byte[] update) {
        if (awarenessBytesMax < update.length) {
            return new YMessage.AwarenessTooLarge(update.length);
        }
        return new YMessage.Awareness(
                AwarenessUpdate.decode(update, awarenessLimits).entries().stream()
                        .filter(entry -> entry.clock() <= AwarenessUpdate.CLOCK_MAX)
                        .map(each -> new AwarenessEntry(each.client(), each.clock(), each.state()))
                        .toList());
    }

    public static Frame step1(StateVector known) {
        return Frame.of(new Message.Sync(SyncMessage.Step1.of(known.bytes())));
    }

    public static Frame step2(Update update) {
        return Frame.of(new Message.Sync(new SyncMessage.Step2(update.bytes())));
    }

    public static Frame update(Update update) {
        return Frame.of(new Message.Sync(new SyncMessage.Update(update.bytes())));
    }

    /// Who is there, in one frame or several. Without entries it is a frame that changes nothing,
    /// which serves as a sign of life.
    public static List<Frame> awareness(List<AwarenessEntry> entries) {
        var frames = new ArrayList<Frame>(1);
        var some = new ArrayList<AwarenessUpdate.Entry>();
        int characters = 0;
        for (AwarenessEntry entry : entries) {
            String state = entry.state();
            some.add(new AwarenessUpdate.Entry(entry.client(), entry.clock(), state));
            characters += state == null ? 0 : state.length();
            if (PRESENCE_FRAME_BYTES <= characters) {
                frames.add(presence(some));
                some.clear();
                characters = 0;
            }
        }
        if (!some.isEmpty() || frames.isEmpty()) {
            frames.add(presence(some));
        }
        return frames;
    }

    private static Frame presence(List<AwarenessUpdate.Entry> entries) {
        return Frame.of(new Message.States(new AwarenessUpdate(entries).encode()));
    }

    /// "Permission denied" with a reason: what stock clients log, and go on.
    public static Frame denied(String reason) {
        return Frame.of(new Message.PermissionDenied(reason));
    }
}
