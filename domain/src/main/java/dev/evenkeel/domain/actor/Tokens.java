package dev.evenkeel.domain.actor;

import java.util.List;
import java.util.Optional;

/// The stored tokens. Called from any thread; may block. Throws
/// [dev.evenkeel.domain.row.StorageUnavailableException] if no answer could be had.
public interface Tokens {

    void add(Token token);

    /// The token with this hash together with the role that its actor has in the token's project
    /// now; revoked tokens are gone, expired ones are found (the caller knows the time).
    Optional<Found> find(String hash);

    /// Revoke by id; false when there was none.
    boolean revoke(String id);

    /// The tokens of a project, or the operators' when empty, oldest first.
    List<Token> list(Optional<ProjectId> project);

    /// A stored token and what its actor is in the project now.
    ///
    /// @param role empty when the actor is not (or no longer) a member, and for operators
    record Found(Token token, Optional<Role> role) {}
}
