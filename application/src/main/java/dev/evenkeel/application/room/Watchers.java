package dev.evenkeel.application.room;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Journal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Those who watch documents without being in them: event streams. Safe for concurrent use.
public final class Watchers {

    private final Map<DocumentId, Set<Watcher>> byDocument = new ConcurrentHashMap<>();

    /// Somebody who watches. Called from a room's thread; must return at once and never throw.
    public interface Watcher {

        void happened(Journal.Entry entry);

        /// Who is connected now.
        void present(List<Actor> actors);
    }

    public void add(DocumentId document, Watcher watcher) {
        byDocument.compute(
                document,
                (_, watchers) -> {
                    Set<Watcher> set = watchers == null ? ConcurrentHashMap.newKeySet() : watchers;
                    set.add(watcher);
                    return set;
                });
    }

    public void remove(DocumentId document, Watcher watcher) {
        byDocument.computeIfPresent(
                document,
                (_, watchers) -> {
                    watchers.remove(watcher);
                    return watchers.isEmpty() ? null : watchers;
                });
    }

    void happened(DocumentId document, Journal.Entry entry) {
        byDocument.getOrDefault(document, Set.of()).forEach(watcher -> watcher.happened(entry));
    }

    void present(DocumentId document, List<Actor> actors) {
        byDocument.getOrDefault(document, Set.of()).forEach(watcher -> watcher.present(actors));
    }
}
