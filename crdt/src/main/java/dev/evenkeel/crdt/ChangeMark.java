package dev.evenkeel.crdt;

import java.util.Map;

/// Says how text that came or went between two snapshots is marked: the value of its attribute
/// `ychange`. Pieces with an equal mark of the form `{user: client, type: "added"}`, or
/// `"removed"`, are one; all others stay apart.
@FunctionalInterface
public interface ChangeMark {

    /// Says only what happened.
    ChangeMark PLAIN = (kind, _, _) -> new YValue.Obj(Map.of("type", new YValue.Str(kind.text())));

    enum Kind {
        ADDED,
        REMOVED;

        String text() {
            return this == ADDED ? "added" : "removed";
        }
    }

    /// The value of the attribute for a piece of text.
    ///
    /// @param client who wrote the text
    /// @param clock where the piece starts
    YValue of(Kind kind, long client, int clock);
}
