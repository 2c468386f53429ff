package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Table `tokens`.
interface TokenTable extends GenericRepository<TokenTable.TokenRecord, String> {

    /// A row of the table, with the role that its actor has now.
    @MappedEntity("tokens")
    record TokenRecord(
            String id,
            String hash,
            @Nullable String project,
            String actorId,
            String actorType,
            String actorName,
            String label,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String role) {}

    @Query(
            """
            INSERT INTO tokens (id, hash, project, actor_id, actor_type, actor_name, label,
                created_at, expires_at)
            VALUES (:id, :hash, :project, :actorId, :actorType, :actorName, :label,
                :createdAt, :expiresAt)\
            """)
    void insert(TokenRecord token);

    @Query(
            """
            SELECT t.*, m.role FROM tokens t
            LEFT JOIN members m ON m.project = t.project AND m.actor_id = t.actor_id
            WHERE t.hash = :hash\
            """)
    Optional<TokenRecord> find(String hash);

    @Query("DELETE FROM tokens WHERE id = :id")
    long delete(String id);

    @Query(
            """
            SELECT t.*, NULL AS role FROM tokens t WHERE t.project = :project
            ORDER BY t.created_at, t.id\
            """)
    List<TokenRecord> ofProject(String project);

    @Query(
            """
            SELECT t.*, NULL AS role FROM tokens t WHERE t.project IS NULL
            ORDER BY t.created_at, t.id\
            """)
    List<TokenRecord> ofOperators();

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends TokenTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends TokenTable {}
}
