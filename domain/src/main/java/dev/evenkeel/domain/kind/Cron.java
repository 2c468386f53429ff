package dev.evenkeel.domain.kind;

import java.util.List;
import java.util.Locale;

/// The syntax of a cron expression of five fields: minute, hour, day of month, month, day of week.
final class Cron {

    private record Part(int min, int max, List<String> names) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part(0, 59, List.of()),
                    new Part(0, 23, List.of()),
                    new Part(1, 31, List.of()),
                    new Part(
                            1,
                            12,
                            List.of(
                                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
                                    "oct", "nov", "dec")),
                    // 0 and 7 are both Sunday.
                    new Part(0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private Cron() {}

    static boolean isValid(String expression) {
        String[] fields = expression.strip().split("\\s+", -1);
        if (fields.length != PARTS.size()) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            for (String element : fields[i].toLowerCase(Locale.ROOT).split(",", -1)) {
                if (!isElement(element, PARTS.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// `*`, `5`, `1-5`, each also with a step: `*/10`.
    private static boolean isElement(String element, Part part) {
        String[] stepped = element.split("/", -1);
        if (stepped.length > 2) {
            return false;
        }
        if (stepped.length == 2) {
            int step = number(stepped[1]);
            if (step < 1 || step > part.max()) {
                return false;
            }
        }
        if (stepped[0].equals("*")) {
            return true;
        }
        String[] bounds = stepped[0].split("-", -1);
        if (bounds.length > 2) {
            return false;
        }
        int low = point(bounds[0], part);
        int high = point(bounds[bounds.length - 1], part);
        return low >= 0 && high >= low;
    }

    private static int point(String text, Part part) {
        int named = part.names().indexOf(text);
        int value = named < 0 ? number(text) : named + part.min();
        return value >= part.min() && value <= part.max() ? value : -1;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
    }
}
