package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import java.util.Objects;
import java.util.function.Consumer;

/// A shared text. Indices count UTF-16 units and every embed or type as one. An index between the
/// halves of a surrogate pair stands for the pair's start, the end of a range for the pair's end.
public sealed class YText implements YType permits YXmlText {

    private final TypeNode node;

    YText(TypeNode node) {
        this.node = node;
    }

    private YText(String text) {
        this.node =
                TypeNode.prepared(TypeNode.TEXT, this, new Prepared.Text(Utf8.wellFormed(text)));
    }

    /// Prepared to be put into a document; it reads as empty until it is there.
    public static YText of(String text) {
        return new YText(text);
    }

    final TypeNode node() {
        return node;
    }

    public final int length() {
        return node.length;
    }

    /// Inserts plain text, which takes on the formatting of the place. Lone surrogates become
    /// U+FFFD: nobody else could read them.
    public final void insert(int index, String text) {
        Objects.checkIndex(index, node.length + 1);
        if (!text.isEmpty()) {
            node.liveDoc().edit(edits -> edits.insertText(node, index, Utf8.wellFormed(text)));
        }
    }

    /// Deletes some of the text; format marks in it stay.
    ///
    /// @throws IndexOutOfBoundsException if there is less text, and then nothing is deleted
    public final void delete(int index, int count) {
        Objects.checkFromIndexSize(index, count, node.length);
        if (count > 0) {
            node.liveDoc().edit(edits -> edits.deleteText(node, index, count));
        }
    }

    /// The characters without embeds and types.
    @Override
    public String toString() {
        return ItemValues.text(node);
    }

    /// Hears of changes of this text itself, once per transaction.
    public final Subscription observe(Consumer<YTextEvent> observer) {
        return node.observers()
                .observe(
                        event -> {
                            if (event instanceof YTextEvent own) {
                                observer.accept(own);
                            }
                        });
    }
}
