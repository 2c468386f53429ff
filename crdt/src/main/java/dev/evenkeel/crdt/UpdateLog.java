package dev.evenkeel.crdt;

import dev.evenkeel.crdt.encoding.Lib0Reader;
import dev.evenkeel.crdt.encoding.Lib0Writer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A Yjs document as bytes: for who passes updates on and never looks at the content.
///
/// It takes updates and answers state vectors as a [YDoc] does, and knows what is missing as a
/// `YDoc` does, but it integrates nothing. In memory are one compacted update, the updates since
/// (less than half as many bytes, or a few kB), a state vector, and what waits for something that
/// is missing. Of what overlaps, the first to come is kept, as in a document.
///
/// What only integrating can tell, this does not know:
///
/// - Deletions that nobody wrote down because they follow from the content: of a map value that
///   lost against another that was set at the same time, of what was put into something deleted.
///   Whoever gets the bytes works them out. Here [#covers] may say of such a deletion that it is
///   new.
/// - Deleted content is kept. [#deletedShare] says how much there is; a document that was loaded
///   from here and encoded, into a new log, does without.
/// - How many steps the structs need to find their places ([Limits#scanSteps]). [#check] says of
///   each update whether it is surely few; but many updates may take many together, so load a
///   document from here with a limit of that.
///
/// Confined to one thread at a time, like a document.
public final class UpdateLog {

    private static final int SMALL_TAIL = 2_048;

    private static final int FEW_ROOTS = 16;

    /// What an array costs besides its bytes.
    private static final int ARRAY_WEIGHT = 20;

    private static final byte[] NOTHING = {0, 0};

    // An update without gaps from clock 0 on, whose deletions list all that is not there as well.
    // The number says where its deletions start.
    private byte[] base = NOTHING;
    private int baseDeletes = 1;

    // Updates which continue the base and each other exactly.
    private final List<byte[]> tail = new ArrayList<>(0);
    private int tailWeight;

    // The states at the end of the base; null while there is no tail.
    private @Nullable ClockTable baseClocks;
    private final ClockTable clocks = new ClockTable();
    private final PendingStore pending = new PendingStore();

    // Null until somebody asks; then what base and tail say together, and what is pending.
    private @Nullable DeleteLevels deletes;

    // As small as can be while there are few.
    private Set<String> roots = Set.of();
    private int subdocuments;
    private long collected;

    // At least as deep as the deepest type is, and whether it is just that.
    private int deepest;
    private boolean isDeepestExact = true;

    private UpdateLog() {}

    public static UpdateLog create() {
        return new UpdateLog();
    }

    // --- reading ---

    /// Say whether a document of this content would take the update under these limits, as
    /// [YDoc#check] does. Type depth, subdocuments and the steps to find places are counted
    /// generously here.
    ///
    /// @return false if the update may be beyond a limit that only a document can tell; ask one
    /// @throws MalformedUpdateException if it would take the document over one of `most`
    public boolean check(Update update, Limits most) {
        DocumentLimits.checkClients(clocks, update, most.clients());
        if (roots.size() + (long) update.structCount() > most.roots()) {
            DocumentLimits.checkRoots(roots, update, most.roots());
        }
        DocumentLimits.checkGapAdvance(clocks, update, update.limits().gapAdvance());
        DocumentLimits.checkPending(clocks, pending, update, most);
        return takesFewSteps(update)
                && isShallow(update, most.typeDepth())
                && subdocuments + (long) pending.subdocuments() + update.census().subdocuments()
                        <= most.subdocuments();
    }

    /// Each struct passes each clock at most once.
    private boolean takesFewSteps(Update update) {
        return ScanRehearsal.isSurelyBelow(
                update.limits().scanSteps(), update, clocks.sum(), clocks, pending);
    }

    /// Whether appending the update would change nothing. False also for an update of deletions
    /// that are done already because of others; see above.
    public boolean covers(Update update) {
        DeleteSet wanted = update.deletes();
        return coversStructs(update)
                && (wanted.isEmpty() || (beyond(wanted).isEmpty() && allDeletes().covers(wanted)));
    }

    /// Whether all structs of the update are here, whatever it deletes.
    public boolean coversStructs(Update update) {
        for (Section section : update.sections()) {
            int state = clocks.state(section.client());
            for (Block block : section.blocks()) {
                if (!block.isSkip() && block.end() > state) {
                    return false;
                }
            }
        }
        return true;
    }

    public StateVector stateVector() {
        return clocks.toStateVector();
    }

    /// What was received and waits for something that is missing.
    public Pending pending() {
        return pending.describe();
    }

    /// How many bytes of updates are held, what is pending not counted.
    public long size() {
        return base.length + (long) tailWeight - (long) ARRAY_WEIGHT * tail.size();
    }

    /// Of the clocks whose content is held, the share that is deleted: 0 to 1. What deletions left
    /// of content that is gone does not count.
    public double deletedShare() {
        long held = clocks.sum() - collected;
        if (held == 0) {
            return 0;
        }
        DeleteSet all = allDeletes().whole();
        long deleted = 0;
        for (int i = 0; i < all.clientCount(); i++) {
            int state = clocks.state(all.client(i));
            int[] edges = all.edges(i);
            for (int at = 0; at < edges.length; at += 2) {
                deleted += Math.max(0, Math.min(state, edges[at + 1]) - edges[at]);
            }
        }
        return (double) (deleted - collected) / held;
    }

    // --- answering ---

    /// The whole document as one update, what waits included.
    public byte[] encodeStateAsUpdate() {
        return encodeStateAsUpdate(StateVector.EMPTY);
    }

    /// What whoever has the target state lacks; deletions are always whole. Who lacks nothing is
    /// answered without looking at the structs.
    public byte[] encodeStateAsUpdate(StateVector target) {
        boolean isUpToDate = clocks.isCoveredBy(target);
        if (isUpToDate && !pending.hasStructs()) {
            if (deletes == null && tail.isEmpty()) {
                var out = new Lib0Writer(1 + base.length - baseDeletes);
                out.writeVarUint(0);
                out.writeBytes(base, baseDeletes, base.length);
                return out.toByteArray();
            }
            return written(List.of(), allDeletes().whole());
        }
        if (target.size() == 0) {
            compact();
            if (pending.isEmpty()) {
                return base.clone();
            }
        }
        List<Section> lacking = isUpToDate ? List.of() : Update.diff(stored(target), target);
        if (pending.hasStructs()) {
            lacking = Merger.merge(List.of(lacking, Update.diff(pending.sections(), target)));
        }
        return written(lacking, allDeletes().whole());
    }

    /// The stored structs that somebody of the target state may lack.
    private List<Section> stored(StateVector target) {
        var parts = new ArrayList<List<Section>>(1 + tail.size());
        if (baseClocks == null || !baseClocks.isCoveredBy(target)) {
            parts.add(Update.parse(base, Limits.TRUSTED).sections());
        }
        tail.forEach(part -> parts.add(Update.parse(part, Limits.TRUSTED).sections()));
        return parts.size() == 1 ? parts.getFirst() : Compactor.compact(parts);
    }

    private DeleteLevels allDeletes() {
        if (deletes == null) {
            var all = new DeleteLevels();
            all.add(
                    DeleteSet.read(
                            new Lib0Reader(base, baseDeletes, base.length), Integer.MAX_VALUE));
            for (byte[] part : tail) {
                Update update = Update.parse(part, Limits.TRUSTED);
                all.add(withGaps(update.deletes(), update.sections()));
            }
            deletes = all;
        }
        return deletes;
    }

    /// The deletions together with the clocks that are deleted because nothing is there.
    private static DeleteSet withGaps(DeleteSet set, List<Section> sections) {
        var all = new DeleteSet.Builder();
        for (Section section : sections) {
            for (Block block : section.blocks()) {
                if (block.kind() == Kind.GC || block.kind() == Kind.DELETED) {
                    all.add(block.client(), block.clock(), block.length());
                }
            }
        }
        if (all.isEmpty()) {
            return set;
        }
        all.addAll(set);
        return all.build();
    }

    // --- taking in ---

    /// Takes in an update, without holding it to limits. Its array is kept and must not be
    /// modified. What is held is in format V1, whatever the update was in.
    ///
    /// All appending together takes time in proportion to the bytes, times the logarithm of their
    /// number.
    public void append(Update update) {
        ClockTable before = tail.isEmpty() ? clocks.copy() : null;
        var taken = new Intake.Taken();
        Sequencer.Rest rest = new Intake(clocks, taken, update.sections()).run();
        boolean retry = pending.isWorthRetrying(clocks);
        if (!rest.blocks().isEmpty()) {
            pending.add(rest);
        }
        boolean isWhole = taken.isAllOf(update) && !retry;
        if (retry) {
            rest = new Intake(clocks, taken, pending.takeStructs()).run();
            if (!rest.blocks().isEmpty()) {
                pending.add(rest);
            }
        }
        count(taken);
        DeleteSet unknown = beyond(update.deletes());
        if (!unknown.isEmpty() || pending.hasDueDeletes(clocks)) {
            var waiting = new DeleteSet.Builder();
            waiting.addAll(unknown);
            waiting.addAll(beyond(pending.deletes));
            pending.deletes = waiting.build();
        }
        store(update, taken, isWhole, before);
    }

    private void count(Intake.Taken taken) {
        if (!roots.containsAll(taken.roots)) {
            if (roots.size() < FEW_ROOTS) {
                roots = new HashSet<>(roots);
            }
            roots.addAll(taken.roots);
            if (roots.size() < FEW_ROOTS) {
                roots = Set.copyOf(roots);
            }
        }
        subdocuments += taken.subdocuments;
        if (taken.types > 0) {
            int depth =
                    TypeDepths.deepest(
                            new AtMost(new Before(taken, clocks), deepest), taken.sections(), null);
            isDeepestExact &= depth <= deepest || deepest == 0;
            deepest = Math.max(deepest, depth);
        }
    }

    private void store(
            Update update, Intake.Taken taken, boolean isWhole, @Nullable ClockTable before) {
        if (taken.isEmpty() && update.deletes().isEmpty()) {
            return;
        }
        List<Section> sections = taken.sections();
        DeleteSet gone = withGaps(DeleteSet.EMPTY, sections);
        for (int i = 0; i < gone.clientCount(); i++) {
            int[] edges = gone.edges(i);
            for (int at = 0; at < edges.length; at += 2) {
                collected += edges[at + 1] - edges[at];
            }
        }
        if (before != null && before.size() == 0 && isWhole && adopt(update, gone)) {
            return;
        }
        if (deletes != null) {
            deletes.add(gone);
            deletes.add(update.deletes());
            if (taken.isEmpty()) {
                return;
            }
        }
        byte[] part = isWhole ? update.toV1() : written(sections, update.deletes());
        if (before != null) {
            baseClocks = before;
        }
        tail.add(part);
        tailWeight += part.length + ARRAY_WEIGHT;
        if (tailWeight > Math.max(SMALL_TAIL, base.length / 2)) {
            compact();
        }
    }

    /// Makes the first update the base if it is written as we would write it.
    private boolean adopt(Update update, DeleteSet gone) {
        byte[] bytes = update.toV1();
        var all = new DeleteSet.Builder();
        all.addAll(gone);
        all.addAll(update.deletes());
        byte[] ending = encoded(all.build());
        int start = bytes.length - ending.length;
        if (start <= 0
                || deletes != null
                || base.length > NOTHING.length
                || !Arrays.equals(bytes, start, bytes.length, ending, 0, ending.length)) {
            return false;
        }
        base = bytes;
        baseDeletes = start;
        return true;
    }

    /// Makes one update of base and tail.
    private void compact() {
        if (tail.isEmpty() && deletes == null) {
            return;
        }
        DeleteSet all = allDeletes().whole();
        List<Section> sections = stored(StateVector.EMPTY);
        base = written(sections, all);
        baseDeletes = base.length - encoded(all).length;
        tail.clear();
        tailWeight = 0;
        baseClocks = null;
        deletes = null;
    }

    private static byte[] written(List<Section> sections, DeleteSet deletes) {
        return UpdateWriter.blocks(sections, deletes, FieldWriter.Format.V1.writer());
    }

    private static byte[] encoded(DeleteSet set) {
        var out = new Lib0Writer();
        set.write(out);
        return out.toByteArray();
    }

    /// What of the deletions concerns structs that are not here.
    private DeleteSet beyond(DeleteSet set) {
        var beyond = new DeleteSet.Builder();
        for (int i = 0; i < set.clientCount(); i++) {
            int state = clocks.state(set.client(i));
            int[] edges = set.edges(i);
            for (int at = edges.length - 2; at >= 0 && edges[at + 1] > state; at -= 2) {
                int from = Math.max(state, edges[at]);
                beyond.add(set.client(i), from, edges[at + 1] - from);
            }
        }
        return beyond.isEmpty() ? DeleteSet.EMPTY : beyond.build();
    }

    // --- depth of types ---

    /// What is stored, of which only the greatest depth is known.
    private record AtMost(Clocks clocks, int deepest) implements TypeDepths.Stored {

        @Override
        public int ofList(long client, int clock) {
            return deepest;
        }

        @Override
        public int ofType(long client, int clock) {
            return deepest;
        }
    }

    private record Before(Intake.Taken taken, Clocks after) implements Clocks {

        @Override
        public int size() {
            return after.size();
        }

        @Override
        public int state(long client) {
            return taken.stateBefore(client, after);
        }
    }

    /// Whether it is certain that no type will be in `most` others or more. Each update may seem to
    /// go one deeper than the last; when that leads too far, everything is looked at once.
    private boolean isShallow(Update update, int most) {
        boolean setsFree = !pending.isEmpty() && pending.mayBeSetFreeBy(update, clocks);
        long types = update.census().types() + (setsFree ? (long) pending.types() : 0);
        if (types == 0 || deepest + types <= most) {
            return true;
        }
        try {
            if (deepestWith(update, setsFree) <= most) {
                return true;
            }
            if (!isDeepestExact) {
                measure();
                // Were there little room left, it would soon have to be measured again.
                return deepest <= most / 2 && deepestWith(update, setsFree) <= most;
            }
            return false;
        } catch (MalformedUpdateException e) {
            return false;
        }
    }

    private int deepestWith(Update update, boolean setsFree) {
        return TypeDepths.deepest(
                new AtMost(clocks, deepest), update.sections(), setsFree ? pending : null);
    }

    private void measure() {
        deepest =
                TypeDepths.deepest(
                        new AtMost(new ClockTable(), 0), stored(StateVector.EMPTY), null);
        isDeepestExact = true;
    }
}
