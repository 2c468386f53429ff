package dev.evenkeel.adapters.ws;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

/// Sets the limits that the framework's WebSocket pipeline lacks: on what fragments add up to, and
/// on what a compressed message inflates to. And puts [FirstLook] where it sees everything first,
/// and [SyncFrames] where it sees whole messages.
@Singleton
final class ChannelSetup implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final WsSettings settings;

    ChannelSetup(WsSettings settings) {
        this.settings = settings;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(settings.frameBytesMax(), null));
        return event.getBean();
    }

    private record Customizer(int frameBytesMax, @Nullable Channel channel)
            implements NettyServerCustomizer {

        /// The framework keeps this name in a class that is not for others.
        private static final String COMPRESSION = "WebSocketServerCompressionHandler";

        private static final String FIRST_LOOK = "evenkeel-ws-first-look";
        private static final String AGGREGATOR = "evenkeel-ws-aggregator";
        private static final String FRAMES = "evenkeel-ws-frames";

        @Override
        public NettyServerCustomizer specializeForChannel(Channel own, ChannelRole role) {
            return new Customizer(frameBytesMax, own);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel == null) {
                return;
            }
            var pipeline = channel.pipeline();
            if (pipeline.get(COMPRESSION) != null) {
                pipeline.addBefore(COMPRESSION, FIRST_LOOK, new FirstLook());
                pipeline.replace(COMPRESSION, COMPRESSION, compression());
            }
            if (pipeline.get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND) != null) {
                pipeline.addBefore(
                        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                        AGGREGATOR,
                        new WebSocketFrameAggregator(frameBytesMax));
                pipeline.addAfter(AGGREGATOR, FRAMES, new SyncFrames());
            }
        }

        private WebSocketServerExtensionHandler compression() {
            var deflate =
                    new PerMessageDeflateServerExtensionHandshaker(
                            LargeOnly.LEVEL,
                            false,
                            PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                            false,
                            false,
                            PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                            PerMessageDeflateServerExtensionHandshaker.DEFAULT_MEM_LEVEL,
                            new LargeOnly(),
                            frameBytesMax);
            return new WebSocketServerExtensionHandler(
                    offered -> {
                        try {
                            return deflate.handshakeExtension(offered);
                        } catch (NumberFormatException _) {
                            // An offer that nobody can take; the socket opens without it.
                            return null;
                        }
                    });
        }
    }

    /// Compresses what is worth it: first syncs, not key strokes. Fast rather than tight, because
    /// it happens on an event loop that serves others too.
    private static final class LargeOnly implements WebSocketExtensionFilterProvider {

        static final int LEVEL = 1;
        private static final int BYTES_MIN = 4 << 10;

        @Override
        public WebSocketExtensionFilter encoderFilter() {
            return frame ->
                    !(frame instanceof BinaryWebSocketFrame)
                            || frame.content().readableBytes() < BYTES_MIN;
        }

        @Override
        public WebSocketExtensionFilter decoderFilter() {
            return WebSocketExtensionFilter.NEVER_SKIP;
        }
    }
}
