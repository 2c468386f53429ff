package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.MalformedEncodingException;

/// An update, or a state vector, that was refused before anything was changed.
public final class MalformedUpdateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int offset;

    MalformedUpdateException(MalformedEncodingException cause) {
        super(cause.getMessage(), cause);
        this.code = cause.code();
        this.offset = cause.offset();
    }

    /// For what is wrong with an update as a whole, or wrong only for this document.
    MalformedUpdateException(String code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.offset = 0;
    }

    /// Stable, kebab-case, one per cause.
    public String code() {
        return code;
    }

    /// Where in the input the trouble was noticed; 0 if it is the update as a whole.
    public int offset() {
        return offset;
    }
}
