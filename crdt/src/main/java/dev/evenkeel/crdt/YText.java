package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// A shared text with formatting, and with embeds and types among its characters.
///
/// Indices count UTF-16 units and every embed or type as one. An index between the halves of a
/// surrogate pair stands for the pair's start, the end of a range for the pair's end, so that no
/// call ever cuts a pair. Lone surrogates in what is inserted become U+FFFD: nobody else could read
/// them.
///
/// Formatting is a map of attributes. [YValue#NULL] as the value of an attribute ends it. Marks are
/// written in the order of the map (keys that look like array indices first, by number, as
/// JavaScript has it), so pass maps that have an order where the bytes of updates matter.
/// Attributes cannot be undefined.
///
/// A prepared text takes the same calls. They are carried out, in their order, when it is put into
/// a document; until then it reads as empty.
public sealed class YText implements YType permits YXmlText {

    /// An update with more of them would be refused by every peer that has our limits.
    private static final int MOST_LINE_FEEDS = Limits.DEFAULT.updateBytes();

    private final TypeNode node;

    YText(TypeNode node) {
        this.node = node;
    }

    /// Prepared to be put into a document; it reads as empty until it is there.
    public static YText of(String text) {
        return prepared(TypeNode.TEXT, text);
    }

    static YText prepared(byte type, String text) {
        YText prepared = prepared(type);
        prepared.insert(0, text);
        return prepared;
    }

    /// As [#of(String)], with formatting, embeds and types: [#applyDelta(List)] on an empty text.
    public static YText of(List<Delta> content) {
        YText prepared = prepared(TypeNode.TEXT);
        prepared.applyDelta(content);
        return prepared;
    }

    private static YText prepared(byte type) {
        return (YText) TypeNode.prepared(type, new Prepared.Text()).facade();
    }

    /// A prepared text with the same content and formatting. Types in the text are copied with it,
    /// attributes of the text itself are not, as in Yjs.
    public YText copy() {
        return (YText) Copies.of(node);
    }

    final TypeNode node() {
        return node;
    }

    /// In UTF-16 units; embeds and types count as one.
    public final int length() {
        return node.length;
    }

    // --- changes ---

    /// Inserts text that takes on the formatting of the place.
    ///
    /// @param index from 0 to the length
    /// @throws IndexOutOfBoundsException for any other index
    public final void insert(int index, String text) {
        Objects.checkIndex(index, available() + 1);
        if (text.isEmpty()) {
            return;
        }
        String clean = Utf8.wellFormed(text);
        if (node.prepared != null) {
            later(
                    new TextOperation.Insert(index, new YValue.Str(clean), null, false),
                    clean.length());
        } else {
            node.liveDoc().edit(edits -> new TextEdits(edits, node).insert(index, clean));
        }
    }

    /// Inserts text that has exactly these attributes; what else holds at the place is ended before
    /// and restored behind.
    ///
    /// @throws IndexOutOfBoundsException unless the index is from 0 to the length
    /// @throws IllegalArgumentException if an attribute is undefined, or no plain value
    public final void insert(int index, String text, Map<String, YValue> attributes) {
        insertContent(index, new YValue.Str(text), TextAttributes.checked(attributes), true);
    }

    /// Inserts an embed without formatting.
    ///
    /// @see #insertEmbed(int, YValue, Map)
    public final void insertEmbed(int index, YValue embed) {
        insertContent(index, embed, Map.of(), false);
    }

    /// Inserts an embed, which counts as one, with exactly these attributes.
    ///
    /// @param embed an object, array, number, boolean or byte string, or a prepared type; a string
    ///   is inserted as text
    /// @throws IndexOutOfBoundsException unless the index is from 0 to the length
    /// @throws IllegalArgumentException if the embed is something else, or an attribute is not
    ///   allowed
    /// @throws IllegalStateException if the embed is a type that is in a document already
    public final void insertEmbed(int index, YValue embed, Map<String, YValue> attributes) {
        insertContent(index, embed, TextAttributes.checked(attributes), true);
    }

    /// As [#insertEmbed(int, YValue)] with a prepared type.
    public final void insertEmbed(int index, YType type) {
        insertEmbed(index, new YValue.Shared(type));
    }

    /// As [#insertEmbed(int, YValue, Map)] with a prepared type.
    public final void insertEmbed(int index, YType type, Map<String, YValue> attributes) {
        insertEmbed(index, new YValue.Shared(type), attributes);
    }

    private void insertContent(
            int index, YValue content, Map<String, YValue> attributes, boolean exactly) {
        Objects.checkIndex(index, available() + 1);
        YValue clean = TextAttributes.content(content);
        if (!(clean instanceof YValue.Str(String text) && text.isEmpty())) {
            run(
                    new TextOperation.Insert(index, clean, attributes, exactly),
                    TextAttributes.length(clean));
        }
    }

    /// Deletes some of the text, and the marks in and around it that have nothing to say then.
    ///
    /// @throws IndexOutOfBoundsException if there is less text, and then nothing is deleted
    public final void delete(int index, int count) {
        Objects.checkFromIndexSize(index, count, available());
        if (count == 0) {
            return;
        }
        if (node.prepared != null) {
            later(new TextOperation.Remove(index, count), -count);
        } else {
            node.liveDoc().edit(edits -> new TextEdits(edits, node).delete(index, count));
        }
    }

    /// Changes the formatting of some of the text.
    ///
    /// If the text ends before the range does, line feeds are appended until it does not: editors
    /// have one at their end that the text lacks. Where there is nothing at all behind `index`,
    /// nothing happens.
    ///
    /// @param attributes [YValue#NULL] ends an attribute; what is not named stays
    /// @throws IndexOutOfBoundsException if the index is not from 0 to the length, or the count is
    ///   negative
    /// @throws IllegalArgumentException if an attribute is undefined, or no plain value; or if the
    ///   range ends so far behind the text that nobody would take that many line feeds
    public final void format(int index, int count, Map<String, YValue> attributes) {
        Objects.checkIndex(index, available() + 1);
        if (count < 0) {
            throw new IndexOutOfBoundsException(count);
        }
        if (count > 0) {
            long missing = (long) index + count - available();
            run(
                    new TextOperation.Format(index, count, TextAttributes.checked(attributes)),
                    index == available() ? 0 : lineFeeds(Math.max(0, missing)));
        }
    }

    /// Carries out a change from the start of the text on. What is retained or deleted beyond the
    /// end is treated as in [#format]: retaining appends line feeds, deleting does nothing.
    ///
    /// @throws IllegalArgumentException for [Delta.Elements], for lengths below 1, and for content
    ///   and attributes that are not allowed; nothing is changed then
    /// @throws IllegalStateException if a type is in a document already; nothing is changed then
    public final void applyDelta(List<Delta> changes) {
        applyDelta(changes, true);
    }

    /// As [#applyDelta(List)].
    ///
    /// @param sanitize false leaves out a line feed with which the last insertion would end the
    ///   text; the name is that of Yjs
    public final void applyDelta(List<Delta> changes, boolean sanitize) {
        var clean = new ArrayList<Delta>(changes.size());
        long length = available();
        long lineFeeds = 0;
        long at = 0;
        for (Delta change : changes) {
            Delta checked = TextAttributes.checked(change);
            clean.add(checked);
            switch (checked) {
                case Delta.Insert(YValue content, _) -> {
                    length += TextAttributes.length(content);
                    at += TextAttributes.length(content);
                }
                case Delta.Retain(int count, _) -> {
                    at += count;
                    lineFeeds += Math.max(0, at - length);
                    length = Math.max(length, at);
                }
                case Delta.Delete(int count) -> length -= Math.min(count, length - at);
                case Delta.Elements _ -> {}
            }
        }
        lineFeeds(lineFeeds);
        int growth = Math.toIntExact(length - available());
        if (!clean.isEmpty()) {
            // Prepared texts are filled as Yjs fills them, which forgets the option.
            run(
                    new TextOperation.Apply(List.copyOf(clean), sanitize || node.prepared != null),
                    growth);
        }
    }

    /// How many line feeds an operation appends, if that is sensible.
    private static int lineFeeds(long count) {
        if (count > MOST_LINE_FEEDS) {
            throw new IllegalArgumentException(
                    "the range ends " + count + " units behind the text");
        }
        return (int) count;
    }

    private void run(TextOperation operation, int growth) {
        if (node.prepared != null) {
            later(operation, growth);
        } else {
            node.liveDoc().edit(edits -> edits.run(node, operation));
        }
    }

    private void later(TextOperation operation, int growth) {
        if (node.prepared instanceof Prepared.Text text) {
            text.add(operation, growth);
        }
    }

    /// The length that counts for a call: a prepared text knows how long it will be.
    private int available() {
        return node.prepared instanceof Prepared.Text text ? text.length() : node.length;
    }

    // --- content ---

    /// The text as insertions: runs of characters with the same formatting, embeds and types.
    public final List<Delta> toDelta() {
        return TextReader.content(node);
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

    // --- attributes of the text itself ---

    /// Sets an attribute of the text as a whole, which is not formatting: it behaves as a key of a
    /// map.
    public final void setAttribute(String key, YValue value) {
        run(new TextOperation.SetAttribute(Names.checked(key), Objects.requireNonNull(value)), 0);
    }

    /// Removing what is not there does nothing.
    public final void removeAttribute(String key) {
        run(new TextOperation.RemoveAttribute(key), 0);
    }

    public final Optional<YValue> getAttribute(String key) {
        return Optional.ofNullable(ItemValues.ofKey(node.key(key)));
    }

    /// In the order in which this replica has first seen them.
    public final Map<String, YValue> getAttributes() {
        return TextReader.ofType(node);
    }

    // --- as it was ---

    /// The text at the time of a snapshot.
    ///
    /// @throws IllegalArgumentException if the snapshot cannot be of this document, because it ends
    ///   within a character
    public final List<Delta> toDelta(Snapshot at) {
        return SnapshotText.read(node, at, null, ChangeMark.PLAIN);
    }

    /// The text at one time, and what has gone since another. Pieces that came or went in between
    /// have the attribute `ychange`, `{type: "added"}` or `{type: "removed"}`.
    ///
    /// @param at null for now, and then what has gone is not marked; to have it marked, take a
    ///   snapshot
    /// @param since null if nothing is to be marked
    public final List<Delta> toDelta(@Nullable Snapshot at, @Nullable Snapshot since) {
        return SnapshotText.read(node, at, since, ChangeMark.PLAIN);
    }

    /// As [#toDelta(Snapshot, Snapshot)], with other values of `ychange`.
    public final List<Delta> toDelta(
            @Nullable Snapshot at, @Nullable Snapshot since, ChangeMark mark) {
        return SnapshotText.read(node, at, since, mark);
    }
}
