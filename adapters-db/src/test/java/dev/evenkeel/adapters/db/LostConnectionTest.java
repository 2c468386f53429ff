package dev.evenkeel.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// PostgreSQL behind a network that loses connections without a word.
class LostConnectionTest {

    @Test
    void whatWasLostIsGivenUpAndTheNextCallGetsThrough() throws Exception {
        String url = PostgresForTests.freshSchemaUrl();
        URI real = URI.create(url.substring("jdbc:".length()));
        try (var network = new Network(real.getHost(), real.getPort())) {
            String through =
                    url.replace(
                                    real.getHost() + ":" + real.getPort(),
                                    "127.0.0.1:" + network.port())
                            + "&socketTimeout=1";
            try (var storage = DatabaseStorage.open(DatabaseSettings.at(through))) {
                var project = new ProjectId("demo");
                assertThat(storage.projects().find(project)).isEmpty();
                network.loseConnections();
                assertThatThrownBy(() -> storage.projects().find(project))
                        .isInstanceOf(StorageUnavailableException.class);
                assertThat(storage.reachable()).isTrue();
                assertThat(storage.projects().find(project)).isEmpty();
            }
        }
    }

    @Test
    void noWaitForPostgresIsWithoutAnEnd() {
        var pool = Database.poolOf(DatabaseSettings.at("jdbc:postgresql://db.example.org/a"));
        assertThat(pool.getDataSourceProperties())
                .containsEntry("socketTimeout", "20")
                .containsEntry("tcpKeepAlive", "true");
        assertThat(pool.getConnectionInitSql()).contains("idle_in_transaction_session_timeout");
    }

    /// Hands bytes on both ways, until it loses its connections: then their ends hear nothing, not
    /// even that it is over.
    private static final class Network implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> ends = new CopyOnWriteArrayList<>();
        private final AtomicInteger losses = new AtomicInteger();
        private final String host;
        private final int to;

        Network(String host, int to) throws IOException {
            this.host = host;
            this.to = to;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return door.getLocalPort();
        }

        void loseConnections() {
            losses.incrementAndGet();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = door.accept();
                    var server = new Socket(host, to);
                    ends.addAll(List.of(client, server));
                    int before = losses.get();
                    Thread.ofVirtual().start(() -> handOn(client, server, before));
                    Thread.ofVirtual().start(() -> handOn(server, client, before));
                }
            } catch (IOException _) {
                // Closed: the test is over.
            }
        }

        private void handOn(Socket from, Socket onTo, int before) {
            var bytes = new byte[1 << 16];
            try {
                for (int count = from.getInputStream().read(bytes);
                        count >= 0;
                        count = from.getInputStream().read(bytes)) {
                    if (losses.get() == before) {
                        onTo.getOutputStream().write(bytes, 0, count);
                    }
                }
                if (losses.get() == before) {
                    onTo.close();
                }
            } catch (IOException _) {
                // One end is gone.
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
            for (Socket end : ends) {
                end.close();
            }
        }
    }
}
