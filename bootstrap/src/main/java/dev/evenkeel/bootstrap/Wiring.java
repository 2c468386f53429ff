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

import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Hands to the endpoints what was put together before the framework started. It chooses nothing.
@Factory
final class Wiring {

    private final Parts parts;
    private final Config config;

    Wiring(Parts parts, Config config) {
        this.parts = parts;
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
    Readiness readiness(ServerState state) {
        return state;
    }

    @Singleton
    Counters counters(MeterCounters counters) {
        return counters;
    }

    @Singleton
    Rooms rooms() {
        return parts.rooms();
    }

    @Singleton
    Kinds kinds() {
        return parts.kinds();
    }

    @Singleton
    Watchers watchers() {
        return parts.watchers();
    }

    @Singleton
    Sessions sessions() {
        return parts.sessions();
    }

    @Singleton
    IssueToken issueToken() {
        return parts.issueToken();
    }

    @Singleton
    AdmitSession admission() {
        return parts.admission();
    }

    @Singleton
    AskDocument ask() {
        return parts.ask();
    }

    @Singleton
    JoinDocument join() {
        return parts.join();
    }

    @Singleton
    Projects projects() {
        return parts.storage().projects();
    }

    @Singleton
    Tokens tokens() {
        return parts.storage().tokens();
    }

    @Singleton
    Rows rows() {
        return parts.storage().rows();
    }

    @Singleton
    Versions versions() {
        return parts.storage().versions();
    }

    @Singleton
    Journal journal() {
        return parts.storage().journal();
    }

    @Singleton
    InstantSource clock() {
        return parts.clock();
    }

    @Singleton
    RandomGenerator random() {
        return parts.random();
    }
}
