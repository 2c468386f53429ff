package dev.evenkeel.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged server, started by its script as a process of its own.
final class ServerProcess implements AutoCloseable {

    /// Far more than it takes: reaching it means that something hangs.
    private static final long PATIENCE_SECONDS = 180;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path out;
    private final Path err;

    private ServerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Path home() {
        return Path.of(System.getProperty("evenkeel.home", "target/evenkeel")).toAbsolutePath();
    }

    /// Start `evenkeel` with `arguments`.
    ///
    /// @param folder the working directory; output goes to files there
    static ServerProcess start(Path folder, String... arguments) throws IOException {
        return start(home().resolve("evenkeel"), folder, arguments);
    }

    static ServerProcess start(Path script, Path folder, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EVENKEEL_"));
        builder.environment().put("EVENKEEL_JAVA_HOME", System.getProperty("java.home"));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new ServerProcess(builder.start(), out, err);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// Wait until the server on `port` says that it is ready.
    ServerProcess ready(int port) throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < giveUpAt && process.isAlive()) {
            try {
                if (get(port, "/health/ready", "").statusCode() == 200) {
                    return this;
                }
            } catch (IOException _) {
                // Not listening yet.
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("The server did not get ready:\n" + out() + err());
    }

    static HttpResponse<String> get(int port, String path, String token)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(PATIENCE_SECONDS));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /// Ask the process to stop, as an init system does.
    ServerProcess terminate() {
        process.destroy();
        return this;
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process does not end:\n" + out() + err());
        }
        return process.exitValue();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
