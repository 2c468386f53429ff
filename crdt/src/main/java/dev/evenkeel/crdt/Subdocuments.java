package dev.evenkeel.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The subdocuments of a document, and who wants to hear of them.
final class Subdocuments {

    /// How many items hold one and are not deleted.
    int items;

    private final YDoc doc;
    private Set<Subdocument> known = Set.of();

    Subdocuments(YDoc doc) {
        this.doc = doc;
    }

    Set<Subdocument> known() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(known));
    }

    void integrated(Transaction transaction, Item item, DocContent content) {
        items++;
        content.document().placed(doc, item);
        transaction.subdocuments().add(content.document());
    }

    void deleted(Transaction transaction, DocContent content) {
        items--;
        transaction.subdocuments().delete(content.document());
    }

    /// The last step of a transaction.
    void finish(Transaction transaction, SubdocumentChanges changes, Failures failures) {
        if (changes.isEmpty()) {
            return;
        }
        changes.added().forEach(each -> each.adopt(doc));
        if (known.isEmpty()) {
            known = new LinkedHashSet<>();
        }
        known.addAll(changes.added());
        known.removeAll(changes.removed());
        DocumentListeners listeners = doc.transactions().listenersIfAny();
        if (listeners != null) {
            SubdocumentsEvent event = changes.event(transaction);
            listeners.subdocuments.each(listener -> listener.accept(event), failures);
        }
        for (Subdocument each : List.copyOf(changes.removed())) {
            destroy(each, failures);
        }
    }

    /// Destroys a subdocument after all that is in it.
    static void destroy(Subdocument subdocument, Failures failures) {
        if (!subdocument.isDestroyed()) {
            insideOut(List.of(subdocument)).forEach(each -> each.destroyAlone(failures));
        }
    }

    /// Destroys all of this document's.
    void destroyAll(Failures failures) {
        insideOut(List.copyOf(known)).forEach(each -> each.destroyAlone(failures));
    }

    /// All that is in some subdocuments and is open, each after what is in it.
    private static List<Subdocument> insideOut(List<Subdocument> outer) {
        var found = new ArrayList<Subdocument>();
        var open = new ArrayDeque<Subdocument>();
        outer.forEach(open::push);
        while (!open.isEmpty()) {
            Subdocument next = open.pop();
            found.add(next);
            next.openedDoc().ifPresent(inner -> inner.subdocuments().forEach(open::push));
        }
        Collections.reverse(found);
        return found;
    }
}
