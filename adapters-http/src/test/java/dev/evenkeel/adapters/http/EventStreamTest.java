package dev.evenkeel.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.journal.Happening;
import dev.evenkeel.domain.journal.Journal;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// The stream by itself, with a reader that takes one frame at a time.
final class EventStreamTest {

    private final List<Journal.Entry> journal = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Reader reader = new Reader();

    private final EventStream.Source source =
            new EventStream.Source() {
                @Override
                public List<Journal.Entry> after(long position, int countMax) {
                    return journal.stream()
                            .filter(entry -> position < entry.position())
                            .limit(countMax)
                            .toList();
                }

                @Override
                public void begin(EventStream stream) {
                    begun.countDown();
                }

                @Override
                public void end(EventStream stream) {
                    ended.countDown();
                }
            };

    private EventStream stream(int queueMax, Duration keepalive) {
        var stream = new EventStream(source, 0, () -> true, queueMax, keepalive);
        stream.subscribe(reader);
        return stream;
    }

    private static Journal.Entry entry(long position) {
        return new Journal.Entry(
                position,
                new Happening("saved", Actor.SERVER, Instant.EPOCH, position, Value.Obj.EMPTY));
    }

    private static final class Reader implements Subscriber<EventFrame> {
        final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
        volatile Subscription subscription;

        String take() throws InterruptedException {
            subscription.request(1);
            return frames.take();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(EventFrame frame) {
            frames.add(frame.text());
        }

        @Override
        public void onError(Throwable cause) {
            frames.add(cause.toString());
        }

        @Override
        public void onComplete() {
            frames.add("(end)");
        }
    }

    @Test
    void whatTheRoomTellsAgainAfterTheJournalIsNotSentTwice() throws Exception {
        journal.add(entry(1));
        journal.add(entry(2));
        var stream = stream(10, Duration.ofMinutes(1));
        begun.await();
        stream.happened(entry(2));
        stream.happened(entry(3));
        assertThat(reader.take()).isEqualTo(EventFrame.HELLO.text());
        assertThat(reader.take()).startsWith("id: 1\n");
        assertThat(reader.take()).startsWith("id: 2\n");
        assertThat(reader.take()).startsWith("id: 3\n");
        stream.cancel();
        ended.await();
    }

    @Test
    void aReaderThatDoesNotReadIsDisconnectedWhenItsQueueIsFull() throws Exception {
        var stream = stream(2, Duration.ofMinutes(1));
        begun.await();
        for (int position = 1; position <= 4; position++) {
            stream.happened(entry(position));
        }
        ended.await();
        assertThat(reader.frames.take()).isEqualTo("(end)");
    }

    @Test
    void nothingIsSentThatWasNotAskedFor() throws Exception {
        var stream = stream(10, Duration.ofMillis(1));
        begun.await();
        stream.present(List.of(Actor.GUEST));
        assertThat(reader.frames).isEmpty();
        assertThat(reader.take()).isEqualTo(EventFrame.HELLO.text());
        assertThat(reader.take()).startsWith("event: presence\n").contains("guest");
        stream.cancel();
        ended.await();
    }

    @Test
    void aSilentStreamIsKeptAliveByComments() throws Exception {
        var stream = stream(10, Duration.ofMillis(1));
        assertThat(reader.take()).isEqualTo(EventFrame.HELLO.text());
        assertThat(reader.take()).isEqualTo(EventFrame.KEEPALIVE.text());
        stream.cancel();
        ended.await();
    }
}
