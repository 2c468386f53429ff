package dev.evenkeel.bootstrap;

import dev.evenkeel.bootstrap.Settings.Given;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// Reads a configuration file: `.properties`, or YAML otherwise. Both end as names with dots.
final class ConfigFile {

    private ConfigFile() {}

    /// Every value in `file` by its name. A name that is no key is an error: it is a typing mistake
    /// more often than anything else, and a limit that silently stays at its default is worse.
    static Map<String, Given> read(Path file) {
        var values = new LinkedHashMap<String, String>();
        try (Reader reader = Files.newBufferedReader(file)) {
            if (file.toString().endsWith(".properties")) {
                properties(reader, values);
            } else {
                yaml(reader, values);
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException("There is no configuration file " + file, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("Cannot read configuration file " + file, e);
        } catch (YAMLException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ConfigException("Configuration file " + file + " is not YAML: " + problem, e);
        }
        var given = new LinkedHashMap<String, Given>();
        values.forEach(
                (name, value) -> {
                    if (Keys.named(name).isEmpty()) {
                        throw unknown(name, file);
                    }
                    given.put(name, new Given(value, file.toString()));
                });
        return given;
    }

    private static ConfigException unknown(String name, Path file) {
        return new ConfigException(
                "Unknown key %s in %s; did you mean %s?"
                        .formatted(name, file, Keys.nearest(name).name()));
    }

    private static void properties(Reader reader, Map<String, String> values) throws IOException {
        var properties = new Properties();
        properties.load(reader);
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> values.put(name, properties.getProperty(name)));
    }

    private static void yaml(Reader reader, Map<String, String> values) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root =
                new Yaml(new SafeConstructor(options))
                        .load(new StringReader(reader.readAllAsString()));
        switch (root) {
            case null -> {}
            case Map<?, ?> map -> flatten("", map, values);
            default -> throw new YAMLException("expected keys with values");
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> values) {
        map.forEach(
                (key, value) -> {
                    String name = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
                    switch (value) {
                        case Map<?, ?> inner -> flatten(name, inner, values);
                        case List<?> items -> values.put(name, joined(items));
                        case null, default -> values.put(name, scalar(value));
                    }
                });
    }

    private static String joined(List<?> items) {
        return items.stream().map(ConfigFile::scalar).collect(Collectors.joining(","));
    }

    private static String scalar(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
