package dev.evenkeel.crdt;

/// What an item holds. Its length in clocks is the item's.
sealed interface Content permits TextContent, ListContent, SingleContent, TypeNode {

    /// Writes the payload.
    ///
    /// @param length the length of the whole content
    /// @param offset how many clocks to leave out
    void write(FieldWriter out, int length, int offset);

    /// Cuts this content to its first `diff` clocks and returns the rest.
    Content split(int length, int diff);

    /// Appends content of the same kind, if that is a kind that can be appended.
    void append(int length, Content right, int rightLength);
}
