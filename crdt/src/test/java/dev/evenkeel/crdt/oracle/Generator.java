package dev.evenkeel.crdt.oracle;

import dev.evenkeel.crdt.oracle.Schedule.Edit;
import dev.evenkeel.crdt.oracle.Schedule.Replica;
import dev.evenkeel.crdt.oracle.Schedule.Step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Makes the schedule that belongs to a profile and a seed, always the same one.
final class Generator {

    private static final List<String> WORDS =
            List.of(
                    "a",
                    "b",
                    "X",
                    "hello",
                    " ",
                    "\n",
                    "ab",
                    "é",
                    "lorem ipsum",
                    "0",
                    "\u2028",
                    "\"\\");
    private static final List<String> EMOJI =
            List.of("😀", "👩‍👩‍👧", "a😀b", "𝒳", "👍🏽", "x", "\ufffd", "🏳️‍🌈", "é😀", "中文");
    private static final List<String> ACTS =
            List.of("report", "report", "load", "load", "destroy", "nest");
    private static final List<String> NAMES =
            List.of("p", "P", "div", "i", "", "İΣ", "h1", "ns:tag", "UNDEFINED");
    private static final List<String> KEYS =
            List.of("a", "b", "k", "", "10", "2", "01", "😀", "longer key", "length");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "1",
                    "-1",
                    "63",
                    "64",
                    "-64",
                    "8192",
                    "2147483647",
                    "-2147483647",
                    "2147483648",
                    "-2147483648",
                    "2147483649",
                    "9007199254740991",
                    "1.5",
                    "0.1",
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "4.9E-324",
                    "1.7976931348623157E308",
                    "1.0E21",
                    "3.4028234663852886E38",
                    "1.401298464324817E-45");
    private static final long[] CLIENTS = {
        1,
        2,
        7,
        300,
        16384,
        2147483647L,
        2147483648L,
        3000000000L,
        4294967295L,
        4294967296L,
        9007199254740991L
    };

    private final SplittableRandom random;
    private final Profile profile;
    private final RichGenerator rich;
    private final Map<String, String> roots = new TreeMap<>();
    private final List<Replica> replicas = new ArrayList<>();

    /// Roots whose names begin so are observed.
    private String prefix = "";

    private Generator(Profile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed * 31 + profile.ordinal());
        this.rich = new RichGenerator(random, this::string, profile == Profile.ODD_RICH);
    }

    static Schedule schedule(Profile profile, long seed) {
        return new Generator(profile, seed).schedule();
    }

    private Schedule schedule() {
        switch (profile) {
            case TEXT, EMOJI -> roots.put("t", "text");
            case RICH, ODD_RICH, RICH_EMOJI -> {
                roots.put(random.nextInt(3) == 0 ? "t" : "watched", "text");
                if (random.nextBoolean()) {
                    roots.put("m", "map");
                }
            }
            case ARRAY -> roots.put("a", "array");
            case CROWD -> {
                roots.put("a", "array");
                roots.put("t", "text");
            }
            case MAP, CHURN -> roots.put("m", "map");
            case NESTED, SUBDOCS -> {
                roots.put("a", "array");
                roots.put("m", "map");
            }
            case EVENTS -> {
                prefix = "deep-";
                roots.put("deep-t", "text");
                roots.put("deep-a", "array");
                roots.put("deep-m", "map");
                roots.put("deep-x", "xml");
            }
            case EVERYTHING -> {
                prefix = random.nextInt(3) == 0 ? "deep-" : "";
                roots.put(prefix + "t", "text");
                roots.put(prefix + "a", "array");
                roots.put(prefix + "m", "map");
                roots.put(prefix + "x", "xml");
                roots.put(prefix + "e", "xmlel");
                roots.put("y", "xmltext");
            }
            case UNDO, HISTORY -> {
                roots.put("t", "text");
                roots.put("a", "array");
                roots.put("m", "map");
                roots.put("x", "xml");
            }
            case XML -> {
                roots.put("x", "xml");
                roots.put("e", "xmlel");
                roots.put("t", "xmltext");
                roots.put("m", "map");
            }
            case MIXED, LONG, PENDING, LAZY, FOREIGN, UNALIGNED, CRAFTED -> {
                roots.put("t", "text");
                roots.put("a", "array");
                roots.put("m", "map");
            }
        }
        replicas();
        if (profile == Profile.CRAFTED) {
            return crafted();
        }
        List<Step> steps = new ArrayList<>();
        // Rich text has an observer of its own, for which yjs opens transactions.
        boolean observed = !remembers() && !isRich() && random.nextBoolean();
        if (observed) {
            for (int r = 0; r < replicas.size(); r++) {
                steps.add(new Schedule.Observe(r, profile != Profile.XML));
            }
        }
        int wanted = length();
        boolean watch = profile == Profile.UNDO || profile == Profile.EVERYTHING;
        for (int r = 0; watch && r < replicas.size(); r++) {
            steps.add(remember(r, "watch"));
        }
        for (int i = 0; i < wanted; i++) {
            if (observed && random.nextInt(8) == 0) {
                steps.add(arm());
            }
            steps.add(step());
        }
        List<Step> tail = tail();
        steps.addAll(tail);
        return new Schedule(
                List.copyOf(replicas),
                roots,
                profile == Profile.LAZY,
                List.copyOf(steps),
                profile == Profile.LONG ? 9 : 1,
                tail.size(),
                profile != Profile.UNALIGNED && profile != Profile.ODD_RICH);
    }

    private Schedule crafted() {
        // The replicas only listen; none of them may be one of the clients in the updates.
        for (int r = 0; r < replicas.size(); r++) {
            replicas.set(r, new Replica(100 + r, replicas.get(r).gc(), false));
        }
        List<String> updates = Crafted.updates(random, 5 + random.nextInt(30));
        List<Step> steps = new ArrayList<>();
        for (int r = 0; r < replicas.size(); r++) {
            if (r % 2 == 1) {
                int at = r;
                steps.add(new Schedule.Observe(r, profile != Profile.XML));
                roots.keySet().stream()
                        .map(root -> new Schedule.TypeRoot(at, root))
                        .forEach(steps::add);
            }
            for (int i = 0; i < updates.size(); i++) {
                // Now and then two change places, so that something has to wait.
                int at = random.nextInt(4) == 0 ? Math.min(i + 1, updates.size() - 1) : i;
                steps.add(new Schedule.Apply(r, updates.get(at)));
            }
            for (String update : updates) {
                steps.add(new Schedule.Apply(r, update));
            }
        }
        return new Schedule(List.copyOf(replicas), roots, true, steps, 1, 0, false);
    }

    private int length() {
        if (profile == Profile.LONG) {
            return 100 + random.nextInt(300);
        }
        // Short runs find most things and are easy to read; some are long.
        return random.nextInt(8) == 0 ? 100 + random.nextInt(200) : 6 + random.nextInt(60);
    }

    private void replicas() {
        int count = profile == Profile.CROWD ? 5 : 2 + random.nextInt(4);
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            long id =
                    random.nextBoolean()
                            ? CLIENTS[random.nextInt(CLIENTS.length)]
                            : random.nextLong(1L << 32);
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        boolean collect =
                random.nextInt(4) != 0 && (profile != Profile.HISTORY || random.nextBoolean());
        boolean someForeign = profile == Profile.FOREIGN || profile == Profile.UNALIGNED;
        for (int i = 0; i < count; i++) {
            boolean gc = random.nextInt(8) == 0 ? !collect : collect;
            boolean filter = profile == Profile.EVERYTHING && ids.get(i) % 3 == 1;
            replicas.add(new Replica(ids.get(i), gc, someForeign && i == count - 1, filter));
        }
    }

    private Step step() {
        int r = random.nextInt(replicas.size());
        if (remembers() && random.nextInt(profile == Profile.EVERYTHING ? 5 : 3) == 0) {
            return remember(r);
        }
        int dice = random.nextInt(100);
        boolean scattered = profile == Profile.PENDING;
        if (replicas.get(r).foreign() && random.nextInt(3) != 0) {
            return new Schedule.Rich(r, edits());
        }
        if (dice < (scattered ? 35 : profile == Profile.SUBDOCS ? 30 : 48)) {
            return new Schedule.Edits(r, edits());
        }
        boolean documents = profile == Profile.EVERYTHING && random.nextInt(20) == 0;
        if (documents || (profile == Profile.SUBDOCS && dice < 55)) {
            return new Schedule.Subdocs(
                    r, ACTS.get(random.nextInt(ACTS.size())), random.nextInt(1000));
        }
        if (dice < 82) {
            return receive(r, scattered);
        }
        if (dice < (scattered ? 84 : 90)) {
            return sync(r, random.nextInt(replicas.size()));
        }
        if (dice < (scattered ? 92 : 93)) {
            return new Schedule.Drop(r, picks(2));
        }
        if ((profile == Profile.XML || profile == Profile.EVERYTHING) && dice < 97) {
            return new Schedule.LookAt(r, prefix + (random.nextBoolean() ? "x" : "e"));
        }
        if (dice < 95 && profile == Profile.LAZY) {
            List<String> names = List.copyOf(roots.keySet());
            return new Schedule.TypeRoot(r, names.get(random.nextInt(names.size())));
        }
        return new Schedule.Docless(r, picks(6));
    }

    private boolean remembers() {
        return profile == Profile.UNDO
                || profile == Profile.HISTORY
                || profile == Profile.EVERYTHING;
    }

    private Step remember(int r) {
        int dice = random.nextInt(100);
        String what;
        if (profile == Profile.UNDO || (profile == Profile.EVERYTHING && random.nextBoolean())) {
            what =
                    dice < 8
                            ? "watch"
                            : dice < 48
                                    ? "undo"
                                    : dice < 72
                                            ? "redo"
                                            : dice < 88
                                                    ? "stop"
                                                    : dice < 91
                                                            ? "clear"
                                                            : dice < 96 ? "mark" : "where";
        } else {
            what =
                    dice < 25
                            ? "mark"
                            : dice < 45
                                    ? "where"
                                    : dice < 60
                                            ? "snap"
                                            : dice < 85 ? "past" : dice < 90 ? "watch" : "undo";
        }
        return remember(r, what);
    }

    private Step remember(int r, String what) {
        int a = random.nextInt(1000);
        int b = random.nextInt(1000);
        // yjs opens a transaction without an origin to read the event of a text. It is empty, but
        // an undo manager that goes by no origin takes it for a change.
        boolean read = what.equals("watch") && !prefix.isEmpty();
        return new Schedule.Remember(r, what, root(), path(), a, read ? b & ~4 : b);
    }

    private Step arm() {
        String when = Watch.MOMENTS.get(random.nextInt(Watch.MOMENTS.size()));
        return new Schedule.Arm(random.nextInt(replicas.size()), when, edits());
    }

    private Step receive(int r, boolean scattered) {
        String mode =
                switch (random.nextInt(12)) {
                    case 0, 1 -> "merge";
                    case 2 -> "diff";
                    case 3 -> "tx";
                    case 4 -> "merge-v2";
                    case 5 -> "diff-v2";
                    case 6, 7 -> "each-v2";
                    default -> "each";
                };
        boolean again = random.nextInt(10) == 0;
        boolean any = random.nextInt(scattered ? 3 : 12) == 0;
        List<Integer> picks = picks(profile == Profile.CROWD ? 2 : scattered ? 3 : 5);
        if (!scattered && random.nextInt(3) != 0) {
            // Mostly in the order in which it was sent.
            picks = picks.stream().map(_ -> 0).toList();
        }
        return new Schedule.Receive(r, picks, any, again, mode);
    }

    private Step sync(int to, int from) {
        int other = from == to ? (from + 1) % replicas.size() : from;
        return new Schedule.Sync(
                to,
                other,
                switch (random.nextInt(5)) {
                    case 0 -> "full";
                    case 1 -> "diff";
                    case 2 -> "v2";
                    default -> "doc";
                });
    }

    /// Everything that is still on its way arrives, then everybody hears from everybody.
    private List<Step> tail() {
        List<Step> steps = new ArrayList<>();
        for (int r = 0; r < replicas.size(); r++) {
            if (random.nextBoolean()) {
                steps.add(
                        new Schedule.Receive(
                                r,
                                random.ints(20, 0, 1000).boxed().toList(),
                                false,
                                false,
                                "each"));
            }
            if (profile == Profile.LAZY) {
                for (String root : roots.keySet()) {
                    steps.add(new Schedule.TypeRoot(r, root));
                }
            }
        }
        for (int round = 0; round < 3; round++) {
            for (int r = 1; r < replicas.size(); r++) {
                steps.add(sync(0, r));
            }
            for (int r = 1; r < replicas.size(); r++) {
                steps.add(sync(r, 0));
            }
        }
        return steps;
    }

    private boolean isRich() {
        return profile == Profile.RICH
                || profile == Profile.ODD_RICH
                || profile == Profile.RICH_EMOJI
                || profile == Profile.XML
                || profile == Profile.EVENTS
                || profile == Profile.EVERYTHING;
    }

    private List<Integer> picks(int most) {
        return random.ints(1 + random.nextInt(most), 0, 1000).boxed().toList();
    }

    private List<Edit> edits() {
        if (profile == Profile.CROWD) {
            return List.of(crowdEdit());
        }
        int count =
                switch (random.nextInt(6)) {
                    case 0 -> 2 + random.nextInt(4);
                    case 1 -> profile == Profile.LONG ? 10 + random.nextInt(60) : 2;
                    default -> 1;
                };
        List<Edit> edits = new ArrayList<>();
        // A burst goes on where it began, as typing does.
        int a = random.nextInt(1000);
        boolean burst = count > 2 && random.nextBoolean();
        String root = root();
        List<Integer> path = path();
        int w = random.nextInt(100);
        for (int i = 0; i < count; i++) {
            edits.add(
                    new Edit(
                            root,
                            path,
                            w,
                            a,
                            random.nextInt(10) == 0 ? random.nextInt(1000) : random.nextInt(4),
                            string(),
                            key(),
                            values(),
                            profile == Profile.UNALIGNED,
                            isRich() || (remembers() && random.nextBoolean())
                                    ? rich.edit()
                                    : Map.of()));
            a = burst ? a + 1 : random.nextInt(1000);
            if (!burst) {
                root = root();
                path = path();
                w = random.nextInt(100);
            }
        }
        return edits;
    }

    private Edit crowdEdit() {
        int w = random.nextInt(10) == 0 ? 99 : 0;
        List<Object> element = List.of("num", String.valueOf(random.nextInt(100)));
        String letter = String.valueOf((char) ('a' + random.nextInt(26)));
        return new Edit(
                root(),
                List.of(),
                w,
                random.nextInt(5),
                0,
                letter,
                "",
                List.of(element),
                false,
                Map.of());
    }

    private String root() {
        List<String> names = List.copyOf(roots.keySet());
        return names.get(random.nextInt(names.size()));
    }

    private List<Integer> path() {
        if (profile == Profile.TEXT || profile == Profile.EMOJI || profile == Profile.CHURN) {
            return List.of();
        }
        boolean nested =
                profile == Profile.NESTED || profile == Profile.XML || profile == Profile.EVENTS;
        if (!nested && random.nextInt(3) != 0) {
            return List.of();
        }
        return random.ints(nested ? 3 : 1 + random.nextInt(3), 0, 100).boxed().toList();
    }

    private String string() {
        boolean pairs =
                profile == Profile.EMOJI
                        || profile == Profile.RICH_EMOJI
                        || profile == Profile.UNALIGNED;
        boolean plain = profile == Profile.XML || profile == Profile.EVENTS || remembers();
        if (pairs || (!plain && random.nextInt(12) == 0)) {
            return EMOJI.get(random.nextInt(EMOJI.size()));
        }
        if (profile == Profile.LONG && random.nextInt(20) == 0) {
            return WORDS.get(random.nextInt(WORDS.size())).repeat(1 + random.nextInt(120));
        }
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String key() {
        return KEYS.get(random.nextInt(profile == Profile.CHURN ? 2 : KEYS.size()));
    }

    private List<Object> values() {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(0));
        }
        return values;
    }

    private Object value(int depth) {
        if (profile == Profile.SUBDOCS && random.nextInt(10) < 6) {
            return subdocument();
        }
        if (profile == Profile.XML && random.nextInt(10) < 6) {
            return node(depth);
        }
        if (profile == Profile.EVENTS || profile == Profile.EVERYTHING) {
            int dice = random.nextInt(20);
            if (dice < 4) {
                return node(depth);
            }
            if (dice < 6 && profile == Profile.EVERYTHING) {
                return subdocument();
            }
        }
        boolean nested = profile == Profile.NESTED || profile == Profile.EVENTS;
        boolean flat = profile == Profile.CHURN || profile == Profile.ARRAY;
        int dice = random.nextInt(100);
        if (!flat && dice < (nested ? 60 : 25)) {
            return shared(depth);
        }
        // Only the churn profile puts every value under a key.
        return plain(depth, profile == Profile.CHURN);
    }

    private Object shared(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> {
                if (isRich()) {
                    yield rich.prepared(depth);
                }
                yield List.of("text", random.nextInt(3) == 0 ? "" : string());
            }
            case 1 -> {
                List<Object> elements = new ArrayList<>();
                for (int i = depth > 1 ? 0 : random.nextInt(4); i > 0; i--) {
                    elements.add(value(depth + 1));
                }
                yield List.of("array", elements);
            }
            default -> List.of("map", depth > 1 ? List.of() : members(depth, true));
        };
    }

    private Object subdocument() {
        return List.of(
                "subdoc",
                List.of(
                        WORDS.get(random.nextInt(6)),
                        random.nextInt(4) != 0,
                        random.nextInt(3) == 0,
                        random.nextInt(3) != 0,
                        random.nextBoolean() ? List.of("null") : plain(1, false)));
    }

    private Object node(int depth) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> List.of("xmltext", random.nextInt(3) == 0 ? "" : string());
            case 2 -> List.of("hook", List.of(NAMES.get(random.nextInt(4)), members(2, false)));
            case 3 -> List.of("xmlfrag", nodes(depth));
            default ->
                    List.of(
                            "xmlel",
                            List.of(
                                    NAMES.get(random.nextInt(NAMES.size())),
                                    random.nextInt(3) == 0 ? List.of() : members(depth, true),
                                    nodes(depth)));
        };
    }

    private List<Object> nodes(int depth) {
        List<Object> nodes = new ArrayList<>();
        for (int i = depth > 1 ? 0 : random.nextInt(3); i > 0; i--) {
            nodes.add(node(depth + 1));
        }
        return nodes;
    }

    private List<Object> members(int depth, boolean types) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.put(key(), types ? value(depth + 1) : plain(depth + 1, true));
        }
        List<Object> pairs = new ArrayList<>();
        members.forEach((key, value) -> pairs.add(List.of(key, value)));
        return pairs;
    }

    /// @param inside whether it is part of a plain value; an array of yjs refuses undefined and
    ///   bigints as elements
    private Object plain(int depth, boolean inside) {
        int dice = random.nextInt(inside ? 20 : 18);
        return switch (dice) {
            case 0 -> List.of("null");
            case 1, 2 -> List.of("bool", random.nextBoolean());
            case 3, 4, 5 -> List.of("num", NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 6 -> List.of("num", String.valueOf(random.nextInt(1000)));
            case 7 -> List.of("num", String.valueOf(random.nextDouble()));
            case 8, 9 -> List.of("bin", Line.hex(bytes()));
            case 10, 11 -> {
                List<Object> elements = new ArrayList<>();
                for (int i = depth > 2 ? 0 : random.nextInt(4); i > 0; i--) {
                    elements.add(plain(depth + 1, true));
                }
                yield List.of("arr", elements);
            }
            case 12, 13 -> List.of("obj", depth > 2 ? List.of() : members(depth, false));
            case 18 -> List.of("undef");
            case 19 -> List.of("big", String.valueOf(random.nextLong()));
            default -> List.of("str", string());
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }
}
