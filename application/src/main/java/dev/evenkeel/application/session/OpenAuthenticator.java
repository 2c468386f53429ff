package dev.evenkeel.application.session;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.Principal.Scope;

/// The authenticator of a server that was started with `--open`: whoever brings a token is who the
/// token says, everybody else is the guest, and everybody may do everything. Such a server listens
/// on loopback only.
public final class OpenAuthenticator implements Authenticator {

    private final Authenticator tokens;

    public OpenAuthenticator(Authenticator tokens) {
        this.tokens = tokens;
    }

    @Override
    public Answer authenticate(String token) {
        return switch (tokens.authenticate(token)) {
            case Answer.Known known -> known;
            case Answer.Expired() -> new Answer.Expired();
            case Answer.Unknown() ->
                    new Answer.Known(new Principal(Actor.GUEST, new Scope.Everything()));
        };
    }
}
