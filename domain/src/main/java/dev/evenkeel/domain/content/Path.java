package dev.evenkeel.domain.content;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A place in a content: member names and, below a keyed list, item ids. Written as a JSON Pointer
/// (RFC 6901) in which an id stands where a pointer has an index: `/jobs/6f…/body`.
public record Path(List<String> steps) {

    public static final Path ROOT = new Path(List.of());

    public Path {
        steps = List.copyOf(steps);
    }

    public static Path of(String... steps) {
        return new Path(List.of(steps));
    }

    public Path then(String step) {
        var longer = new ArrayList<>(steps);
        longer.add(step);
        return new Path(longer);
    }

    /// The last step. The root has none.
    public String last() {
        return steps.getLast();
    }

    public Path parent() {
        return new Path(steps.subList(0, steps.size() - 1));
    }

    public boolean startsWith(Path other) {
        return other.steps.size() <= steps.size()
                && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    @Override
    public String toString() {
        return steps.stream()
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
