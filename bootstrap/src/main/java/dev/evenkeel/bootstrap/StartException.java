package dev.evenkeel.bootstrap;

/// The server did not start. The message is one sentence for whoever starts it.
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    StartException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
