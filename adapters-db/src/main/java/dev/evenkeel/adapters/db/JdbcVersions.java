package dev.evenkeel.adapters.db;

import dev.evenkeel.adapters.db.VersionTable.VersionRecord;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The versions in table `versions`.
final class JdbcVersions implements Versions {

    private static final String DRAFT = "draft";

    private final Database database;

    JdbcVersions(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Version> find(DocumentId document, VersionLabel label) {
        return database.read(
                "version " + label + " of " + document,
                () ->
                        database.versions
                                .find(
                                        document.kind(),
                                        document.key(),
                                        label.draft(),
                                        label.number())
                                .map(JdbcVersions::version));
    }

    @Override
    public List<Version> list(DocumentId document, int countMax) {
        return database.read(
                "versions of " + document,
                () ->
                        database.versions.list(document.kind(), document.key(), countMax).stream()
                                .map(JdbcVersions::version)
                                .toList());
    }

    @Override
    public VersionLabel keepDraft(
            DocumentId document, String title, Value.Obj content, Actor actor, Instant at) {
        String text = Json.write(content);
        return database.write(
                "draft of " + document,
                () -> {
                    long number = database.versions.lastDraft(document.kind(), document.key()) + 1;
                    database.versions.insert(
                            new VersionRecord(
                                    document.kind(),
                                    document.key(),
                                    true,
                                    number,
                                    database.versions.lastPosition(document.kind(), document.key())
                                            + 1,
                                    title,
                                    text,
                                    actor.id(),
                                    actor.type().name(),
                                    actor.name(),
                                    at,
                                    DRAFT));
                    return new VersionLabel(true, number);
                });
    }

    private static Version version(VersionRecord each) {
        var document = new DocumentId(each.kind(), each.docKey());
        return new Version(
                document,
                new VersionLabel(each.draft(), each.number()),
                each.title(),
                Columns.content(document, each.content()),
                Columns.actor(each.actorType(), each.actorId(), each.actorName()),
                each.madeAt(),
                each.reason());
    }
}
