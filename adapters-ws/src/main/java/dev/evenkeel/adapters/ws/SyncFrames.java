package dev.evenkeel.adapters.ws;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Hands the frames of a sync socket to its connection, before the framework's own handler would
/// look for a method to call. Stands in every channel and lets everything else pass.
final class SyncFrames extends ChannelInboundHandlerAdapter {

    static final AttributeKey<SyncConnection> CONNECTION =
            AttributeKey.valueOf(SyncFrames.class, "connection");

    /// Set when the server has sent its close frame.
    static final AttributeKey<Boolean> CLOSING = AttributeKey.valueOf(SyncFrames.class, "closing");

    private static final Logger LOG = LoggerFactory.getLogger(SyncFrames.class);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        SyncConnection connection = context.channel().attr(CONNECTION).get();
        if (connection == null || !(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
            return;
        }
        switch (frame) {
            case BinaryWebSocketFrame _ -> connection.received(bytes(frame));
            case TextWebSocketFrame _ -> {
                frame.release();
                connection.textReceived();
            }
            case PingWebSocketFrame _ -> connection.pinged(bytes(frame));
            case PongWebSocketFrame _ -> {
                frame.release();
                connection.ponged();
            }
            case CloseWebSocketFrame _ -> closed(context, frame);
            default -> context.fireChannelRead(message);
        }
    }

    private static byte[] bytes(WebSocketFrame frame) {
        var bytes = new byte[frame.content().readableBytes()];
        frame.content().readBytes(bytes);
        frame.release();
        return bytes;
    }

    /// The framework neither echoes a close frame nor ends the connection after one in every case.
    private static void closed(ChannelHandlerContext context, WebSocketFrame frame) {
        if (Boolean.TRUE.equals(context.channel().attr(CLOSING).get())) {
            ReferenceCountUtil.release(frame);
            var _ = context.close();
            return;
        }
        context.writeAndFlush(new CloseWebSocketFrame(true, 0, frame.content()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        SyncConnection connection = context.channel().attr(CONNECTION).get();
        if (connection == null) {
            context.fireExceptionCaught(cause);
            return;
        }
        switch (cause) {
            case TooLongFrameException _ -> connection.unreadable();
            case DecompressionException _ -> connection.unreadable();
            case DecoderException _ -> connection.unreadable();
            case IOException _ -> {
                var _ = context.close();
            }
            // Gone in the middle of a message, which is the client's affair.
            case PrematureChannelClosureException _ -> {
                var _ = context.close();
            }
            default -> {
                LOG.error("socket failed cause={}", cause.toString(), cause);
                var _ = context.close();
            }
        }
    }
}
