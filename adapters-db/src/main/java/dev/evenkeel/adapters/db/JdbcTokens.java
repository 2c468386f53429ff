package dev.evenkeel.adapters.db;

import dev.evenkeel.adapters.db.TokenTable.TokenRecord;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.actor.Role;
import dev.evenkeel.domain.actor.Token;
import dev.evenkeel.domain.actor.Tokens;

import java.util.List;
import java.util.Optional;

/// The tokens in table `tokens`. Their hashes are in no message.
final class JdbcTokens implements Tokens {

    private final Database database;

    JdbcTokens(Database database) {
        this.database = database;
    }

    @Override
    public void add(Token token) {
        var actor = token.actor();
        var stored =
                new TokenRecord(
                        token.id(),
                        token.hash(),
                        token.project().map(ProjectId::value).orElse(null),
                        actor.id(),
                        actor.type().name(),
                        actor.name(),
                        token.label(),
                        token.createdAt(),
                        token.expiresAt().orElse(null),
                        null);
        var _ =
                database.write(
                        "add token " + token.id(),
                        () -> {
                            database.tokens.insert(stored);
                            return token;
                        });
    }

    @Override
    public Optional<Found> find(String hash) {
        return database.read(
                "find a token",
                () ->
                        database.tokens
                                .find(hash)
                                .map(
                                        each ->
                                                new Found(
                                                        token(each),
                                                        Optional.ofNullable(each.role())
                                                                .map(Role::valueOf))));
    }

    @Override
    public boolean revoke(String id) {
        return database.write("revoke token " + id, () -> 0 < database.tokens.delete(id));
    }

    @Override
    public List<Token> list(Optional<ProjectId> project) {
        return database.read(
                "tokens of " + project.map(ProjectId::value).orElse("operators"),
                () ->
                        project
                                .map(ProjectId::value)
                                .map(database.tokens::ofProject)
                                .orElseGet(database.tokens::ofOperators)
                                .stream()
                                .map(JdbcTokens::token)
                                .toList());
    }

    private static Token token(TokenRecord each) {
        return new Token(
                each.id(),
                each.hash(),
                Optional.ofNullable(each.project()).map(ProjectId::new),
                Columns.actor(each.actorType(), each.actorId(), each.actorName()),
                each.label(),
                each.createdAt(),
                Optional.ofNullable(each.expiresAt()));
    }
}
