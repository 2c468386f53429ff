package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.oracle.Schedule.Edit;
import dev.evenkeel.crdt.oracle.Schedule.Step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Takes steps, edits and deliveries out of a failing schedule as long as it still fails.
final class Minimiser {

    private final Predicate<Schedule> fails;
    private int budget;

    private Minimiser(Predicate<Schedule> fails, int budget) {
        this.fails = fails;
        this.budget = budget;
    }

    /// @param budget how many schedules to try at most
    static Schedule minimise(Schedule schedule, Predicate<Schedule> fails, int budget) {
        return new Minimiser(fails, budget).minimise(schedule);
    }

    private Schedule minimise(Schedule schedule) {
        Schedule best = schedule;
        int before;
        do {
            before = weight(best);
            best = removeSteps(best);
            best = simplifySteps(best);
        } while (weight(best) < before && budget > 0);
        return best;
    }

    private static int weight(Schedule schedule) {
        int weight = 0;
        for (Step step : schedule.steps()) {
            weight +=
                    10
                            + switch (step) {
                                case Schedule.Edits(int _, List<Edit> edits) -> edits.size();
                                case Schedule.Rich(int _, List<Edit> edits) -> edits.size();
                                case Schedule.Arm arm -> arm.edits().size();
                                case Schedule.Receive receive -> receive.pick().size();
                                case Schedule.Docless(int _, List<Integer> pick) -> pick.size();
                                default -> 0;
                            };
        }
        return weight;
    }

    private Schedule removeSteps(Schedule schedule) {
        Schedule best = schedule;
        for (int size = Math.max(1, best.steps().size() / 2); size > 0; size /= 2) {
            for (int end = best.steps().size() - best.tail(); end > 0; end -= size) {
                int from = Math.max(0, end - size);
                List<Step> fewer = new ArrayList<>(best.steps());
                fewer.subList(from, Math.min(end, fewer.size() - best.tail())).clear();
                Schedule candidate = best.withSteps(fewer);
                if (stillFails(candidate)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private Schedule simplifySteps(Schedule schedule) {
        Schedule best = schedule;
        for (int i = 0; i < best.steps().size() - best.tail(); i++) {
            for (Step simpler : simpler(best.steps().get(i))) {
                List<Step> steps = new ArrayList<>(best.steps());
                steps.set(i, simpler);
                Schedule candidate = best.withSteps(steps);
                if (stillFails(candidate)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static List<Step> simpler(Step step) {
        return switch (step) {
            case Schedule.Edits(int r, List<Edit> edits) ->
                    edits(edits).stream().<Step>map(fewer -> new Schedule.Edits(r, fewer)).toList();
            case Schedule.Rich(int r, List<Edit> edits) ->
                    edits(edits).stream().<Step>map(fewer -> new Schedule.Rich(r, fewer)).toList();
            case Schedule.Arm(int r, String when, List<Edit> edits) ->
                    edits(edits).stream()
                            .<Step>map(fewer -> new Schedule.Arm(r, when, fewer))
                            .toList();
            case Schedule.Receive receive -> receives(receive);
            case Schedule.Docless(int r, List<Integer> pick) ->
                    shorter(pick).stream()
                            .<Step>map(fewer -> new Schedule.Docless(r, fewer))
                            .toList();
            default -> List.of();
        };
    }

    private static List<Step> receives(Schedule.Receive step) {
        List<Step> simpler = new ArrayList<>();
        if (!step.mode().equals("each")) {
            simpler.add(
                    new Schedule.Receive(step.r(), step.pick(), step.log(), step.keep(), "each"));
        }
        for (List<Integer> pick : shorter(step.pick())) {
            simpler.add(new Schedule.Receive(step.r(), pick, step.log(), step.keep(), step.mode()));
        }
        return simpler;
    }

    private static List<List<Edit>> edits(List<Edit> edits) {
        List<List<Edit>> simpler = new ArrayList<>(shorter(edits));
        List<UnaryOperator<Edit>> plainer =
                List.of(
                        e -> with(e, List.of(), e.a(), e.b(), e.s(), e.v()),
                        e -> with(e, e.path(), 0, e.b(), e.s(), e.v()),
                        e -> with(e, e.path(), e.a(), 0, e.s(), e.v()),
                        e -> with(e, e.path(), e.a(), e.b(), "x", e.v()),
                        e -> with(e, e.path(), e.a(), e.b(), e.s(), e.v().subList(0, 1)),
                        e -> with(e, e.path(), e.a(), e.b(), e.s(), List.of(List.of("num", "1"))));
        for (int i = 0; i < edits.size(); i++) {
            for (Edit changed : lessRich(edits.get(i))) {
                List<Edit> others = new ArrayList<>(edits);
                others.set(i, changed);
                simpler.add(others);
            }
            for (UnaryOperator<Edit> change : plainer) {
                Edit changed = change.apply(edits.get(i));
                if (!changed.equals(edits.get(i))) {
                    List<Edit> others = new ArrayList<>(edits);
                    others.set(i, changed);
                    simpler.add(others);
                }
            }
        }
        return simpler;
    }

    private static Edit with(Edit e, List<Integer> path, int a, int b, String s, List<Object> v) {
        return new Edit(e.root(), path, e.w(), a, b, s, e.k(), v, e.unaligned(), e.rich());
    }

    /// With fewer attributes, and fewer steps of a delta.
    private static List<Edit> lessRich(Edit e) {
        List<Edit> simpler = new ArrayList<>();
        for (String part : List.of("at", "delta")) {
            if (e.rich().containsKey(part)) {
                for (List<Object> fewer : shorter(Json.list(e.rich().get(part)))) {
                    Map<String, Object> rich = new LinkedHashMap<>(e.rich());
                    rich.put(part, fewer);
                    simpler.add(
                            new Edit(
                                    e.root(),
                                    e.path(),
                                    e.w(),
                                    e.a(),
                                    e.b(),
                                    e.s(),
                                    e.k(),
                                    e.v(),
                                    e.unaligned(),
                                    rich));
                }
            }
        }
        return simpler;
    }

    private static <T> List<List<T>> shorter(List<T> list) {
        List<List<T>> shorter = new ArrayList<>();
        if (list.size() > 1) {
            for (int i = 0; i < list.size(); i++) {
                List<T> fewer = new ArrayList<>(list);
                fewer.remove(i);
                shorter.add(fewer);
            }
        }
        return shorter;
    }

    private boolean stillFails(Schedule candidate) {
        return budget-- > 0 && fails.test(candidate);
    }
}
