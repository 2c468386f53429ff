package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A row of table `documents`. Title and content are null once it is purged.
@MappedEntity("documents")
record DocumentRecord(
        String kind,
        String docKey,
        String project,
        @Nullable String title,
        @Nullable String content,
        long lockVersion,
        @Nullable Instant deletedAt,
        @Nullable Instant purgedAt) {}
