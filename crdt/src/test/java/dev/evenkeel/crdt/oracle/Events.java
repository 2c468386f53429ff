package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.KeyChange;
import dev.evenkeel.crdt.YEvent;
import dev.evenkeel.crdt.YTextEvent;
import dev.evenkeel.crdt.YType;
import dev.evenkeel.crdt.YValue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// What deep events say, as text; the other half is `events.mjs`.
final class Events {

    private Events() {}

    static String canonical(List<YEvent> events) {
        return events.stream()
                .map(Events::canonical)
                .collect(Collectors.joining(" ", "deep<", ">"));
    }

    private static String canonical(YEvent event) {
        String path =
                event.path().stream()
                        .map(
                                step ->
                                        switch (step) {
                                            case YEvent.Step.Key(String key) -> Values.quote(key);
                                            case YEvent.Step.Index(int index) ->
                                                    String.valueOf(index);
                                        })
                        .collect(Collectors.joining(".", "[", "]"));
        String changes =
                event instanceof YTextEvent text
                        ? RichEdits.canonical(text)
                        : RichEdits.canonical(event.delta()) + keys(event);
        return path + kind(event.currentTarget()) + "/" + kind(event.target()) + changes;
    }

    private static String kind(YType type) {
        return type.getClass().getSimpleName();
    }

    static String keys(YEvent event) {
        var keys = new ArrayList<String>();
        event.keys()
                .forEach(
                        (key, change) ->
                                keys.add(
                                        Values.quote(key)
                                                + switch (change) {
                                                    case KeyChange.Added _ -> ":add";
                                                    case KeyChange.Updated(YValue old) ->
                                                            ":update" + Values.canonical(old);
                                                    case KeyChange.Deleted(YValue old) ->
                                                            ":delete" + Values.canonical(old);
                                                }));
        Collections.sort(keys);
        return "{" + String.join(",", keys) + "}";
    }
}
