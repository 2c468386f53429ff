package dev.evenkeel.domain.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PathTest {

    @Test
    void isWrittenAsAJsonPointer() {
        assertThat(Path.ROOT).hasToString("");
        assertThat(Path.of("jobs", "6f", "body")).hasToString("/jobs/6f/body");
        assertThat(Path.of("a/b", "~c", "")).hasToString("/a~1b/~0c/");
    }

    @Test
    void growsAndShrinksByOneStep() {
        Path body = Path.of("jobs", "6f").then("body");

        assertThat(body).isEqualTo(Path.of("jobs", "6f", "body"));
        assertThat(body.last()).isEqualTo("body");
        assertThat(body.parent()).isEqualTo(Path.of("jobs", "6f"));
    }

    @Test
    void startsWithItselfAndWhatIsAboveIt() {
        Path body = Path.of("jobs", "6f", "body");

        assertThat(body.startsWith(Path.ROOT)).isTrue();
        assertThat(body.startsWith(Path.of("jobs"))).isTrue();
        assertThat(body.startsWith(body)).isTrue();
        assertThat(body.startsWith(body.then("x"))).isFalse();
        assertThat(body.startsWith(Path.of("job"))).isFalse();
    }

    @Test
    void anEditMustChangeSomething() {
        assertThat(new TextEdit(3, 2, "").end()).isEqualTo(5);
        assertThatThrownBy(() -> new TextEdit(0, 0, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextEdit(-1, 0, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
