package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.RelativePosition;
import dev.evenkeel.crdt.UndoManager;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YText;

final class UndoAndCursors {

    static void main() {
        YDoc doc = YDoc.create();
        YText text = doc.getText("note");
        text.insert(0, "Hello world");
        RelativePosition cursor = RelativePosition.of(text, 6);

        try (var history = UndoManager.of(text)) {
            text.insert(0, "> ");
            // Only what this user does can be undone: what another origin does stays.
            doc.transact("somebody else", () -> text.insert(text.length(), "!"));
            cursor.resolve(doc).ifPresent(place -> IO.println(text + " cursor " + place.index()));
            history.undo();
            cursor.resolve(doc).ifPresent(place -> IO.println(text + " cursor " + place.index()));
        }
    }
}
