package dev.evenkeel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.adapters.http.HttpSettings;
import dev.evenkeel.adapters.ws.WsSettings;
import dev.evenkeel.application.room.RoomLimits;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class ConfigTest {

    private static final Map<String, String> NOTHING = Map.of();

    @TempDir Path folder;

    private static Config config(Map<String, String> options, Map<String, String> environment) {
        return Config.of(ConfigSources.gather(options, environment));
    }

    private Path file(String name, String text) throws IOException {
        return java.nio.file.Files.writeString(folder.resolve(name), text);
    }

    @Test
    void withNothingGivenEveryLimitIsTheDefault() {
        Config config = config(NOTHING, NOTHING);

        assertThat(config.room()).isEqualTo(RoomLimits.DEFAULT);
        assertThat(config.ws()).isEqualTo(WsSettings.DEFAULT);
        assertThat(config.http()).isEqualTo(HttpSettings.DEFAULT);
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.open()).isFalse();
        assertThat(config.database()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void everyLimitHasAKey(String section, Class<?> limits) {
        // One deadline for all of a stop, and one list of origins for both edges.
        var shared = Set.of("drain-at-most", "allowed-origins");
        assertThat(Arrays.stream(limits.getRecordComponents()))
                .hasSizeGreaterThan(4)
                .map(component -> kebab(component.getName()))
                .allSatisfy(
                        name ->
                                assertThat(
                                                Keys.named(
                                                        shared.contains(name)
                                                                ? "evenkeel." + name
                                                                : "evenkeel." + section + name))
                                        .isPresent());
    }

    static Stream<Arguments> everyLimitHasAKey() {
        return Stream.of(
                Arguments.of("room.", RoomLimits.class),
                Arguments.of("ws.", WsSettings.class),
                Arguments.of("http.", HttpSettings.class));
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void everyDefaultIsAllowed() {
        for (Key key : Keys.ALL) {
            if (!key.whenAbsent().isEmpty()) {
                config(Map.of(key.name(), key.whenAbsent()), NOTHING);
            }
        }
    }

    @Nested
    class Precedence {

        @Test
        void theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
            Path file =
                    file(
                            "all.yml",
                            """
                            evenkeel:
                              port: 1001
                              host: 127.0.0.3
                              room:
                                participants-max: 33
                            """);
            var environment = Map.of("EVENKEEL_PORT", "1002", "EVENKEEL_HOST", "127.0.0.2");
            var options = Map.of("evenkeel.config", file.toString(), "evenkeel.port", "1003");

            Config config = config(options, environment);

            assertThat(config.port()).isEqualTo(1003);
            assertThat(config.host()).isEqualTo("127.0.0.2");
            assertThat(config.room().participantsMax()).isEqualTo(33);
            assertThat(config.room().openRoomsMax()).isEqualTo(10_000);
        }

        @Test
        void theFileCanBeNamedInTheEnvironment() throws IOException {
            Path file = file("port.yml", "evenkeel.port: 1001");

            assertThat(config(NOTHING, Map.of("EVENKEEL_CONFIG", file.toString())).port())
                    .isEqualTo(1001);
        }

        @Test
        void everyKeyCanBeSetInTheEnvironment() {
            assertThat(Keys.ALL)
                    .extracting(Key::variable)
                    .doesNotHaveDuplicates()
                    .allMatch(variable -> variable.matches("EVENKEEL_[A-Z_]+"));
            assertThat(config(NOTHING, Map.of("EVENKEEL_ROOM_LINGER", "90s")).room().linger())
                    .isEqualTo(Duration.ofSeconds(90));
        }

        @Test
        void variablesOfOthersAreLeftAlone() {
            assertThat(config(NOTHING, Map.of("EVENKEEL_SERVICE_HOST", "10.0.0.1")).port())
                    .isEqualTo(8080);
        }
    }

    @Nested
    class Files {

        @Test
        void propertiesAndYamlSayTheSame() throws IOException {
            Path yaml = file("a.yml", "evenkeel: {room: {update-bytes-max: 1MiB}, open: true}");
            Path properties =
                    file(
                            "a.properties",
                            "evenkeel.room.update-bytes-max=1MiB\nevenkeel.open=true\n");

            assertThat(config(Map.of("evenkeel.config", yaml.toString()), NOTHING))
                    .isEqualTo(config(Map.of("evenkeel.config", properties.toString()), NOTHING));
        }

        @Test
        void anUnknownKeyIsAnErrorThatNamesTheNearest() throws IOException {
            Path file = file("typo.yml", "evenkeel:\n  room:\n    mailbox-command-max: 9\n");

            assertThatThrownBy(() -> config(Map.of("evenkeel.config", file.toString()), NOTHING))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "Unknown key evenkeel.room.mailbox-command-max in "
                                    + file
                                    + "; did you mean evenkeel.room.mailbox-commands-max?");
        }

        @Test
        void aKeyWithoutThePrefixIsFoundToo() throws IOException {
            Path file = file("prefix.yml", "port: 1");

            assertThatThrownBy(() -> config(Map.of("evenkeel.config", file.toString()), NOTHING))
                    .hasMessageEndingWith("did you mean evenkeel.port?");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a: [", "- 1\n- 2\n", "a: 1\na: 2\n"})
        void whatIsNoYamlIsAnErrorThatNamesTheFile(String text) throws IOException {
            Path file = file("broken.yml", text);

            assertThatThrownBy(() -> config(Map.of("evenkeel.config", file.toString()), NOTHING))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("broken.yml");
        }

        @Test
        void aFileThatIsNotThereIsAnError() {
            assertThatThrownBy(
                            () -> config(Map.of("evenkeel.config", folder + "/none.yml"), NOTHING))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("There is no configuration file ");
        }

        @Test
        void anEmptyFileConfiguresNothing() throws IOException {
            Path file = file("empty.yml", "# nothing\n");

            assertThat(config(Map.of("evenkeel.config", file.toString()), NOTHING))
                    .isEqualTo(config(NOTHING, NOTHING));
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        evenkeel.port                   | 65536   | a whole number from 0 to 65535
                        evenkeel.port                   | many    | a whole number from 0 to 65535
                        evenkeel.port                   | ''      | a whole number from 0 to 65535
                        evenkeel.open                   | yes     | true or false
                        evenkeel.log-level              | loud    | one of error, warn, info, debug
                        evenkeel.drain-at-most          | 10      | a time from 1s to 5m
                        evenkeel.drain-at-most          | 1h      | a time from 1s to 5m
                        evenkeel.room.update-bytes-max  | 2GiB    | a size from 1KiB to 1024MiB
                        evenkeel.room.participants-max  | 0       | a whole number from 1 to 100000
                        """)
        void aValueThatIsNotAllowedIsNamedWithItsKeyAndRange(
                String key, String value, String range) {
            assertThatThrownBy(() -> config(Map.of(key, value), NOTHING))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "Expected %s for %s, but got '%s' from %s"
                                    .formatted(
                                            range,
                                            key,
                                            value,
                                            Keys.named(key).orElseThrow().option()));
        }

        @Test
        void aDatabaseUrlIsNeverShown() {
            assertThatThrownBy(
                            () ->
                                    config(
                                            NOTHING,
                                            Map.of(
                                                    "EVENKEEL_DATABASE_URL",
                                                    "jdbc:mysql://u:hidden@h/x")))
                    .hasMessageContaining("evenkeel.database-url")
                    .hasMessageContaining("EVENKEEL_DATABASE_URL")
                    .hasMessageNotContaining("hidden");
            assertThat(
                            config(
                                            Map.of(
                                                    "evenkeel.database-url",
                                                    "jdbc:postgresql://h/x?password=hidden"),
                                            NOTHING)
                                    .toString())
                    .doesNotContain("hidden");
        }

        @Test
        void oneUpdateCannotBeAllowedMoreThanAWholeDocument() {
            assertThatThrownBy(
                            () ->
                                    config(
                                            Map.of("evenkeel.room.document-bytes-max", "1MiB"),
                                            NOTHING))
                    .hasMessageContaining("at most evenkeel.room.document-bytes-max");
        }
    }

    @Nested
    class Open {

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "::1"})
        void loopbackMayBeOpen(String host) {
            var options = Map.of("evenkeel.open", "true", "evenkeel.host", host);

            assertThat(config(options, NOTHING).open()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
        void nothingElseMayBeOpen(String host) {
            var options = Map.of("evenkeel.open", "true", "evenkeel.host", host);

            assertThatThrownBy(() -> config(options, NOTHING))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("Expected a loopback address")
                    .hasMessageContaining("--open")
                    .hasMessageContaining(host);
        }

        @Test
        void withTokensAnyHostWillDo() {
            assertThat(config(Map.of("evenkeel.host", "0.0.0.0"), NOTHING).host())
                    .isEqualTo("0.0.0.0");
        }
    }
}
