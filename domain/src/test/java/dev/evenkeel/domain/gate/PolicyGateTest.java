package dev.evenkeel.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.domain.actor.Access;
import dev.evenkeel.domain.gate.GateView.Phase;
import dev.evenkeel.domain.gate.GateView.Stored;
import dev.evenkeel.domain.gate.GateView.Watermark;

import org.junit.jupiter.api.Test;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The gate over its whole input space: every mutation with every view. The space is small enough
/// to be walked cell by cell, so what is shown here is shown for every reachable state.
class PolicyGateTest {

    static final int BYTES_MAX = 1_000;
    static final Duration RESTART_AT_MOST = Duration.ofSeconds(10);
    static final PolicyGate GATE = new PolicyGate(RESTART_AT_MOST);

    static final Map<String, Mutation> MUTATIONS = mutations();

    /// The policy. The first row that fits a cell decides it; `*` fits everything, `a,b` fits
    /// either. An upper-case answer is the [Refusal].
    static final List<Row> POLICY =
            rows(
                    """
                    mutation               | access        | stored     | watermark    | phase    | answer
                    # Rights come first: nobody learns the state of what they may not see.
                    *                      | NONE          | *          | *            | *        | FORBIDDEN
                    purge                  | READ,WRITE    | *          | *            | *        | MANAGE_ONLY
                    *                      | READ          | *          | *            | *        | READ_ONLY
                    # Gone is gone.
                    *                      | *             | PURGED     | *            | *        | DOCUMENT_PURGED
                    undelete,purge         | *             | DELETED    | *            | OPEN     | admit
                    undelete,purge         | *             | DELETED    | *            | DRAINING | wait
                    *                      | *             | DELETED    | *            | *        | DOCUMENT_DELETED
                    # What makes no sense for what is stored.
                    reset,delete           | *             | NOTHING    | *            | *        | NEVER_SAVED
                    undelete,purge         | *             | NOTHING    | *            | *        | NEVER_SAVED
                    save,reset,outside     | *             | NO_CONTENT | *            | *        | KIND_HAS_NO_ROW
                    undelete               | *             | *          | *            | *        | NOT_DELETED
                    large update           | *             | *          | *            | *        | UPDATE_TOO_LARGE
                    # From here on nothing is refused any more.
                    *                      | *             | *          | *            | DRAINING | wait
                    save,reset             | *             | ROW        | BEHIND,AHEAD | *        | rebase
                    *                      | *             | *          | *            | *        | admit
                    """);

    /// Who may write and asks for something of the right size is refused for these reasons only.
    static final Map<String, Refusal> SENSELESS =
            Map.ofEntries(
                    Map.entry("undelete of ROW", Refusal.NOT_DELETED),
                    Map.entry("undelete of NO_CONTENT", Refusal.NOT_DELETED),
                    Map.entry("save of NO_CONTENT", Refusal.KIND_HAS_NO_ROW),
                    Map.entry("reset of NO_CONTENT", Refusal.KIND_HAS_NO_ROW),
                    Map.entry("outside of NO_CONTENT", Refusal.KIND_HAS_NO_ROW),
                    Map.entry("reset of NOTHING", Refusal.NEVER_SAVED),
                    Map.entry("delete of NOTHING", Refusal.NEVER_SAVED),
                    Map.entry("undelete of NOTHING", Refusal.NEVER_SAVED),
                    Map.entry("purge of NOTHING", Refusal.NEVER_SAVED));

    @Test
    void everyCellIsAnsweredAsThePolicySays() {
        for (Cell cell : cells()) {
            assertThat(GATE.judge(cell.mutation(), cell.view()))
                    .as("%s", cell)
                    .isEqualTo(rowFor(cell).verdict());
        }
    }

    @Test
    void everyRowOfThePolicyDecidesSomething() {
        Set<Row> used = cells().stream().map(PolicyGateTest::rowFor).collect(Collectors.toSet());

        assertThat(used).containsExactlyInAnyOrderElementsOf(POLICY);
    }

    @Test
    void theWalkCoversEveryKindOfMutationAndEveryView() {
        Set<Class<?>> walked =
                MUTATIONS.values().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(walked).containsExactlyInAnyOrder(Mutation.class.getPermittedSubclasses());
        assertThat(cells()).hasSize(9 * 4 * 5 * 3 * 2);
    }

    @Test
    void nothingButThesePartsIsLookedAtAndPresenceIsNoneOfThem() {
        assertThat(
                        Arrays.stream(GateView.class.getRecordComponents())
                                .map(RecordComponent::getName))
                .containsExactly("access", "stored", "watermark", "phase", "bytesMax");
    }

    @Test
    void anUpdateOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() {
        GateView open =
                new GateView(Access.WRITE, Stored.ROW, Watermark.LEVEL, Phase.OPEN, BYTES_MAX);

        assertThat(GATE.judge(new Mutation.ClientUpdate(BYTES_MAX), open))
                .isEqualTo(new Verdict.Admit());
        assertThat(GATE.judge(new Mutation.ClientUpdate(BYTES_MAX + 1), open))
                .isEqualTo(new Verdict.Refuse(Refusal.UPDATE_TOO_LARGE));
    }

    /// The liveness proof. Whoever asks does what the gate says and asks again; a room that was
    /// opened after a restart may find its row at any version, so every outcome is followed. A wait
    /// ends the asking of one server and costs one answer more.
    @Test
    void everyCellIsAdmittedOrRefusedWithinTheBound() {
        int longest = 0;
        for (Cell cell : cells()) {
            for (List<Verdict> run : runs(cell)) {
                long waits = run.stream().filter(Verdict.Wait.class::isInstance).count();
                int rounds = run.size() - (int) waits;
                assertThat(rounds).as("%s", cell).isLessThanOrEqualTo(PolicyGate.ROUNDS_MAX);
                assertThat(waits).as("%s", cell).isLessThanOrEqualTo(1);
                longest = Math.max(longest, rounds);
            }
        }
        assertThat(longest)
                .as("the bound is no larger than needed")
                .isEqualTo(PolicyGate.ROUNDS_MAX);
    }

    @Test
    void whoMayWriteIsAdmittedInTheEndUnlessTheRequestMakesNoSense() {
        var refused = new LinkedHashMap<String, Verdict>();
        for (Cell cell : cells()) {
            boolean healthy =
                    switch (cell.view().stored()) {
                        case ROW, NOTHING, NO_CONTENT -> true;
                        case DELETED, PURGED -> false;
                    };
            Access needed =
                    cell.mutation() instanceof Mutation.Purge ? Access.MANAGE : Access.WRITE;
            if (!healthy
                    || !cell.view().access().allows(needed)
                    || cell.name().equals("large update")) {
                continue;
            }
            for (List<Verdict> run : runs(cell)) {
                if (!(run.getLast() instanceof Verdict.Admit)) {
                    refused.put(cell.name() + " of " + cell.view().stored(), run.getLast());
                }
            }
        }

        var expected = new LinkedHashMap<String, Verdict>();
        SENSELESS.forEach((what, why) -> expected.put(what, new Verdict.Refuse(why)));
        assertThat(refused).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void aRefusalIsNeverForWhatTheServerCouldRepair() {
        for (Cell cell : cells()) {
            Set<Boolean> refused = new HashSet<>();
            for (Watermark watermark : Watermark.values()) {
                for (Phase phase : Phase.values()) {
                    GateView view =
                            view(cell.view().access(), cell.view().stored(), watermark, phase);
                    refused.add(GATE.judge(cell.mutation(), view) instanceof Verdict.Refuse);
                }
            }
            assertThat(refused).as("%s", cell).hasSize(1);
        }
    }

    @Test
    void everyRefusalSaysWhyAndWhatClearsIt() {
        for (Refusal refusal : Refusal.values()) {
            assertThat(refusal.code()).matches("[a-z]+(_[a-z]+)*");
            assertThat(refusal.why()).endsWith(".");
            assertThat(refusal.clears()).isNotBlank();
        }
    }

    /// All the ways in which asking until the end can go.
    private static List<List<Verdict>> runs(Cell cell) {
        var ended = new ArrayList<List<Verdict>>();
        follow(cell.mutation(), cell.view(), List.of(), ended);
        return ended;
    }

    private static void follow(
            Mutation mutation, GateView view, List<Verdict> before, List<List<Verdict>> ended) {
        Verdict verdict = GATE.judge(mutation, view);
        var run = new ArrayList<>(before);
        run.add(verdict);
        if (run.size() > PolicyGate.ROUNDS_MAX + 1) {
            ended.add(run);
            return;
        }
        switch (verdict) {
            case Verdict.Admit _, Verdict.Refuse _ -> ended.add(run);
            case Verdict.Repair(Verdict.What what) ->
                    repaired(what, view).forEach(next -> follow(mutation, next, run, ended));
            case Verdict.Wait(Verdict.For what, Duration atMost) -> {
                assertThat(atMost).isEqualTo(RESTART_AT_MOST);
                waited(what, view).forEach(next -> follow(mutation, next, run, ended));
            }
        }
    }

    private static List<GateView> repaired(Verdict.What what, GateView view) {
        return switch (what) {
            case REBASE -> {
                assertThat(view.watermark())
                        .as("there is something to do")
                        .isNotEqualTo(Watermark.LEVEL);
                yield List.of(view(view.access(), view.stored(), Watermark.LEVEL, view.phase()));
            }
        };
    }

    private static List<GateView> waited(Verdict.For what, GateView view) {
        return switch (what) {
            case RESTART -> {
                assertThat(view.phase()).as("it will come about").isEqualTo(Phase.DRAINING);
                yield opened(view);
            }
            case QUIET -> throw new AssertionError("The gate knows nothing of other writers");
        };
    }

    private static List<GateView> opened(GateView view) {
        return Arrays.stream(Watermark.values())
                .map(watermark -> view(view.access(), view.stored(), watermark, Phase.OPEN))
                .toList();
    }

    private static GateView view(Access access, Stored stored, Watermark watermark, Phase phase) {
        return new GateView(access, stored, watermark, phase, BYTES_MAX);
    }

    private static Map<String, Mutation> mutations() {
        var all = new LinkedHashMap<String, Mutation>();
        all.put("update", new Mutation.ClientUpdate(BYTES_MAX));
        all.put("large update", new Mutation.ClientUpdate(BYTES_MAX + 1));
        all.put("save", new Mutation.Save());
        all.put("reset", new Mutation.Reset());
        all.put("outside", new Mutation.OutsideWrite());
        all.put("delete", new Mutation.Delete());
        all.put("create", new Mutation.Create());
        all.put("undelete", new Mutation.Undelete());
        all.put("purge", new Mutation.Purge());
        return all;
    }

    private static List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (Map.Entry<String, Mutation> mutation : MUTATIONS.entrySet()) {
            for (Access access : Access.values()) {
                for (Stored stored : Stored.values()) {
                    for (Watermark watermark : Watermark.values()) {
                        for (Phase phase : Phase.values()) {
                            GateView view = view(access, stored, watermark, phase);
                            cells.add(new Cell(mutation.getKey(), mutation.getValue(), view));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static Row rowFor(Cell cell) {
        return POLICY.stream().filter(row -> row.fits(cell)).findFirst().orElseThrow();
    }

    private static List<Row> rows(String table) {
        return table.lines().skip(1).filter(line -> !line.startsWith("#")).map(Row::read).toList();
    }

    record Cell(String name, Mutation mutation, GateView view) {}

    record Row(
            String mutation,
            String access,
            String stored,
            String watermark,
            String phase,
            String answer) {

        static Row read(String line) {
            String[] cells = line.strip().split("\\s*\\|\\s*", -1);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
        }

        boolean fits(Cell cell) {
            GateView view = cell.view();
            return has(mutation, cell.name())
                    && has(access, view.access().name())
                    && has(stored, view.stored().name())
                    && has(watermark, view.watermark().name())
                    && has(phase, view.phase().name());
        }

        Verdict verdict() {
            return switch (answer) {
                case "admit" -> new Verdict.Admit();
                case "rebase" -> new Verdict.Repair(Verdict.What.REBASE);
                case "wait" -> new Verdict.Wait(Verdict.For.RESTART, RESTART_AT_MOST);
                default -> new Verdict.Refuse(Refusal.valueOf(answer));
            };
        }

        private static boolean has(String choices, String name) {
            return choices.equals("*") || List.of(choices.split(",")).contains(name);
        }
    }
}
