package dev.evenkeel.crdt;

/// Content of one clock, which can neither be cut nor grow.
sealed interface SingleContent extends Content
        permits BinaryContent, EmbedContent, FormatContent, DocContent {

    @Override
    default Content split(int length, int diff) {
        throw new CorruptDocumentException("content of one clock cannot be split");
    }

    @Override
    default void append(int length, Content right, int rightLength) {
        throw new CorruptDocumentException("content of one clock cannot be appended to");
    }
}
