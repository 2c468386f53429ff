package dev.evenkeel.domain.replica;

/// What was kept of a document cannot be read back. Nothing was changed; a retry will not help, a
/// backup will.
public final class CorruptHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
