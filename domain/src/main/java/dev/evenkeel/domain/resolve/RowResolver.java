package dev.evenkeel.domain.resolve;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import java.util.Optional;

/// The resolver over rows and versions. [#decide] is the whole rule, from values to a value.
public final class RowResolver implements DocumentResolver {

    private final Rows rows;
    private final Versions versions;

    public RowResolver(Rows rows, Versions versions) {
        this.rows = rows;
        this.versions = versions;
    }

    @Override
    public Resolution resolve(Request request) {
        Optional<Version> version =
                request.action() instanceof Action.View(long number)
                        ? versions.find(request.document(), VersionLabel.stored(number))
                        : Optional.empty();
        return decide(request, rows.find(request.document()), version);
    }

    /// Decide from what is stored.
    ///
    /// @param version the version that a [Action.View] asks for, if there is one
    static Resolution decide(Request request, Lookup stored, Optional<Version> version) {
        return switch (request.action()) {
            case Action.Unknown(String asked) -> new Resolution.InvalidAction(asked);
            case Action.New() ->
                    switch (stored) {
                        case Lookup.Absent() -> new Resolution.Fresh(request.project());
                        case Lookup.Present(Row row) -> present(request, row);
                        case Lookup.Purged(ProjectId project) -> new Resolution.Purged(project);
                    };
            case Action.Edit() ->
                    switch (stored) {
                        case Lookup.Absent() -> new Resolution.NotFound();
                        case Lookup.Present(Row row) -> present(request, row);
                        case Lookup.Purged(ProjectId project) -> new Resolution.Purged(project);
                    };
            case Action.View(long number) ->
                    switch (stored) {
                        case Lookup.Absent() -> new Resolution.NotFound();
                        case Lookup.Purged(ProjectId project) -> new Resolution.Purged(project);
                        case Lookup.Present(Row row) when isForeign(request, row.project()) ->
                                new Resolution.WrongProject();
                        case Lookup.Present(Row row) ->
                                version.<Resolution>map(v -> new Resolution.Past(v, row.project()))
                                        .orElse(new Resolution.VersionNotFound(number));
                    };
        };
    }

    private static Resolution present(Request request, Row row) {
        if (isForeign(request, row.project())) {
            return new Resolution.WrongProject();
        }
        return row.deletedAt()
                .<Resolution>map(at -> new Resolution.Deleted(row, at))
                .orElse(new Resolution.Existing(row));
    }

    private static boolean isForeign(Request request, ProjectId owner) {
        return request.project().isPresent() && !request.project().get().equals(owner);
    }
}
