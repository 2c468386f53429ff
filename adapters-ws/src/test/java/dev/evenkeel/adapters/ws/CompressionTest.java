package dev.evenkeel.adapters.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.YDoc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// permessage-deflate, spoken by hand, because the JDK's client does not offer it.
class CompressionTest {

    private static final int FINAL_BINARY = 0x82;
    private static final int COMPRESSED = 0x40;

    private final TestServer server = new TestServer(WsSettings.DEFAULT);

    @AfterEach
    void stop() {
        server.close();
    }

    private static final class Raw implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        final String handshake;

        Raw(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(
                    ("""
                    GET /sync/deflated?token=editor HTTP/1.1\r
                    Host: 127.0.0.1:%d\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                    Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
                    \r
                    """)
                            .formatted(port)
                            .getBytes(StandardCharsets.US_ASCII));
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            handshake = head.toString();
        }

        /// Masked with zeros, so the bytes stay as they are.
        void send(int first, byte[] payload) throws IOException {
            var frame = new ByteArrayOutputStream();
            frame.write(first);
            int size = payload.length;
            int lengthBytes = size < 126 ? 0 : size < 65_536 ? 2 : 8;
            frame.write(0x80 | (lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127));
            for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) {
                frame.write((int) ((long) size >>> shift));
            }
            frame.write(new byte[4]);
            frame.write(payload);
            out.write(frame.toByteArray());
        }

        /// The first byte of the next frame, then its payload.
        byte[] receive() throws IOException {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            length =
                    length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            var frame = new byte[(int) length + 1];
            frame[0] = (byte) first;
            in.readFully(frame, 1, (int) length);
            return frame;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] deflated(byte[] bytes) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        var out = new ByteArrayOutputStream();
        var buffer = new byte[65_536];
        for (int n = -1; n != 0; ) {
            n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, n);
        }
        deflater.end();
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length - 4);
    }

    private static byte[] inflated(byte[] bytes, int from) throws Exception {
        var inflater = new Inflater(true);
        byte[] input = Arrays.copyOfRange(bytes, from, bytes.length + 4);
        input[input.length - 2] = (byte) 0xff;
        input[input.length - 1] = (byte) 0xff;
        inflater.setInput(input);
        var out = new ByteArrayOutputStream();
        var buffer = new byte[65_536];
        for (int n = -1; n != 0; ) {
            n = inflater.inflate(buffer);
            out.write(buffer, 0, n);
        }
        inflater.end();
        return out.toByteArray();
    }

    @Test
    void largeMessagesAreCompressedAndSmallOnesAreNot() throws Exception {
        YDoc writer = YDoc.create(5);
        writer.getText("t").insert(0, "x".repeat(100_000));
        byte[] update = writer.encodeStateAsUpdate();
        try (var client = new Raw(server.port())) {
            assertThat(client.handshake).contains("permessage-deflate");
            assertThat(client.receive()).containsExactly(FINAL_BINARY, 0, 0, 1, 0);

            var frame = new ByteArrayOutputStream();
            frame.writeBytes(new byte[] {0, 2});
            frame.write(0x80 | (update.length & 0x7f));
            frame.write(0x80 | (update.length >>> 7 & 0x7f));
            frame.write(update.length >>> 14);
            frame.writeBytes(update);
            client.send(FINAL_BINARY | COMPRESSED, deflated(frame.toByteArray()));
            byte[] echo = client.receive();
            assertThat(echo[0] & 0xff).isEqualTo(FINAL_BINARY | COMPRESSED);
            assertThat(echo.length).isLessThan(5_000);
            assertThat(inflated(echo, 1)).isEqualTo(frame.toByteArray());

            client.send(FINAL_BINARY, new byte[] {3});
            assertThat(client.receive()).containsExactly(FINAL_BINARY, 1, 1, 0);
        }
    }

    @Test
    void aMessageThatInflatesBeyondTheLimitClosesItsSenderOnly() throws Exception {
        try (var other = new Raw(server.port());
                var client = new Raw(server.port())) {
            client.receive();
            byte[] bomb = deflated(new byte[64 << 20]);
            assertThat(bomb.length).isLessThan(100_000);
            client.send(FINAL_BINARY | COMPRESSED, bomb);
            byte[] close = client.receive();
            assertThat(close[0] & 0xff).isEqualTo(0x88);
            assertThat((close[1] & 0xff) << 8 | close[2] & 0xff).isEqualTo(1009);
            assertThat(server.counted("evenkeel.limit.reached frame-bytes")).isEqualTo(1);
            assertThat(other.receive()).containsExactly(FINAL_BINARY, 0, 0, 1, 0);
        }
    }
}
