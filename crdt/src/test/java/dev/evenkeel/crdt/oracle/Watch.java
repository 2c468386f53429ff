package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.Delta;
import dev.evenkeel.crdt.KeyChange;
import dev.evenkeel.crdt.Transaction;
import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YEvent;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YTextEvent;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.crdt.YXmlFragment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What the listeners of a replica hear, as text; `watch.mjs` makes the same of yjs.
///
/// A word per call, in order: `b` and `Z` before and after a row of transactions, `B`, `O`, `A` and
/// `C` the hooks of one, `U` its update, `S` and `D` the observers and deep observers of a type.
/// The letters are the moments at which edits can be made from inside.
final class Watch {

    static final List<String> MOMENTS = List.of("O", "S", "D", "A", "C", "U", "Z");

    private final Twin twin;
    private final Set<String> roots;
    private final boolean texts;
    private final List<String> heard = new ArrayList<>();
    private final Map<YType, String> names = new IdentityHashMap<>();
    private final Map<Transaction, Integer> numbers = new IdentityHashMap<>();
    private @Nullable String moment;
    private List<Schedule.Edit> edits = List.of();

    Watch(Twin twin, Set<String> roots, boolean texts) {
        this.twin = twin;
        this.texts = texts;
        this.roots = new TreeSet<>(roots);
        var _ = twin.doc.onBeforeAllTransactions(() -> heard.add("b"));
        var _ =
                twin.doc.onBeforeTransaction(
                        transaction -> {
                            numbers.put(transaction, numbers.size());
                            hook("B", transaction, "");
                        });
        var _ =
                twin.doc.onBeforeObserverCalls(
                        transaction -> hook("O", transaction, states(transaction)));
        var _ = twin.doc.onAfterTransaction(transaction -> hook("A", transaction, ""));
        var _ = twin.doc.onAfterTransactionCleanup(transaction -> hook("C", transaction, ""));
        var _ = twin.doc.onUpdate((_, transaction) -> hook("U", transaction, ""));
        var _ = twin.doc.onAfterAllTransactions(this::all);
    }

    private void all(List<Transaction> all) {
        String these =
                all.stream()
                        .map(transaction -> String.valueOf(numbers.get(transaction)))
                        .collect(Collectors.joining("+"));
        heard.add("Z" + these);
        act("Z");
    }

    private static String states(Transaction transaction) {
        return Line.hex(transaction.stateBefore().encode())
                + ">"
                + Line.hex(transaction.stateAfter().encode())
                + "-"
                + transaction.deletions();
    }

    private void hook(String when, Transaction transaction, String more) {
        Object origin = transaction.origin();
        String what =
                when
                        + numbers.get(transaction)
                        + (transaction.isLocal() ? "L" : "R")
                        + (origin == null ? "" : origin)
                        + more;
        say(when, what, transaction.isLocal());
    }

    private void say(String when, String what, boolean local) {
        heard.add(what);
        // The marks that yjs keeps of places are wrong between a remote change and the observers of
        // the type.
        if (local || !(when.equals("O") || when.equals("S"))) {
            act(when);
        }
    }

    private void act(String when) {
        if (when.equals(moment)) {
            moment = null;
            twin.doc.transact("inner", () -> edits.forEach(twin::edit));
        }
    }

    /// Edits that wait for a moment.
    void arm(String when, List<Schedule.Edit> waiting) {
        moment = when;
        edits = waiting;
    }

    boolean isArmed() {
        return moment != null;
    }

    /// Observes all that is there and can be edited, each type once.
    void attach() {
        for (String root : roots) {
            twin.doc.root(root).ifPresent(type -> visit(type, root));
        }
    }

    private void visit(YType type, String name) {
        if (names.putIfAbsent(type, name) == null) {
            Consumer<YEvent> own =
                    event ->
                            say(
                                    "S",
                                    "S" + name + "[" + text(event) + "]",
                                    event.transaction().isLocal());
            var _ =
                    switch (type) {
                        case YArray array -> array.observe(own::accept);
                        case YMap map -> map.observe(own::accept);
                        case YText text -> text.observe(own::accept);
                        case YXmlFragment xml -> xml.observe(own::accept);
                    };
            var _ =
                    type.observeDeep(
                            events -> say("D", "D" + name + "[" + texts(events) + "]", false));
        }
        List<YType> children = type instanceof YText ? List.of() : Twin.children(type);
        for (YType child : children) {
            visit(child, "#" + names.size());
        }
    }

    private String texts(List<YEvent> events) {
        return events.stream().map(this::text).collect(Collectors.joining(";"));
    }

    private String text(YEvent event) {
        String path =
                event.path().stream()
                        .map(
                                step ->
                                        switch (step) {
                                            case YEvent.Step.Index(int index) ->
                                                    String.valueOf(index);
                                            case YEvent.Step.Key(String key) ->
                                                    Values.canonical(YValue.of(key));
                                        })
                        .collect(Collectors.joining("/"));
        String keys =
                event.keys().entrySet().stream()
                        .map(entry -> Values.canonical(YValue.of(entry.getKey())) + text(entry))
                        .collect(Collectors.joining(","));
        boolean left = event instanceof YTextEvent && !texts;
        String delta =
                left ? "~" : event.delta().stream().map(Watch::text).collect(Collectors.joining());
        return names.getOrDefault(event.currentTarget(), "?")
                + ":"
                + path
                + "{"
                + keys
                + "}"
                + delta;
    }

    private static String text(Map.Entry<String, KeyChange> entry) {
        return switch (entry.getValue()) {
            case KeyChange.Added _ -> "a";
            case KeyChange.Updated(YValue old) -> "u" + Values.canonical(old);
            case KeyChange.Deleted(YValue old) -> "d" + Values.canonical(old);
        };
    }

    private static String text(Delta step) {
        return switch (step) {
            case Delta.Insert(YValue content, Map<String, YValue> attributes) ->
                    "+" + Values.canonical(content) + attributes(attributes);
            case Delta.Elements(List<YValue> values) ->
                    "+" + Values.canonical(new YValue.Arr(values));
            case Delta.Retain(int length, Map<String, YValue> attributes) ->
                    "=" + length + attributes(attributes);
            case Delta.Delete(int length) -> "-" + length;
        };
    }

    private static String attributes(Map<String, YValue> attributes) {
        return attributes.isEmpty() ? "" : Values.canonical(new YValue.Obj(attributes));
    }

    String take() {
        String all = String.join(" ", heard);
        heard.clear();
        return all;
    }
}
