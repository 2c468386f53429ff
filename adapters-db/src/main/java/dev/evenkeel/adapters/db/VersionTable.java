package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Table `versions`.
interface VersionTable extends GenericRepository<VersionTable.VersionRecord, String> {

    /// A row of the table.
    ///
    /// @param position the order in which a document's versions and drafts were stored
    @MappedEntity("versions")
    record VersionRecord(
            String kind,
            String docKey,
            boolean draft,
            long number,
            long position,
            String title,
            String content,
            String actorId,
            String actorType,
            String actorName,
            Instant madeAt,
            String reason) {}

    @Query(
            """
            INSERT INTO versions (kind, doc_key, draft, number, position, title, content,
                actor_id, actor_type, actor_name, made_at, reason)
            VALUES (:kind, :docKey, :draft, :number, :position, :title, :content,
                :actorId, :actorType, :actorName, :madeAt, :reason)\
            """)
    void insert(VersionRecord version);

    @Query(
            """
            SELECT * FROM versions
            WHERE kind = :kind AND doc_key = :key AND draft = :draft AND number = :number\
            """)
    Optional<VersionRecord> find(String kind, String key, boolean draft, long number);

    @Query(
            """
            SELECT * FROM versions WHERE kind = :kind AND doc_key = :key
            ORDER BY position DESC LIMIT :countMax\
            """)
    List<VersionRecord> list(String kind, String key, int countMax);

    @Query(
            """
            SELECT COALESCE(MAX(position), 0) FROM versions
            WHERE kind = :kind AND doc_key = :key\
            """)
    long lastPosition(String kind, String key);

    @Query(
            """
            SELECT COALESCE(MAX(number), 0) FROM versions
            WHERE kind = :kind AND doc_key = :key AND draft = TRUE\
            """)
    long lastDraft(String kind, String key);

    @Query("DELETE FROM versions WHERE kind = :kind AND doc_key = :key")
    void deleteAll(String kind, String key);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends VersionTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends VersionTable {}
}
