package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.db.DatabaseSettings;
import dev.evenkeel.adapters.db.DatabaseStorage;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// The life of the server: storage, recovery, endpoints, and the way back.
///
/// Endpoints are bound only after recovery, so whoever reaches them finds documents level.
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// Of the time for a stop, what is kept for sockets and storage after the rooms are done.
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Config config;
    private final DatabaseStorage storage;
    private final Parts parts;
    private final Endpoints endpoints;
    private final Upkeep upkeep = new Upkeep();

    private Server(Config config, DatabaseStorage storage, Parts parts, Endpoints endpoints) {
        this.config = config;
        this.storage = storage;
        this.parts = parts;
        this.endpoints = endpoints;
    }

    /// Serve until the process is told to stop; then stop in order and end the process.
    ///
    /// @throws StartException if the server does not start; nothing is left open
    static ExitCode serve(Config config, PrintWriter out) {
        LogSetup.setLevel(config.logLevel());
        checkPort(config);
        Server server = open(config);
        var hook = new Thread(server::stopAndHalt, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            server.start(out);
        } catch (RuntimeException e) {
            if (!isStopping(hook)) {
                server.close();
                throw e;
            }
        }
        await();
        return ExitCode.OK;
    }

    /// Whether the process is being stopped, which makes a start fail half-way. If not, it is left
    /// to end by itself.
    private static boolean isStopping(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException _) {
            return true;
        }
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Find out early: an address that is taken must not cost a recovery first.
    private static void checkPort(Config config) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (BindException e) {
            throw cannotBind(config, e);
        } catch (IOException e) {
            throw new StartException(
                    ExitCode.FAILED_TO_START,
                    "Cannot listen on " + authority(config.host(), config.port()) + ": " + e,
                    e);
        }
    }

    private static StartException cannotBind(Config config, Exception cause) {
        String where = authority(config.host(), config.port());
        return String.valueOf(cause.getMessage()).contains("in use")
                ? new StartException(
                        ExitCode.PORT_IN_USE,
                        "Another process listens on " + where + "; choose another with --port",
                        cause)
                : new StartException(
                        ExitCode.FAILED_TO_START,
                        "Cannot listen on " + where + ": " + cause.getMessage(),
                        cause);
    }

    /// Storage and framework come up side by side, because each takes about half of a start.
    private static Server open(Config config) {
        var counters = new MeterCounters();
        var later = new Parts.Later(new CompletableFuture<>());
        CompletableFuture<Endpoints> endpoints =
                CompletableFuture.supplyAsync(
                        () -> Endpoints.prepare(config, later, counters),
                        work -> Thread.ofPlatform().daemon().name("framework").start(work));
        DatabaseStorage storage = openStorage(config);
        try {
            Parts parts = Parts.assemble(config, storage, storage::reachable, counters);
            counters.watch("evenkeel.rooms.open", () -> parts.rooms().openDocuments().size());
            later.parts().complete(parts);
            return new Server(config, storage, parts, endpoints.join());
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    static DatabaseStorage openStorage(Config config) {
        DatabaseSettings settings = databaseOf(config);
        try {
            return DatabaseStorage.open(settings);
        } catch (StorageUnavailableException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String why = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
            throw new StartException(
                    ExitCode.FAILED_TO_START,
                    "Cannot open the storage " + settings + ": " + why,
                    e);
        }
    }

    private static DatabaseSettings databaseOf(Config config) {
        DatabaseSettings settings =
                config.database()
                        .map(own -> DatabaseSettings.at(own.url()))
                        .orElseGet(() -> DatabaseSettings.embedded(config.data()));
        return new DatabaseSettings(
                settings.url(),
                config.database().flatMap(Config.Database::user).or(settings::user),
                config.database().flatMap(Config.Database::password).or(settings::password),
                config.databaseConnectionsMax(),
                config.databaseConnectionWaitMax());
    }

    private void start(PrintWriter out) {
        try {
            int levelled = parts.levelling().recover();
            LOG.info("recovered documents={}", levelled);
            endpoints.start();
            new FirstStart(config.open(), parts).welcome(authority(), out);
            upkeep.every(config.sweepEvery(), "sweep", parts.levelling()::sweep);
            upkeep.every(config.recheckEvery(), "recheck", parts.sessions()::recheck);
            parts.state().recovered();
            announce();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException bind) {
                    throw cannotBind(config, bind);
                }
            }
            throw e;
        }
    }

    private void announce() {
        long now = System.currentTimeMillis();
        LOG.info(
                "ready version={} address=http://{} storage={} adapters=crdt,db,ws,http"
                        + " plugins=none open={} started_ms={}",
                Main.version(),
                authority(),
                config.database().isPresent()
                        ? "postgresql"
                        : "embedded:" + config.data().toAbsolutePath().normalize(),
                config.open(),
                now - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private String authority() {
        return authority(config.host(), endpoints.port());
    }

    private static String authority(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// The whole way back, as the one hook of the process, so that nothing is closed under
    /// something that still needs it. Everything that anybody has seen was kept before; a stop that
    /// runs out of time loses nothing but its own tidiness, and is a stop all the same.
    private void stopAndHalt() {
        Thread.ofPlatform().daemon().name("stop-deadline").start(this::haltAtDeadline);
        stop();
        Runtime.getRuntime().halt(ExitCode.OK.number());
    }

    private void haltAtDeadline() {
        try {
            Thread.sleep(config.drainAtMost());
            LOG.warn("stop took too long at_most={}", Forms.ofTime(config.drainAtMost()));
            Runtime.getRuntime().halt(ExitCode.OK.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        long began = System.nanoTime();
        LOG.info("stopping rooms={}", parts.rooms().openDocuments().size());
        boolean drained = parts.rooms().drain(forRooms());
        close();
        LOG.info(
                "stopped drained={} took_ms={}",
                drained,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private void close() {
        attempt("upkeep", upkeep::close);
        attempt("endpoints", endpoints::stop);
        attempt("storage", storage::close);
    }

    private Duration forRooms() {
        Duration half = config.drainAtMost().dividedBy(2);
        return half.compareTo(CLOSING) < 0 ? half : config.drainAtMost().minus(CLOSING);
    }

    private static void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("stop of {} failed cause={}", what, e.toString(), e);
        }
    }
}
