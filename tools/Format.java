import com.google.googlejavaformat.java.Main;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Formats all Java sources below a folder, or checks that they are formatted.
///
/// `java @tools/format.options -cp google-java-format.jar tools/Format.java check|write FOLDER`;
/// exit code 1 names the files that are not formatted.
class Format {

    public static void main(String[] args) throws Exception {
        boolean write = args[0].equals("write");
        var arguments = new ArrayList<String>(List.of("--aosp"));
        arguments.addAll(
                write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        try (var files = Files.walk(Path.of(args[1]))) {
            files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.toString().matches(".*/(target|node_modules)/.*"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        int exit = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
        if (exit != 0 && !write) {
            err.println(
                    "Not formatted, see above; `mvn -N process-sources -Dformat=write` mends it.");
        }
        System.exit(exit);
    }
}
