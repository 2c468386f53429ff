package dev.evenkeel.application.room;

import dev.evenkeel.domain.content.Change;
import dev.evenkeel.domain.content.Path;
import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.reconcile.Conflict;
import dev.evenkeel.domain.reconcile.Reconciliation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the journal's entries hold, for watchers.
public final class Details {

    private Details() {}

    static Value.Obj externalChange(
            Schema schema, String source, long from, long to, Reconciliation found) {
        var members = new LinkedHashMap<String, Value>();
        members.put("source", Value.of(source));
        members.put("from", Value.of((double) from));
        members.put("to", Value.of((double) to));
        members.put("changed", changed(schema, found.changes()));
        members.put("conflicts", conflicts(found.conflicts()));
        return new Value.Obj(members);
    }

    /// The ids of the changed entities, by list, and the changed members of the document itself:
    /// `{"jobs": ["…"], "name": []}`.
    public static Value.Obj changed(Schema schema, List<Change> changes) {
        var byMember = new LinkedHashMap<String, TreeSet<String>>();
        for (Change change : changes) {
            String member = change.path().steps().getFirst();
            var ids = byMember.computeIfAbsent(member, _ -> new TreeSet<>());
            switch (change) {
                case Change.AddItem(_, String id, _) -> ids.add(id);
                case Change.RemoveItem(_, String id) -> ids.add(id);
                case Change.Collapse(_, String id) -> ids.add(id);
                case Change.Put(Path path, _) -> addSecond(path, ids);
                case Change.Remove(Path path) -> addSecond(path, ids);
                case Change.EditText(Path path, _) -> addSecond(path, ids);
            }
        }
        var members = new LinkedHashMap<String, Value>();
        byMember.forEach(
                (member, ids) ->
                        members.put(
                                member,
                                new Value.Arr(ids.stream().<Value>map(Value::of).toList())));
        return new Value.Obj(members);
    }

    private static void addSecond(Path path, Set<String> ids) {
        if (path.steps().size() > 1) {
            ids.add(path.steps().get(1));
        }
    }

    public static Value.Arr conflicts(List<Conflict> conflicts) {
        return new Value.Arr(conflicts.stream().<Value>map(Details::conflict).toList());
    }

    private static Value.Obj conflict(Conflict conflict) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("path", Value.of(conflict.path().toString()));
        put(members, "base", conflict.base());
        put(members, "theirs", conflict.theirs());
        put(members, "yours", conflict.yours());
        members.put("resolution", Value.of(conflict.resolution().name().toLowerCase(Locale.ROOT)));
        return new Value.Obj(members);
    }

    // An absent member says "was not there", which null could not.
    private static void put(Map<String, Value> members, String name, Optional<Value> value) {
        value.ifPresent(v -> members.put(name, v));
    }
}
