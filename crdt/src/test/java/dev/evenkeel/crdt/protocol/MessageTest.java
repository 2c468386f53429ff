package dev.evenkeel.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.crdt.StateVector;
import dev.evenkeel.crdt.YDoc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MessageTest {

    private static final String INSERT_A = "01 01 64 00 04 01 01 74 01 41 00";

    private static List<Message> decode(String hex) {
        return Message.decode(Bytes.of(hex), 10);
    }

    private static Message step1(String stateVector) {
        return new Message.Sync(new SyncMessage.Step1(StateVector.decode(Bytes.of(stateVector))));
    }

    private static Message step2(String update) {
        return new Message.Sync(new SyncMessage.Step2(Bytes.of(update)));
    }

    private static Message update(String update) {
        return new Message.Sync(new SyncMessage.Update(Bytes.of(update)));
    }

    @Nested
    class TheBytesOfEachMessage {

        private static void areReadAndWritten(String hex, Message message) {
            assertThat(decode(hex)).containsExactly(message);
            assertThat(Bytes.hex(message.encode())).isEqualTo(hex);
        }

        @Test
        void areThoseOfYWebsocket() {
            areReadAndWritten("00 00 01 00", step1("00"));
            areReadAndWritten("00 00 03 01 64 01", step1("01 64 01"));
            areReadAndWritten("00 01 02 00 00", step2("00 00"));
            areReadAndWritten("00 01 0b " + INSERT_A, step2(INSERT_A));
            areReadAndWritten("00 02 0b " + INSERT_A, update(INSERT_A));
            areReadAndWritten(
                    "01 06 01 64 00 02 7b 7d", new Message.States(Bytes.of("01 64 00 02 7b 7d")));
            areReadAndWritten("01 01 00", new Message.States(Bytes.of("00")));
            areReadAndWritten("02 00 02 6e 6f", new Message.PermissionDenied("no"));
            areReadAndWritten("03", new Message.QueryStates());
        }

        @Test
        void areAHeadAndASharedBody() {
            var bytes = Bytes.of(INSERT_A);
            var message = new Message.Sync(new SyncMessage.Update(bytes));
            assertThat(Bytes.hex(message.head())).isEqualTo("00 02 0b");
            assertThat(message.body()).isSameAs(bytes);
        }

        @Test
        void holdReasonsOfAnyCharacters() {
            areReadAndWritten(
                    "02 00 07 61 c3 a9 f0 9f 98 80", new Message.PermissionDenied("aé😀"));
            assertThat(Bytes.hex(new Message.PermissionDenied("\ud83d").encode()))
                    .isEqualTo("02 00 03 ef bf bd");
        }

        @Test
        void neverShowInLogs() {
            assertThat(update(INSERT_A)).hasToString("Sync[message=Update(11 bytes)]");
            assertThat(new Message.States(new byte[3])).hasToString("States(3 bytes)");
        }
    }

    @Nested
    class SeveralMessagesInOneFrame {

        @Test
        void areReadInTheirOrder() {
            assertThat(decode("00 00 01 00 00 01 02 00 00 03"))
                    .containsExactly(step1("00"), step2("00 00"), new Message.QueryStates());
        }

        @Test
        void countOnlyTogether() {
            assertThat(complaint("00 00 01 00 00 01 02 00").code()).isEqualTo("truncated");
        }

        @Test
        void areLimitedInNumber() {
            assertThat(decode("03 03 03 03 03 03 03 03 03 03")).hasSize(10);
            assertThat(complaint("03 03 03 03 03 03 03 03 03 03 03").code())
                    .isEqualTo("limit-messages");
        }
    }

    private static MalformedMessageException complaint(String hex) {
        return catchThrowableOfType(MalformedMessageException.class, () -> decode(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "'', truncated, 0",
        "00, truncated, 1",
        "00 00, truncated, 2",
        "00 00 05 01, truncated, 2",
        "00 02 ff ff ff ff 0f 00, truncated, 2",
        "00 02 ff ff ff ff ff ff ff ff 0f, number-too-large, 2",
        "00 03 00, unknown-sync-message, 1",
        "04, unknown-message, 0",
        "66 00, unknown-message, 0",
        "ff ff ff ff 7f, unknown-message, 0",
        "02 01 00, unknown-auth-message, 1",
        "02 00 01 ff, invalid-utf8, 3",
        "01 00 00, truncated, 3",
        "01 05 00, truncated, 1",
        // State vectors: no entries where some are said to be, half an entry, too much.
        "00 00 00, truncated, 3",
        "00 00 01 05, impossible-count, 3",
        "00 00 02 01 64, impossible-count, 3",
        "00 00 02 00 00, trailing-bytes, 4",
        "00 00 04 01 64 80 80, truncated, 7",
    })
    void aMalformedFrameHasANameAndAPlace(String hex, String code, int offset) {
        MalformedMessageException complaint = complaint(hex);
        assertThat(complaint.code()).isEqualTo(code);
        assertThat(complaint.offset()).isEqualTo(offset);
        assertThat(complaint).hasMessageContaining(code);
    }

    @Nested
    class SyncMessagesWithoutAnEnvelope {

        @Test
        void areThoseOfYProtocols() {
            var doc = YDoc.create(1);
            doc.getText("t").insert(0, "hi");
            assertThat(Bytes.hex(SyncProtocol.step1(doc).encode())).isEqualTo("00 03 01 01 02");
            var nothing = new SyncMessage.Step1(StateVector.EMPTY);
            assertThat(Bytes.hex(SyncProtocol.step2(doc, nothing).encode()))
                    .isEqualTo("01 0c 01 01 01 00 04 01 01 74 02 68 69 00");
            assertThat(Bytes.hex(SyncProtocol.step2(doc, SyncProtocol.step1(doc)).encode()))
                    .isEqualTo("01 02 00 00");
        }

        @Test
        void areAllOfTheBytes() {
            assertThat(SyncMessage.decode(Bytes.of("01 02 00 00")))
                    .isEqualTo(new SyncMessage.Step2(Bytes.of("00 00")));
            assertThatThrownBy(() -> SyncMessage.decode(Bytes.of("01 02 00 00 00")))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("trailing-bytes");
        }
    }
}
