package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.journal.Journal;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// One reader's stream of what happens to one document.
///
/// A thread of its own first reads the journal from where the reader left off and then hands on
/// what the room tells; it watches before it reads, so nothing falls between the two, and positions
/// tell what was sent already. A reader that is slower than the document has a queue of limited
/// length; when it is full the stream ends, and the reader comes back and resumes from the journal.
/// The journal, not the stream, is what nothing is missing from.
///
/// The framework asks for frames as fast as the socket takes them: that is all there is reactive
/// here.
final class EventStream implements Publisher<EventFrame>, Subscription, Watchers.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int PAGE = 100;

    /// Where the events of one document come from.
    interface Source {

        List<Journal.Entry> after(long position, int countMax);

        /// The stream has a reader: tell it what happens, and end it when the server stops.
        void begin(EventStream stream);

        void end(EventStream stream);
    }

    private sealed interface Told {

        record Happened(Journal.Entry entry) implements Told {}

        record Present(List<Actor> actors) implements Told {}
    }

    private final Source source;
    private final BooleanSupplier mayRead;
    private final Duration keepalive;
    private final BlockingQueue<Told> told;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile boolean over;
    private volatile Thread thread = Thread.currentThread();
    private long position;

    /// @param after the position in the journal after which the stream begins
    /// @param mayRead asked before each frame: rights can be lost while the stream is open
    EventStream(
            Source source, long after, BooleanSupplier mayRead, int queueMax, Duration keepalive) {
        this.source = source;
        this.position = after;
        this.mayRead = mayRead;
        this.keepalive = keepalive;
        this.told = new ArrayBlockingQueue<>(queueMax);
    }

    @Override
    public void subscribe(Subscriber<? super EventFrame> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            throw new IllegalStateException("An event stream has one reader");
        }
        thread = Thread.ofVirtual().name("events").unstarted(() -> run(subscriber));
        subscriber.onSubscribe(this);
        thread.start();
    }

    @Override
    public void request(long count) {
        // More than anybody sends; adding up what is asked for must not overflow.
        wanted.release((int) Math.min(count, 1 << 20));
    }

    /// The reader is gone, or may not read any more, or the server stops.
    @Override
    public void cancel() {
        over = true;
        thread.interrupt();
    }

    @Override
    public void happened(Journal.Entry entry) {
        offer(new Told.Happened(entry));
    }

    @Override
    public void present(List<Actor> actors) {
        offer(new Told.Present(actors));
    }

    private void offer(Told news) {
        if (!told.offer(news)) {
            LOG.debug("a reader of events is too slow");
            cancel();
        }
    }

    private void run(Subscriber<? super EventFrame> reader) {
        try {
            source.begin(this);
            send(reader, EventFrame.HELLO);
            catchUp(reader);
            while (!over && mayRead.getAsBoolean()) {
                Told next = told.poll(keepalive.toMillis(), TimeUnit.MILLISECONDS);
                switch (next) {
                    case null -> send(reader, EventFrame.KEEPALIVE);
                    case Told.Happened(Journal.Entry entry) -> send(reader, entry);
                    case Told.Present(List<Actor> actors) ->
                            send(reader, EventFrame.present(actors));
                }
            }
        } catch (InterruptedException e) {
            // Asked to end, which is what happens below. Nobody else looks at this thread.
            LOG.debug("a stream of events was ended");
        } catch (RuntimeException e) {
            LOG.warn("a stream of events ended cause={}", e.toString());
        } finally {
            over = true;
            source.end(this);
            reader.onComplete();
        }
    }

    private void catchUp(Subscriber<? super EventFrame> reader) throws InterruptedException {
        List<Journal.Entry> page;
        do {
            page = source.after(position, PAGE);
            for (Journal.Entry entry : page) {
                send(reader, entry);
            }
        } while (page.size() == PAGE);
    }

    private void send(Subscriber<? super EventFrame> reader, Journal.Entry entry)
            throws InterruptedException {
        if (position < entry.position()) {
            send(reader, EventFrame.of(entry));
            position = entry.position();
        }
    }

    private void send(Subscriber<? super EventFrame> reader, EventFrame frame)
            throws InterruptedException {
        wanted.acquire();
        if (mayRead.getAsBoolean()) {
            reader.onNext(frame);
        } else {
            throw new InterruptedException("No rights any more");
        }
    }
}
