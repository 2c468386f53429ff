package dev.evenkeel.domain.actor;

/// Who authored a change. It always comes from the credential, never from a payload.
///
/// @param id stable within its type; a user id, a connection id, a plugin name
/// @param name what people are shown
public record Actor(Type type, String id, String name) {

    /// The server itself, for what nobody asked for: seeding, repairs.
    public static final Actor SERVER = new Actor(Type.SERVER, "server", "Evenkeel");

    /// Everybody, on a server that was started with `--open`.
    public static final Actor GUEST = new Actor(Type.GUEST, "guest", "Guest");

    public enum Type {
        PERSON,
        AGENT,
        CONNECTION,
        PLUGIN,
        OPERATOR,
        GUEST,
        SERVER
    }

    public Actor {
        if (id.isBlank() || id.length() > 255) {
            throw new IllegalArgumentException("Expected an actor id of 1 to 255 characters");
        }
    }
}
