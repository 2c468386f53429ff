package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.Update;
import dev.evenkeel.crdt.YDoc;

import java.util.ArrayList;
import java.util.List;

final class WithoutADocument {

    static void main() {
        List<byte[]> log = new ArrayList<>();
        YDoc author = YDoc.create(7);
        author.onUpdate((update, _) -> log.add(update));
        for (char letter : "a log of letters".toCharArray()) {
            author.getText("text").insert(author.getText("text").length(), "" + letter);
        }

        // What was typed letter by letter becomes one piece; nobody needs a document for that.
        byte[] compact = Update.compact(log);
        IO.println(log.size() + " updates, compacted " + Update.parse(compact));

        // Somebody has seen the first five letters already.
        StateVector known = Update.stateVectorOf(Update.merge(log.subList(0, 5)));
        IO.println(Update.parse(Update.diff(compact, known)).meta());

        YDoc reader = YDoc.create();
        reader.applyUpdateV2(Update.parse(compact).toV2());
        IO.println(reader.getText("text"));
    }
}
