package dev.evenkeel.crdt.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The README shows the bodies of the examples beside this test, and what they print.
class ReadmeTest {

    /// Files without this, such as this one, are not shown.
    private static final String MAIN = "    static void main() {\n";

    private static final Path SOURCES = Path.of("src/test/java/dev/evenkeel/crdt/examples");

    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "```java\n(?<code>.*?)```\n+```text\n(?<output>.*?)```", Pattern.DOTALL);

    /// One example of the README.
    private record Shown(String code, String output) {}

    @TestFactory
    Stream<DynamicTest> everyExampleIsShownAsItIsAndPrintsWhatTheReadmeSays() throws IOException {
        List<Shown> shown = shown();
        return sources().stream()
                .map(source -> DynamicTest.dynamicTest(name(source), () -> isShown(source, shown)));
    }

    @Test
    void theReadmeShowsNothingElse() throws IOException {
        assertThat(shown()).hasSameSizeAs(sources());
    }

    private static void isShown(Path source, List<Shown> shown) throws Exception {
        String body = body(Files.readString(source));
        assertThat(shown).extracting(Shown::code).contains(body);
        for (Shown each : shown) {
            if (each.code.equals(body)) {
                assertThat(output(name(source))).isEqualTo(each.output);
            }
        }
    }

    private static List<Shown> shown() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> new Shown(found.group("code"), found.group("output")))
                .toList();
    }

    private static List<Path> sources() throws IOException {
        var examples = new ArrayList<Path>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                if (Files.readString(file).contains(MAIN)) {
                    examples.add(file);
                }
            }
        }
        return examples;
    }

    private static String name(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    /// What stands in the main method, without its indentation.
    private static String body(String source) {
        String from = source.substring(source.indexOf(MAIN));
        return from.substring(from.indexOf('\n') + 1, from.indexOf("\n    }\n")).stripIndent()
                + '\n';
    }

    private static String output(String example) throws Exception {
        Method main =
                Class.forName("dev.evenkeel.crdt.examples." + example).getDeclaredMethod("main");
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            main.invoke(null);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
