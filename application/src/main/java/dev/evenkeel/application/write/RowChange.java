package dev.evenkeel.application.write;

import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.row.Commit.RequestId;
import dev.evenkeel.domain.version.VersionLabel;

import java.util.Optional;
import java.util.OptionalLong;

/// A change of a row that somebody asks for from outside of the live document.
///
/// @param expected only if the row is at this lock_version
/// @param source where it comes from, for the journal: `http`, `restore`, …
public record RowChange(
        What what, OptionalLong expected, Optional<RequestId> request, String source) {

    public sealed interface What {

        /// Insert a document that is not there.
        record Create(ProjectId project, Value.Obj content) implements What {}

        /// Put the whole content.
        record Replace(Value.Obj content) implements What {}

        /// Change what is named and leave the rest: see [dev.evenkeel.domain.content.MergePatch].
        record Patch(Value.Obj patch) implements What {}

        /// Put the content of a version or a draft.
        record Restore(VersionLabel label) implements What {}

        record Delete() implements What {}

        record Undelete() implements What {}

        record Purge() implements What {}
    }
}
