package dev.evenkeel.crdt;

/// The content references of the wire. They fill four bits of an item's info byte, and an item
/// keeps its kind in one byte, so they are numbers and not an enum.
final class Kind {

    static final byte GC = 0;
    static final byte DELETED = 1;
    static final byte JSON = 2;
    static final byte BINARY = 3;
    static final byte STRING = 4;
    static final byte EMBED = 5;
    static final byte FORMAT = 6;
    static final byte TYPE = 7;
    static final byte ANY = 8;
    static final byte DOC = 9;
    static final byte SKIP = 10;

    static final int HAS_KEY = 0x20;
    static final int HAS_RIGHT = 0x40;
    static final int HAS_ORIGIN = 0x80;
    static final int KIND_BITS = 0x1f;

    private Kind() {}

    /// Whether two pieces of content of this kind can be one.
    static boolean mergeable(byte kind) {
        return kind == DELETED || kind == JSON || kind == STRING || kind == ANY;
    }

    /// Whether content of this kind is counted in the length of its list.
    static boolean countable(byte kind) {
        return kind != DELETED && kind != FORMAT;
    }
}
