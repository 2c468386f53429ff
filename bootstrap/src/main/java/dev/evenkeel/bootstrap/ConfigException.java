package dev.evenkeel.bootstrap;

/// The configuration is wrong. The message is one sentence for whoever wrote it, with the key, the
/// value (unless it is secret), where it came from, and what is allowed.
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
