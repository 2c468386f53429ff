package dev.evenkeel.crdt;

/// Finds places in a text that Yjs takes for a plain one although there are format marks in it:
/// marks that were there before the root got its type.
///
/// Yjs then starts at one of its search marks, not at the start of the text, and so knows only the
/// formatting that begins in between. What it writes depends on that.
final class SearchMarks {

    private final TypeNode type;

    SearchMarks(TypeNode type) {
        this.type = type;
    }

    /// @param index greater than 0
    TextPosition find(int index, LocalEdits edits, int snapped) {
        Item item = type.start;
        int at = 0;
        while (item != null && item.right != null && at < index) {
            int visible = item.visibleLength();
            if (visible > 0) {
                if (index < at + visible) {
                    break;
                }
                at += visible;
            }
            item = item.right;
        }
        while (item != null
                && item.left != null
                && item.left.client == item.client
                && item.left.end() == item.clock) {
            item = item.left;
            at -= item.visibleLength();
        }
        if (item == null) {
            throw new CorruptDocumentException("a text with a length but no items");
        }
        return TextPosition.from(item, index - at, edits, snapped);
    }
}
