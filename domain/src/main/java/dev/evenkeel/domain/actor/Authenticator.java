package dev.evenkeel.domain.actor;

/// Turns a token into who is behind it. Called for each connection and request, and again for open
/// connections when rights may have changed. Called from any thread; may block.
public interface Authenticator {

    /// Say who is behind `token` and what it allows now.
    ///
    /// @param token as the client sent it; empty when it sent none
    Answer authenticate(String token);

    sealed interface Answer {

        record Known(Principal principal) implements Answer {}

        /// No token, or one that nobody has, or that was revoked.
        record Unknown() implements Answer {}

        record Expired() implements Answer {}
    }
}
