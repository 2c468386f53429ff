package dev.evenkeel.crdt.protocol;

import dev.evenkeel.crdt.encoding.MalformedEncodingException;

/// A message, or a frame of messages, that was refused before it had any effect. Update bytes
/// within sync messages are looked at later, and refused as
/// [dev.evenkeel.crdt.MalformedUpdateException].
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int offset;

    MalformedMessageException(MalformedEncodingException cause) {
        super(cause.getMessage(), cause);
        this.code = cause.code();
        this.offset = cause.offset();
    }

    /// For what is wrong only for whoever received it.
    MalformedMessageException(String code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.offset = 0;
    }

    /// Stable, kebab-case, one per cause; begins with `limit-` where less would have been taken.
    public String code() {
        return code;
    }

    /// Where in the input the trouble was noticed; 0 if it is the message as a whole.
    public int offset() {
        return offset;
    }
}
