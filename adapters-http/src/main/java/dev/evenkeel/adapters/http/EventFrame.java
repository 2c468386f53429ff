package dev.evenkeel.adapters.http;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.journal.Journal;

import java.util.List;

/// One frame of an event stream, as it goes over the wire.
record EventFrame(String text) {

    /// The first frame: headers go out with it, and clients learn how soon to come back.
    static final EventFrame HELLO = new EventFrame("retry: 1000\n: events follow\n\n");

    /// A comment. Keeps proxies from closing a silent stream, and finds out about readers that are
    /// gone.
    static final EventFrame KEEPALIVE = new EventFrame(": \n\n");

    /// An entry of the journal. Its position is the id to resume after.
    static EventFrame of(Journal.Entry entry) {
        var happening = entry.happening();
        return new EventFrame(
                "id: "
                        + entry.position()
                        + "\nevent: "
                        + happening.type()
                        + "\ndata: "
                        + Json.text(Shown.happening(happening))
                        + "\n\n");
    }

    /// Who is connected. Not in the journal, so without an id: whoever resumes is told anew when it
    /// changes.
    static EventFrame present(List<Actor> actors) {
        return new EventFrame(
                "event: presence\ndata: " + Json.text(Shown.presence(actors)) + "\n\n");
    }
}
