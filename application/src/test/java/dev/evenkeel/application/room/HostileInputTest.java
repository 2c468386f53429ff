package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.NOTES;
import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.crdt.YArray;
import dev.evenkeel.crdt.YDoc;
import dev.evenkeel.crdt.YMap;
import dev.evenkeel.crdt.YText;
import dev.evenkeel.crdt.YValue;
import dev.evenkeel.domain.replica.Update;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Updates that are well formed and meant badly: whoever sends them, everybody else works on.
class HostileInputTest {

    private static RoomLimits documentsOf(int bytes) {
        RoomLimits all = RoomLimits.DEFAULT;
        return new RoomLimits(
                all.mailboxCommandsMax(),
                all.batchCommandsMax(),
                all.updateBytesMax(),
                bytes,
                all.participantsMax(),
                all.openRoomsMax(),
                all.presenceIdsMax(),
                all.presenceStateBytesMax(),
                all.presenceClientsMax(),
                all.linger(),
                all.compactAfterEntries(),
                all.presenceTick(),
                all.presenceTimeout(),
                all.presenceForget(),
                all.drainAtMost());
    }

    private static Update update(long client, String text) {
        YDoc doc = YDoc.create(client);
        doc.getText("t").insert(0, text);
        return Update.of(doc.encodeStateAsUpdate());
    }

    @Test
    void theLimitOnADocumentHoldsForTheUpdatesOfOneTurnTogether() {
        var house = new House(documentsOf(1_000));
        house.register(NOTES);
        var ann = house.editor("ann").joins(NOTES);

        house.send(
                NOTES,
                new RoomCommand.Apply(ann, update(5, "x".repeat(600))),
                new RoomCommand.Apply(ann, update(6, "y".repeat(600))));

        assertThat(ann.told(RoomEvent.OverLimit.class))
                .containsExactly(new RoomEvent.OverLimit(Limit.DOCUMENT_BYTES));
        assertThat(ann.doc().getText("t").toString()).isEqualTo("x".repeat(600));
    }

    @Test
    void aFullDocumentTakesUpdatesAgainOnceSomethingWasDeleted() {
        var house = new House(documentsOf(1_000));
        house.register(NOTES);
        var ann = house.editor("ann").joins(NOTES);
        ann.edits(d -> d.getText("t").insert(0, "x".repeat(900)));
        ann.edits(d -> d.getText("t").delete(0, 900));

        ann.edits(d -> d.getText("t").insert(0, "y".repeat(500)));

        assertThat(ann.told(RoomEvent.OverLimit.class)).isEmpty();
        house.crash();
        assertThat(house.editor("bob").joins(NOTES).doc().getText("t").toString())
                .isEqualTo("y".repeat(500));
    }

    @Test
    void aChildWhoseParentTurnsOutToBeTextTroublesNobody() {
        var house = new House();
        house.register(NOTES);
        var ann = house.editor("ann").joins(NOTES);
        var bob = house.editor("bob").joins(NOTES);
        YDoc believed = YDoc.create(5);
        believed.getArray("a").push(new YValue.Shared(YMap.of(Map.of())));
        YDoc child = YDoc.create(6);
        child.applyUpdate(believed.encodeStateAsUpdate());
        var told = new ArrayList<Update>();
        child.onUpdate((bytes, _) -> told.add(Update.of(bytes)));
        ((YMap) ((YValue.Shared) child.getArray("a").get(0)).type()).set("k", YValue.of("v"));

        house.send(NOTES, new RoomCommand.Apply(ann, told.getFirst()));
        house.send(NOTES, new RoomCommand.Apply(ann, update(5, "text")));
        house.send(
                NOTES,
                new RoomCommand.Apply(ann, update(7, "text")),
                new RoomCommand.Apply(ann, update(7, "other text")),
                new RoomCommand.Apply(ann, told.getFirst()));
        bob.edits(d -> d.getText("t").insert(0, "still "));

        assertThat(bob.isOnline()).isTrue();
        house.crash();
        assertThat(house.editor("eve").joins(NOTES).doc().getText("t").toString())
                .contains("still ");
    }

    /// More of them with `-Dhouse.rounds=2000`.
    @Test
    void whateverStandsInTheRootsTheRoomGoesOnAndSaves() {
        for (long seed = 1; seed <= Long.getLong("house.rounds", 20); seed++) {
            var house = House.withWorkflow();
            var random = new Random(seed);
            var ann = house.editor("ann").joins();
            var bob = house.editor("bob").joins();
            for (int step = 0; step < 30; step++) {
                ann.edits(d -> vandalise(d, random));
                switch (random.nextInt(6)) {
                    case 0 -> house.save(bob);
                    case 1 -> house.reset(bob);
                    case 2 ->
                            house.put(
                                    House.content(
                                            "Put " + step,
                                            House.job(JOB_A, "n" + step, "body " + step)));
                    case 3 -> {
                        house.crash();
                        ann.joins();
                        bob.joins();
                    }
                    default -> {}
                }
            }
            house.reset(bob);
            house.pass(Duration.ofSeconds(1));

            assertThat(bob.isOnline()).as("seed %d", seed).isTrue();
            house.put(House.content("Last", House.job(JOB_A, "last", "last")));
            assertThat(house.state(bob).baseVersion()).isEqualTo(house.row().lockVersion());
        }
    }

    private static void vandalise(YDoc doc, Random random) {
        YMap workflow = doc.getMap("workflow");
        String list = List.of("jobs", "edges", "triggers").get(random.nextInt(3));
        YArray array = doc.getArray(list);
        switch (random.nextInt(12)) {
            case 0 -> workflow.set(member(random), junk(random, 0));
            case 1 -> array.push(junk(random, 0));
            case 2 -> array.push(new YValue.Shared(YMap.of(Map.of("id", junk(random, 1)))));
            case 3 ->
                    array.push(
                            new YValue.Shared(
                                    YMap.of(
                                            Map.of(
                                                    "id",
                                                    YValue.of(JOB_A),
                                                    "body",
                                                    junk(random, 0)))));
            case 4, 5, 6 -> {
                for (YValue item : array.toList()) {
                    if (item instanceof YValue.Shared(YMap map) && random.nextBoolean()) {
                        map.set(member(random), junk(random, 0));
                    }
                }
            }
            case 7 -> doc.getMap("positions").set(member(random), junk(random, 0));
            case 8 -> {
                if (array.length() > 0) {
                    array.delete(random.nextInt(array.length()), 1);
                }
            }
            case 9 -> workflow.delete(member(random));
            case 10 -> {
                for (YValue item : array.toList()) {
                    if (item instanceof YValue.Shared(YMap map)) {
                        map.delete(member(random));
                    }
                }
            }
            default -> doc.getMap("errors").set(member(random), junk(random, 0));
        }
    }

    private static String member(Random random) {
        var members =
                List.of(
                        "id",
                        "name",
                        "body",
                        "adaptor",
                        "type",
                        "kafka_configuration",
                        "webhook_response_config",
                        "concurrency",
                        "enabled",
                        "condition_type",
                        "lock_version",
                        "deleted_at",
                        "nothing",
                        JOB_A);
        return members.get(random.nextInt(members.size()));
    }

    private static YValue junk(Random random, int depth) {
        return switch (random.nextInt(depth < 3 ? 12 : 7)) {
            case 0 -> YValue.NULL;
            case 1 -> YValue.of("text " + random.nextInt(5));
            case 2 -> new YValue.Num(random.nextBoolean() ? Double.NaN : 1e300);
            case 3 -> new YValue.Bool(true);
            case 4 -> new YValue.BigInt(Long.MAX_VALUE);
            case 5 -> YValue.of("\ud83d");
            case 6 -> YValue.of("kafka");
            case 7 -> new YValue.Shared(YText.of("shared \ud83d\ude00"));
            case 8 -> new YValue.Shared(YMap.of(Map.of(member(random), junk(random, depth + 1))));
            case 9 -> new YValue.Shared(YArray.of(junk(random, depth + 1)));
            case 10 -> new YValue.Obj(Map.of(member(random), junk(random, 9)));
            default -> new YValue.Arr(List.of(junk(random, 9)));
        };
    }

    @Test
    void aRoomIsOpenedAgainWithWhatWasWrittenIntoItsRootsAsOtherTypes() {
        var house = House.withWorkflow();
        YDoc other = YDoc.create(9);
        other.getText("workflow").insert(0, "no map");
        other.getText("jobs").insert(0, "no array");
        other.getArray("positions").push(YValue.of("no map"));
        other.getMap("edges").set("no", YValue.of("array"));
        var ann = house.editor("ann").joins();
        var bob = house.editor("bob").joins();

        house.send(WORKFLOW, new RoomCommand.Apply(ann, Update.of(other.encodeStateAsUpdate())));
        bob.renames(JOB_A, "Renamed");

        assertThat(house.save(bob)).isInstanceOf(SaveResult.Saved.class);
        house.put(House.content("Put", House.job(JOB_A, "Put", "put();")));
        house.crash();
        assertThat(house.editor("eve").joins().nameOf(JOB_A)).isEqualTo("Put");
    }
}
