package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Problems in the nested form that clients show: what is wrong with the document itself under
/// `workflow`, with an item under its list and id.
public final class Problems {

    private static final Pattern SENTENCE_END =
            Pattern.compile("(can't|must|should|is|has|may|does) .*");

    private Problems() {}

    /// `{workflow: {name: ["This field can't be blank."]}, jobs: {<id>: {name: […]}}, …}`; empty
    /// when nothing is wrong.
    ///
    /// @param root the key under which problems of the document itself stand
    public static Value.Obj nested(String root, List<Problem> problems) {
        var tree = new Tree();
        for (Problem problem : problems) {
            List<String> steps = problem.path().steps();
            Tree entity = tree;
            for (String step : steps.isEmpty() ? List.of(root) : steps) {
                entity = entity.below.computeIfAbsent(step, _ -> new Tree());
            }
            entity.below
                    .computeIfAbsent(problem.field(), _ -> new Tree())
                    .messages
                    .add(Value.of(sentence(problem.message())));
        }
        return tree.object();
    }

    private static String sentence(String message) {
        return SENTENCE_END.matcher(message).matches() ? "This field " + message + "." : message;
    }

    private static final class Tree {
        final Map<String, Tree> below = new LinkedHashMap<>();
        final List<Value> messages = new ArrayList<>();

        Value.Obj object() {
            var members = new LinkedHashMap<String, Value>();
            below.forEach((key, tree) -> members.put(key, tree.value()));
            return new Value.Obj(members);
        }

        // Nothing has messages of its own and something below: a nested map that is wrong as a
        // whole is not looked into.
        private Value value() {
            return messages.isEmpty() ? object() : new Value.Arr(messages);
        }
    }
}
