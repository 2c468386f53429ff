package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.time.Instant;
import java.util.Optional;

/// Table `requests`: what committed requests led to.
interface RequestTable extends GenericRepository<RequestTable.RequestRecord, String> {

    /// A row of the table.
    @MappedEntity("requests")
    record RequestRecord(
            String scope,
            String requestKey,
            String fingerprint,
            String kind,
            String docKey,
            long lockVersion,
            Instant askedAt) {}

    @Query("SELECT * FROM requests WHERE scope = :scope AND request_key = :key")
    Optional<RequestRecord> find(String scope, String key);

    @Query(
            """
            INSERT INTO requests
                (scope, request_key, fingerprint, kind, doc_key, lock_version, asked_at)
            VALUES (:scope, :requestKey, :fingerprint, :kind, :docKey, :lockVersion, :askedAt)\
            """)
    void insert(RequestRecord request);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends RequestTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends RequestTable {}
}
