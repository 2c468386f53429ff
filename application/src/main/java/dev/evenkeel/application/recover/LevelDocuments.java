package dev.evenkeel.application.recover;

import dev.evenkeel.application.room.RoomCommand;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.log.UpdateLog;
import dev.evenkeel.domain.row.Rows;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Brings live documents level with their rows where nobody did: after a restart those whose
/// outside write was committed and never merged, and from time to time those that are open. Only a
/// help: every room compares for itself when it matters.
public final class LevelDocuments {

    private static final Logger LOG = LoggerFactory.getLogger(LevelDocuments.class);
    private static final int AT_ONCE_MAX = 100;

    private final UpdateLog log;
    private final Rows rows;
    private final Rooms rooms;
    // What each open room said last that it is level with.
    private final Map<DocumentId, Long> levelWith = new ConcurrentHashMap<>();

    public LevelDocuments(UpdateLog log, Rows rows, Rooms rooms) {
        this.log = log;
        this.rows = rows;
        this.rooms = rooms;
    }

    /// Level all documents that are behind, and say how many. One that cannot be opened is reported
    /// and left alone: it keeps nobody from the others.
    public int recover() {
        Set<DocumentId> tried = new HashSet<>();
        int levelled = 0;
        for (boolean found = true; found; ) {
            found = false;
            for (DocumentId document : log.behind(tried.size() + AT_ONCE_MAX)) {
                if (tried.add(document)) {
                    found = true;
                    levelled += level(document) ? 1 : 0;
                }
            }
        }
        return levelled;
    }

    private boolean level(DocumentId document) {
        try {
            rooms.ask(document, RoomCommand.Level::new);
            return true;
        } catch (RuntimeException e) {
            LOG.error("document not levelled document={} cause={}", document, e.toString());
            return false;
        }
    }

    /// Send a hint to the open rooms that have not said yet that they are level with their row as
    /// it is. Until one has, each sweep tells it again: a hint may meet a full mailbox.
    public void sweep() {
        Set<DocumentId> open = rooms.openDocuments();
        levelWith.keySet().retainAll(open);
        if (open.isEmpty()) {
            return;
        }
        Map<DocumentId, Long> now = rows.lockVersions(open);
        for (DocumentId document : open) {
            // Without a row a room is level with 0; if it was purged, the room finds out.
            if (!now.getOrDefault(document, 0L).equals(levelWith.get(document))) {
                var level = new CompletableFuture<Long>();
                var _ = level.thenAccept(version -> levelWith.put(document, version));
                rooms.send(document, new RoomCommand.Level(level));
            }
        }
    }
}
