package dev.evenkeel.adapters.ws;

/// Why the server closes a socket. Newer clients take 4400 to 4499 as final and stay away; all
/// others make every client come back.
enum CloseCode {
    TEXT_FRAME(1003),
    FRAME_TOO_LARGE(1009),
    FAILED(1011),
    RESTART(1012),
    OVERLOADED(1013),
    MALFORMED(4400),
    TOKEN_ENDED(4401),
    FORBIDDEN(4403),
    NOT_FOUND(4404),
    PURGED(4410);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean isFinal() {
        return 4400 <= number && number <= 4499;
    }
}
