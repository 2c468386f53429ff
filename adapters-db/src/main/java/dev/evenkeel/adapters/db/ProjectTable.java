package dev.evenkeel.adapters.db;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

import java.util.List;
import java.util.Optional;

/// Tables `projects` and `members`.
interface ProjectTable extends GenericRepository<ProjectTable.ProjectRecord, String> {

    /// A row of `projects`.
    @MappedEntity("projects")
    record ProjectRecord(String id, String title) {}

    /// A row of `members`.
    @MappedEntity("members")
    record MemberRecord(
            String project, String actorId, String actorType, String actorName, String role) {}

    @Query("INSERT INTO projects (id, title) VALUES (:id, :title)")
    void insert(String id, String title);

    @Query("SELECT * FROM projects WHERE id = :id")
    Optional<ProjectRecord> find(String id);

    @Query("SELECT * FROM projects ORDER BY id")
    List<ProjectRecord> list();

    @Query("DELETE FROM members WHERE project = :project AND actor_id = :actorId")
    long deleteMember(String project, String actorId);

    @Query(
            """
            INSERT INTO members (project, actor_id, actor_type, actor_name, role)
            VALUES (:project, :actorId, :actorType, :actorName, :role)\
            """)
    void insertMember(
            String project, String actorId, String actorType, String actorName, String role);

    @Query("SELECT * FROM members WHERE project = :project ORDER BY actor_id")
    List<MemberRecord> members(String project);

    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Postgres extends ProjectTable {}

    @JdbcRepository(dialect = Dialect.H2)
    interface H2 extends ProjectTable {}
}
