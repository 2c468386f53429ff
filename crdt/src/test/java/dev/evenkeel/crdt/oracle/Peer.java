package dev.evenkeel.crdt.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The long-lived Node process that runs schedules on npm yjs.
final class Peer implements AutoCloseable {

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private Peer(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Peer start() {
        return start("peer.mjs");
    }

    static Peer start(String script) {
        Path tools = Path.of("tools");
        if (!Files.exists(tools.resolve(script))) {
            tools = Path.of("crdt", "tools");
        }
        try {
            return new Peer(
                    new ProcessBuilder("node", script)
                            .directory(tools.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the oracle needs Node 20 and npm packages in tools/", e);
        }
    }

    /// @param full whether to answer with whole lines and a trace instead of digests
    List<Answer> ask(Schedule schedule, boolean full) {
        Map<String, Object> request = schedule.toJson();
        request.put("full", full);
        return Answer.all(Json.list(Json.get(ask(request), "steps")));
    }

    Map<String, Object> ask(Map<String, Object> request) {
        try {
            requests.write(Json.write(request));
            requests.newLine();
            requests.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the peer ended; run it by hand in tools/");
            }
            Map<String, Object> json = Json.parse(answer);
            if (json.containsKey("error")) {
                throw new PeerException(Json.string(json, "error"));
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// yjs itself threw: the schedule asks for something that yjs cannot do.
    static final class PeerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PeerException(String message) {
            super(message);
        }
    }
}
