package dev.evenkeel.adapters.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.adapters.ws.wire.Frame;
import dev.evenkeel.adapters.ws.wire.YWebsocketCodec;
import dev.evenkeel.application.join.Admission.Why;
import dev.evenkeel.application.join.JoinResult;
import dev.evenkeel.application.join.Seat;
import dev.evenkeel.application.room.AwarenessEntry;
import dev.evenkeel.application.room.Limit;
import dev.evenkeel.application.room.RoomEvent;
import dev.evenkeel.application.room.RoomEvent.Reason;
import dev.evenkeel.application.session.Session;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator.Answer;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.replica.StateVector;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// One connection between a socket and a seat that only write down what they are asked for.
class SyncConnectionTest {

    private static final WsSettings SETTINGS =
            new WsSettings(
                    10_000,
                    3,
                    1_000,
                    10,
                    20,
                    20,
                    5_000,
                    1_000,
                    8,
                    10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Set.of());

    private final List<String> sent = new ArrayList<>();
    private final List<Runnable> unread = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private int released;
    private boolean reading = true;
    private long now;

    private final SyncConnection connection =
            new SyncConnection(
                    session(),
                    new WrittenSocket(),
                    SETTINGS,
                    new YWebsocketCodec(20, 1_000, 8),
                    (counter, label) -> counted.add(counter + " " + label),
                    () -> now,
                    () -> released++);

    private static Session session() {
        var sessions =
                new Sessions(
                        _ ->
                                new Answer.Known(
                                        new Principal(
                                                Actor.GUEST, new Principal.Scope.Everything())));
        return ((Sessions.Opening.Opened) sessions.open("")).session();
    }

    private final class WrittenSocket implements Socket {

        @Override
        public void send(Frame frame, Runnable gone) {
            byte[] bytes = frame.bytes();
            sent.add(
                    bytes[0] == 2
                            ? "denied "
                                    + new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8)
                            : bytes.length < 50
                                    ? HexFormat.ofDelimiter(" ").formatHex(bytes)
                                    : bytes.length + " bytes");
            unread.add(gone);
            if (reading) {
                readAll();
            }
        }

        @Override
        public void ping() {
            sent.add("ping");
        }

        @Override
        public void pong(byte[] payload, Runnable gone) {
            sent.add("pong " + payload.length);
            unread.add(gone);
            if (reading) {
                readAll();
            }
        }

        @Override
        public void close(int code, String reason) {
            sent.add("close " + code);
        }

        @Override
        public void abort() {
            sent.add("abort");
        }
    }

    private final class WrittenSeat implements Seat {

        @Override
        public void compare(StateVector known) {
            asked.add("compare");
        }

        @Override
        public void apply(Update update) {
            asked.add("apply " + update.size());
        }

        @Override
        public void announce(List<AwarenessEntry> entries) {
            asked.add("announce " + entries.size());
        }

        @Override
        public void askPresence() {
            asked.add("presence?");
        }

        @Override
        public void leave() {
            asked.add("leave");
        }
    }

    private void readAll() {
        unread.forEach(Runnable::run);
        unread.clear();
    }

    private void receive(String hex) {
        connection.received(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void join() {
        connection.join(_ -> new JoinResult.Joined(new WrittenSeat()));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        connection.tick();
    }

    @Nested
    class BeforeTheSeat {

        @Test
        void framesWaitAndKeepTheirOrder() {
            receive("00 00 01 00");
            receive("00 02 02 00 00");
            receive("01 06 01 64 00 02 7b 7d");
            assertThat(asked).isEmpty();
            join();
            receive("03");
            assertThat(asked).containsExactly("compare", "apply 2", "announce 1", "presence?");
        }

        @Test
        void eventsWaitSoThatTheWelcomeIsNotAnsweredTooEarly() {
            connection.join(
                    who -> {
                        who.tell(new RoomEvent.Welcome(StateVector.NOTHING, List.of()));
                        assertThat(sent).isEmpty();
                        return new JoinResult.Joined(new WrittenSeat());
                    });
            assertThat(sent).containsExactly("00 00 01 00");
        }

        @Test
        void tooManyFramesEndIt() {
            for (int i = 0; i < 4; i++) {
                receive("00 00 01 00");
            }
            assertThat(sent).containsExactly("close 1013");
            assertThat(counted).contains("evenkeel.limit.reached early-frames");
        }

        @Test
        void tooManyBytesEndIt() {
            var frame = new byte[1_005];
            System.arraycopy(HexFormat.of().parseHex("0002e907"), 0, frame, 0, 4);
            connection.received(frame);
            assertThat(sent).containsExactly("close 1013");
        }

        @Test
        void whoGoesAwayLeavesTheSeatThatComesLate() {
            connection.join(
                    _ -> {
                        connection.socketClosed();
                        return new JoinResult.Joined(new WrittenSeat());
                    });
            connection.socketClosed();
            assertThat(asked).containsExactly("leave");
            assertThat(released).isEqualTo(1);
        }

        @Test
        void anEndToldMeanwhileEndsIt() {
            connection.join(
                    who -> {
                        who.tell(new RoomEvent.Ended(Reason.OVERLOADED));
                        return new JoinResult.Joined(new WrittenSeat());
                    });
            assertThat(sent).containsExactly("close 1013");
            assertThat(asked).containsExactly("leave");
        }
    }

    @Nested
    class AJoinThatFails {

        @ParameterizedTest
        @CsvSource({
            "NOT_FOUND, 4404",
            "VERSION_NOT_FOUND, 4404",
            "WRONG_PROJECT, 4403",
            "FORBIDDEN, 4403",
            "DOCUMENT_PURGED, 4410",
            "INVALID_ACTION, 4400",
            "PROJECT_NEEDED, 4400"
        })
        void saysWhyAndIsFinalWhenTurnedAway(Why why, int code) {
            connection.join(_ -> new JoinResult.TurnedAway(why, "it"));
            assertThat(sent)
                    .containsExactly(
                            "denied " + why.name().toLowerCase(java.util.Locale.ROOT) + ": it",
                            "close " + code);
            assertThat(released).isEqualTo(1);
        }

        @Test
        void asksToComeBackWhenItIsNobodysFault() {
            connection.join(_ -> new JoinResult.Draining());
            assertThat(sent).containsExactly("close 1012");
        }

        @Test
        void asksToComeBackWithoutStorage() {
            connection.join(
                    _ -> {
                        throw new StorageUnavailableException(
                                "away", new IllegalStateException("away"));
                    });
            assertThat(sent).containsExactly("close 1013");
        }
    }

    @Nested
    class Events {

        @Test
        void becomeTheFramesOfTheProtocol() {
            join();
            connection.tell(
                    new RoomEvent.Welcome(
                            StateVector.NOTHING, List.of(new AwarenessEntry(1, 2, "{}"))));
            connection.tell(new RoomEvent.Missing(Update.NONE));
            connection.tell(new RoomEvent.News(Update.NONE));
            connection.tell(new RoomEvent.Kept(1));
            connection.tell(new RoomEvent.PresenceChanged(List.of(new AwarenessEntry(1, 3, null))));
            connection.tell(new RoomEvent.PresenceChanged(List.of()));
            assertThat(sent)
                    .containsExactly(
                            "00 00 01 00",
                            "01 06 01 01 02 02 7b 7d",
                            "00 01 02 00 00",
                            "00 02 02 00 00",
                            "01 08 01 01 03 04 6e 75 6c 6c",
                            "01 01 00");
        }

        @Test
        void thatRefuseAreAnsweredAndTheViewerStays() {
            join();
            connection.tell(new RoomEvent.Refused(Refusal.READ_ONLY));
            assertThat(sent)
                    .containsExactly(
                            "denied read_only: You may read this document, not change it.; clears:"
                                    + " the role editor or higher");
            receive("00 00 01 00");
            assertThat(asked).containsExactly("compare");
        }

        @ParameterizedTest
        @EnumSource(Limit.class)
        void thatNameALimitAreAnswered(Limit limit) {
            join();
            connection.tell(new RoomEvent.OverLimit(limit));
            assertThat(sent).hasSize(1);
            assertThat(sent.getFirst()).startsWith("denied over_limit: ").contains(limit.key());
        }

        @ParameterizedTest
        @CsvSource({
            "RESTART, 1012",
            "FAILED, 1011",
            "OVERLOADED, 1013",
            "FORBIDDEN, 4403",
            "PURGED, 4410"
        })
        void thatEndItCloseTheSocketOnceAndLeaveTheSeatOnce(Reason reason, int code) {
            join();
            connection.tell(new RoomEvent.Ended(reason));
            connection.tell(new RoomEvent.Ended(Reason.FAILED));
            connection.tokenEnded();
            connection.socketClosed();
            assertThat(sent)
                    .endsWith("close " + code)
                    .filteredOn(s -> s.startsWith("close"))
                    .hasSize(1);
            assertThat(asked).containsExactly("leave");
            assertThat(released).isEqualTo(1);
        }

        @Test
        void afterTheEndAreNotSent() {
            join();
            connection.socketClosed();
            connection.tell(new RoomEvent.News(Update.NONE));
            receive("00 00 01 00");
            assertThat(sent).isEmpty();
            assertThat(asked).containsExactly("leave");
        }

        @Test
        void ofMalformedBytesCloseWithTheReason() {
            join();
            connection.tell(new RoomEvent.Malformed("truncated", "at byte 3"));
            assertThat(sent).containsExactly("denied truncated: at byte 3", "close 4400");
        }
    }

    @Nested
    class Frames {

        @Test
        void withSeveralMessagesAreAllHeard() {
            join();
            receive("00 00 01 00 00 01 02 00 00 03");
            assertThat(asked).containsExactly("compare", "apply 2", "presence?");
        }

        @Test
        void thatAreMalformedEndIt() {
            join();
            receive("00 02 09 00");
            assertThat(sent).last().isEqualTo("close 4400");
            assertThat(asked).containsExactly("leave");
        }

        @Test
        void withStateVectorsThatAreNoneNeverReachTheRoom() {
            join();
            receive("00 00 02 05 01");
            assertThat(sent).last().isEqualTo("close 4400");
            assertThat(asked).containsExactly("leave");
        }

        @Test
        void thatAreTheServersToSendEndIt() {
            join();
            receive("02 00 00");
            assertThat(sent).last().isEqualTo("close 4400");
        }

        @Test
        void thatAreTooLargeEndIt() {
            join();
            connection.received(new byte[10_001]);
            assertThat(sent).containsExactly("close 1009");
            assertThat(counted).contains("evenkeel.limit.reached frame-bytes");
        }

        @Test
        void thatAreTextEndIt() {
            join();
            connection.textReceived();
            assertThat(sent).containsExactly("close 1003");
        }

        @Test
        void withTooMuchPresenceAreAnsweredAndHaveNoEffect() {
            join();
            var frame = new byte[1_013];
            System.arraycopy(HexFormat.of().parseHex("01f207"), 0, frame, 0, 3);
            connection.received(frame);
            assertThat(sent).hasSize(1);
            assertThat(sent.getFirst()).startsWith("denied over_limit").contains("awareness-bytes");
            assertThat(asked).isEmpty();
        }

        @Test
        void withoutPresenceAreNoNews() {
            join();
            receive("01 01 00");
            assertThat(asked).isEmpty();
        }

        @Test
        void thatComeTooFastEndIt() {
            join();
            for (int i = 0; i < 20; i++) {
                receive("03");
            }
            assertThat(sent).isEmpty();
            pass(Duration.ofMillis(100));
            receive("03");
            assertThat(sent).isEmpty();
            receive("03");
            assertThat(sent).containsExactly("close 1013");
            assertThat(counted).contains("evenkeel.limit.reached message-rate");
        }
    }

    @Nested
    class AClientThatDoesNotRead {

        @Test
        void isClosedWhenTooMuchWaits() {
            join();
            reading = false;
            for (int i = 0; i < 3; i++) {
                connection.tell(new RoomEvent.News(Update.of(new byte[3_000])));
            }
            assertThat(sent).last().isEqualTo("close 1013");
            assertThat(counted).contains("evenkeel.limit.reached send-buffer-bytes");
        }

        @Test
        void isClosedWhenItPingsAndDoesNotRead() {
            join();
            reading = false;
            for (int i = 0; i < 60; i++) {
                connection.pinged(new byte[125]);
            }
            assertThat(sent).contains("pong 125").last().isEqualTo("close 1013");
            assertThat(sent).filteredOn(s -> s.startsWith("pong")).hasSizeLessThan(50);
        }

        @Test
        void mayTakeItsTimeForALargeFirstSync() {
            join();
            reading = false;
            connection.tell(new RoomEvent.Missing(Update.of(new byte[1_000_000])));
            connection.tell(new RoomEvent.News(Update.of(new byte[3_000])));
            assertThat(sent).noneMatch(s -> s.startsWith("close"));
        }

        @Test
        void isNotSentFirstSyncAfterFirstSync() {
            join();
            reading = false;
            connection.tell(new RoomEvent.Missing(Update.of(new byte[6_000])));
            connection.tell(new RoomEvent.Missing(Update.of(new byte[6_000])));
            assertThat(sent).last().isEqualTo("close 1013");
        }

        @Test
        void mayReadOn() {
            join();
            reading = false;
            for (int i = 0; i < 10; i++) {
                connection.tell(new RoomEvent.News(Update.of(new byte[4_000])));
                readAll();
            }
            assertThat(sent).noneMatch(s -> s.startsWith("close"));
        }

        @Test
        void isCutOffWhenItDoesNotEvenReadTheClose() {
            join();
            connection.tell(new RoomEvent.Ended(Reason.RESTART));
            pass(Duration.ofSeconds(4));
            assertThat(sent).last().isEqualTo("close 1012");
            pass(Duration.ofSeconds(1));
            assertThat(sent).last().isEqualTo("abort");
        }
    }

    @Nested
    class Silence {

        @Test
        void isBrokenByPresenceOfNobody() {
            join();
            pass(Duration.ofSeconds(9));
            assertThat(sent).isEmpty();
            pass(Duration.ofSeconds(1));
            assertThat(sent).containsExactly("01 01 00");
            pass(Duration.ofSeconds(9));
            assertThat(sent).hasSize(1);
        }

        @Test
        void isBrokenWhileTheDocumentOpensToo() {
            pass(Duration.ofSeconds(10));
            assertThat(sent).containsExactly("01 01 00");
        }

        @Test
        void afterAPingEndsIt() {
            join();
            pass(Duration.ofSeconds(30));
            assertThat(sent).endsWith("ping");
            connection.ponged();
            pass(Duration.ofSeconds(30));
            assertThat(sent).endsWith("ping");
            pass(Duration.ofSeconds(30));
            assertThat(sent).last().isEqualTo("close 1011");
            assertThat(asked).containsExactly("leave");
        }

        @Test
        void isForgivenForAWhileToWhoStillReads() {
            join();
            reading = false;
            connection.tell(new RoomEvent.Missing(Update.of(new byte[1_000_000])));
            for (int i = 0; i < 4; i++) {
                pass(Duration.ofSeconds(30));
                assertThat(sent).last().isEqualTo("ping");
            }
            pass(Duration.ofSeconds(30));
            assertThat(sent).last().isEqualTo("close 1011");
        }
    }

    @Test
    void aTokenThatEndsClosesForGood() {
        join();
        connection.tokenEnded();
        assertThat(sent).containsExactly("denied token_ended: sign in again", "close 4401");
    }
}
