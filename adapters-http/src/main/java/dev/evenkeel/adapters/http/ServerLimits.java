package dev.evenkeel.adapters.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;

import jakarta.inject.Singleton;

/// Sets the limits that the framework brings along to ours: its own are 10 MB, whatever we say.
@Singleton
final class ServerLimits implements BeanCreatedEventListener<NettyHttpServerConfiguration> {

    private final HttpSettings settings;

    ServerLimits(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public NettyHttpServerConfiguration onCreated(
            BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration server = event.getBean();
        server.setMaxRequestSize(settings.bodyBytesMax());
        server.setMaxRequestBufferSize(settings.bodyBytesMax());
        return server;
    }
}
