package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

/// What an item holds. Its length in clocks is the item's.
sealed interface Content permits TextContent, ListContent, RawContent, TypeNode {

    /// Writes the payload as the wire has it.
    ///
    /// @param length the length of the whole content
    /// @param offset how many clocks to leave out
    void write(Lib0Writer out, int length, int offset);

    /// Cuts this content to its first `diff` clocks and returns the rest.
    Content split(int length, int diff);

    /// Appends what is right of this content, if the two can be one.
    boolean append(int length, @Nullable Content right, int rightLength);
}
