package dev.evenkeel.bootstrap;

import dev.evenkeel.bootstrap.Settings.Given;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Puts together what is configured: the command line before the environment, the environment
/// before the file, and the file before the defaults.
final class ConfigSources {

    private ConfigSources() {}

    /// All that was given.
    ///
    /// @param options what the command line says, by key name
    /// @param environment all variables of the process; those that belong to no key are left alone,
    ///   because orchestrators set some of their own under any prefix
    static Settings gather(Map<String, String> options, Map<String, String> environment) {
        var given = new LinkedHashMap<String, Given>();
        fileOf(options, environment).ifPresent(file -> given.putAll(ConfigFile.read(file)));
        for (Key key : Keys.ALL) {
            String variable = environment.get(key.variable());
            if (variable != null) {
                given.put(key.name(), new Given(variable, key.variable()));
            }
            String option = options.get(key.name());
            if (option != null) {
                given.put(key.name(), new Given(option, key.option()));
            }
        }
        return new Settings(given);
    }

    private static Optional<Path> fileOf(
            Map<String, String> options, Map<String, String> environment) {
        return Optional.ofNullable(options.get(Keys.CONFIG.name()))
                .or(() -> Optional.ofNullable(environment.get(Keys.CONFIG.variable())))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }
}
