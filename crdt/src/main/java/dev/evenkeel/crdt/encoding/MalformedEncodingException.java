package dev.evenkeel.crdt.encoding;

/// Bytes that are not what they claim to be.
public final class MalformedEncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int offset;

    /// Says what is wrong and where.
    ///
    /// @param code stable, kebab-case, one per cause
    /// @param offset where in the input the trouble was noticed
    public MalformedEncodingException(String code, int offset, String detail) {
        super(code + " at byte " + offset + ": " + detail);
        this.code = code;
        this.offset = offset;
    }

    public String code() {
        return code;
    }

    public int offset() {
        return offset;
    }
}
