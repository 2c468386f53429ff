package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Table `documents`.
interface DocumentTable extends GenericRepository<DocumentRecord, String> {

    @Query("SELECT * FROM documents WHERE kind = :kind AND doc_key = :key")
    Optional<DocumentRecord> find(String kind, String key);

    /// The row, which nobody else changes until the transaction ends.
    @Query("SELECT * FROM documents WHERE kind = :kind AND doc_key = :key FOR UPDATE")
    Optional<DocumentRecord> lock(String kind, String key);

    @Query(
            """
            SELECT * FROM documents
            WHERE project = :project AND kind = :kind AND purged_at IS NULL ORDER BY title\
            """)
    List<DocumentRecord> list(String project, String kind);

    /// May answer more than was asked for: each of the keys with each of the kinds.
    @Query(
            """
            SELECT kind, doc_key, lock_version FROM documents
            WHERE kind IN (:kinds) AND doc_key IN (:keys) AND purged_at IS NULL\
            """)
    List<LockVersionRecord> lockVersions(List<String> kinds, List<String> keys);

    @Query(
            """
            SELECT COUNT(*) FROM documents
            WHERE project = :project AND kind = :kind AND title = :title AND doc_key <> :key\
            """)
    long othersWithTitle(String project, String kind, String title, String key);

    @Query(
            """
            INSERT INTO documents
                (kind, doc_key, project, title, content, lock_version, deleted_at, purged_at)
            VALUES (:kind, :key, :project, :title, :content, :lockVersion, NULL, NULL)\
            """)
    void insert(
            String kind,
            String key,
            String project,
            String title,
            String content,
            long lockVersion);

    @Query(
            """
            UPDATE documents SET title = :title, content = :content, lock_version = :lockVersion,
                deleted_at = :deletedAt
            WHERE kind = :kind AND doc_key = :key\
            """)
    void update(
            String kind,
            String key,
            String title,
            String content,
            long lockVersion,
            @Nullable Instant deletedAt);

    @Query(
            """
            UPDATE documents SET title = NULL, content = NULL, purged_at = :at
            WHERE kind = :kind AND doc_key = :key\
            """)
    void purge(String kind, String key, Instant at);

    /// Live documents, with a base or at least a log, whose row has moved on.
    @Query(
            """
            SELECT d.kind, d.doc_key, d.lock_version FROM documents d
            LEFT JOIN bases b ON b.kind = d.kind AND b.doc_key = d.doc_key
            WHERE d.purged_at IS NULL AND COALESCE(b.lock_version, 0) < d.lock_version
                AND (b.kind IS NOT NULL
                    OR EXISTS (SELECT 1 FROM update_log l
                        WHERE l.kind = d.kind AND l.doc_key = d.doc_key)
                    OR EXISTS (SELECT 1 FROM checkpoints c
                        WHERE c.kind = d.kind AND c.doc_key = d.doc_key))
            ORDER BY d.kind, d.doc_key LIMIT :countMax\
            """)
    List<LockVersionRecord> behind(int countMax);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends DocumentTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends DocumentTable {}
}
