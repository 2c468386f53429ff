package dev.evenkeel.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `docs/yjs-tests.md` says which tests of yjs have which counterpart here. What it names in its
/// second columns must be there, or the table would be a claim that nobody checks.
final class YjsTestsTableTest {

    private static final Path TABLE = Path.of("../docs/yjs-tests.md");
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final List<String> PACKAGES = List.of("", "encoding.", "oracle.", "protocol.");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST =
            Pattern.compile("([A-Z]\\w*Test)(?:\\.([A-Z]\\w*))?(?:\\.([a-z]\\w*))?");
    private static final Pattern METHOD = Pattern.compile("[a-z]+[A-Z]\\w*");
    private static final Pattern FIXTURE = Pattern.compile("[a-z0-9]+/[a-z0-9*-]+");

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> theirs = new HashSet<>();
    private int found;

    @Test
    void everyTestAndFixtureInTheTableIsThere() throws IOException {
        String section = "";
        String usual = "";
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("## ")) {
                section = line.substring(3);
                usual = "";
            } else if (cells.length == 4 && cells[1].isBlank() == cells[2].isBlank()) {
                if (cells[1].strip().equals("theirs")) {
                    Matcher header = CODE.matcher(cells[2]);
                    usual = header.find() ? header.group(1) : "";
                } else if (!cells[1].startsWith("---")) {
                    row(section, cells[1], cells[2], usual);
                }
            } else if (line.startsWith("|")) {
                wrong.add("not two columns: " + line);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(theirs).hasSizeGreaterThan(150);
        assertThat(found).isGreaterThan(150);
    }

    private void row(String section, String left, String right, String usual) throws IOException {
        Matcher names = Pattern.compile("\\btest[A-Z]\\w*").matcher(left);
        while (names.find()) {
            if (!theirs.add(section + "." + names.group())) {
                wrong.add("twice in " + section + ": " + names.group());
            }
        }
        String current = usual;
        int before = found;
        Matcher codes = CODE.matcher(right);
        while (codes.find()) {
            String code = codes.group(1);
            Matcher test = TEST.matcher(code);
            if (test.matches()) {
                String nested = test.group(2);
                current = nested == null ? test.group(1) : test.group(1) + "$" + nested;
                method(current, test.group(3));
            } else if (METHOD.matcher(code).matches()) {
                method(usual.isEmpty() ? current : usual, code);
            } else if (FIXTURE.matcher(code).matches()) {
                fixture(code);
            }
        }
        if (found == before && !right.strip().startsWith("none: ")) {
            wrong.add("neither a test nor a reason:" + left + "|" + right);
        }
    }

    private void method(String type, @Nullable String name) {
        Class<?> test = find(type);
        boolean there =
                test != null
                        && (name == null
                                || Arrays.stream(test.getDeclaredMethods())
                                        .anyMatch(method -> isTest(method, name)));
        if (there) {
            found++;
        } else {
            wrong.add("no test " + type + "." + name);
        }
    }

    private static boolean isTest(Method method, String name) {
        return method.getName().equals(name)
                && (method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(ParameterizedTest.class));
    }

    private static @Nullable Class<?> find(String type) {
        for (String inside : PACKAGES) {
            try {
                return Class.forName("dev.evenkeel.crdt." + inside + type);
            } catch (ClassNotFoundException _) {
                // It may be in another package.
            }
        }
        return null;
    }

    private void fixture(String name) throws IOException {
        String folder = name.substring(0, name.indexOf('/'));
        try (Stream<Path> files =
                Files.exists(FIXTURES.resolve(folder))
                        ? Files.list(FIXTURES.resolve(folder))
                        : Stream.empty()) {
            String pattern = name.substring(folder.length() + 1).replace("*", ".*") + "\\.json";
            if (files.anyMatch(file -> file.getFileName().toString().matches(pattern))) {
                found++;
            } else {
                wrong.add("no fixture " + name);
            }
        }
    }
}
