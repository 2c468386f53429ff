package dev.evenkeel.application.session;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Token;
import dev.evenkeel.domain.actor.Tokens;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes tokens. The token itself is returned once and stored nowhere.
public final class IssueToken {

    private static final int RANDOM_BYTES = 32;

    private final Tokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random must be unpredictable: [java.security.SecureRandom] outside of tests
    public IssueToken(Tokens tokens, InstantSource clock, RandomGenerator random) {
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /// A new token and what is stored of it.
    ///
    /// @param secret what the client sends; shown once
    public record Issued(String secret, Token stored) {}

    /// Issue a token for `actor`.
    ///
    /// @param project empty for an operator's token
    public Issued issue(
            Optional<ProjectId> project, Actor actor, String label, Optional<Instant> expiresAt) {
        String secret =
                "ek_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(RANDOM_BYTES));
        var token =
                new Token(
                        HexFormat.of().formatHex(bytes(8)),
                        TokenHash.of(secret),
                        project,
                        actor,
                        label,
                        clock.instant(),
                        expiresAt);
        tokens.add(token);
        return new Issued(secret, token);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
