package dev.evenkeel.domain.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the content of a kind lies in a Yjs document. Reading a replica into content, comparing two
/// contents and applying changes are written once, against this.
///
/// @param roots the roots that hold content; roots that are not named here are left alone
/// @param lockVersion where the row's lock_version is mirrored for clients, if anywhere: a root and
///   a key. Mirrors are written by the server and never read back
/// @param deletedAt where the row's deleted_at is mirrored
public record Schema(List<Root> roots, Optional<Mirror> lockVersion, Optional<Mirror> deletedAt) {

    public Schema {
        roots = List.copyOf(roots);
    }

    /// A key of a root map that is no content but shows something of the row.
    public record Mirror(String root, String key) {}

    /// A root type of the Yjs document.
    ///
    /// @param inline the members of this root map are members of the content itself (`name`, not
    ///   `workflow.name`); only for [Fields]
    public record Root(String name, Shape shape, boolean inline) {}

    public sealed interface Shape {}

    /// A plain JSON value, replaced as a whole; the last writer wins.
    ///
    /// @param type what it is read as
    public record Plain(Type type) implements Shape {}

    public enum Type {
        ANY,
        /// Anything else reads as null.
        TEXT,
        /// Yjs has floats only: cut to an integer when read; anything else reads as null.
        INTEGER,
        BOOLEAN
    }

    /// A shared text (Y.Text), merged by character. Content holds it as a string; a plain string or
    /// nothing in its place is read as that string or "".
    public record Text() implements Shape {}

    /// A map (Y.Map) with known members; others are neither read nor touched.
    ///
    /// @param nullable null may stand in its place
    public record Fields(Map<String, Field> fields, boolean nullable) implements Shape {
        public Fields {
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /// A member of a map.
    ///
    /// @param whenAbsent what an absent member reads as; empty: it stays absent
    public record Field(Shape shape, Optional<Value> whenAbsent) {}

    /// A map (Y.Map) of any key to a plain value. Compared key by key, each value as a whole.
    public record OpenMap() implements Shape {}

    /// A list (Y.Array) of maps that are told apart by their member `idKey`. Its order is the order
    /// of creation and means nothing.
    public record KeyedList(String idKey, Fields item) implements Shape {}

    /// The root that holds the content member `member`.
    public Root rootOf(String member) {
        for (Root root : roots) {
            boolean holds =
                    root.inline()
                            ? ((Fields) root.shape()).fields().containsKey(member)
                            : root.name().equals(member);
            if (holds) {
                return root;
            }
        }
        throw new IllegalArgumentException("No root holds '" + member + "'");
    }
}
