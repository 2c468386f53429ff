package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// An update that was decoded and found well-formed. Immutable, and of no document.
public final class Update {

    private static final byte[] EMPTY = {0, 0};

    private final byte[] bytes;
    private final List<Section> sections;
    private final DeleteSet deletes;
    private final Census census;
    private final Limits limits;

    Update(byte[] bytes, List<Section> sections, DeleteSet deletes, Census census, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
        this.sections = List.copyOf(sections);
        this.deletes = deletes;
        this.census = census;
    }

    /// Decodes with the limits for updates of peers; what comes from one's own store is better
    /// decoded with [Limits#TRUSTED]. The array is kept and must not be modified.
    ///
    /// @throws MalformedUpdateException if the bytes are not an update through and through
    public static Update parse(byte[] v1) {
        return parse(v1, Limits.DEFAULT);
    }

    public static Update parse(byte[] v1, Limits limits) {
        return UpdateDecoder.decode(v1, limits);
    }

    /// The update that says nothing.
    public static byte[] emptyBytes() {
        return EMPTY.clone();
    }

    public boolean isEmpty() {
        return census.structs() == 0 && deletes.isEmpty();
    }

    /// The bytes this was parsed from; not to be modified.
    public byte[] bytes() {
        return bytes;
    }

    public int structCount() {
        return census.structs();
    }

    Census census() {
        return census;
    }

    /// The clients whose structs are in the update, in its order. The clients of its deletions are
    /// not among them.
    public Set<Long> clients() {
        var clients = new LinkedHashSet<Long>();
        sections.forEach(section -> clients.add(section.client()));
        return clients;
    }

    public DeleteSet deletes() {
        return deletes;
    }

    List<Section> sections() {
        return sections;
    }

    /// What it was parsed with.
    Limits limits() {
        return limits;
    }

    /// What a document has after this update and nothing else: per client the end of what is there
    /// without a gap from clock 0.
    public StateVector stateVector() {
        var clocks = new HashMap<Long, Long>();
        for (Section section : sections) {
            int clock = 0;
            if (section.startClock() == 0) {
                for (Block block : section.blocks()) {
                    if (block.isSkip()) {
                        break;
                    }
                    clock = block.end();
                }
            }
            clocks.put(section.client(), (long) clock);
        }
        return StateVector.of(clocks);
    }

    public static StateVector stateVectorOf(byte[] update) {
        return parse(update, Limits.TRUSTED).stateVector();
    }

    /// One update that says what all of them say, without a document and therefore without
    /// forgetting anything. Gives the bytes that Yjs' `mergeUpdates` gives; a single update is
    /// returned as it is.
    public static byte[] merge(List<byte[]> updates) {
        if (updates.isEmpty()) {
            return emptyBytes();
        }
        var parsed = new ArrayList<Update>(updates.size());
        for (byte[] update : updates) {
            parsed.add(parse(update, Limits.TRUSTED));
        }
        return updates.size() == 1 ? updates.getFirst() : mergeParsed(parsed);
    }

    /// As [#merge(List)], but what was typed piece by piece becomes one piece again: of a log of
    /// single letters little more is left than its text. A document that applies the result holds
    /// what one holds that applies the updates, and the same updates always give the same bytes;
    /// compacting a result again gives it back. Time grows with the size of the log.
    public static byte[] compact(List<byte[]> updates) {
        var deletes = new DeleteSet.Builder();
        var inputs = new ArrayList<List<Section>>(updates.size());
        for (byte[] bytes : updates) {
            Update update = parse(bytes, Limits.TRUSTED);
            deletes.addAll(update.deletes);
            inputs.add(update.sections);
        }
        return UpdateWriter.blocks(Compactor.compact(inputs), deletes.build());
    }

    static byte[] mergeParsed(List<Update> updates) {
        var deletes = new DeleteSet.Builder();
        var inputs = new ArrayList<List<Section>>(updates.size());
        for (Update update : updates) {
            deletes.addAll(update.deletes);
            inputs.add(update.sections);
        }
        return UpdateWriter.blocks(Merger.merge(inputs), deletes.build());
    }

    /// What of an update is new to whoever has the target state. Deletions are kept whole.
    public static byte[] diff(byte[] update, StateVector target) {
        Update parsed = parse(update, Limits.TRUSTED);
        return UpdateWriter.blocks(diff(parsed.sections, target), parsed.deletes);
    }

    static List<Section> diff(List<Section> sections, StateVector target) {
        var result = new ArrayList<Section>();
        for (Section section : sections) {
            long known = target.get(section.client());
            List<Block> blocks = section.blocks();
            int first = 0;
            while (first < blocks.size()
                    && (blocks.get(first).isSkip() || blocks.get(first).end() <= known)) {
                first++;
            }
            if (first == blocks.size()) {
                continue;
            }
            var rest = new ArrayList<>(blocks.subList(first, blocks.size()));
            Block head = rest.getFirst();
            if (known > head.clock()) {
                rest.set(0, head.without((int) known - head.clock()));
            }
            result.add(new Section(section.client(), rest.getFirst().clock(), rest));
        }
        return result;
    }

    /// The names of the roots that the update puts something into directly.
    public Set<String> rootNames() {
        var names = new TreeSet<String>();
        String last = null;
        for (Section section : sections) {
            for (Block block : section.blocks()) {
                String name = block.rootName();
                if (name != null && !name.equals(last)) {
                    names.add(name);
                    last = name;
                }
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return census.structs() + " structs of clients " + clients() + ", deleted " + deletes;
    }
}
