package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// What several tables hold in the same form.
final class Columns {

    private Columns() {}

    static Actor actor(String type, String id, String name) {
        return new Actor(Actor.Type.valueOf(type), id, name);
    }

    /// The content in a column.
    ///
    /// @param text null only if the row is damaged
    static Value.Obj content(DocumentId document, @Nullable String text) {
        try {
            if (text == null) {
                throw new IOException("There is none");
            }
            return Json.read(text);
        } catch (IOException e) {
            throw new StorageUnavailableException("content of " + document, new Unreadable(e));
        }
    }

    /// Says where a content breaks off, and nothing of what is in it.
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super("unreadable: " + cause.getClass().getSimpleName());
        }
    }
}
