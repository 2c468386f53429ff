package dev.evenkeel.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// An update that was decoded and found well-formed. Immutable, and of no document.
public final class Update {

    private static final byte[] EMPTY = {0, 0};

    private final byte[] bytes;
    private final FieldWriter.Format format;
    // Not modified by anybody.
    private final List<Section> sections;
    private final DeleteSet deletes;
    private final Census census;
    private final Limits limits;

    Update(byte[] bytes, List<Section> sections, DeleteSet deletes, Census census, Limits limits) {
        this(bytes, FieldWriter.Format.V1, sections, deletes, census, limits);
    }

    Update(
            byte[] bytes,
            FieldWriter.Format format,
            List<Section> sections,
            DeleteSet deletes,
            Census census,
            Limits limits) {
        this.bytes = bytes;
        this.format = format;
        this.limits = limits;
        this.sections = sections;
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

    /// As [#parse(byte[])], for format V2. Nothing in an update says which format it is in.
    public static Update parseV2(byte[] v2) {
        return parseV2(v2, Limits.DEFAULT);
    }

    public static Update parseV2(byte[] v2, Limits limits) {
        return UpdateDecoder.decodeV2(v2, limits);
    }

    private static Update parse(byte[] bytes, FieldWriter.Format format) {
        return switch (format) {
            case V1 -> parse(bytes, Limits.TRUSTED);
            case V2 -> parseV2(bytes, Limits.TRUSTED);
        };
    }

    /// The same update in format V1, struct by struct; [#bytes()] if it is in that format. Embeds
    /// and the values of format marks become JSON text, which cannot say all that Any can.
    public byte[] toV1() {
        return to(FieldWriter.Format.V1);
    }

    /// The same update in format V2, struct by struct; [#bytes()] if it is in that format.
    public byte[] toV2() {
        return to(FieldWriter.Format.V2);
    }

    private byte[] to(FieldWriter.Format wanted) {
        return format == wanted ? bytes : UpdateWriter.blocks(sections, deletes, wanted.writer());
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
        return parse(update, FieldWriter.Format.V1).stateVector();
    }

    public static StateVector stateVectorOfV2(byte[] update) {
        return parse(update, FieldWriter.Format.V2).stateVector();
    }

    /// Between which clocks the structs of each client are.
    public UpdateMeta meta() {
        var from = new LinkedHashMap<Long, Long>();
        var to = new LinkedHashMap<Long, Long>();
        for (Section section : sections) {
            from.put(section.client(), (long) section.startClock());
            to.put(section.client(), (long) section.end());
        }
        return new UpdateMeta(from, to);
    }

    /// Shows every struct in the order of the update, Skips and all.
    public void forEachStruct(Consumer<StructInfo> visitor) {
        for (Section section : sections) {
            for (Block block : section.blocks()) {
                visitor.accept(StructInfo.of(block));
            }
        }
    }

    /// One update that says what all of them say, without a document and therefore without
    /// forgetting anything. Gives the bytes that Yjs' `mergeUpdates` gives; a single update is
    /// returned as it is.
    public static byte[] merge(List<byte[]> updates) {
        return merge(updates, FieldWriter.Format.V1);
    }

    /// As [#merge(List)], in format V2.
    public static byte[] mergeV2(List<byte[]> updates) {
        return merge(updates, FieldWriter.Format.V2);
    }

    private static byte[] merge(List<byte[]> updates, FieldWriter.Format format) {
        var parsed = new ArrayList<Update>(updates.size());
        for (byte[] update : updates) {
            parsed.add(parse(update, format));
        }
        return updates.size() == 1 ? updates.getFirst() : mergeParsed(parsed, format);
    }

    static byte[] mergeParsed(List<Update> updates, FieldWriter.Format format) {
        var deletes = new DeleteSet.Builder();
        var inputs = new ArrayList<List<Section>>(updates.size());
        for (Update update : updates) {
            deletes.addAll(update.deletes);
            inputs.add(update.sections);
        }
        return UpdateWriter.blocks(Merger.merge(inputs), deletes.build(), format.writer());
    }

    /// As [#merge(List)], but what was typed piece by piece becomes one piece again: of a log of
    /// single letters little more is left than its text. A document that applies the result holds
    /// what one holds that applies the updates, and the same updates always give the same bytes;
    /// compacting a result again gives it back. Time grows with the size of the log.
    public static byte[] compact(List<byte[]> updates) {
        return compact(updates, FieldWriter.Format.V1);
    }

    /// As [#compact(List)], in format V2.
    public static byte[] compactV2(List<byte[]> updates) {
        return compact(updates, FieldWriter.Format.V2);
    }

    private static byte[] compact(List<byte[]> updates, FieldWriter.Format format) {
        var deletes = new DeleteSet.Builder();
        var inputs = new ArrayList<List<Section>>(updates.size());
        for (byte[] bytes : updates) {
            Update update = parse(bytes, format);
            deletes.addAll(update.deletes);
            inputs.add(update.sections);
        }
        return UpdateWriter.blocks(Compactor.compact(inputs), deletes.build(), format.writer());
    }

    /// What of an update is new to whoever has the target state. Deletions are kept whole.
    public static byte[] diff(byte[] update, StateVector target) {
        return diff(update, target, FieldWriter.Format.V1);
    }

    /// As [#diff(byte[], StateVector)], in format V2.
    public static byte[] diffV2(byte[] update, StateVector target) {
        return diff(update, target, FieldWriter.Format.V2);
    }

    private static byte[] diff(byte[] update, StateVector target, FieldWriter.Format format) {
        Update parsed = parse(update, format);
        return UpdateWriter.blocks(diff(parsed.sections, target), parsed.deletes, format.writer());
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

    /// The update without what people wrote: texts become digits, values numbers, names other
    /// names, each always the same one. What it does to a document is otherwise the same. For
    /// sharing an update that causes trouble. In the format it is in; gives the bytes that Yjs'
    /// `obfuscateUpdate` gives.
    public byte[] obfuscate(Obfuscation what) {
        return UpdateWriter.blocks(
                new Obfuscator(what).sections(sections), deletes, format.writer());
    }

    /// All that is in the update, one line per struct, for people.
    public String describe() {
        var text = new StringBuilder();
        forEachStruct(struct -> text.append(struct).append('\n'));
        return text.append("deleted ").append(deletes).append('\n').toString();
    }

    @Override
    public String toString() {
        return census.structs() + " structs of clients " + clients() + ", deleted " + deletes;
    }
}
