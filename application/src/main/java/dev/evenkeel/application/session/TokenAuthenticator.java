package dev.evenkeel.application.session;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.Principal.Scope;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.actor.Tokens;

import java.time.InstantSource;

/// Authenticates by stored tokens. A token says who somebody is; what they may do is their role in
/// the token's project at this moment.
public final class TokenAuthenticator implements Authenticator {

    private final Tokens tokens;
    private final InstantSource clock;

    public TokenAuthenticator(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Answer authenticate(String token) {
        if (token.isEmpty()) {
            return new Answer.Unknown();
        }
        return tokens.find(TokenHash.of(token)).map(this::judge).orElse(new Answer.Unknown());
    }

    private Answer judge(Tokens.Found found) {
        var expiresAt = found.token().expiresAt();
        if (expiresAt.isPresent() && !clock.instant().isBefore(expiresAt.get())) {
            return new Answer.Expired();
        }
        Scope scope =
                found.token()
                        .project()
                        .<Scope>map(
                                project ->
                                        new Scope.OneProject(
                                                project,
                                                found.role().map(Role::access).orElse(Access.NONE)))
                        .orElse(new Scope.Everything());
        return new Answer.Known(new Principal(found.token().actor(), scope));
    }
}
