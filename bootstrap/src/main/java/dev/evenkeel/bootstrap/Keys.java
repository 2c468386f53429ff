package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.http.HttpSettings;
import dev.evenkeel.adapters.ws.WsSettings;
import dev.evenkeel.application.room.RoomLimits;
import dev.evenkeel.bootstrap.Key.Form;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every key there is. Help, environment, files and validation are all made from this list, so a
/// limit that stands here can be set everywhere and one that does not can be set nowhere. A long
/// file because it is that list and nothing else.
final class Keys {

    private static final List<Key> DECLARED = new ArrayList<>();

    static final Key PORT =
            shown(
                    "port",
                    new Form.Whole(0, 65_535),
                    "8080",
                    "port to listen on; 0 takes a free one");
    static final Key HOST = shown("host", new Form.Text(), "127.0.0.1", "address to listen on");
    static final Key DATA =
            shown("data", new Form.Text(), "./data", "folder of the embedded database");
    static final Key DATABASE_URL =
            shown(
                    "database-url",
                    new Form.Secret(),
                    "",
                    "PostgreSQL instead of the embedded database:"
                            + " jdbc:postgresql://host:5432/name");
    static final Key OPEN =
            shown(
                    "open",
                    new Form.Flag(),
                    "false",
                    "nobody needs a token, and unknown free documents are created by their first"
                            + " join; loopback only");
    static final Key CONFIG =
            shown("config", new Form.Text(), "", "configuration file, YAML or .properties");
    static final Key DRAIN_AT_MOST =
            shown("drain-at-most", time(1, 300), "10s", "how long a stop may take");
    static final Key LOG_LEVEL =
            shown(
                    "log-level",
                    new Form.OneOf(List.of("error", "warn", "info", "debug")),
                    "info",
                    "what is logged to stderr: error, warn, info or debug");

    static final Key DATABASE_USER =
            key("database-user", new Form.Text(), "", "user, when the URL does not say it");
    static final Key DATABASE_PASSWORD =
            key("database-password", new Form.Secret(), "", "password, likewise");
    static final Key DATABASE_CONNECTIONS_MAX =
            key(
                    "database-connections-max",
                    new Form.Whole(2, 1_000),
                    "10",
                    "calls at work in the database at once");
    static final Key DATABASE_CONNECTION_WAIT_MAX =
            key(
                    "database-connection-wait-max",
                    time(1, 300),
                    "10s",
                    "how long one waits for its turn before storage counts as unavailable");
    static final Key SWEEP_EVERY =
            key(
                    "sweep-every",
                    time(1, 3_600),
                    "5s",
                    "how often rows of open documents are compared");
    static final Key RECHECK_EVERY =
            key(
                    "recheck-every",
                    time(1, 3_600),
                    "30s",
                    "how often open sessions are checked again");

    static final Key ALLOWED_ORIGINS =
            key(
                    "allowed-origins",
                    new Form.Names(),
                    "",
                    "origins of pages, besides the server's own, that may connect and send changes:"
                            + " https://app.example.org");

    static final Key ROOM_MAILBOX_COMMANDS_MAX =
            room(
                    "mailbox-commands-max",
                    new Form.Whole(16, 1 << 20),
                    whole(RoomLimits.DEFAULT.mailboxCommandsMax()),
                    "commands that wait for one document");
    static final Key ROOM_BATCH_COMMANDS_MAX =
            room(
                    "batch-commands-max",
                    new Form.Whole(1, 1 << 16),
                    whole(RoomLimits.DEFAULT.batchCommandsMax()),
                    "commands handled in one turn, which share one append");
    static final Key ROOM_UPDATE_BYTES_MAX =
            room(
                    "update-bytes-max",
                    sizes(1 << 10, 1 << 30),
                    size(RoomLimits.DEFAULT.updateBytesMax()),
                    "size of one update; also bounds a whole first sync");
    static final Key ROOM_DOCUMENT_BYTES_MAX =
            room(
                    "document-bytes-max",
                    sizes(1 << 10, 1 << 30),
                    size(RoomLimits.DEFAULT.documentBytesMax()),
                    "size of a document's encoded state");
    static final Key ROOM_PARTICIPANTS_MAX =
            room(
                    "participants-max",
                    new Form.Whole(1, 100_000),
                    whole(RoomLimits.DEFAULT.participantsMax()),
                    "participants of one document");
    static final Key ROOM_OPEN_ROOMS_MAX =
            room(
                    "open-rooms-max",
                    new Form.Whole(1, 1_000_000),
                    whole(RoomLimits.DEFAULT.openRoomsMax()),
                    "documents open at once");
    static final Key ROOM_PRESENCE_IDS_MAX =
            room(
                    "presence-ids-max",
                    new Form.Whole(1, 1_000),
                    whole(RoomLimits.DEFAULT.presenceIdsMax()),
                    "awareness ids of one participant");
    static final Key ROOM_PRESENCE_STATE_BYTES_MAX =
            room(
                    "presence-state-bytes-max",
                    sizes(64, 1 << 20),
                    size(RoomLimits.DEFAULT.presenceStateBytesMax()),
                    "size of one awareness state");
    static final Key ROOM_PRESENCE_CLIENTS_MAX =
            room(
                    "presence-clients-max",
                    new Form.Whole(1, 100_000),
                    whole(RoomLimits.DEFAULT.presenceClientsMax()),
                    "awareness ids of one document");
    static final Key ROOM_LINGER =
            room(
                    "linger",
                    time(0, 86_400),
                    Forms.ofTime(RoomLimits.DEFAULT.linger()),
                    "how long a document stays open with nobody in it");
    static final Key ROOM_COMPACT_AFTER_ENTRIES =
            room(
                    "compact-after-entries",
                    new Form.Whole(1, 1_000_000),
                    whole(RoomLimits.DEFAULT.compactAfterEntries()),
                    "log entries after which a closing document writes a checkpoint");
    static final Key ROOM_PRESENCE_TICK =
            room(
                    "presence-tick",
                    new Form.Time(Duration.ofMillis(1), Duration.ofSeconds(10)),
                    Forms.ofTime(RoomLimits.DEFAULT.presenceTick()),
                    "shortest time between two presence messages to one participant");
    static final Key ROOM_PRESENCE_TIMEOUT =
            room(
                    "presence-timeout",
                    time(1, 3_600),
                    Forms.ofTime(RoomLimits.DEFAULT.presenceTimeout()),
                    "after which presence that was not renewed is taken for gone");
    static final Key ROOM_PRESENCE_FORGET =
            room(
                    "presence-forget",
                    time(1, 86_400),
                    Forms.ofTime(RoomLimits.DEFAULT.presenceForget()),
                    "after which the clock of a client that is gone is forgotten");

    static final Key WS_FRAME_BYTES_MAX =
            ws(
                    "frame-bytes-max",
                    sizes(1 << 10, WsSettings.FRAME_BYTES_MOST),
                    size(WsSettings.DEFAULT.frameBytesMax()),
                    "size of one message, however it is fragmented or compressed");
    static final Key WS_EARLY_FRAMES_MAX =
            ws(
                    "early-frames-max",
                    new Form.Whole(1, 100_000),
                    whole(WsSettings.DEFAULT.earlyFramesMax()),
                    "messages that wait while a document is opened");
    static final Key WS_EARLY_BYTES_MAX =
            ws(
                    "early-bytes-max",
                    sizes(1 << 10, 1 << 30),
                    size(WsSettings.DEFAULT.earlyBytesMax()),
                    "bytes that wait while a document is opened");
    static final Key WS_MESSAGES_PER_SECOND_MAX =
            ws(
                    "messages-per-second-max",
                    new Form.Whole(1, 1_000_000),
                    whole(WsSettings.DEFAULT.messagesPerSecondMax()),
                    "messages of one connection, in the long run");
    static final Key WS_MESSAGES_BURST_MAX =
            ws(
                    "messages-burst-max",
                    new Form.Whole(1, 1_000_000),
                    whole(WsSettings.DEFAULT.messagesBurstMax()),
                    "messages of one connection at once");
    static final Key WS_MESSAGES_PER_FRAME_MAX =
            ws(
                    "messages-per-frame-max",
                    new Form.Whole(1, 1_000_000),
                    whole(WsSettings.DEFAULT.messagesPerFrameMax()),
                    "messages in one frame");
    static final Key WS_SEND_BUFFER_BYTES_MAX =
            ws(
                    "send-buffer-bytes-max",
                    sizes(1 << 10, 1 << 30),
                    size(WsSettings.DEFAULT.sendBufferBytesMax()),
                    "bytes that wait for one client to read them");
    static final Key WS_AWARENESS_BYTES_MAX =
            ws(
                    "awareness-bytes-max",
                    sizes(64, 16 << 20),
                    size(WsSettings.DEFAULT.awarenessBytesMax()),
                    "size of one awareness message");
    static final Key WS_AWARENESS_DEPTH_MAX =
            ws(
                    "awareness-depth-max",
                    new Form.Whole(1, 1_000),
                    whole(WsSettings.DEFAULT.awarenessDepthMax()),
                    "how deep an awareness state may nest");
    static final Key WS_CONNECTIONS_MAX =
            ws(
                    "connections-max",
                    new Form.Whole(1, 1_000_000),
                    whole(WsSettings.DEFAULT.connectionsMax()),
                    "connections at once");
    static final Key WS_KEEPALIVE_AFTER =
            ws(
                    "keepalive-after",
                    time(1, 3_600),
                    Forms.ofTime(WsSettings.DEFAULT.keepaliveAfter()),
                    "silence towards a client after which it is sent a sign of life");
    static final Key WS_PING_EVERY =
            ws(
                    "ping-every",
                    time(1, 3_600),
                    Forms.ofTime(WsSettings.DEFAULT.pingEvery()),
                    "time between pings; who has not answered by the next is gone");
    static final Key WS_CLOSE_AT_MOST =
            ws(
                    "close-at-most",
                    time(1, 60),
                    Forms.ofTime(WsSettings.DEFAULT.closeAtMost()),
                    "how long a closing handshake may take");

    static final Key HTTP_BODY_BYTES_MAX =
            http(
                    "body-bytes-max",
                    sizes(1 << 10, 1 << 30),
                    size(HttpSettings.DEFAULT.bodyBytesMax()),
                    "size of one request's body");
    static final Key HTTP_JSON_DEPTH_MAX =
            http(
                    "json-depth-max",
                    new Form.Whole(8, 1_000),
                    whole(HttpSettings.DEFAULT.jsonDepthMax()),
                    "how deep a body may nest");
    static final Key HTTP_LIST_MAX =
            http(
                    "list-max",
                    new Form.Whole(1, 100_000),
                    whole(HttpSettings.DEFAULT.listMax()),
                    "entries of a list in one answer");
    static final Key HTTP_EVENT_QUEUE_MAX =
            http(
                    "event-queue-max",
                    new Form.Whole(1, 1_000_000),
                    whole(HttpSettings.DEFAULT.eventQueueMax()),
                    "events that wait for one slow reader");
    static final Key HTTP_EVENT_KEEPALIVE =
            http(
                    "event-keepalive",
                    time(1, 3_600),
                    Forms.ofTime(HttpSettings.DEFAULT.eventKeepalive()),
                    "how long a stream of events stays silent at most");

    static final List<Key> ALL = List.copyOf(DECLARED);

    private static final Map<String, Key> BY_NAME = byName();

    private Keys() {}

    static Optional<Key> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The key whose name is most like `name`.
    static Key nearest(String name) {
        String full = name.startsWith("evenkeel.") ? name : "evenkeel." + name;
        return ALL.stream()
                .min(Comparator.comparingInt(key -> Spelling.distance(full, key.name())))
                .orElseThrow();
    }

    private static Key shown(String name, Form form, String whenAbsent, String meaning) {
        return declare(new Key("evenkeel." + name, form, whenAbsent, true, meaning));
    }

    private static Key key(String name, Form form, String whenAbsent, String meaning) {
        return declare(new Key("evenkeel." + name, form, whenAbsent, false, meaning));
    }

    private static Key room(String name, Form form, String whenAbsent, String meaning) {
        return key("room." + name, form, whenAbsent, meaning);
    }

    private static Key ws(String name, Form form, String whenAbsent, String meaning) {
        return key("ws." + name, form, whenAbsent, meaning);
    }

    private static Key http(String name, Form form, String whenAbsent, String meaning) {
        return key("http." + name, form, whenAbsent, meaning);
    }

    private static Key declare(Key key) {
        DECLARED.add(key);
        return key;
    }

    private static Form time(long secondsMin, long secondsMax) {
        return new Form.Time(Duration.ofSeconds(secondsMin), Duration.ofSeconds(secondsMax));
    }

    private static Form sizes(long min, long max) {
        return new Form.Bytes(min, max);
    }

    private static String whole(long number) {
        return Long.toString(number);
    }

    private static String size(long bytes) {
        return Forms.ofBytes(bytes);
    }

    private static Map<String, Key> byName() {
        var keys = new LinkedHashMap<String, Key>();
        for (Key key : ALL) {
            if (keys.put(key.name(), key) != null) {
                throw new IllegalStateException("Two keys are called " + key.name());
            }
        }
        return keys;
    }
}
