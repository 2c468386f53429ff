package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.kind.Problem;
import dev.evenkeel.domain.kind.Problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes the members of a request's body one by one, and says in the end of all of them at once
/// what was wrong.
final class Members {

    private static final int TEXT_MAX = 255;

    private final String root;
    private final Value.Obj body;
    private final List<Problem> problems = new ArrayList<>();

    /// @param root under which the problems stand in the answer
    Members(String root, Value.Obj body) {
        this.root = root;
        this.body = body;
    }

    boolean has(String name) {
        return body.get(name) != null && !Value.NULL.equals(body.get(name));
    }

    /// A text that must be there; "" and a problem when it is not.
    String text(String name) {
        String text = body.text(name).strip();
        if (text.isEmpty()) {
            wrong(name, has(name) ? "must be a text" : "can't be blank");
        } else if (!isPlain(text)) {
            wrong(name, "can't contain control characters");
        } else if (TEXT_MAX < text.length()) {
            wrong(name, "should be at most " + TEXT_MAX + " character(s)");
        }
        return text;
    }

    /// Whether a text is one line that every database keeps and every log shows as it is.
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(
                        c ->
                                Character.isISOControl(c)
                                        || Character.getType(c) == Character.SURROGATE);
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /// A positive whole number, if it is there.
    OptionalLong optionalCount(String name, long max) {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        if (body.get(name) instanceof Value.Num(double number)
                && number == Math.rint(number)
                && 1 <= number
                && number <= max) {
            return OptionalLong.of((long) number);
        }
        wrong(name, "must be a whole number from 1 to " + max);
        return OptionalLong.empty();
    }

    Members object(String name) {
        if (body.get(name) instanceof Value.Obj object) {
            return new Members(name, object);
        }
        wrong(name, has(name) ? "must be an object" : "can't be blank");
        return new Members(name, Value.Obj.EMPTY);
    }

    void wrong(String name, String message) {
        problems.add(new Problem(Path.ROOT, name, message));
    }

    /// End the request if anything is wrong.
    void check() {
        if (!problems.isEmpty()) {
            throw ProblemException.invalid(
                    "Some members of the body are not valid.", Problems.nested(root, problems));
        }
    }
}
