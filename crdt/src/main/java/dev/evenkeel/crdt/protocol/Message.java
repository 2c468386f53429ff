package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;
import dev.evenkeel.crdt.encoding.Utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What goes over a line that carries one document, as y-websocket has it: the number of a channel,
/// and what is said there.
///
/// A frame that comes in may hold several messages, as newer clients send them. Send one per frame,
/// because older clients read no further.
public sealed interface Message {

    /// Channel 0.
    record Sync(SyncMessage message) implements Message {}

    /// Channel 1: who is there, as far as it changed. The bytes are for [Awareness#apply] or
    /// [AwarenessUpdate#decode]; nobody has looked into them yet.
    final class States implements Message {

        private final byte[] update;

        /// @param update not looked at, not copied
        public States(byte[] update) {
            this.update = update;
        }

        /// Shared, must not be modified.
        public byte[] update() {
            return update;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof States that && Arrays.equals(update, that.update);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(update);
        }

        @Override
        public String toString() {
            return "States(" + update.length + " bytes)";
        }
    }

    /// Channel 2: the sender of the document lets nobody see it, or nobody change it. Stock clients
    /// log the reason, and go on.
    record PermissionDenied(String reason) implements Message {}

    /// Channel 3: who is there? The answer is [States] with everybody.
    record QueryStates() implements Message {}

    /// The bytes of a frame that holds this message and no other.
    default byte[] encode() {
        byte[] head = head();
        byte[] body = body();
        byte[] frame = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, frame, head.length, body.length);
        return frame;
    }

    /// The first part of the frame: a few bytes. With [#body] it is all of it, and who sends one
    /// update to many need not copy the update for each.
    default byte[] head() {
        var out = new Lib0Writer(8);
        switch (this) {
            case Sync(SyncMessage message) -> {
                out.writeVarUint(Channel.SYNC);
                message.writeHead(out);
            }
            case States states -> {
                out.writeVarUint(Channel.AWARENESS);
                out.writeVarUint(states.update.length);
            }
            case PermissionDenied(String reason) -> {
                out.writeVarUint(Channel.AUTH);
                out.writeVarUint(Channel.PERMISSION_DENIED);
                out.writeVarUint(Utf8.encode(reason).length);
            }
            case QueryStates() -> out.writeVarUint(Channel.QUERY_AWARENESS);
        }
        return out.toByteArray();
    }

    /// The second part of the frame. Shared, must not be modified.
    default byte[] body() {
        return switch (this) {
            case Sync(SyncMessage message) -> message.body();
            case States states -> states.update;
            case PermissionDenied(String reason) -> Utf8.encode(reason);
            case QueryStates() -> Channel.NO_BODY;
        };
    }

    /// Reads a frame: its messages in their order, at least one. Every byte must belong to one of
    /// them.
    ///
    /// What is within an update, or within awareness states, is not looked at. Takes time and
    /// memory in proportion to the size of the frame.
    ///
    /// @param messagesMax how many messages one frame may hold
    /// @throws MalformedMessageException with `truncated`, `unknown-message`,
    ///   `unknown-sync-message`, `unknown-auth-message`, `number-too-large`, `impossible-count`,
    ///   `invalid-utf8`, `trailing-bytes` or `limit-messages`. None of the messages counts then
    static List<Message> decode(byte[] frame, int messagesMax) {
        try {
            var in = new Lib0Reader(frame);
            var messages = new ArrayList<Message>(1);
            do {
                if (messages.size() == messagesMax) {
                    throw new MalformedEncodingException(
                            "limit-messages",
                            in.position(),
                            "more than " + messagesMax + " in one frame");
                }
                messages.add(Channel.read(in));
            } while (in.hasMore());
            return List.copyOf(messages);
        } catch (MalformedEncodingException e) {
            throw new MalformedMessageException(e);
        }
    }
}
