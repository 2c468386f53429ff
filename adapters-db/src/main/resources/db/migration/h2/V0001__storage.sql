-- V0001 storage: everything that a server keeps.
--
-- Why      One schema from the start, because a commit touches several of these in one transaction:
--          a row with its version, its journal entry, its base and the request that asked for it.
-- Writes   JdbcRows.commit (documents, versions, bases, journal, requests), JdbcUpdateLog.append
--          (update_log, bases, journal) and .compact (checkpoints, update_log), JdbcVersions
--          (drafts), JdbcProjects, JdbcTokens.
-- Reads    By primary key, a document's rows in the order of that key. Documents also by project in
--          the order of titles.
-- Units    lock_version and seq count from 1 per document; position from 1 per document. Update and
--          state bytes are Yjs V1. A title is null once its document is purged, which frees it.
-- Content  JSON as text, not json: the text comes back as it was written, with the order of
--          members, numbers of any size, and characters such as U+0000 that json rewrites.
--          Nothing is ever asked of the inside of a content.
-- Keys     Two writers that both think they are next meet at a primary key, or at the unique title;
--          the later one looks again. No foreign keys: use cases look a project up before they
--          write, nothing is ever deleted from projects, and a log may be older than its document.
-- Bytes    BLOB, never VARBINARY: large values inside a page are not safe in this engine.
-- Size     Estimate: a keystroke is 20 to 40 bytes of update and about 150 bytes of row. A version is
--          a whole content.
-- Locks    None: new tables.
-- Back     DROP all of them. No release before this one reads them.

CREATE TABLE projects (
    id    VARCHAR NOT NULL PRIMARY KEY,
    title VARCHAR NOT NULL
);

CREATE TABLE members (
    project    VARCHAR NOT NULL,
    actor_id   VARCHAR NOT NULL,
    actor_type VARCHAR NOT NULL,
    actor_name VARCHAR NOT NULL,
    role       VARCHAR NOT NULL,
    PRIMARY KEY (project, actor_id)
);

CREATE TABLE tokens (
    id         VARCHAR NOT NULL PRIMARY KEY,
    hash       VARCHAR NOT NULL UNIQUE,
    project    VARCHAR,
    actor_id   VARCHAR NOT NULL,
    actor_type VARCHAR NOT NULL,
    actor_name VARCHAR NOT NULL,
    label      VARCHAR NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE TABLE documents (
    kind         VARCHAR NOT NULL,
    doc_key      VARCHAR NOT NULL,
    project      VARCHAR NOT NULL,
    title        VARCHAR,
    content      CHARACTER LARGE OBJECT,
    lock_version BIGINT NOT NULL CHECK (lock_version >= 0),
    deleted_at   TIMESTAMP(6) WITH TIME ZONE,
    purged_at    TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (kind, doc_key),
    UNIQUE (project, kind, title),
    CHECK (purged_at IS NOT NULL OR (title IS NOT NULL AND content IS NOT NULL))
);

CREATE TABLE versions (
    kind       VARCHAR NOT NULL,
    doc_key    VARCHAR NOT NULL,
    draft      BOOLEAN NOT NULL,
    number     BIGINT NOT NULL CHECK (number >= 1),
    position   BIGINT NOT NULL CHECK (position >= 1),
    title      VARCHAR NOT NULL,
    content    CHARACTER LARGE OBJECT NOT NULL,
    actor_id   VARCHAR NOT NULL,
    actor_type VARCHAR NOT NULL,
    actor_name VARCHAR NOT NULL,
    made_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    reason     VARCHAR NOT NULL,
    PRIMARY KEY (kind, doc_key, position),
    UNIQUE (kind, doc_key, draft, number)
);

CREATE TABLE update_log (
    kind         VARCHAR NOT NULL,
    doc_key      VARCHAR NOT NULL,
    seq          BIGINT NOT NULL CHECK (seq >= 1),
    update_bytes BINARY LARGE OBJECT NOT NULL,
    actor_id     VARCHAR NOT NULL,
    actor_type   VARCHAR NOT NULL,
    actor_name   VARCHAR NOT NULL,
    sent_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (kind, doc_key, seq)
);

-- Stands for all entries up to seq, which are deleted in the same transaction.
CREATE TABLE checkpoints (
    kind        VARCHAR NOT NULL,
    doc_key     VARCHAR NOT NULL,
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    state_bytes BINARY LARGE OBJECT NOT NULL,
    sent_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (kind, doc_key)
);

CREATE TABLE bases (
    kind         VARCHAR NOT NULL,
    doc_key      VARCHAR NOT NULL,
    lock_version BIGINT NOT NULL CHECK (lock_version >= 0),
    content      CHARACTER LARGE OBJECT NOT NULL,
    state_bytes  BINARY LARGE OBJECT NOT NULL,
    PRIMARY KEY (kind, doc_key)
);

CREATE TABLE journal (
    kind         VARCHAR NOT NULL,
    doc_key      VARCHAR NOT NULL,
    position     BIGINT NOT NULL CHECK (position >= 1),
    happening    VARCHAR NOT NULL,
    actor_id     VARCHAR NOT NULL,
    actor_type   VARCHAR NOT NULL,
    actor_name   VARCHAR NOT NULL,
    happened_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    lock_version BIGINT NOT NULL CHECK (lock_version >= 0),
    detail       CHARACTER LARGE OBJECT NOT NULL,
    PRIMARY KEY (kind, doc_key, position)
);

CREATE TABLE requests (
    scope        VARCHAR NOT NULL,
    request_key  VARCHAR NOT NULL,
    fingerprint  VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    doc_key      VARCHAR NOT NULL,
    lock_version BIGINT NOT NULL,
    asked_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (scope, request_key)
);
