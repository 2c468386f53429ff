package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Config> served = new ArrayList<>();

    private ExitCode run(String... args) {
        var main =
                new Main(
                        Map.of(),
                        (config, _) -> {
                            served.add(config);
                            return ExitCode.OK;
                        });
        return main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void serveServesWithTheOptions() {
        assertThat(run("serve", "--port", "0", "--open", "--drain-at-most=5s"))
                .isEqualTo(ExitCode.OK);
        assertThat(served)
                .singleElement()
                .satisfies(
                        config -> {
                            assertThat(config.port()).isZero();
                            assertThat(config.open()).isTrue();
                            assertThat(config.drainAtMost()).hasSeconds(5);
                        });
    }

    @Test
    void aLimitIsAnOptionToo() {
        run("serve", "--room-participants-max", "7");

        assertThat(served.getFirst().room().participantsMax()).isEqualTo(7);
    }

    @Test
    void aFlagCanBeTakenBack() {
        run("serve", "--open=false");

        assertThat(served.getFirst().open()).isFalse();
    }

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("serve", "config", "--version", "Exit codes:");
        assertThat(served).isEmpty();
    }

    @Test
    void helpOfServeNamesTheOptionsWithTheirDefaults() {
        assertThat(run("serve", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("--port", "8080", "--host", "--data", "--database-url", "--open")
                .contains("EVENKEEL_PORT")
                .doesNotContain("--room-participants-max");
    }

    @Test
    void configListsEveryKey() {
        assertThat(run("config")).isEqualTo(ExitCode.OK);
        assertThat(Keys.ALL)
                .allSatisfy(key -> assertThat(out.toString()).contains(key.name(), key.variable()));
    }

    @Test
    void versionIsOneLine() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).singleElement().asString().startsWith("evenkeel ");
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(run("serve", "--prot", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--prot");
        assertThat(served).isEmpty();
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aWrongValueIsAUsageErrorOfOneLine() {
        assertThat(run("serve", "--open", "--host", "0.0.0.0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("evenkeel.host");
    }
}
