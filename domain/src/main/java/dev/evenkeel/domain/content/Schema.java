package dev.evenkeel.domain.content;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
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
    public record Root(String name, Shape shape, boolean inline) {

        /// The object of `content` that has this root's members. A root map is always there, so
        /// this is an empty one where the content has none.
        public Value.Obj holder(Value.Obj content) {
            if (inline) {
                return content;
            }
            return content.get(name) instanceof Value.Obj holder ? holder : Value.Obj.EMPTY;
        }
    }

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
    public record Text() implements Shape {

        /// The string that stands for `value`.
        public String read(@Nullable Value value) {
            return value instanceof Value.Str(String text) ? text : "";
        }
    }

    /// A map (Y.Map) with known members; others are neither read nor touched.
    ///
    /// @param nullable null may stand in its place
    public record Fields(Map<String, Field> fields, boolean nullable) implements Shape {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /// A member of a map.
    ///
    /// @param whenAbsent what an absent member reads as; empty: it stays absent
    public record Field(Shape shape, Optional<Value> whenAbsent) {

        /// What the member called `key` of `holder` reads as, or null when it is absent and stays
        /// so.
        public @Nullable Value read(Value.Obj holder, String key) {
            Value value = holder.get(key);
            return value == null ? whenAbsent.orElse(null) : value;
        }
    }

    /// A map (Y.Map) of any key to a plain value. Compared key by key, each value as a whole.
    public record OpenMap() implements Shape {

        /// The entries of `value`; none when it is no object.
        public Map<String, Value> read(@Nullable Value value) {
            return value instanceof Value.Obj(Map<String, Value> entries) ? entries : Map.of();
        }
    }

    /// A list (Y.Array) of maps that are told apart by their member `idKey`. Its order is the order
    /// of creation and means nothing.
    public record KeyedList(String idKey, Fields item) implements Shape {

        /// The items of `value` by id, in order; of several with one id the first. What is no
        /// object is no item, and an item without an id is that of the id "".
        public Map<String, Value.Obj> read(@Nullable Value value) {
            var items = new LinkedHashMap<String, Value.Obj>();
            if (value instanceof Value.Arr(List<Value> elements)) {
                for (Value element : elements) {
                    if (element instanceof Value.Obj item) {
                        items.putIfAbsent(item.text(idKey), item);
                    }
                }
            }
            return Collections.unmodifiableMap(items);
        }
    }

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

    /// Whether `member` is a member of the content.
    public boolean holds(String member) {
        return roots.stream()
                .anyMatch(
                        root ->
                                root.inline()
                                        ? ((Fields) root.shape()).fields().containsKey(member)
                                        : root.name().equals(member));
    }

    /// The shape of the content member `member`, which must be one.
    public Shape shapeOf(String member) {
        Root root = rootOf(member);
        if (!root.inline()) {
            return root.shape();
        }
        return java.util.Objects.requireNonNull(((Fields) root.shape()).fields().get(member))
                .shape();
    }
}
