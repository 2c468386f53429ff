package dev.evenkeel.bootstrap;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.util.Map;

/// The framework with all endpoints in it. What it reads of a configuration is handed to it here;
/// it looks for no files, variables or environments of its own.
final class Endpoints {

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Endpoints(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /// Get everything ready but the listening. Waits for the parts where an endpoint needs them.
    static Endpoints prepare(Config config, Parts.Later parts, MeterCounters counters) {
        ApplicationContext context =
                ApplicationContext.builder()
                        .banner(false)
                        .deduceEnvironment(false)
                        .deduceCloudEnvironment(false)
                        .environmentPropertySource(false)
                        .enableDefaultPropertySources(false)
                        .bootstrapEnvironment(false)
                        .properties(properties(config))
                        .singletons(config, parts, counters)
                        .build()
                        .start();
        return new Endpoints(context, context.getBean(EmbeddedServer.class));
    }

    private static Map<String, Object> properties(Config config) {
        return Map.of(
                "micronaut.application.name",
                "evenkeel",
                "micronaut.server.host",
                config.host(),
                "micronaut.server.port",
                // The framework's word for a free one.
                config.port() == 0 ? -1 : config.port(),
                // The edges check origins themselves, against the allow list.
                "micronaut.server.cors.localhost-pass-through",
                true,
                "micronaut.server.max-request-size",
                config.http().bodyBytesMax());
    }

    void start() {
        server.start();
    }

    /// Where it listens; known after the start.
    int port() {
        return server.getPort();
    }

    /// Closes what is still connected.
    void stop() {
        context.stop();
    }
}
