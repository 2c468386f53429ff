package dev.evenkeel.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the cases that the command line names, and prints a line of JSON for each repetition.
///
/// `--cases ID,ID --n 6000 --reps 3 --trace FILE`
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, Case> cases = new LinkedHashMap<>();
        Writers.addTo(cases);
        TraceCases.addTo(cases);
        MemoryCases.addTo(cases);
        HardCases.addTo(cases);
        List<String> options = List.of(arguments);
        var input =
                new Case.Input(
                        Integer.parseInt(option(options, "--n", "6000")),
                        option(options, "--trace", ""));
        int repetitions = Integer.parseInt(option(options, "--reps", "3"));
        for (String id :
                option(options, "--cases", String.join(",", cases.keySet())).split(",", -1)) {
            Case work = cases.get(id);
            if (work == null) {
                System.out.println("{\"case\":\"" + id + "\",\"na\":true}");
                continue;
            }
            for (int i = 0; i < repetitions; i++) {
                System.out.println(work.run(input).line(id, i));
            }
        }
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : options.get(at + 1);
    }
}
