package dev.evenkeel.adapters.ws;

import dev.evenkeel.adapters.ws.wire.Frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

import java.nio.charset.StandardCharsets;

/// A socket over Netty's channel. It goes past the framework's session, which cannot say what waits
/// to be sent, nor end a connection whose peer does not read.
final class NettySocket implements Socket {

    /// Below this, one array is cheaper than two parts.
    private static final int SPLIT_BYTES_MIN = 1 << 10;

    /// What fits into a control frame beside the code.
    private static final int REASON_BYTES_MAX = 123;

    private final Channel channel;

    NettySocket(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void send(Frame frame, Runnable gone) {
        ByteBuf content =
                frame.size() < SPLIT_BYTES_MIN
                        ? Unpooled.wrappedBuffer(frame.bytes())
                        : Unpooled.wrappedBuffer(frame.head(), frame.body());
        channel.writeAndFlush(new BinaryWebSocketFrame(content)).addListener(_ -> gone.run());
    }

    @Override
    public void ping() {
        var _ = channel.writeAndFlush(new PingWebSocketFrame());
    }

    @Override
    public void pong(byte[] payload, Runnable gone) {
        channel.writeAndFlush(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)))
                .addListener(_ -> gone.run());
    }

    @Override
    public void close(int code, String reason) {
        channel.attr(SyncFrames.CLOSING).set(true);
        var _ = channel.writeAndFlush(new CloseWebSocketFrame(code, shortened(reason)));
    }

    @Override
    public void abort() {
        var _ = channel.close();
    }

    static String shortened(String reason) {
        String text = reason;
        while (REASON_BYTES_MAX < text.getBytes(StandardCharsets.UTF_8).length) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
