package dev.evenkeel.crdt;

/// Takes the fields of an update one by one, in the order that both formats share, and puts each
/// where its format wants it. What writes itself here knows no format.
abstract sealed class FieldWriter permits FieldWriterV1, FieldWriterV2 {

    enum Format {
        V1,
        V2;

        FieldWriter writer() {
            return switch (this) {
                case V1 -> new FieldWriterV1();
                case V2 -> new FieldWriterV2();
            };
        }
    }

    /// How many sections or structs follow, where a section starts, how long a Skip is.
    abstract void number(long value);

    /// The client of a section.
    abstract void client(long id);

    abstract void info(int info);

    /// The origin, or the item of a parent.
    abstract void leftId(long client, int clock);

    abstract void rightId(long client, int clock);

    /// Whether a parent is a root, whose name follows, or an item, whose id follows.
    abstract void parentIsRoot(boolean root);

    /// The name of a root, of a key or of a subdocument.
    abstract void string(String value);

    /// UTF-8 that is `units` UTF-16 units long.
    abstract void text(byte[] utf8, int from, int to, int units);

    /// The key of a format mark, or the name of an element or hook.
    abstract void key(String value);

    abstract void typeRef(int ref);

    /// The length of what is deleted, or how many values follow.
    abstract void length(int value);

    abstract void literal(Literal value);

    abstract void binary(byte[] bytes, int from, int to);

    /// Any values, as they are.
    abstract void any(byte[] bytes, int from, int to);

    abstract void deletes(DeleteSet deletes);

    /// The whole update. Nothing can be written after that.
    abstract byte[] finish();
}
