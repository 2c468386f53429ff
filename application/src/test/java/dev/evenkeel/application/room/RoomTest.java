package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.DEMO;
import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.JOB_B;
import static dev.evenkeel.application.room.House.NOTES;
import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.application.session.Sessions;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.actor.Actor;
import dev.evenkeel.domain.actor.Authenticator;
import dev.evenkeel.domain.actor.Principal;
import dev.evenkeel.domain.actor.Project;
import dev.evenkeel.domain.actor.ProjectId;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.replica.Update;
import dev.evenkeel.domain.row.StorageUnavailableException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class RoomTest {

    @Nested
    class Editing {

        @Test
        void twoPeopleConverge() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();

            ann.types(JOB_A, 0, "// ann\n");
            bob.renames(JOB_B, "Keep");

            assertThat(ann.sees()).isEqualTo(bob.sees());
            assertThat(bob.bodyText(JOB_A)).isEqualTo("// ann\nget('/');");
            assertThat(ann.nameOf(JOB_B)).isEqualTo("Keep");
        }

        @Test
        void aLateJoinerSeesAllOfIt() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "// ann\n");

            var bob = house.editor("bob").joins();

            assertThat(bob.sees()).isEqualTo(ann.sees());
        }

        @Test
        void theAuthorIsToldThatItIsKeptAndGetsTheEcho() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            ann.events.clear();

            ann.types(JOB_A, 0, "x");

            assertThat(ann.told(RoomEvent.Kept.class)).containsExactly(new RoomEvent.Kept(1));
            assertThat(ann.told(RoomEvent.News.class)).hasSize(1);
        }

        @Test
        void nothingIsToldThatWasNotKept() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();
            bob.events.clear();
            house.storage.failing(
                    (operation, _) ->
                            operation == Operation.APPEND ? Fate.FAILS_BEFORE : Fate.WORKS);

            assertThatThrownBy(() -> ann.types(JOB_A, 0, "lost?"))
                    .isInstanceOf(StorageUnavailableException.class);

            assertThat(bob.events).isEmpty();
        }

        @Test
        void editsMadeOfflineArriveOnReconnectOnceOnly() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "1");
            house.crash();
            ann.types(JOB_A, 1, "2");

            ann.joins();
            ann.flush();
            var bob = house.editor("bob").joins();

            assertThat(bob.bodyText(JOB_A)).isEqualTo("12get('/');");
            assertThat(ann.sees()).isEqualTo(bob.sees());
        }

        @Test
        void aReaderChangesNothingAndIsTold() {
            var house = House.withWorkflow();
            var reader = house.person(house.session("ron", Access.READ)).joins();
            var ann = house.editor("ann").joins();

            reader.types(JOB_A, 0, "no");

            assertThat(reader.told(RoomEvent.Refused.class))
                    .containsExactly(new RoomEvent.Refused(Refusal.READ_ONLY));
            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/');");
        }

        @Test
        void aReadersFirstSyncThatHoldsNothingNewIsKept() {
            var house = House.withWorkflow();
            var reader = house.person(house.session("ron", Access.READ)).joins();
            reader.events.clear();

            house.send(
                    WORKFLOW,
                    new RoomCommand.Apply(reader, Update.of(reader.doc().encodeStateAsUpdate())));

            assertThat(reader.events).containsExactly(new RoomEvent.Kept(1));
        }

        @Test
        void bytesThatAreNoUpdateTroubleTheirSenderOnly() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();
            bob.events.clear();

            house.send(WORKFLOW, new RoomCommand.Apply(ann, Update.of(new byte[] {1, 2, 3, 4, 5})));
            bob.types(JOB_A, 0, "fine ");

            assertThat(ann.told(RoomEvent.Malformed.class)).hasSize(1);
            assertThat(bob.told(RoomEvent.Malformed.class)).isEmpty();
            assertThat(ann.bodyText(JOB_A)).startsWith("fine ");
        }

        @Test
        void bytesThatAreNoStateVectorTroubleTheirSenderOnly() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();

            house.send(
                    WORKFLOW,
                    new RoomCommand.Compare(
                            ann, dev.evenkeel.domain.replica.StateVector.of(new byte[] {9, 9, 9})));
            bob.types(JOB_A, 0, "fine ");

            assertThat(ann.told(RoomEvent.Malformed.class)).hasSize(1);
            assertThat(ann.bodyText(JOB_A)).startsWith("fine ");
        }

        @Test
        void whatWasRefusedIsAskedForOnceItMayCome() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            house.write(new What.Delete());
            ann.types(JOB_A, 0, "refused ");
            house.write(new What.Undelete());

            ann.types(JOB_A, 0, "then ");
            var bob = house.editor("bob").joins();

            assertThat(ann.told(RoomEvent.Incomplete.class)).hasSize(1);
            assertThat(bob.bodyText(JOB_A)).isEqualTo("then refused get('/');");
        }

        @Test
        void whoDoesNotHaveWhatIsMissingEitherIsAskedOnce() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var doc = dev.evenkeel.crdt.YDoc.create(77);
            var updates = new java.util.ArrayList<Update>();
            doc.onUpdate((u, _) -> updates.add(Update.of(u)));
            for (int i = 0; i < 4; i++) {
                doc.getText("scratch").insert(i, "x");
            }

            house.send(WORKFLOW, new RoomCommand.Apply(ann, updates.get(2)));
            house.send(WORKFLOW, new RoomCommand.Apply(ann, updates.get(3)));

            assertThat(ann.told(RoomEvent.Incomplete.class)).hasSize(1);
        }

        @Test
        void whoLosesTheirRightsHearsNothingMore() {
            var house = House.withWorkflow();
            var access = new java.util.concurrent.atomic.AtomicReference<>(Access.READ);
            var sessions =
                    new Sessions(
                            _ ->
                                    new Authenticator.Answer.Known(
                                            new Principal(
                                                    new Actor(Actor.Type.PERSON, "ron", "Ron"),
                                                    new Principal.Scope.OneProject(
                                                            DEMO, access.get()))));
            var reader = house.person(house.session("ron", sessions));
            sessions.hold(reader.session(), () -> {});
            reader.joins();
            var ann = house.editor("ann").joins();
            reader.events.clear();

            access.set(Access.NONE);
            sessions.recheck();
            ann.types(JOB_A, 0, "secret ");

            assertThat(reader.events)
                    .containsExactly(new RoomEvent.Ended(RoomEvent.Reason.FORBIDDEN));
        }

        @Test
        void strangersAreNotLetIn() {
            var house = House.withWorkflow();
            var stranger = house.person(house.session("eve", Access.NONE)).joins();

            assertThat(stranger.events)
                    .containsExactly(new RoomEvent.Ended(RoomEvent.Reason.FORBIDDEN));
        }

        @Test
        void updatesOfOneTurnShareOneAppendAndOneMessage() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();
            var doc = dev.evenkeel.crdt.YDoc.create(77);
            var updates = new java.util.ArrayList<RoomCommand>();
            doc.onUpdate((u, _) -> updates.add(new RoomCommand.Apply(ann, Update.of(u))));
            for (int i = 0; i < 10; i++) {
                doc.getText("scratch").insert(i, "x");
            }
            bob.events.clear();

            house.send(WORKFLOW, updates.toArray(RoomCommand[]::new));

            assertThat(bob.told(RoomEvent.News.class)).hasSize(1);
            assertThat(ann.told(RoomEvent.Kept.class)).contains(new RoomEvent.Kept(10));
            assertThat(bob.doc().getText("scratch").toString()).isEqualTo("xxxxxxxxxx");
        }
    }

    @Nested
    class FreeDocuments {

        @Test
        void haveNothingToSaveAndAreKept() {
            var house = new House();
            var ann = house.editor("ann");
            house.register(NOTES);
            ann.joins(NOTES).edits(d -> d.getText("t").insert(0, "hello"));

            house.crash();
            var bob = house.editor("bob").joins(NOTES);

            assertThat(bob.doc().getText("t").toString())
                    .as(() -> ann.events + " " + bob.events)
                    .isEqualTo("hello");
            assertThat(
                            house.<SaveResult>ask(
                                    NOTES,
                                    reply ->
                                            new RoomCommand.Save(
                                                    ann.session(), Optional.empty(), reply)))
                    .isEqualTo(
                            new SaveResult.NotAdmitted(
                                    new Verdict.Refuse(Refusal.KIND_HAS_NO_ROW)));
        }
    }

    @Nested
    class Saving {

        @Test
        void makesTheRowWhatTheLiveDocumentIsAndKeepsAVersion() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "// v2\n");

            assertThat(house.save(ann)).isEqualTo(new SaveResult.Saved(2, List.of()));

            assertThat(house.stored(JOB_A, "body")).isEqualTo("// v2\nget('/');");
            assertThat(house.versions()).hasSize(2);
            assertThat(house.versions().getFirst().actor().id()).isEqualTo("ann");
        }

        @Test
        void ofWhatIsStoredAlreadyMakesNoVersion() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();

            assertThat(house.save(ann)).isEqualTo(new SaveResult.NothingChanged(1, List.of()));
            assertThat(house.versions()).hasSize(1);
        }

        @Test
        void showsTheNewVersionInTheDocument() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "x");

            house.save(ann);

            assertThat(ann.doc().getMap("workflow").get("lock_version"))
                    .contains(dev.evenkeel.crdt.YValue.of(2));
        }

        @Test
        void namesWhatIsWrongAndStoresNothing() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().renames(JOB_A, "");

            assertThat(house.save(ann)).isInstanceOf(SaveResult.Invalid.class);
            assertThat(house.row().lockVersion()).isEqualTo(1);
            assertThat(house.state(ann).update()).isEqualTo(new Verdict.Admit());
        }

        @Test
        void writesBackWhatItNormalised() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().renames(JOB_A, "  Padded  ");

            house.save(ann);

            assertThat(ann.nameOf(JOB_A)).isEqualTo("Padded");
            assertThat(house.state(ann).unsaved()).isFalse();
        }

        @Test
        void survivesACrashRightAfterItsCommitWithoutSayingAnythingTwice() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "once ");
            house.storage.failing(
                    (operation, _) ->
                            operation == Operation.COMMIT ? Fate.FAILS_AFTER : Fate.WORKS);
            assertThatThrownBy(() -> house.save(ann))
                    .isInstanceOf(StorageUnavailableException.class);
            house.crash();
            house.storage.healthy();

            ann.joins();
            ann.flush();

            assertThat(house.row().lockVersion()).isEqualTo(2);
            assertThat(ann.bodyText(JOB_A)).isEqualTo("once get('/');");
            assertThat(house.state(ann).unsaved()).isFalse();
        }

        @Test
        void ofANewDocumentInsertsOnceWhoeverBelievesWhat() {
            var house = new House();
            var ann = house.editor("ann").joins();
            ann.addsJob(JOB_A, "First", "one();");
            ann.edits(d -> d.getMap("workflow").set("name", dev.evenkeel.crdt.YValue.of("Beta")));
            var bob = house.editor("bob").joins();
            bob.addsJob(JOB_B, "Second", "two();");

            assertThat(house.save(ann)).isEqualTo(new SaveResult.Saved(1, List.of()));
            assertThat(house.save(bob)).isEqualTo(new SaveResult.NothingChanged(1, List.of()));
            bob.types(JOB_B, 0, "x");
            assertThat(house.save(bob)).isEqualTo(new SaveResult.Saved(2, List.of()));
            assertThat(house.stored(JOB_B, "body")).isEqualTo("xtwo();");
        }

        @Test
        void ofAnotherProjectDoesNotTakeOverAnUnsavedDocument() {
            var house = new House();
            var ann = house.editor("ann").joins().addsJob(JOB_A, "Only here", "secret();");
            var elsewhere = new ProjectId("elsewhere");
            house.storage.projects().create(new Project(elsewhere, "Elsewhere"));
            var operator =
                    house.session(
                            "ops",
                            new Sessions(
                                    _ ->
                                            new Authenticator.Answer.Known(
                                                    new Principal(
                                                            new Actor(
                                                                    Actor.Type.OPERATOR,
                                                                    "ops",
                                                                    "Ops"),
                                                            new Principal.Scope.Everything()))));

            var created =
                    house.write(new What.Create(elsewhere, House.content("Mine now")), operator);

            assertThat(created)
                    .isEqualTo(new WriteResult.NotAdmitted(new Verdict.Refuse(Refusal.FORBIDDEN)));
            assertThat(ann.bodyText(JOB_A)).isEqualTo("secret();");
            assertThat(house.storage.rows().list(elsewhere, "workflow")).isEmpty();
        }

        @Test
        void ofANewDocumentThatSomebodyElseInsertedMeanwhileRebases() {
            var house = new House();
            var ann = house.editor("ann").joins();
            ann.renamesWorkflow("Mine").addsJob(JOB_A, "Mine", "mine();");
            house.storage.failing(
                    new Interruption(
                            house,
                            Operation.COMMIT,
                            () ->
                                    house.direct(
                                            House.content(
                                                    "Theirs",
                                                    House.job(JOB_B, "Theirs", "theirs();")))));

            var saved = house.save(ann);

            assertThat(saved).isInstanceOf(SaveResult.Saved.class);
            assertThat(house.row().lockVersion()).isEqualTo(2);
            assertThat(house.stored(JOB_A, "body")).isEqualTo("mine();");
            assertThat(house.stored(JOB_B, "body")).isEqualTo("theirs();");
        }

        @Test
        void thatIsOvertakenMergesFirstAndSaysSo() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "mine ");
            house.storage.failing(
                    new Interruption(
                            house,
                            Operation.COMMIT,
                            () ->
                                    house.direct(
                                            House.content(
                                                    "Alpha",
                                                    House.job(JOB_A, "Fetch", "get('/');"),
                                                    House.job(JOB_B, "Renamed", "save();")))));

            var saved = house.save(ann);

            assertThat(saved)
                    .isEqualTo(
                            new SaveResult.Saved(
                                    3, List.of(new SaveResult.Merged(1, 2, List.of()))));
            assertThat(house.stored(JOB_A, "body")).isEqualTo("mine get('/');");
            assertThat(house.stored(JOB_B, "name")).isEqualTo("Renamed");
        }

        @Test
        void afterAPurgeIsRefusedAndInsertsNothing() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "x");
            house.write(new What.Purge());

            assertThat(ann.told(RoomEvent.Ended.class))
                    .containsExactly(new RoomEvent.Ended(RoomEvent.Reason.PURGED));
            assertThat(house.save(ann))
                    .isEqualTo(
                            new SaveResult.NotAdmitted(
                                    new Verdict.Refuse(Refusal.DOCUMENT_PURGED)));
            assertThat(house.storage.rows().list(DEMO, "workflow")).isEmpty();
        }

        @Test
        void ofASoftDeletedDocumentIsRefused() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            house.write(new What.Delete());

            ann.types(JOB_A, 0, "x");

            assertThat(ann.told(RoomEvent.Refused.class))
                    .contains(new RoomEvent.Refused(Refusal.DOCUMENT_DELETED));
            assertThat(house.save(ann))
                    .isEqualTo(
                            new SaveResult.NotAdmitted(
                                    new Verdict.Refuse(Refusal.DOCUMENT_DELETED)));
            assertThat(house.write(new What.Undelete())).isInstanceOf(WriteResult.Written.class);
            assertThat(house.state(ann).save()).isEqualTo(new Verdict.Admit());
            assertThat(ann.workflowName()).isEqualTo("Alpha");
            ann.types(JOB_A, 0, "y");
            assertThat(house.save(ann)).isInstanceOf(SaveResult.Saved.class);
        }
    }

    @Nested
    class Resetting {

        @Test
        void dropsUnsavedEditsAndKeepsThemAsADraft() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();
            ann.types(JOB_A, 0, "unsaved ")
                    .addsJob("dddddddd-0000-4000-8000-00000000000d", "New", "n();");
            bob.removesJob(JOB_B);

            var reset = house.reset(ann);

            assertThat(reset).isInstanceOf(ResetResult.Done.class);
            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/');");
            assertThat(ann.sees()).isEqualTo(bob.sees());
            assertThat(ann.nameOf(JOB_B)).isEqualTo("Store");
            assertThat(house.state(ann).unsaved()).isFalse();
            var draft = house.versions().stream().filter(v -> v.label().draft()).findFirst();
            assertThat(draft.orElseThrow().content().objects("jobs"))
                    .anyMatch(job -> job.text("body").equals("unsaved get('/');"));
        }

        @Test
        void keepsTheSharedTextsSoThatCursorsStay() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins();
            var body = ann.body(JOB_A);
            ann.types(JOB_A, 0, "unsaved ");

            house.reset(ann);

            assertThat(ann.body(JOB_A)).isSameAs(body);
        }

        @Test
        void ofADocumentThatWasNeverSavedIsRefused() {
            var house = new House();
            var ann = house.editor("ann").joins().addsJob(JOB_A, "Only here", "x();");

            assertThat(house.reset(ann))
                    .isEqualTo(
                            new ResetResult.NotAdmitted(new Verdict.Refuse(Refusal.NEVER_SAVED)));
            assertThat(ann.bodyText(JOB_A)).isEqualTo("x();");
        }

        @Test
        void thenAnOutsideWriteForksOffTheResetDocument() {
            var house = House.withWorkflow();
            var ann = house.editor("ann").joins().types(JOB_A, 0, "unsaved ");
            house.reset(ann);

            house.put(
                    House.content(
                            "Alpha",
                            House.job(JOB_A, "Fetch", "get('/v2');"),
                            House.job(JOB_B, "Store", "save();")));

            assertThat(ann.bodyText(JOB_A)).isEqualTo("get('/v2');");
        }
    }
}
