package dev.evenkeel.application.room;

/// A room gave no answer. Asking again later is safe; with a request id also for what changes rows.
public final class RoomUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RoomEvent.Reason reason;

    RoomUnavailableException(RoomEvent.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RoomUnavailableException(RoomEvent.Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public RoomEvent.Reason reason() {
        return reason;
    }
}
