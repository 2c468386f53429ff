package dev.evenkeel.domain.actor;

import static dev.evenkeel.domain.storage.Samples.ANN;
import static dev.evenkeel.domain.storage.Samples.BOT;
import static dev.evenkeel.domain.storage.Samples.DEMO;
import static dev.evenkeel.domain.storage.Samples.OTHER;
import static dev.evenkeel.domain.storage.Samples.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.storage.StorageContract;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// What every [Projects] must do.
public interface ProjectsContract extends StorageContract {

    private Projects projects() {
        return storage().projects();
    }

    @Test
    default void aProjectIsCreatedOnce() {
        assertThat(projects().create(new Project(DEMO, "Demo 🌊"))).isTrue();
        assertThat(projects().create(new Project(DEMO, "Another"))).isFalse();

        assertThat(restarted().projects().find(DEMO)).contains(new Project(DEMO, "Demo 🌊"));
        assertThat(projects().find(OTHER)).isEmpty();
    }

    @Test
    default void projectsAreListedById() {
        projects().create(new Project(OTHER, "A"));
        projects().create(new Project(DEMO, "B"));

        assertThat(projects().list())
                .containsExactly(new Project(DEMO, "B"), new Project(OTHER, "A"));
    }

    @Test
    default void ofManyThatCreateOneProjectAtOnceOneDoes() {
        var created =
                together(
                        IntStream.range(0, 8)
                                .<Callable<Boolean>>mapToObj(
                                        i -> () -> projects().create(new Project(DEMO, "p" + i)))
                                .toList());

        assertThat(created).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    default void membersAreAddedChangedAndRemoved() {
        projects().create(new Project(DEMO, "Demo"));
        projects().putMember(new Member(DEMO, ANN, Role.VIEWER));
        projects().putMember(new Member(DEMO, BOT, Role.EDITOR));
        projects().putMember(new Member(OTHER, ANN, Role.OWNER));

        projects().putMember(new Member(DEMO, ANN, Role.ADMIN));

        assertThat(restarted().projects().members(DEMO))
                .containsExactly(
                        new Member(DEMO, BOT, Role.EDITOR), new Member(DEMO, ANN, Role.ADMIN));
        assertThat(projects().removeMember(DEMO, ANN.id())).isTrue();
        assertThat(projects().removeMember(DEMO, ANN.id())).isFalse();
        assertThat(projects().members(DEMO)).containsExactly(new Member(DEMO, BOT, Role.EDITOR));
        assertThat(projects().members(OTHER)).containsExactly(new Member(OTHER, ANN, Role.OWNER));
    }
}
