package dev.evenkeel.domain.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;
import dev.evenkeel.domain.resolve.Request.Action;
import dev.evenkeel.domain.row.Commit;
import dev.evenkeel.domain.row.CommitResult;
import dev.evenkeel.domain.row.Lookup;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.Rows;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;
import dev.evenkeel.domain.version.Versions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The resolver's table. It differs from the system it replaces in three places, on purpose: a
/// soft-deleted row is an answer of its own, a version of another project's document is refused,
/// and a purged id is never new again.
class RowResolverTest {

    static final DocumentId FLOW = new DocumentId("workflow", "6f1e");
    static final ProjectId OWNER = new ProjectId("owner");
    static final ProjectId OTHER = new ProjectId("other");
    static final Instant YESTERDAY = Instant.parse("2026-01-01T00:00:00Z");
    static final Row LIVE = new Row(FLOW, OWNER, "Flow", Value.Obj.EMPTY, 3, Optional.empty());
    static final Row DELETED =
            new Row(FLOW, OWNER, "Flow", Value.Obj.EMPTY, 4, Optional.of(YESTERDAY));
    static final Version SECOND =
            new Version(
                    FLOW,
                    VersionLabel.stored(2),
                    "Flow",
                    Value.Obj.EMPTY,
                    Actor.SERVER,
                    YESTERDAY,
                    "saved");

    @ParameterizedTest(name = "{0}: {1} of {2}, asked by {3} -> {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1   | new     | nothing | owner  | fresh in owner
                    2   | new     | nothing | nobody | fresh in nobody
                    3a  | new     | live    | owner  | existing
                    3b  | new     | live    | nobody | existing
                    4a  | new     | live    | other  | wrong project
                    4b  | new     | deleted | other  | wrong project
                    5a  | new     | deleted | owner  | deleted
                    5b  | new     | deleted | nobody | deleted
                    6a  | edit    | nothing | owner  | not found
                    6b  | edit    | nothing | nobody | not found
                    6c  | edit    | nothing | other  | not found
                    7a  | edit    | live    | owner  | existing
                    7b  | edit    | live    | nobody | existing
                    8a  | edit    | deleted | owner  | deleted
                    8b  | edit    | deleted | nobody | deleted
                    9a  | edit    | live    | other  | wrong project
                    9b  | edit    | deleted | other  | wrong project
                    11a | view 2  | live    | nobody | version 2
                    11b | view 2  | deleted | nobody | version 2
                    12a | view 2  | live    | owner  | version 2
                    12b | view 2  | deleted | owner  | version 2
                    13a | view 2  | live    | other  | wrong project
                    13b | view 2  | deleted | other  | wrong project
                    13c | view 9  | live    | other  | wrong project
                    14a | view 2  | nothing | owner  | not found
                    14b | view 2  | nothing | nobody | not found
                    15a | view 9  | live    | owner  | no version 9
                    15b | view 9  | deleted | nobody | no version 9
                    15c | view 0  | live    | owner  | no version 0
                    16a | clone   | live    | owner  | invalid action
                    16b | clone   | nothing | nobody | invalid action
                    16c | clone   | purged  | other  | invalid action
                    +1  | new     | purged  | owner  | purged
                    +2  | new     | purged  | nobody | purged
                    +3  | new     | purged  | other  | purged
                    +4  | edit    | purged  | owner  | purged
                    +5  | view 2  | purged  | owner  | purged
                    """)
    void answers(String row, String action, String stored, String project, String answer) {
        Request request = new Request(FLOW, action(action), project(project));

        assertThat(resolver(stored).resolve(request)).as(row).isEqualTo(answer(answer));
    }

    @Test
    void aVersionIsLookedUpOnlyForAView() {
        Versions none =
                new OneVersion() {
                    @Override
                    public Optional<Version> find(DocumentId document, VersionLabel label) {
                        throw new AssertionError("Nobody asked for a version");
                    }
                };
        var resolver = new RowResolver(new OneRow(new Lookup.Present(LIVE)), none);

        assertThat(resolver.resolve(new Request(FLOW, new Action.New(), Optional.empty())))
                .isEqualTo(new Resolution.Existing(LIVE));
    }

    @Test
    void aStaleBeliefThatADocumentIsNewFindsTheRowThatIsThereNow() {
        Request stale = new Request(FLOW, new Action.New(), Optional.of(OWNER));

        assertThat(resolver("nothing").resolve(stale)).isInstanceOf(Resolution.Fresh.class);
        assertThat(resolver("live").resolve(stale)).isEqualTo(new Resolution.Existing(LIVE));
    }

    private static RowResolver resolver(String stored) {
        return new RowResolver(new OneRow(lookup(stored)), new OneVersion());
    }

    private static Lookup lookup(String stored) {
        return switch (stored) {
            case "nothing" -> new Lookup.Absent();
            case "live" -> new Lookup.Present(LIVE);
            case "deleted" -> new Lookup.Present(DELETED);
            case "purged" -> new Lookup.Purged(OWNER);
            default -> throw new AssertionError(stored);
        };
    }

    private static Action action(String action) {
        return switch (action) {
            case "new" -> new Action.New();
            case "edit" -> new Action.Edit();
            case "view 0" -> new Action.View(0);
            case "view 2" -> new Action.View(2);
            case "view 9" -> new Action.View(9);
            default -> new Action.Unknown(action);
        };
    }

    private static Optional<ProjectId> project(String project) {
        return project.equals("nobody") ? Optional.empty() : Optional.of(new ProjectId(project));
    }

    private static Resolution answer(String answer) {
        return switch (answer) {
            case "fresh in owner" -> new Resolution.Fresh(Optional.of(OWNER));
            case "fresh in nobody" -> new Resolution.Fresh(Optional.empty());
            case "existing" -> new Resolution.Existing(LIVE);
            case "deleted" -> new Resolution.Deleted(DELETED, YESTERDAY);
            case "version 2" -> new Resolution.Past(SECOND, OWNER);
            case "no version 0" -> new Resolution.VersionNotFound(0);
            case "no version 9" -> new Resolution.VersionNotFound(9);
            case "not found" -> new Resolution.NotFound();
            case "wrong project" -> new Resolution.WrongProject();
            case "purged" -> new Resolution.Purged(OWNER);
            case "invalid action" -> new Resolution.InvalidAction("clone");
            default -> throw new AssertionError(answer);
        };
    }

    private record OneRow(Lookup stored) implements Rows {

        @Override
        public Lookup find(DocumentId document) {
            return stored;
        }

        @Override
        public CommitResult commit(Commit commit) {
            throw new AssertionError("A resolver stores nothing");
        }

        @Override
        public Optional<CommitResult> answered(Commit.RequestId request) {
            throw new AssertionError("the resolver asks for no requests");
        }

        @Override
        public List<Row> list(ProjectId project, String kind) {
            throw new AssertionError("A resolver asks for one document");
        }

        @Override
        public Map<DocumentId, Long> lockVersions(Collection<DocumentId> documents) {
            throw new AssertionError("A resolver asks for one document");
        }
    }

    private static class OneVersion implements Versions {

        @Override
        public Optional<Version> find(DocumentId document, VersionLabel label) {
            return label.equals(SECOND.label()) ? Optional.of(SECOND) : Optional.empty();
        }

        @Override
        public List<Version> list(DocumentId document, int countMax) {
            throw new AssertionError("A resolver asks for one version");
        }

        @Override
        public VersionLabel keepDraft(
                DocumentId document, String title, Value.Obj content, Actor actor, Instant at) {
            throw new AssertionError("A resolver stores nothing");
        }
    }
}
