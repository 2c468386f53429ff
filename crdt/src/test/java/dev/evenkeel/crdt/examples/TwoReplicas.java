package dev.evenkeel.crdt.examples;

import dev.evenkeel.crdt.YDoc;

final class TwoReplicas {

    static void main() {
        // Ids are random unless a test wants the same outcome each time.
        YDoc ann = YDoc.create(1);
        YDoc bob = YDoc.create(2);

        // Both write before they know of each other.
        ann.getText("list").insert(0, "milk ");
        bob.getText("list").insert(0, "bread ");

        // Each gets what it lacks.
        bob.applyUpdate(ann.encodeStateAsUpdate(bob.stateVector()));
        ann.applyUpdate(bob.encodeStateAsUpdate(ann.stateVector()));
        IO.println(ann.getText("list"));

        // From now on each change is told as it happens.
        ann.onUpdate((update, _) -> bob.applyUpdate(update));
        ann.getText("list").insert(0, "buy ");
        IO.println(bob.getText("list"));
    }
}
