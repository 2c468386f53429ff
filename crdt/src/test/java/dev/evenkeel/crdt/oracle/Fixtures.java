package dev.evenkeel.crdt.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The checked-in cases that `crdt/tools/fixtures.mjs` made with yjs.
final class Fixtures {

    private Fixtures() {}

    /// @param name group and name, as in `pending/out-of-order`
    record Fixture(String name, String about, Schedule schedule, List<Answer> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// An update that must be refused.
    record Refused(String name, byte[] update) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Refused> refused() {
        return refused("malformed/updates.json");
    }

    static List<Refused> refusedV2() {
        return refused("malformed/updates-v2.json");
    }

    private static List<Refused> refused(String file) {
        try {
            String text = Files.readString(root().resolve(file));
            return Json.list(Json.get(Json.parse(text), "updates")).stream()
                    .map(Json::map)
                    .map(
                            json ->
                                    new Refused(
                                            Json.string(json, "name"),
                                            Line.bytes(Json.string(json, "hex"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/fixtures")).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<Fixture> all() {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getParent().endsWith("malformed"))
                    .sorted()
                    .map(file -> read(root, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fixture read(Path root, Path file) {
        try {
            var json = Json.parse(Files.readString(file));
            return new Fixture(
                    root.relativize(file).toString().replace(".json", ""),
                    Json.string(json, "about"),
                    Schedule.of(Json.map(Json.get(json, "schedule"))),
                    Answer.all(Json.list(Json.get(json, "expected"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every different update of format V2 that is delivered to somebody in any fixture, and many
    /// that are not.
    static List<byte[]> updatesV2() {
        Set<String> updates = new LinkedHashSet<>();
        for (Fixture fixture : all()) {
            for (Schedule.Step step : fixture.schedule().steps()) {
                if (step instanceof Schedule.ApplyV2(int _, String hex)) {
                    updates.add(hex);
                }
            }
        }
        List<byte[]> all = new ArrayList<>(updates.stream().map(Line::bytes).toList());
        updates().forEach(update -> all.add(Docless.toV2(update)));
        return all;
    }

    /// Every different update that is delivered to somebody in any fixture.
    static List<byte[]> updates() {
        Set<String> updates = new LinkedHashSet<>();
        for (Fixture fixture : all()) {
            for (Schedule.Step step : fixture.schedule().steps()) {
                if (step instanceof Schedule.Apply(int _, String hex)) {
                    updates.add(hex);
                }
            }
            for (Answer answer : fixture.expected()) {
                if (!answer.digest()) {
                    updates.add(Line.field(answer.line(), "st"));
                }
            }
        }
        return updates.stream().filter(hex -> !hex.isEmpty()).map(Line::bytes).toList();
    }
}
