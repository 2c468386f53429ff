package dev.evenkeel.application.room;

import static dev.evenkeel.application.room.House.JOB_A;
import static dev.evenkeel.application.room.House.WORKFLOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.application.write.RowChange;
import dev.evenkeel.application.write.RowChange.What;
import dev.evenkeel.application.write.WriteResult;
import dev.evenkeel.domain.content.CanonicalJson;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.gate.Refusal;
import dev.evenkeel.domain.gate.Verdict;
import dev.evenkeel.domain.memory.InMemoryStorage.Fate;
import dev.evenkeel.domain.memory.InMemoryStorage.Operation;
import dev.evenkeel.domain.row.Commit.RequestId;
import dev.evenkeel.domain.row.Row;
import dev.evenkeel.domain.row.StorageUnavailableException;
import dev.evenkeel.domain.version.Version;
import dev.evenkeel.domain.version.VersionLabel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// Everything that can happen to a document, in any order, over a storage that fails before or
/// after what it was asked for, with the process dying at each failure.
///
/// # The model
///
/// Whatever anybody writes is a word of its own, or a job of its own, and each of these is
///
/// - **standing** while nobody did anything that may drop it. It is in the row at the end, once.
/// - **dropped** once a reset, a restore or a removal was tried while it was there. Then it may be
///   gone from the row, but never without a trace: it stands in the row, a version, a draft or a
///   conflict.
///
/// After each step the document is level, both people see the same and may write (or it is deleted,
/// which is said, and what they type is theirs alone), and the row is its own newest version.
class RoomSimulationTest {

    private static final int STEPS = 40;

    final House house = small();
    final Person ann = house.editor("ann").joins();
    final Person bob = house.editor("bob").joins();
    final Set<String> words = new LinkedHashSet<>();
    final Set<String> jobs = new LinkedHashSet<>();
    final Set<String> dropped = new HashSet<>();
    final List<String> story = new ArrayList<>();

    /// A house with the workflow, whose logs are made short often.
    private static House small() {
        RoomLimits all = RoomLimits.DEFAULT;
        var house =
                new House(
                        new RoomLimits(
                                all.mailboxCommandsMax(),
                                all.batchCommandsMax(),
                                all.updateBytesMax(),
                                all.documentBytesMax(),
                                all.participantsMax(),
                                all.openRoomsMax(),
                                all.presenceIdsMax(),
                                all.presenceStateBytesMax(),
                                all.presenceClientsMax(),
                                all.linger(),
                                1,
                                all.presenceTick(),
                                all.presenceTimeout(),
                                all.presenceForget(),
                                all.drainAtMost()));
        house.create(House.content("Alpha", House.job(JOB_A, "Fetch", "get('/');")));
        return house;
    }

    /// More of them with `-Dhouse.rounds=2000`.
    static LongStream seeds() {
        return LongStream.rangeClosed(
                Long.getLong("house.from", 1), Long.getLong("house.rounds", 20));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostDoubledOrStuck(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(4) == 0) {
                failOnce(random);
            }
            String name = seed + "." + (10 + step);
            try {
                act(random, name);
            } catch (StorageUnavailableException e) {
                story.add("  failed, and the process died");
                restart();
            }
            house.storage.healthy();
            ann.flush();
            bob.flush();
            check(name);
        }
        finish();
    }

    /// The next operation of some kind fails, with or without having happened.
    private void failOnce(Random random) {
        var all = Operation.values();
        Operation which = all[random.nextInt(all.length)];
        Fate fate = random.nextBoolean() ? Fate.FAILS_BEFORE : Fate.FAILS_AFTER;
        story.add(which + " " + fate);
        house.storage.failing(
                (operation, _) -> {
                    if (operation != which) {
                        return Fate.WORKS;
                    }
                    house.storage.healthy();
                    return fate;
                });
    }

    private void restart() {
        house.storage.healthy();
        house.crash();
        ann.joins();
        bob.joins();
    }

    private void act(Random random, String name) {
        Person who = random.nextBoolean() ? ann : bob;
        int what = random.nextInt(19);
        story.add(name + ": " + who.session() + " does " + what);
        switch (what) {
            case 0, 1, 2 -> types(random, who, word(name));
            case 3 -> {
                String word = wordOf(name);
                retried(name, new What.Replace(bodied(house.row().content(), word)), word);
            }
            case 4 -> house.save(who);
            case 5 -> savesAndTriesAgain(who, name);
            case 6 -> {
                who.leaves();
                types(random, who, word(name));
                who.joins();
            }
            case 7 -> restart();
            case 8 -> {
                String id = jobId(name);
                jobs.add(id);
                who.addsJob(id, "job " + name, "body();");
            }
            case 9 -> pick(random).ifPresent(id -> removes(who, id));
            case 10 -> pick(random).ifPresent(id -> removesOutside(name, id));
            case 11 -> {
                drops();
                house.reset(who);
            }
            case 12 -> {
                drops();
                List<Version> all = house.versions();
                VersionLabel label = all.get(random.nextInt(all.size())).label();
                retried(name, new What.Restore(label), JOB_A);
            }
            case 13 -> retried(name, new What.Delete(), JOB_A);
            case 14 -> retried(name, new What.Undelete(), JOB_A);
            case 15 -> savesWhileSomebodyWrites(who, word(name));
            case 16 -> {
                house.storage.healthy();
                house.direct(bodied(house.row().content(), word(name)));
            }
            case 17 -> {
                // Somebody reads the live document, adds to it and stores all of it.
                if (who.job(JOB_A).isPresent()) {
                    String word = wordOf(name);
                    String body = who.bodyText(JOB_A);
                    retried(name, new What.Replace(with(house.row().content(), body + word)), word);
                }
            }
            default -> {
                String id = jobId(name);
                var item = House.job(id, "job " + name, "body();").without("id");
                var patch = Value.Obj.EMPTY.with("jobs", Value.Obj.EMPTY.with(id, item));
                retried(name, new What.Patch(patch), id);
            }
        }
    }

    private String word(String name) {
        String word = wordOf(name);
        words.add(word);
        return word;
    }

    /// A word that no other is like: texts are compared by character, and of words that are nearly
    /// the same it cannot be told which is which.
    private static String wordOf(String name) {
        long mixed = new Random(name.hashCode() * 0x9E3779B97F4A7C15L).nextLong() >>> 1;
        String letters = Long.toString(mixed, 36);
        return "<" + "0".repeat(13 - letters.length()) + letters + ">";
    }

    private static String jobId(String name) {
        String digits = name.replace(".", "a");
        return "12345678-0000-4000-8000-" + "0".repeat(12 - digits.length()) + digits;
    }

    private void types(Random random, Person who, String word) {
        if (who.job(JOB_A).isEmpty()) {
            words.remove(word);
            return;
        }
        who.types(JOB_A, random.nextBoolean() ? 0 : who.body(JOB_A).length(), word);
    }

    /// The save's commit is overtaken by a writer that goes past the server.
    private void savesWhileSomebodyWrites(Person who, String word) {
        house.storage.failing(
                new Interruption(
                        house,
                        Operation.COMMIT,
                        () -> house.direct(bodied(house.row().content(), word))));
        house.save(who);
        boolean written = house.stored(JOB_A, "body").contains(word);
        story.add(written ? "  overtaken" : "  not overtaken");
        if (!written) {
            words.remove(word);
        }
    }

    private static Value.Obj bodied(Value.Obj content, String word) {
        return with(content, bodyOf(content) + word);
    }

    private static String bodyOf(Value.Obj content) {
        return content.objects("jobs").stream()
                .filter(job -> job.text("id").equals(JOB_A))
                .map(job -> job.text("body"))
                .findFirst()
                .orElse("");
    }

    private static Value.Obj with(Value.Obj content, String body) {
        var items = new ArrayList<Value>();
        for (Value.Obj job : content.objects("jobs")) {
            items.add(job.text("id").equals(JOB_A) ? job.with("body", Value.of(body)) : job);
        }
        return content.with("jobs", new Value.Arr(items));
    }

    private Optional<String> pick(Random random) {
        List<String> removable = jobs.stream().filter(id -> !id.equals(JOB_A)).toList();
        return removable.isEmpty()
                ? Optional.empty()
                : Optional.of(removable.get(random.nextInt(removable.size())));
    }

    private void removes(Person who, String id) {
        dropped.add(id);
        who.removesJob(id);
    }

    private void removesOutside(String name, String id) {
        dropped.add(id);
        var patch = Value.Obj.EMPTY.with("jobs", Value.Obj.EMPTY.with(id, Value.NULL));
        retried(name, new What.Patch(patch), JOB_A);
    }

    private void drops() {
        dropped.addAll(words);
        dropped.addAll(jobs);
    }

    /// A client that sends a write until it has an answer.
    ///
    /// @param adds the word or the job that is there once it is done
    private void retried(String name, What what, String adds) {
        var change =
                new RowChange(
                        what,
                        OptionalLong.empty(),
                        Optional.of(new RequestId("simulation", name, name)),
                        "http");
        WriteResult result = again(() -> house.write(change));
        boolean done =
                result instanceof WriteResult.Written || result instanceof WriteResult.Repeated;
        story.add("  " + result.getClass().getSimpleName());
        if (done) {
            (adds.startsWith("<") ? words : jobs).add(adds);
        }
    }

    private <T> T again(Supplier<T> request) {
        try {
            return request.get();
        } catch (StorageUnavailableException e) {
            story.add("  failed, and the process died");
            restart();
            return request.get();
        }
    }

    private void savesAndTriesAgain(Person who, String name) {
        Supplier<SaveResult> save =
                () ->
                        house.ask(
                                WORKFLOW,
                                reply ->
                                        new RoomCommand.Save(
                                                who.session(),
                                                Optional.of(new RequestId("save", name, name)),
                                                reply));
        SaveResult first = again(save);
        long version = house.row().lockVersion();
        SaveResult second = save.get();
        if (first instanceof SaveResult.Saved saved) {
            assertThat(second).isEqualTo(new SaveResult.Saved(saved.lockVersion(), List.of()));
        }
        assertThat(house.row().lockVersion()).isEqualTo(version);
    }

    private void check(String name) {
        Row row = house.row();
        story.add(
                "  "
                        + row.lockVersion()
                        + " live: "
                        + ann.job(JOB_A).map(_ -> ann.bodyText(JOB_A)));
        if (row.deletedAt().isEmpty()) {
            assertThat(ann.sees()).as(() -> told(name)).isEqualTo(bob.sees());
        }
        RoomState state = house.state(ann);
        Verdict expected =
                row.deletedAt().isPresent()
                        ? new Verdict.Refuse(Refusal.DOCUMENT_DELETED)
                        : new Verdict.Admit();
        assertThat(List.of(state.update(), state.save()))
                .as(() -> told(name))
                .containsExactly(expected, expected);
        assertThat(state.baseVersion()).as(() -> told(name)).isEqualTo(row.lockVersion());
        assertThat(house.storage.log().behind(10)).as(() -> told(name)).isEmpty();
        List<Version> stored = house.versions().stream().filter(v -> !v.label().draft()).toList();
        assertThat(stored.getFirst().label())
                .as(() -> told(name))
                .isEqualTo(VersionLabel.stored(row.lockVersion()));
        assertThat(stored.getFirst().content()).as(() -> told(name)).isEqualTo(row.content());
        assertThat(house.context.journal().readAfter(WORKFLOW, 0, 10_000))
                .as(() -> told(name))
                .isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
    }

    private void finish() {
        house.write(new What.Undelete());
        for (Person who : List.of(ann, bob)) {
            who.leaves();
            who.joins();
        }
        assertThat(house.save(ann))
                .as(() -> told("end"))
                .isInstanceOfAny(SaveResult.Saved.class, SaveResult.NothingChanged.class);
        assertThat(house.state(ann).unsaved()).as(() -> told("end")).isFalse();
        String body = house.stored(JOB_A, "body");
        String row = CanonicalJson.text(house.row().content());
        String traces = traces();
        for (String word : words) {
            int times = count(body, word);
            if (dropped.contains(word)) {
                assertThat(row + traces).as(() -> told(word + " left a trace")).contains(word);
            } else {
                assertThat(times).as(() -> told(word + " stands once in " + body)).isEqualTo(1);
            }
        }
        for (String id : jobs) {
            int times = count(row, "\"id\":\"" + id + "\"");
            if (dropped.contains(id)) {
                assertThat(times).as(() -> told(id)).isLessThanOrEqualTo(1);
            } else {
                assertThat(times).as(() -> told(id + " stands once")).isEqualTo(1);
            }
        }
    }

    private String traces() {
        var traces = new StringBuilder();
        house.versions().forEach(v -> traces.append(CanonicalJson.text(v.content())));
        house.context
                .journal()
                .readAfter(WORKFLOW, 0, 10_000)
                .forEach(e -> traces.append(CanonicalJson.text(e.happening().detail())));
        return traces.toString();
    }

    private static int count(String text, String word) {
        return text.split(Pattern.quote(word), -1).length - 1;
    }

    private String told(String what) {
        return what + "\n" + String.join("\n", story);
    }
}
