package dev.evenkeel.domain.actor;

import java.time.Instant;
import java.util.Optional;

/// A credential as it is stored: its hash, never itself.
///
/// @param id names the token in lists and for revoking; not secret
/// @param hash lower-case hex SHA-256 of the token (which has 256 random bits, so needs no salt)
/// @param project empty for an operator's token, which reaches every project
public record Token(
        String id,
        String hash,
        Optional<ProjectId> project,
        Actor actor,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt) {}
