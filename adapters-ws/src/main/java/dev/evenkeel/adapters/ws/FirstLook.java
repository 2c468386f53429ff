package dev.evenkeel.adapters.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;

/// Sees what comes in before anything of the framework takes it for a handshake or puts frames
/// together. Stands in every channel.
///
/// A request for a socket that cannot become one is made an ordinary request, which is answered.
/// The framework's own handling of it ends in an exception: the client hears nothing, and the log
/// gets the whole address, in which a token may stand.
///
/// Frames that are no message by themselves are counted here: pings, pongs, and parts of a message.
/// Many tiny parts cost far more memory and time than their bytes.
final class FirstLook extends ChannelInboundHandlerAdapter {

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case HttpRequest request -> {
                if (asksForASocket(request) && !isHandshake(request)) {
                    request.headers().remove(HttpHeaderNames.UPGRADE);
                }
                context.fireChannelRead(request);
            }
            case WebSocketFrame frame -> {
                SyncConnection connection = context.channel().attr(SyncFrames.CONNECTION).get();
                if (connection == null
                        || frame instanceof CloseWebSocketFrame
                        || isTaken(connection, frame)) {
                    context.fireChannelRead(frame);
                } else {
                    ReferenceCountUtil.release(frame);
                }
            }
            default -> context.fireChannelRead(message);
        }
    }

    private static boolean isTaken(SyncConnection connection, WebSocketFrame frame) {
        boolean whole =
                frame.isFinalFragment()
                        && !(frame instanceof PingWebSocketFrame)
                        && !(frame instanceof PongWebSocketFrame);
        return connection.takes(whole ? 0 : 1);
    }

    private static boolean asksForASocket(HttpRequest request) {
        return HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                request.headers().get(HttpHeaderNames.UPGRADE, ""));
    }

    private static boolean isHandshake(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))
                && isUri(request.uri());
    }

    private static boolean isKey(@Nullable String text) {
        try {
            return text != null && Base64.getDecoder().decode(text.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            var _ = new URI(text);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
