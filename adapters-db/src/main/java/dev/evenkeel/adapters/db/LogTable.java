package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Tables `update_log`, `checkpoints` and `bases`: all that is kept of a live document.
interface LogTable extends GenericRepository<LogTable.EntryRecord, String> {

    /// A row of `update_log`. Never compared, so the array does no harm.
    @MappedEntity("update_log")
    @SuppressWarnings("ArrayRecordComponent")
    record EntryRecord(
            String kind,
            String docKey,
            long seq,
            byte[] updateBytes,
            String actorId,
            String actorType,
            String actorName,
            Instant sentAt) {}

    /// A piece of a history: see [#history].
    @MappedEntity
    @SuppressWarnings("ArrayRecordComponent")
    record PieceRecord(int part, long number, byte[] bytes, @Nullable String content) {}

    int CHECKPOINT = 1;
    int ENTRY = 2;
    int BASE = 3;

    /// Checkpoint, entries and base as of one instant. One statement, because two would see a
    /// compaction or an append that came in between.
    @Query(
            """
            SELECT 1 AS part, seq AS number, state_bytes AS bytes, NULL AS content
                FROM checkpoints WHERE kind = :kind AND doc_key = :key
            UNION ALL SELECT 2, seq, update_bytes, NULL
                FROM update_log WHERE kind = :kind AND doc_key = :key
            UNION ALL SELECT 3, lock_version, state_bytes, content
                FROM bases WHERE kind = :kind AND doc_key = :key
            ORDER BY 1, 2\
            """)
    List<PieceRecord> history(String kind, String key);

    /// The seq of the newest entry, also when only the checkpoint has it.
    @Query(
            """
            SELECT GREATEST(
                (SELECT COALESCE(MAX(seq), 0) FROM update_log
                    WHERE kind = :kind AND doc_key = :key),
                (SELECT COALESCE(MAX(seq), 0) FROM checkpoints
                    WHERE kind = :kind AND doc_key = :key))\
            """)
    long end(String kind, String key);

    /// The checkpoint, if it covers entries after `after`, then the entries after `after`.
    @Query(
            """
            SELECT kind, doc_key, seq, state_bytes AS update_bytes, 'server' AS actor_id,
                'SERVER' AS actor_type, 'Evenkeel' AS actor_name, sent_at
                FROM checkpoints WHERE kind = :kind AND doc_key = :key AND seq > :after
            UNION ALL SELECT kind, doc_key, seq, update_bytes, actor_id,
                actor_type, actor_name, sent_at
                FROM update_log WHERE kind = :kind AND doc_key = :key AND seq > :after
            ORDER BY 3\
            """)
    List<EntryRecord> after(String kind, String key, long after);

    @Query(
            """
            INSERT INTO update_log
                (kind, doc_key, seq, update_bytes, actor_id, actor_type, actor_name, sent_at)
            VALUES (:kind, :docKey, :seq, :updateBytes, :actorId, :actorType, :actorName, :sentAt)\
            """)
    void insert(List<EntryRecord> entries);

    @Query("SELECT sent_at FROM update_log WHERE kind = :kind AND doc_key = :key AND seq = :seq")
    Instant sentAt(String kind, String key, long seq);

    @Query("DELETE FROM update_log WHERE kind = :kind AND doc_key = :key AND seq <= :upTo")
    void deleteEntries(String kind, String key, long upTo);

    @Query(
            """
            SELECT COALESCE(MAX(seq), 0) FROM checkpoints
            WHERE kind = :kind AND doc_key = :key\
            """)
    long covered(String kind, String key);

    @Query("DELETE FROM checkpoints WHERE kind = :kind AND doc_key = :key")
    void deleteCheckpoint(String kind, String key);

    @Query(
            """
            INSERT INTO checkpoints (kind, doc_key, seq, state_bytes, sent_at)
            VALUES (:kind, :key, :seq, :state, :sentAt)\
            """)
    void insertCheckpoint(String kind, String key, long seq, byte[] state, Instant sentAt);

    @Query("DELETE FROM bases WHERE kind = :kind AND doc_key = :key")
    void deleteBase(String kind, String key);

    @Query(
            """
            INSERT INTO bases (kind, doc_key, lock_version, content, state_bytes)
            VALUES (:kind, :key, :lockVersion, :content, :state)\
            """)
    void insertBase(String kind, String key, long lockVersion, String content, byte[] state);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends LogTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends LogTable {}
}
