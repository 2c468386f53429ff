package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Works out how deep the types of an update will be nested, before it is integrated.
///
/// A block lies in the list that its origin lies in, or in the type that it names, and that may be
/// in the document, in the update, or among the blocks that wait in the document and that the
/// update may set free. What waits may contradict the update about the same clocks, and which of
/// them will count is not known yet; then the deeper one does. Blocks are followed with a stack of
/// our own, because chains of them are as long as an update.
final class TypeDepths {

    private static final int UNKNOWN = -3;
    private static final int OPEN = -2;

    /// The depth of what will be in no type: it becomes a GC struct, or waits for ever.
    private static final int NOWHERE = -1;

    /// The depths of what is stored already; called for clocks below the state only.
    interface Stored {

        Clocks clocks();

        /// How many types the struct at a clock is in, or [#NOWHERE].
        int ofList(long client, int clock);

        /// How many types what is put into the struct at a clock is in; [#NOWHERE] if that is no
        /// type.
        int ofType(long client, int clock);
    }

    private record InDocument(ClientTable clocks) implements Stored {

        @Override
        public int ofList(long client, int clock) {
            return struct(client, clock) instanceof Item item ? item.parent.depth : NOWHERE;
        }

        @Override
        public int ofType(long client, int clock) {
            return struct(client, clock) instanceof Item item
                            && item.content instanceof TypeNode type
                    ? type.depth
                    : NOWHERE;
        }

        private @Nullable Struct struct(long client, int clock) {
            ClientEntry entry = clocks.find(client);
            return entry == null ? null : entry.structs.holding(clock);
        }
    }

    /// Blocks of one client, in the order of their clocks, and how many types each of them is in.
    private static final class Run {
        final List<Block> blocks;
        final int[] depths;

        Run(List<Block> blocks) {
            this.blocks = blocks;
            this.depths = new int[blocks.size()];
            Arrays.fill(depths, UNKNOWN);
        }

        /// The last block that starts at or before a clock, or -1.
        int lastStartingBy(int clock) {
            int low = 0;
            int high = blocks.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (blocks.get(middle).clock() <= clock) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return high;
        }

        /// The block that holds a clock, or -1.
        int holding(int clock) {
            int at = lastStartingBy(clock);
            return at >= 0 && blocks.get(at).end() > clock && !blocks.get(at).isSkip() ? at : -1;
        }
    }

    private record Place(Run run, int at) {

        Block block() {
            return run.blocks.get(at);
        }

        int depth() {
            return run.depths[at];
        }

        void depth(int depth) {
            run.depths[at] = depth;
        }
    }

    private final Stored stored;
    private final Clocks clocks;
    private final Map<Long, List<Run>> runs = new HashMap<>();
    private final ArrayDeque<Place> open = new ArrayDeque<>();

    private TypeDepths(Stored stored, List<Section> sections) {
        this.stored = stored;
        this.clocks = stored.clocks();
        for (Section section : sections) {
            addRun(section.client(), section.blocks());
        }
    }

    /// @throws MalformedUpdateException if a type would be in `most` others or more
    static void check(YDoc doc, Update update, int most) {
        PendingStore pending = doc.pendingStore();
        // What stays parked may be large, and must not make every update expensive.
        boolean setsFree = !pending.isEmpty() && pending.mayBeSetFreeBy(update, doc.clients);
        long types = update.census().types() + (setsFree ? (long) pending.types() : 0);
        if (types == 0 || doc.deepestType + types <= most) {
            return;
        }
        int deepest =
                deepest(new InDocument(doc.clients), update.sections(), setsFree ? pending : null);
        if (deepest > most) {
            throw new MalformedUpdateException(
                    "limit-type-depth", "types nested " + deepest + " deep, " + most + " allowed");
        }
    }

    /// The most types that any new item with a type will be in, that type included; 0 if there is
    /// none.
    ///
    /// @param freed what waits, if the new sections may set some of it free
    /// @throws MalformedUpdateException if what is new and what waits lie in each other
    static int deepest(Stored stored, List<Section> sections, @Nullable PendingStore freed) {
        var depths = new TypeDepths(stored, sections);
        if (freed != null) {
            depths.addParked(freed);
        }
        return depths.deepest();
    }

    private void addParked(PendingStore pending) {
        for (Section section : pending.sections()) {
            List<Run> known = runs.get(section.client());
            addRun(
                    section.client(),
                    known == null
                            ? section.blocks()
                            : contradicting(known.getFirst(), section.blocks()));
        }
    }

    private void addRun(long client, List<Block> blocks) {
        if (!blocks.isEmpty()) {
            runs.computeIfAbsent(client, _ -> new ArrayList<>(1)).add(new Run(blocks));
        }
    }

    /// The blocks that wait, without those that the update merely repeats.
    private static List<Block> contradicting(Run update, List<Block> parked) {
        return parked.stream()
                .filter(
                        block -> {
                            int at = update.holding(block.clock());
                            return !block.isSkip()
                                    && (at < 0 || !isSame(block, update.blocks.get(at)));
                        })
                .toList();
    }

    private static boolean isSame(Block one, Block other) {
        return one.clock() == other.clock()
                && one.length() == other.length()
                && one.kind() == other.kind()
                && one.origin() == other.origin()
                && one.originClock() == other.originClock()
                && one.right() == other.right()
                && one.rightClock() == other.rightClock()
                && one.parent() == other.parent()
                && one.parentClock() == other.parentClock();
    }

    private int deepest() {
        int deepest = 0;
        for (var entry : runs.entrySet()) {
            int state = clocks.state(entry.getKey());
            for (Run run : entry.getValue()) {
                for (int at = 0; at < run.blocks.size(); at++) {
                    Block block = run.blocks.get(at);
                    if (block.kind() == Kind.TYPE && block.clock() >= state) {
                        deepest = Math.max(deepest, depth(new Place(run, at)) + 1);
                    }
                }
            }
        }
        return deepest;
    }

    private int depth(Place wanted) {
        open.push(wanted);
        while (!open.isEmpty()) {
            Place place = open.element();
            if (place.depth() >= NOWHERE) {
                open.pop();
                continue;
            }
            place.depth(OPEN);
            int opened = open.size();
            int depth = attempt(place);
            if (open.size() == opened) {
                place.depth(depth);
                open.pop();
            }
        }
        return wanted.depth();
    }

    /// The depth of a block, right only if no other had to be opened for it.
    private int attempt(Place place) {
        Block block = place.block();
        if (block.isGap()) {
            return NOWHERE;
        }
        int depth;
        if (block.origin() != Block.NONE) {
            depth = ofList(block.origin(), block.originClock());
        } else if (block.right() != Block.NONE) {
            depth = ofList(block.right(), block.rightClock());
        } else if (block.parent() != Block.NONE) {
            depth = ofType(block.parent(), block.parentClock());
        } else {
            depth = 0;
        }
        return Math.max(depth, ofBeginning(place, block));
    }

    /// A block whose beginning is known goes on where that is, and not where it says.
    private int ofBeginning(Place place, Block block) {
        int depth = NOWHERE;
        int state = clocks.state(block.client());
        if (block.clock() < state) {
            depth = stored.ofList(block.client(), state - 1);
        }
        for (Run run : runsOf(block.client())) {
            if (run == place.run) {
                continue;
            }
            for (int at = Math.max(0, run.lastStartingBy(block.clock()));
                    at < run.blocks.size() && run.blocks.get(at).end() < block.end();
                    at++) {
                if (run.blocks.get(at).end() > Math.max(state, block.clock())) {
                    depth = Math.max(depth, known(new Place(run, at)));
                }
            }
        }
        return depth;
    }

    /// How many types the struct at a clock is in.
    private int ofList(long client, int clock) {
        if (clock < clocks.state(client)) {
            return stored.ofList(client, clock);
        }
        // What is not here yet is in a root at least.
        int depth = isParked(client, clock) ? NOWHERE : 0;
        for (Run run : runsOf(client)) {
            int at = run.holding(clock);
            if (at >= 0) {
                depth = Math.max(depth, known(new Place(run, at)));
            }
        }
        return depth;
    }

    /// How many types what is put into the struct at a clock will be in.
    private int ofType(long client, int clock) {
        if (clock < clocks.state(client)) {
            return stored.ofType(client, clock);
        }
        int depth = isParked(client, clock) ? NOWHERE : 1;
        for (Run run : runsOf(client)) {
            int at = run.holding(clock);
            if (at >= 0 && run.blocks.get(at).kind() == Kind.TYPE) {
                int own = known(new Place(run, at));
                depth = Math.max(depth, own == NOWHERE ? NOWHERE : own + 1);
            }
        }
        return depth;
    }

    private List<Run> runsOf(long client) {
        return runs.getOrDefault(client, List.of());
    }

    private boolean isParked(long client, int clock) {
        for (Run run : runsOf(client)) {
            if (run.holding(clock) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// The depth of a block if it is known; else opens the block.
    private int known(Place place) {
        int depth = place.depth();
        if (depth == UNKNOWN) {
            open.push(place);
            return NOWHERE;
        }
        if (depth == OPEN) {
            refuseAmbiguousCircle(place);
            return NOWHERE;
        }
        return depth;
    }

    /// Blocks that lie in each other wait for ever. But where there is a choice of blocks for the
    /// same clocks a circle may come apart, and nobody can say how; only malice makes that.
    private void refuseAmbiguousCircle(Place start) {
        for (Place place : open) {
            if (place.depth() == OPEN && runsOf(place.block().client()).size() > 1) {
                throw new MalformedUpdateException(
                        "limit-type-depth", "what waits and what is new lie in each other");
            }
            if (place.run == start.run && place.at == start.at) {
                return;
            }
        }
    }
}
