package dev.evenkeel.crdt.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a few replicas do, step by step; `schedule.mjs` runs the same thing on yjs. Numbers that
/// say where something happens are reduced to what the document holds at that moment, so a schedule
/// stays valid when steps are left out.
///
/// @param roots name and kind of every root, typed at the start unless `lazy`
/// @param every how often, in steps, the whole state is compared; the events always are
/// @param tail how many of the last steps only bring the replicas together
/// @param converges whether the replicas must hold the same at the end
record Schedule(
        List<Replica> replicas,
        Map<String, String> roots,
        boolean lazy,
        List<Step> steps,
        int every,
        int tail,
        boolean converges) {

    /// @param foreign only yjs plays this one; the engine sees what it sends
    /// @param filter whether it keeps some of what is deleted
    record Replica(long client, boolean gc, boolean foreign, boolean filter) {
        Replica(long client, boolean gc, boolean foreign) {
            this(client, gc, foreign, false);
        }
    }

    /// One call of a user. What it does depends on the type that `root` and `path` lead to.
    ///
    /// @param rich what to do if that is a text, see [RichEdits]; empty for plain typing
    record Edit(
            String root,
            List<Integer> path,
            int w,
            int a,
            int b,
            String s,
            String k,
            List<Object> v,
            boolean unaligned,
            Map<String, Object> rich) {}

    sealed interface Step {
        /// The replica that does it.
        int r();
    }

    record Edits(int r, List<Edit> edits) implements Step {}

    /// What only a yjs client can do: rich text, XML, subdocuments.
    record Rich(int r, List<Edit> edits) implements Step {}

    record TypeRoot(int r, String root) implements Step {}

    /// @param log take from everything ever sent instead of from what this replica has not been
    ///   given yet
    /// @param keep leave it in the inbox, so that it comes again
    record Receive(int r, List<Integer> pick, boolean log, boolean keep, String mode)
            implements Step {}

    /// From now on all that listeners and observers of this replica hear is compared.
    ///
    /// @param texts whether that includes the deltas of texts; yjs may delete format marks when it
    ///   is asked for one
    record Observe(int r, boolean texts) implements Step {}

    /// The edits that one of those listeners makes, the next time that it is called.
    ///
    /// @param when which one: see [Watch]
    record Arm(int r, String when, List<Edit> edits) implements Step {}

    record Drop(int r, List<Integer> pick) implements Step {}

    record Sync(int r, int from, String via) implements Step {}

    record Docless(int r, List<Integer> pick) implements Step {}

    /// Says what an XML root looks like to those who walk through it.
    record LookAt(int r, String root) implements Step {}

    /// Does something with one of the subdocuments, and tells what was heard of them since.
    ///
    /// @param act `load`, `destroy`, `nest` (puts another one into it) or `report`
    record Subdocs(int r, String act, int a) implements Step {}

    /// Undo, relative positions, snapshots; see [History].
    record Remember(int r, String what, String root, List<Integer> path, int a, int b)
            implements Step {}

    record Apply(int r, String hex) implements Step {}

    record ApplyV2(int r, String hex) implements Step {}

    record Merge(int r, List<String> hex) implements Step {}

    record Diff(int r, String hex, String sv) implements Step {}

    record VectorOf(int r, String hex) implements Step {}

    record Encode(int r, String sv) implements Step {}

    /// Whether the whole state is compared after this step.
    boolean whole(int step) {
        return step % every == 0 || step >= steps.size() - replicas.size();
    }

    Schedule withSteps(List<Step> others) {
        return new Schedule(replicas, roots, lazy, List.copyOf(others), every, tail, converges);
    }

    static Schedule of(Map<String, Object> json) {
        List<Replica> replicas = new ArrayList<>();
        for (Object each : Json.list(Json.get(json, "replicas"))) {
            Map<String, Object> map = Json.map(each);
            replicas.add(
                    new Replica(
                            Json.number(map, "client"),
                            Json.flag(map, "gc", true),
                            Json.flag(map, "foreign", false),
                            Json.flag(map, "filter", false)));
        }
        Map<String, String> roots = new TreeMap<>();
        Json.map(Json.get(json, "roots")).forEach((name, kind) -> roots.put(name, (String) kind));
        List<Step> steps = new ArrayList<>();
        for (Object each : Json.list(Json.get(json, "steps"))) {
            steps.add(step(Json.map(each)));
        }
        return new Schedule(
                List.copyOf(replicas),
                roots,
                Json.flag(json, "lazy", false),
                List.copyOf(steps),
                ((Long) json.getOrDefault("every", 1L)).intValue(),
                ((Long) json.getOrDefault("tail", 0L)).intValue(),
                Json.flag(json, "converges", false));
    }

    private static Step step(Map<String, Object> json) {
        int r = (int) Json.number(json, "r");
        return switch (Json.string(json, "op")) {
            case "tx" -> new Edits(r, edits(json));
            case "rich" -> new Rich(r, edits(json));
            case "type" -> new TypeRoot(r, Json.string(json, "root"));
            case "look" -> new LookAt(r, Json.string(json, "root"));
            case "subdocs" ->
                    new Subdocs(r, Json.string(json, "act"), (int) Json.number(json, "a"));
            case "hist" ->
                    new Remember(
                            r,
                            Json.string(json, "what"),
                            Json.string(json, "root"),
                            numbers(json, "path"),
                            (int) Json.number(json, "a"),
                            (int) Json.number(json, "b"));
            case "recv" ->
                    new Receive(
                            r,
                            numbers(json, "pick"),
                            Json.flag(json, "log", false),
                            Json.flag(json, "keep", false),
                            Json.string(json, "mode"));
            case "observe" -> new Observe(r, Json.flag(json, "texts", true));
            case "arm" -> new Arm(r, Json.string(json, "when"), edits(json));
            case "drop" -> new Drop(r, numbers(json, "pick"));
            case "sync" -> new Sync(r, (int) Json.number(json, "from"), Json.string(json, "via"));
            case "docless" -> new Docless(r, numbers(json, "pick"));
            case "apply" -> new Apply(r, Json.string(json, "hex"));
            case "apply-v2" -> new ApplyV2(r, Json.string(json, "hex"));
            case "merge" ->
                    new Merge(
                            r,
                            Json.list(Json.get(json, "hex")).stream()
                                    .map(String.class::cast)
                                    .toList());
            case "diff" -> new Diff(r, Json.string(json, "hex"), Json.string(json, "sv"));
            case "svof" -> new VectorOf(r, Json.string(json, "hex"));
            case "encode" -> new Encode(r, Json.string(json, "sv"));
            case String other -> throw new IllegalArgumentException("unknown step " + other);
        };
    }

    private static List<Edit> edits(Map<String, Object> json) {
        List<Edit> edits = new ArrayList<>();
        for (Object each : Json.list(Json.get(json, "edits"))) {
            Map<String, Object> map = Json.map(each);
            edits.add(
                    new Edit(
                            Json.string(map, "root"),
                            numbers(map, "path"),
                            (int) Json.number(map, "w"),
                            (int) Json.number(map, "a"),
                            (int) Json.number(map, "b"),
                            Json.string(map, "s"),
                            (String) map.getOrDefault("k", ""),
                            Json.list(Json.get(map, "v")),
                            Json.flag(map, "unaligned", false),
                            Json.map(map.getOrDefault("rich", Map.of()))));
        }
        return edits;
    }

    private static List<Integer> numbers(Map<String, Object> json, String key) {
        return Json.list(Json.get(json, key)).stream().map(n -> ((Long) n).intValue()).toList();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("replicas", replicas.stream().map(Schedule::json).toList());
        json.put("roots", roots);
        json.put("lazy", lazy);
        json.put("every", (long) every);
        json.put("tail", (long) tail);
        json.put("converges", converges);
        json.put("steps", steps.stream().map(Schedule::json).toList());
        return json;
    }

    private static Map<String, Object> json(Replica replica) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client", replica.client());
        json.put("gc", replica.gc());
        json.put("foreign", replica.foreign());
        if (replica.filter()) {
            json.put("filter", true);
        }
        return json;
    }

    private static Map<String, Object> json(Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("r", (long) step.r());
        switch (step) {
            case Edits(int _, List<Edit> edits) -> {
                json.put("op", "tx");
                json.put("edits", edits.stream().map(Schedule::json).toList());
            }
            case Rich(int _, List<Edit> edits) -> {
                json.put("op", "rich");
                json.put("edits", edits.stream().map(Schedule::json).toList());
            }
            case TypeRoot(int _, String root) -> {
                json.put("op", "type");
                json.put("root", root);
            }
            case LookAt(int _, String root) -> {
                json.put("op", "look");
                json.put("root", root);
            }
            case Subdocs(int _, String act, int a) -> {
                json.put("op", "subdocs");
                json.put("act", act);
                json.put("a", (long) a);
            }
            case Remember remember -> {
                json.put("op", "hist");
                json.put("what", remember.what());
                json.put("root", remember.root());
                json.put("path", remember.path());
                json.put("a", (long) remember.a());
                json.put("b", (long) remember.b());
            }
            case Receive receive -> {
                json.put("op", "recv");
                json.put("pick", receive.pick());
                json.put("log", receive.log());
                json.put("keep", receive.keep());
                json.put("mode", receive.mode());
            }
            case Observe(int _, boolean texts) -> {
                json.put("op", "observe");
                json.put("texts", texts);
            }
            case Arm(int _, String when, List<Edit> edits) -> {
                json.put("op", "arm");
                json.put("when", when);
                json.put("edits", edits.stream().map(Schedule::json).toList());
            }
            case Drop(int _, List<Integer> pick) -> {
                json.put("op", "drop");
                json.put("pick", pick);
            }
            case Sync(int _, int from, String via) -> {
                json.put("op", "sync");
                json.put("from", (long) from);
                json.put("via", via);
            }
            case Docless(int _, List<Integer> pick) -> {
                json.put("op", "docless");
                json.put("pick", pick);
            }
            case ApplyV2(int _, String hex) -> {
                json.put("op", "apply-v2");
                json.put("hex", hex);
            }
            case Apply(int _, String hex) -> {
                json.put("op", "apply");
                json.put("hex", hex);
            }
            case Merge(int _, List<String> hex) -> {
                json.put("op", "merge");
                json.put("hex", hex);
            }
            case Diff(int _, String hex, String sv) -> {
                json.put("op", "diff");
                json.put("hex", hex);
                json.put("sv", sv);
            }
            case VectorOf(int _, String hex) -> {
                json.put("op", "svof");
                json.put("hex", hex);
            }
            case Encode(int _, String sv) -> {
                json.put("op", "encode");
                json.put("sv", sv);
            }
        }
        return json;
    }

    private static Map<String, Object> json(Edit edit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("root", edit.root());
        json.put("path", edit.path());
        json.put("w", edit.w());
        json.put("a", edit.a());
        json.put("b", edit.b());
        json.put("s", edit.s());
        json.put("k", edit.k());
        json.put("v", edit.v());
        if (edit.unaligned()) {
            json.put("unaligned", true);
        }
        if (!edit.rich().isEmpty()) {
            json.put("rich", edit.rich());
        }
        return json;
    }
}
