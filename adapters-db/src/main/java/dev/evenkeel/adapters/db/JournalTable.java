package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.time.Instant;
import java.util.List;

/// Table `journal`.
interface JournalTable extends GenericRepository<JournalTable.HappeningRecord, String> {

    /// A row of the table.
    @MappedEntity("journal")
    record HappeningRecord(
            String kind,
            String docKey,
            long position,
            String happening,
            String actorId,
            String actorType,
            String actorName,
            Instant happenedAt,
            long lockVersion,
            String detail) {}

    @Query(
            """
            INSERT INTO journal (kind, doc_key, position, happening,
                actor_id, actor_type, actor_name, happened_at, lock_version, detail)
            VALUES (:kind, :docKey, :position, :happening,
                :actorId, :actorType, :actorName, :happenedAt, :lockVersion, :detail)\
            """)
    void insert(HappeningRecord entry);

    @Query(
            """
            SELECT COALESCE(MAX(position), 0) FROM journal
            WHERE kind = :kind AND doc_key = :key\
            """)
    long last(String kind, String key);

    @Query(
            """
            SELECT * FROM journal WHERE kind = :kind AND doc_key = :key AND position > :after
            ORDER BY position LIMIT :countMax\
            """)
    List<HappeningRecord> readAfter(String kind, String key, long after, int countMax);

    @Query("UPDATE journal SET detail = '{}' WHERE kind = :kind AND doc_key = :key")
    void deleteDetails(String kind, String key);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends JournalTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends JournalTable {}
}
