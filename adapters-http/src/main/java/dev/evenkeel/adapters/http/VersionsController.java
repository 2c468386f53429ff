package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.Optional;

/// The versions and drafts of documents. They never change, so no room is asked.
@Controller("/api/documents")
@ExecuteOn(TaskExecutors.BLOCKING)
final class VersionsController {

    private final Versions versions;
    private final Doors doors;
    private final HttpSettings settings;

    VersionsController(Versions versions, Doors doors, HttpSettings settings) {
        this.versions = versions;
        this.doors = doors;
        this.settings = settings;
    }

    /// The last stored first.
    @Get("/{name:.+}/versions")
    HttpResponse<byte[]> list(
            Session session, String name, @QueryValue(defaultValue = "100") int limit) {
        DocumentId document = readable(session, name);
        int count = Math.clamp(limit, 1, settings.listMax());
        return Responses.ok(
                Shown.list(versions.list(document, count), Shown::versionWithoutContent));
    }

    @Get("/{name:.+}/versions/{label}")
    HttpResponse<byte[]> show(Session session, String name, String label) {
        DocumentId document = readable(session, name);
        return versions.find(document, label(label))
                .map(version -> Responses.ok(Shown.version(version)))
                .orElseThrow(Answers::versionNotFound);
    }

    private DocumentId readable(Session session, String name) {
        DocumentId document = doors.live(name).document();
        doors.admit(session, document, new Action.Edit(), Optional.empty());
        return document;
    }

    static VersionLabel label(String text) {
        return VersionLabel.parse(text).orElseThrow(Answers::versionNotFound);
    }
}
