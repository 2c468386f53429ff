package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.resolve.Request.Action;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// What happens to a document, as server-sent events: for clients whose own protocol has no room
/// for it.
@Controller("/api/documents")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsController {

    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Doors doors;
    private final Journal journal;
    private final Watchers watchers;
    private final Sessions sessions;
    private final HttpSettings settings;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    EventsController(
            Doors doors,
            Journal journal,
            Watchers watchers,
            Sessions sessions,
            HttpSettings settings) {
        this.doors = doors;
        this.journal = journal;
        this.watchers = watchers;
        this.sessions = sessions;
        this.settings = settings;
    }

    /// Events from now on, or after the position that a reader has seen last.
    @Get(value = "/{name:.+}/events", headRoute = false)
    @Produces(MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Publisher<EventFrame>> events(
            Session session,
            String name,
            @Header("Last-Event-ID") @Nullable String lastEventId,
            @QueryValue("last_event_id") @Nullable String lastEventIdInQuery) {
        DocumentId document = doors.live(name).document();
        var admitted = doors.admit(session, document, new Action.Edit(), Optional.empty());
        ProjectId project = admitted.project();
        long after =
                Optional.ofNullable(lastEventId)
                        .or(() -> Optional.ofNullable(lastEventIdInQuery))
                        .map(EventsController::position)
                        .orElseGet(() -> journal.last(document));
        var stream =
                new EventStream(
                        new OfDocument(document, session),
                        after,
                        () -> session.accessTo(project).allows(Access.READ),
                        settings.eventQueueMax(),
                        settings.eventKeepalive());
        return HttpResponse.<Publisher<EventFrame>>ok(stream)
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static long position(String text) {
        if (!POSITION.matcher(text.strip()).matches()) {
            throw ProblemException.of(
                    Code.INVALID_REQUEST, "Expected the id of an event in Last-Event-ID.");
        }
        return Long.parseLong(text.strip());
    }

    int openStreams() {
        return open.size();
    }

    /// End all streams, so that a stop does not wait for readers.
    @PreDestroy
    void close() {
        open.forEach(EventStream::cancel);
    }

    private final class OfDocument implements EventStream.Source {

        private final DocumentId document;
        private final Session session;

        OfDocument(DocumentId document, Session session) {
            this.document = document;
            this.session = session;
        }

        @Override
        public List<Journal.Entry> after(long position, int countMax) {
            return journal.readAfter(document, position, countMax);
        }

        @Override
        public void begin(EventStream stream) {
            open.add(stream);
            sessions.hold(session, stream::cancel);
            watchers.add(document, stream);
        }

        @Override
        public void end(EventStream stream) {
            watchers.remove(document, stream);
            sessions.release(session);
            open.remove(stream);
        }
    }
}
