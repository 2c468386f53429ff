package dev.evenkeel.domain.actor;

import static dev.evenkeel.domain.storage.Samples.ANN;
import static dev.evenkeel.domain.storage.Samples.BOT;
import static dev.evenkeel.domain.storage.Samples.DEMO;
import static dev.evenkeel.domain.storage.Samples.NOON;
import static dev.evenkeel.domain.storage.Samples.OTHER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What every [Tokens] must do.
public interface TokensContract extends StorageContract {

    private Tokens tokens() {
        return storage().tokens();
    }

    private static Token token(String id, Optional<ProjectId> project, Actor actor) {
        return new Token(id, "hash-of-" + id, project, actor, "laptop 💻", NOON, Optional.empty());
    }

    @Test
    default void aTokenIsFoundByItsHash() {
        var token =
                new Token(
                        "t1",
                        "ab12",
                        Optional.of(DEMO),
                        ANN,
                        "laptop 💻",
                        NOON,
                        Optional.of(NOON.plusSeconds(60)));
        tokens().add(token);

        assertThat(restarted().tokens().find("ab12"))
                .contains(new Tokens.Found(token, Optional.empty()));
        assertThat(tokens().find("t1")).isEmpty();
        assertThat(tokens().find("AB12")).isEmpty();
    }

    @Test
    default void theRoleIsTheOneThatTheActorHasInTheProjectNow() {
        var token = token("t1", Optional.of(DEMO), ANN);
        tokens().add(token);
        storage().projects().putMember(new Member(OTHER, ANN, Role.OWNER));
        storage().projects().putMember(new Member(DEMO, ANN, Role.EDITOR));
        assertThat(tokens().find(token.hash()))
                .contains(new Tokens.Found(token, Optional.of(Role.EDITOR)));

        storage().projects().putMember(new Member(DEMO, ANN, Role.VIEWER));
        assertThat(tokens().find(token.hash()))
                .contains(new Tokens.Found(token, Optional.of(Role.VIEWER)));

        storage().projects().removeMember(DEMO, ANN.id());
        assertThat(tokens().find(token.hash())).contains(new Tokens.Found(token, Optional.empty()));
    }

    @Test
    default void anOperatorsTokenHasNoProjectAndNoRole() {
        var operator = new Actor(Actor.Type.OPERATOR, "operator", "Operator");
        var token = token("t1", Optional.empty(), operator);
        tokens().add(token);
        storage().projects().putMember(new Member(DEMO, operator, Role.EDITOR));

        assertThat(tokens().find(token.hash())).contains(new Tokens.Found(token, Optional.empty()));
    }

    @Test
    default void aRevokedTokenIsGone() {
        var token = token("t1", Optional.of(DEMO), ANN);
        tokens().add(token);

        assertThat(tokens().revoke("t1")).isTrue();
        assertThat(tokens().revoke("t1")).isFalse();

        assertThat(tokens().find(token.hash())).isEmpty();
        assertThat(tokens().list(Optional.of(DEMO))).isEmpty();
    }

    @Test
    default void tokensAreListedPerProjectOldestFirst() {
        var old = token("z", Optional.of(DEMO), ANN);
        var young =
                new Token(
                        "a",
                        "h",
                        Optional.of(DEMO),
                        BOT,
                        "",
                        NOON.plusSeconds(1),
                        Optional.empty());
        var elsewhere = token("e", Optional.of(OTHER), ANN);
        var operators = token("o", Optional.empty(), ANN);
        for (var token : new Token[] {young, elsewhere, operators, old}) {
            tokens().add(token);
        }

        assertThat(tokens().list(Optional.of(DEMO))).containsExactly(old, young);
        assertThat(tokens().list(Optional.of(OTHER))).containsExactly(elsewhere);
        assertThat(tokens().list(Optional.empty())).containsExactly(operators);
    }
}
