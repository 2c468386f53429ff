package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.MalformedEncodingException;

/// The numbers of the channels, and how what is said there begins.
final class Channel {

    static final int SYNC = 0;
    static final int AWARENESS = 1;
    static final int AUTH = 2;
    static final int QUERY_AWARENESS = 3;

    static final int PERMISSION_DENIED = 0;
    static final byte[] NO_BODY = {};

    private Channel() {}

    static Message read(Lib0Reader in) {
        int start = in.position();
        int channel = in.readVarUintAsInt("unknown-message");
        return switch (channel) {
            case SYNC -> new Message.Sync(SyncMessage.read(in));
            case AWARENESS -> new Message.States(in.readVarBytes());
            case AUTH -> permissionDenied(in);
            case QUERY_AWARENESS -> new Message.QueryStates();
            default ->
                    throw new MalformedEncodingException(
                            "unknown-message", start, "no message has type " + channel);
        };
    }

    private static Message permissionDenied(Lib0Reader in) {
        int start = in.position();
        int kind = in.readVarUintAsInt("unknown-auth-message");
        if (kind != PERMISSION_DENIED) {
            throw new MalformedEncodingException(
                    "unknown-auth-message", start, "no auth message has type " + kind);
        }
        return new Message.PermissionDenied(in.readVarString());
    }
}
