package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.http.HttpSettings;
import dev.evenkeel.adapters.ws.WsSettings;
import dev.evenkeel.application.room.RoomLimits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The whole configuration, checked. Nothing else reads options, variables or files.
///
/// @param port 0 takes a free one
/// @param data where the embedded database lies; not used with a database URL
/// @param open nobody needs a token; only on a loopback host
/// @param drainAtMost how long a stop may take, all of it
record Config(
        String host,
        int port,
        boolean open,
        Path data,
        Optional<Database> database,
        int databaseConnectionsMax,
        Duration databaseConnectionWaitMax,
        Duration drainAtMost,
        Duration sweepEvery,
        Duration recheckEvery,
        String logLevel,
        RoomLimits room,
        WsSettings ws,
        HttpSettings http) {

    private static final String POSTGRES = "jdbc:postgresql:";

    /// A database that others run. Holds secrets, so it shows nothing of itself.
    record Database(String url, Optional<String> user, Optional<String> password) {
        @Override
        public String toString() {
            return "Database";
        }
    }

    /// Read the configuration.
    ///
    /// @throws ConfigException if a value is not allowed
    static Config of(Settings settings) {
        Duration drainAtMost = settings.time(Keys.DRAIN_AT_MOST);
        var config =
                new Config(
                        settings.text(Keys.HOST).orElseThrow(() -> settings.wrong(Keys.HOST)),
                        settings.whole(Keys.PORT),
                        settings.flag(Keys.OPEN),
                        Path.of(settings.text(Keys.DATA).orElse(Keys.DATA.whenAbsent())),
                        settings.text(Keys.DATABASE_URL).map(url -> database(settings, url)),
                        settings.whole(Keys.DATABASE_CONNECTIONS_MAX),
                        settings.time(Keys.DATABASE_CONNECTION_WAIT_MAX),
                        drainAtMost,
                        settings.time(Keys.SWEEP_EVERY),
                        settings.time(Keys.RECHECK_EVERY),
                        settings.oneOf(Keys.LOG_LEVEL),
                        room(settings, drainAtMost),
                        ws(settings),
                        http(settings));
        config.checkHost(settings);
        config.checkLimits(settings);
        return config;
    }

    private static Database database(Settings settings, String url) {
        if (!url.startsWith(POSTGRES)) {
            throw settings.wrong(Keys.DATABASE_URL, "a URL that begins with " + POSTGRES);
        }
        return new Database(
                url, settings.text(Keys.DATABASE_USER), settings.text(Keys.DATABASE_PASSWORD));
    }

    private static RoomLimits room(Settings settings, Duration drainAtMost) {
        return new RoomLimits(
                settings.whole(Keys.ROOM_MAILBOX_COMMANDS_MAX),
                settings.whole(Keys.ROOM_BATCH_COMMANDS_MAX),
                settings.bytes(Keys.ROOM_UPDATE_BYTES_MAX),
                settings.bytes(Keys.ROOM_DOCUMENT_BYTES_MAX),
                settings.whole(Keys.ROOM_PARTICIPANTS_MAX),
                settings.whole(Keys.ROOM_OPEN_ROOMS_MAX),
                settings.whole(Keys.ROOM_PRESENCE_IDS_MAX),
                settings.bytes(Keys.ROOM_PRESENCE_STATE_BYTES_MAX),
                settings.whole(Keys.ROOM_PRESENCE_CLIENTS_MAX),
                settings.time(Keys.ROOM_LINGER),
                settings.whole(Keys.ROOM_COMPACT_AFTER_ENTRIES),
                settings.time(Keys.ROOM_PRESENCE_TICK),
                settings.time(Keys.ROOM_PRESENCE_TIMEOUT),
                settings.time(Keys.ROOM_PRESENCE_FORGET),
                drainAtMost);
    }

    private static WsSettings ws(Settings settings) {
        int perFrame = settings.whole(Keys.WS_MESSAGES_PER_FRAME_MAX);
        int burst = settings.whole(Keys.WS_MESSAGES_BURST_MAX);
        if (burst < perFrame) {
            throw settings.wrong(
                    Keys.WS_MESSAGES_BURST_MAX,
                    "at least " + Keys.WS_MESSAGES_PER_FRAME_MAX.name());
        }
        return new WsSettings(
                settings.bytes(Keys.WS_FRAME_BYTES_MAX),
                settings.whole(Keys.WS_EARLY_FRAMES_MAX),
                settings.bytes(Keys.WS_EARLY_BYTES_MAX),
                settings.whole(Keys.WS_MESSAGES_PER_SECOND_MAX),
                burst,
                perFrame,
                settings.bytes(Keys.WS_SEND_BUFFER_BYTES_MAX),
                settings.bytes(Keys.WS_AWARENESS_BYTES_MAX),
                settings.whole(Keys.WS_AWARENESS_DEPTH_MAX),
                settings.whole(Keys.WS_CONNECTIONS_MAX),
                settings.time(Keys.WS_KEEPALIVE_AFTER),
                settings.time(Keys.WS_PING_EVERY),
                settings.time(Keys.WS_CLOSE_AT_MOST),
                Set.copyOf(settings.names(Keys.ALLOWED_ORIGINS)));
    }

    private static HttpSettings http(Settings settings) {
        return new HttpSettings(
                settings.bytes(Keys.HTTP_BODY_BYTES_MAX),
                settings.whole(Keys.HTTP_JSON_DEPTH_MAX),
                settings.whole(Keys.HTTP_LIST_MAX),
                settings.whole(Keys.HTTP_EVENT_QUEUE_MAX),
                settings.time(Keys.HTTP_EVENT_KEEPALIVE),
                Set.copyOf(settings.names(Keys.ALLOWED_ORIGINS)));
    }

    /// An open server lets everybody do everything, so nobody but this machine may reach it.
    private void checkHost(Settings settings) {
        try {
            if (open && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw settings.wrong(
                        Keys.HOST, "a loopback address like 127.0.0.1, because of --open,");
            }
        } catch (UnknownHostException e) {
            throw settings.wrong(Keys.HOST, "an address of this machine");
        }
    }

    private void checkLimits(Settings settings) {
        if (room.documentBytesMax() < room.updateBytesMax()) {
            throw settings.wrong(
                    Keys.ROOM_UPDATE_BYTES_MAX, "at most " + Keys.ROOM_DOCUMENT_BYTES_MAX.name());
        }
    }
}
