package dev.evenkeel.domain.content;

/// Replace `remove` UTF-16 units at `at` by `insert`. Positions count in the text before any edit
/// of the same list; the edits of a list ascend and do not touch.
public record TextEdit(int at, int remove, String insert) {

    public TextEdit {
        if (at < 0 || remove < 0 || (remove == 0 && insert.isEmpty())) {
            throw new IllegalArgumentException("Not an edit: " + at + ", " + remove);
        }
    }

    public int end() {
        return at + remove;
    }
}
