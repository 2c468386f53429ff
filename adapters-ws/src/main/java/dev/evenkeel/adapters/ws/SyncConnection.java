package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.ws.wire.Decoded;
import dev.evenkeel.adapters.ws.wire.Frame;
import dev.evenkeel.adapters.ws.wire.YMessage;
import dev.evenkeel.adapters.ws.wire.YWebsocketCodec;
import dev.evenkeel.application.join.Admission;
import dev.evenkeel.application.join.JoinResult;
import dev.evenkeel.application.join.Seat;
import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.Limit;
import dev.evenkeel.application.room.Participant;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.application.room.RoomUnavailableException;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One socket's part in one document.
///
/// # Threads
///
/// Frames come from the socket's event loop, events from the room's thread, the seat from a thread
/// that may block, ticks from a clock, and the end from any of them. One lock puts them in order;
/// what is called under it (the seat, the socket) never waits. The order of a connection's frames
/// is the order in which the event loop reads them, the order of its events that of the room.
///
/// # Until there is a seat
///
/// Frames wait, within bounds, because a client talks at once. Events wait too: a client answers
/// the welcome with its whole document, which must not meet the bounds on what waits.
///
/// # The end
///
/// It comes once, whoever brings it: the seat is left, the session is let go, and what happens
/// afterwards has no effect. A seat that is had too late is left at once.
final class SyncConnection implements Participant {

    private static final Logger LOG = LoggerFactory.getLogger(SyncConnection.class);

    /// A client answers a ping only after it has read what was sent before it, which can be a large
    /// first sync on a slow line.
    private static final int PINGS_WHILE_SENDING_MAX = 4;

    private final Session session;
    private final Socket socket;
    private final WsSettings settings;
    private final YWebsocketCodec codec;
    private final Counters counters;
    private final LongSupplier nanos;
    private final Runnable ended;

    private final Backlog backlog;
    private final TokenBucket rate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<YMessage> earlyMessages = new ArrayDeque<>();
    private final List<RoomEvent> earlyEvents = new ArrayList<>();
    private int earlyFrames;
    private long earlyBytes;
    private @Nullable Seat seat;
    private boolean over;
    private int pingsUnanswered;
    private volatile long pingedAt;
    private volatile long sentAt;
    private volatile long overAt;

    /// @param nanos a clock that only moves forwards
    /// @param ended called once, when this connection has no part in anything any more
    SyncConnection(
            Session session,
            Socket socket,
            WsSettings settings,
            YWebsocketCodec codec,
            Counters counters,
            LongSupplier nanos,
            Runnable ended) {
        this.session = session;
        this.socket = socket;
        this.settings = settings;
        this.codec = codec;
        this.counters = counters;
        this.nanos = nanos;
        this.ended = ended;
        this.backlog = new Backlog(settings.sendBufferBytesMax());
        long now = nanos.getAsLong();
        this.rate =
                new TokenBucket(settings.messagesPerSecondMax(), settings.messagesBurstMax(), now);
        this.sentAt = now;
        this.pingedAt = now;
    }

    @Override
    public Session session() {
        return session;
    }

    /// Go to the document. May block.
    void join(Function<Participant, JoinResult> way) {
        switch (tried(way)) {
            case JoinResult.Joined(Seat taken) -> sit(taken);
            case JoinResult.TurnedAway(var why, String detail) -> turnAway(why, detail);
            case JoinResult.Draining() -> end(CloseCode.RESTART, "restart");
            case null -> {}
        }
    }

    private @Nullable JoinResult tried(Function<Participant, JoinResult> way) {
        try {
            return way.apply(this);
        } catch (RoomUnavailableException e) {
            LOG.debug("join failed cause={}", e.toString());
            end(e.reason());
        } catch (StorageUnavailableException e) {
            LOG.warn("join failed cause={}", e.toString());
            end(CloseCode.OVERLOADED, "storage_unavailable");
        } catch (RuntimeException | Error e) {
            // Whatever it is, nobody else would tell the client.
            LOG.error("join failed cause={}", e.toString(), e);
            end(CloseCode.FAILED, "failed");
        }
        return null;
    }

    private void turnAway(Admission.Why why, String detail) {
        CloseCode code =
                switch (why) {
                    case NOT_FOUND, VERSION_NOT_FOUND -> CloseCode.NOT_FOUND;
                    case WRONG_PROJECT, FORBIDDEN -> CloseCode.FORBIDDEN;
                    case DOCUMENT_PURGED -> CloseCode.PURGED;
                    case INVALID_ACTION, PROJECT_NEEDED -> CloseCode.MALFORMED;
                };
        end(code, why.name().toLowerCase(Locale.ROOT) + ": " + detail);
    }

    private void sit(Seat taken) {
        lock.lock();
        try {
            if (over) {
                taken.leave();
                return;
            }
            seat = taken;
            List<RoomEvent> events = List.copyOf(earlyEvents);
            earlyEvents.clear();
            // One of them may be the end.
            events.forEach(this::hear);
            while (!over && !earlyMessages.isEmpty()) {
                say(earlyMessages.poll());
            }
        } finally {
            lock.unlock();
        }
    }

    /// A binary frame came in.
    void received(byte[] frame) {
        if (settings.frameBytesMax() < frame.length) {
            unreadable();
            return;
        }
        if (!mayReceive(1)) {
            return;
        }
        switch (codec.decode(frame)) {
            case Decoded.Malformed(String code, String why) -> {
                counters.add("evenkeel.ws.malformed", code);
                end(CloseCode.MALFORMED, why);
            }
            case Decoded.Messages(List<YMessage> messages) -> {
                if (mayReceive(messages.size() - 1)) {
                    take(messages, frame.length);
                }
            }
        }
    }

    /// Whether frames are taken that are no message by themselves: not after the end, and not too
    /// many.
    boolean takes(int frames) {
        return !isOver() && mayReceive(frames);
    }

    private boolean mayReceive(int messages) {
        if (rate.take(messages, nanos.getAsLong())) {
            return true;
        }
        if (!isOver()) {
            WsLimit.MESSAGE_RATE.reached(counters);
            end(CloseCode.OVERLOADED, "too many messages");
        }
        return false;
    }

    private void take(List<YMessage> messages, int bytes) {
        lock.lock();
        try {
            if (seat == null && !over) {
                keepForLater(messages, bytes);
                return;
            }
            for (YMessage message : messages) {
                if (over) {
                    return;
                }
                say(message);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keepForLater(List<YMessage> messages, int bytes) {
        earlyFrames++;
        earlyBytes += bytes;
        if (settings.earlyFramesMax() < earlyFrames || settings.earlyBytesMax() < earlyBytes) {
            WsLimit.EARLY_FRAMES.reached(counters);
            end(CloseCode.OVERLOADED, "too much before the document was open");
            return;
        }
        earlyMessages.addAll(messages);
    }

    private void say(YMessage message) {
        Seat own = seat;
        if (own == null) {
            return;
        }
        switch (message) {
            case YMessage.SyncStep1(var known) -> own.compare(known);
            case YMessage.SyncStep2(var update) -> own.apply(update);
            case YMessage.SyncUpdate(var update) -> own.apply(update);
            case YMessage.Awareness(List<AwarenessEntry> entries) -> {
                if (!entries.isEmpty()) {
                    own.announce(entries);
                }
            }
            case YMessage.AwarenessTooLarge _ -> {
                WsLimit.AWARENESS_BYTES.reached(counters);
                send(overLimit(WsLimit.AWARENESS_BYTES.key()));
            }
            case YMessage.QueryAwareness() -> own.askPresence();
            case YMessage.Auth _ -> {
                counters.add("evenkeel.ws.malformed", "not-for-clients");
                end(CloseCode.MALFORMED, "auth messages are the server's to send");
            }
        }
    }

    @Override
    public void tell(RoomEvent event) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (seat == null) {
                earlyEvents.add(event);
                return;
            }
            hear(event);
        } finally {
            lock.unlock();
        }
    }

    private void hear(RoomEvent event) {
        switch (event) {
            case RoomEvent.Welcome(var known, List<AwarenessEntry> presence) -> {
                send(YWebsocketCodec.step1(known));
                if (!presence.isEmpty()) {
                    YWebsocketCodec.awareness(presence).forEach(this::send);
                }
            }
            case RoomEvent.Incomplete(var known) -> send(YWebsocketCodec.step1(known));
            case RoomEvent.Missing(var update) -> answer(YWebsocketCodec.step2(update));
            case RoomEvent.News(var update) -> send(YWebsocketCodec.update(update));
            case RoomEvent.Kept _ -> {
                // The echo of the update says so, and the protocol has no other word for it.
            }
            case RoomEvent.PresenceChanged(List<AwarenessEntry> entries) ->
                    YWebsocketCodec.awareness(entries).forEach(this::send);
            case RoomEvent.Refused(var refusal) ->
                    send(
                            YWebsocketCodec.denied(
                                    refusal.code()
                                            + ": "
                                            + refusal.why()
                                            + "; clears: "
                                            + refusal.clears()));
            case RoomEvent.OverLimit(Limit limit) -> send(overLimit(limit.key()));
            case RoomEvent.Malformed(String code, String why) ->
                    end(CloseCode.MALFORMED, code + ": " + why);
            case RoomEvent.Ended(var reason) -> end(reason);
        }
    }

    private static Frame overLimit(String key) {
        return YWebsocketCodec.denied(
                "over_limit: This frame had no effect, it is over the limit "
                        + key
                        + "; clears: a smaller one");
    }

    private void end(RoomEvent.Reason reason) {
        CloseCode code =
                switch (reason) {
                    case RESTART -> CloseCode.RESTART;
                    case FAILED -> CloseCode.FAILED;
                    case OVERLOADED -> CloseCode.OVERLOADED;
                    case FORBIDDEN -> CloseCode.FORBIDDEN;
                    case PURGED -> CloseCode.PURGED;
                };
        end(code, reason.name().toLowerCase(Locale.ROOT));
    }

    private void send(Frame frame) {
        send(frame, false);
    }

    private void answer(Frame frame) {
        send(frame, true);
    }

    private void send(Frame frame, boolean answer) {
        if (isOver()) {
            return;
        }
        if (!backlog.send(socket, frame, answer)) {
            tooSlow();
            return;
        }
        sentAt = nanos.getAsLong();
    }

    private void tooSlow() {
        WsLimit.SEND_BUFFER_BYTES.reached(counters);
        end(CloseCode.OVERLOADED, "too much waits to be read");
    }

    /// The bytes that came in cannot be read as messages of an allowed size.
    void unreadable() {
        if (!isOver()) {
            WsLimit.FRAME_BYTES.reached(counters);
            end(CloseCode.FRAME_TOO_LARGE, "more than " + settings.frameBytesMax() + " bytes");
        }
    }

    /// The server stops. Rooms tell those who are in them; this is for everybody else.
    void stopping() {
        end(CloseCode.RESTART, "restart");
    }

    void textReceived() {
        end(CloseCode.TEXT_FRAME, "expected binary messages");
    }

    /// The session's token does not count any more.
    void tokenEnded() {
        end(CloseCode.TOKEN_ENDED, "token_ended: sign in again");
    }

    /// The answer waits with everything else that the client has to read: whoever pings and does
    /// not read is as slow as others.
    void pinged(byte[] payload) {
        if (!isOver() && !backlog.pong(socket, payload)) {
            tooSlow();
        }
    }

    void ponged() {
        lock.lock();
        try {
            pingsUnanswered = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Time has passed.
    void tick() {
        long now = nanos.getAsLong();
        if (isOver()) {
            if (settings.closeAtMost().toNanos() <= now - overAt) {
                socket.abort();
            }
            return;
        }
        if (settings.keepaliveAfter().toNanos() <= now - sentAt) {
            YWebsocketCodec.awareness(List.of()).forEach(this::send);
        }
        if (settings.pingEvery().toNanos() <= now - pingedAt) {
            pingedAt = now;
            ping();
        }
    }

    private void ping() {
        lock.lock();
        try {
            int max = backlog.isEmpty() ? 1 : PINGS_WHILE_SENDING_MAX;
            if (max <= pingsUnanswered) {
                end(CloseCode.FAILED, "no answer to pings");
                return;
            }
            pingsUnanswered++;
        } finally {
            lock.unlock();
        }
        socket.ping();
    }

    /// The socket is closed, whoever closed it.
    void socketClosed() {
        if (finish()) {
            counters.add("evenkeel.ws.closed", "by-client");
        }
    }

    private void end(CloseCode code, String reason) {
        if (!finish()) {
            return;
        }
        counters.add("evenkeel.ws.closed", Integer.toString(code.number()));
        LOG.debug("closed code={} reason={}", code.number(), reason);
        if (code.isFinal()) {
            // A client of 3.0 or older does not stop for the code, but shows this.
            socket.send(YWebsocketCodec.denied(reason), () -> {});
        }
        socket.close(code.number(), reason);
    }

    private boolean finish() {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            over = true;
            overAt = nanos.getAsLong();
            earlyMessages.clear();
            earlyEvents.clear();
            Seat left = seat;
            seat = null;
            if (left != null) {
                left.leave();
            }
        } finally {
            lock.unlock();
        }
        ended.run();
        return true;
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }
}
