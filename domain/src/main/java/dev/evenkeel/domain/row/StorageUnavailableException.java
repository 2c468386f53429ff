package dev.evenkeel.domain.row;

/// Storage gave no answer. Whether a retry is safe is for the method that throws it to say.
public final class StorageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
