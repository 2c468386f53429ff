package dev.evenkeel.bootstrap;

import dev.evenkeel.adapters.http.HttpSettings;
import dev.evenkeel.adapters.http.Readiness;
import dev.evenkeel.adapters.ws.WsSettings;
import dev.evenkeel.application.join.AdmitSession;
import dev.evenkeel.application.join.AskDocument;
import dev.evenkeel.application.join.JoinDocument;
import dev.evenkeel.application.room.Counters;
import dev.evenkeel.application.room.Rooms;
import dev.evenkeel.application.room.Watchers;
import dev.evenkeel.application.session.IssueToken;
import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.domain.actor.Projects;
import dev.evenkeel.domain.actor.Tokens;
import dev.evenkeel.domain.journal.Journal;
import dev.evenkeel.domain.kind.Kinds;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Versions;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;

import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Hands to the endpoints what was put together before the framework started. It chooses nothing.
@Factory
final class Wiring {

    private final Parts.Later later;
    private final Config config;

    Wiring(Parts.Later later, Config config) {
        this.later = later;
        this.config = config;
    }

    @Singleton
    WsSettings wsSettings() {
        return config.ws();
    }

    @Singleton
    HttpSettings httpSettings() {
        return config.http();
    }

    @Singleton
    Readiness readiness() {
        return later.now().state();
    }

    @Singleton
    Counters counters(MeterCounters counters) {
        return counters;
    }

    @Singleton
    Rooms rooms() {
        return later.now().rooms();
    }

    @Singleton
    Kinds kinds() {
        return later.now().kinds();
    }

    @Singleton
    Watchers watchers() {
        return later.now().watchers();
    }

    @Singleton
    Sessions sessions() {
        return later.now().sessions();
    }

    @Singleton
    IssueToken issueToken() {
        return later.now().issueToken();
    }

    @Singleton
    AdmitSession admission() {
        return later.now().admission();
    }

    @Singleton
    AskDocument ask() {
        return later.now().ask();
    }

    @Singleton
    JoinDocument join() {
        return later.now().join();
    }

    @Singleton
    Projects projects() {
        return later.now().storage().projects();
    }

    @Singleton
    Tokens tokens() {
        return later.now().storage().tokens();
    }

    @Singleton
    Rows rows() {
        return later.now().storage().rows();
    }

    @Singleton
    Versions versions() {
        return later.now().storage().versions();
    }

    @Singleton
    Journal journal() {
        return later.now().storage().journal();
    }

    /// The framework has a clock of its own among its beans; ours is the one that is meant.
    @Primary
    @Singleton
    InstantSource clock() {
        return later.now().clock();
    }

    @Singleton
    RandomGenerator random() {
        return later.now().random();
    }
}
