package dev.evenkeel.adapters.db;

import dev.evenkeel.domain.document.DocumentId;

import io.micronaut.data.annotation.MappedEntity;

/// What the gate and the sweep ask of many documents at once.
@MappedEntity("documents")
record LockVersionRecord(String kind, String docKey, long lockVersion) {

    DocumentId document() {
        return new DocumentId(kind, docKey);
    }
}
