package dev.evenkeel.crdt;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts the steps that the structs of an update will take to find their places ([Placement]),
/// without changing the document.
///
/// A struct passes each struct of its list at most once. So an update takes no more steps than it
/// has structs, times the clocks that there are with it; for what people do at a time that is far
/// below the limit, and costs a multiplication. Only an update for which this is too much is
/// rehearsed: its structs are put into their places in a sketch, in which items of the document
/// appear when something is put beside them or would split them. The rehearsal ends as soon as the
/// same estimate for what is left of the update fits.
///
/// What that costs is the steps up to the limit, and time and memory in proportion to the update,
/// whatever the size of the document. It is what applying the update would cost next, so nobody
/// gains much by making us rehearse: who sends a million structs has a million structs handled
/// twice, and who sends an update that is refused has spent no more of our time than one that is
/// just not refused would. The latter is the price of the limit. Who checks an update and then
/// applies it has it rehearsed once.
///
/// The estimate is never too low, and the rehearsal counts just as the real thing does. The one
/// exception is on the safe side: where an update deletes something and sets free what was waiting,
/// an end of a deletion may count as a split where nothing is split, because it is deleted already.
///
/// While it runs, the stamps of items serve as they do in a scan, and one that appears in the
/// sketch has the stamp [#SKETCHED]. Stamps mean nothing from one scan to the next.
final class ScanRehearsal implements Clocks {

    private static final int SKETCHED = -1;

    /// Part of an item that has been split, all of an item, or a new struct.
    static final class Piece implements Listed {
        final Author author;
        final int clock;
        int length;

        long origin = Block.NONE;
        int originClock;
        long rightOrigin = Block.NONE;
        int rightClock;

        // A TypeNode, the piece of a type, or the name of a root; null for a GC struct.
        @Nullable Object parent;
        @Nullable String key;
        boolean isType;

        /// If that is an item which appears in the sketch, its first piece is meant.
        @Nullable Listed right;

        int stamp;

        /// The item that this is the first piece of.
        @Nullable Item item;

        Piece(Author author, int clock, int length) {
            this.author = author;
            this.clock = clock;
            this.length = length;
        }

        int end() {
            return clock + length;
        }
    }

    /// One client, with the pieces of those structs of it that appear in the sketch.
    static final class Author {
        final long id;
        final @Nullable ClientEntry entry;
        final TreeMap<Integer, Piece> pieces = new TreeMap<>();
        int state;

        Author(long id, @Nullable ClientEntry entry) {
            this.id = id;
            this.entry = entry;
            this.state = entry == null ? 0 : entry.state;
        }
    }

    /// The list of a type or of a key.
    private record ListId(Object parent, @Nullable String key) {}

    /// The first of a list that something was put in front of; null if it was empty.
    private static final class Head {
        @Nullable Listed first;

        Head(@Nullable Listed first) {
            this.first = first;
        }
    }

    /// A run of the update, or of what it sets free.
    final class Pass extends Sequencer {

        private Pass(List<Section> sections) {
            super(sections);
        }

        @Override
        int state(long client) {
            return ScanRehearsal.this.state(client);
        }

        @Override
        void take(Block block, int offset) {
            Author author = author(block.client());
            if (!isCertain) {
                place(author, block, offset);
                left--;
                isCertain = left <= (most - steps) / clocks;
            }
            if (offset < block.length()) {
                author.state = block.end();
            }
        }
    }

    private final YDoc doc;
    private final Placement placement;
    private final long clocks;
    private final long most;
    private long left;
    private long steps;
    private boolean isCertain;

    private final Map<Long, Author> authors = new HashMap<>();
    private @Nullable Author lastAuthor;
    private final Map<ListId, Head> heads = new HashMap<>();

    private ScanRehearsal(YDoc doc, Estimate estimate, long most) {
        this.doc = doc;
        this.placement = doc.placement;
        this.left = estimate.structs;
        this.clocks = estimate.clocks;
        this.most = most;
    }

    /// @param structs that may have to find their places
    /// @param clocks that each of them may have to pass, 1 or more
    private record Estimate(long structs, long clocks) {

        static Estimate of(Update update, long held, Clocks known, PendingStore pending) {
            long structs = update.structCount();
            long clocks = held;
            for (Section section : update.sections()) {
                clocks += section.end() - section.startClock();
            }
            if (pending.hasStructs() && pending.mayBeSetFreeBy(update, known)) {
                structs += pending.structs();
                clocks += pending.clocks();
            }
            return new Estimate(structs, Math.max(1, clocks));
        }
    }

    /// Whether the numbers alone rule out that an update needs more than `most` steps.
    ///
    /// @param held how many clocks there are
    static boolean isSurelyBelow(
            int most, Update update, long held, Clocks known, PendingStore pending) {
        if (update.structCount() == 0 || most == Integer.MAX_VALUE) {
            return true;
        }
        Estimate estimate = Estimate.of(update, held, known, pending);
        return estimate.structs <= most / estimate.clocks;
    }

    /// @throws MalformedUpdateException if the update needs more than `most` steps
    static void check(YDoc doc, Update update, int most) {
        PendingStore pending = doc.pendingStore();
        if (isSurelyBelow(most, update, doc.clocks, doc.clients, pending)) {
            return;
        }
        if (doc.lastRehearsed == update && doc.rehearsedAt == doc.changes) {
            return;
        }
        var rehearsal =
                new ScanRehearsal(doc, Estimate.of(update, doc.clocks, doc.clients, pending), most);
        try {
            rehearsal.run(update);
        } finally {
            rehearsal.forget();
        }
        doc.lastRehearsed = update;
        doc.rehearsedAt = doc.changes;
    }

    /// How many steps the update needs, all of it rehearsed.
    static long steps(YDoc doc, Update update) {
        var rehearsal =
                new ScanRehearsal(
                        doc, new Estimate(Long.MAX_VALUE, Integer.MAX_VALUE), Long.MAX_VALUE >> 1);
        try {
            rehearsal.run(update);
        } finally {
            rehearsal.forget();
        }
        return rehearsal.steps;
    }

    private void run(Update update) {
        Sequencer.Rest rest = new Pass(update.sections()).run();
        PendingStore pending = doc.pendingStore();
        if (isCertain || !pending.isWorthRetrying(this)) {
            return;
        }
        split(update.deletes());
        split(pending.deletes);
        new Pass(pending.sectionsWith(rest)).run();
    }

    @Override
    public int size() {
        return doc.clients.size();
    }

    @Override
    public int state(long client) {
        return author(client).state;
    }

    private Author author(long id) {
        if (lastAuthor == null || lastAuthor.id != id) {
            lastAuthor = authors.computeIfAbsent(id, it -> new Author(it, doc.clients.find(it)));
        }
        return lastAuthor;
    }

    // --- one struct; see Integrator and Placement ---

    private void place(Author author, Block block, int offset) {
        Listed before = null;
        Listed after = null;
        boolean isGone = block.kind() == Kind.GC;
        if (block.origin() != Block.NONE) {
            before = endingAt(author(block.origin()), block.originClock());
            isGone |= before == null;
        }
        if (block.right() != Block.NONE) {
            after = startingAt(author(block.right()), block.rightClock());
            isGone |= after == null;
        }
        before = sketched(before);
        Object parent = isGone ? null : parent(block, before, after);
        if (offset > 0 && offset >= block.length()) {
            return;
        }
        String key = block.key();
        if (before != null) {
            key = key(before);
        } else if (after != null) {
            key = key(after);
        }
        if (offset > 0 && parent != null) {
            before = endingAt(author, block.clock() + offset - 1);
            parent = before == null ? null : parent(before);
            key = before == null ? null : key(before);
        }
        var piece = new Piece(author, block.clock() + offset, block.length() - offset);
        author.pieces.put(piece.clock, piece);
        if (parent == null) {
            return;
        }
        piece.parent = parent;
        piece.key = key;
        piece.isType = block.kind() == Kind.TYPE;
        if (offset > 0) {
            piece.origin = author.id;
            piece.originClock = piece.clock - 1;
        } else {
            piece.origin = block.origin();
            piece.originClock = block.originClock();
        }
        piece.rightOrigin = block.right();
        piece.rightClock = block.rightClock();
        link(piece, before, sketched(after));
    }

    private void link(Piece piece, @Nullable Listed before, @Nullable Listed after) {
        if (before == null) {
            boolean isFirst = after != null && first(head(parent(after), key(after))) == after;
            Head head = head(piece.parent, piece.key);
            before = isFirst ? null : scan(piece, null, first(head), after);
            if (before == null) {
                piece.right = head.first;
                head.first = piece;
                return;
            }
        } else {
            Listed next = next(before);
            before = next == after ? before : scan(piece, before, next, after);
        }
        if (before != null) {
            Piece neighbour = piece(before);
            piece.right = neighbour.right;
            neighbour.right = piece;
        }
    }

    private @Nullable Listed scan(
            Piece piece, @Nullable Listed from, @Nullable Listed start, @Nullable Listed end) {
        if (placement.stamp > Placement.LAST_STAMP) {
            startStampsAgain();
        }
        int passed = ++placement.stamp;
        int passedSinceMove = passed;
        Listed place = from;
        for (Listed other = start; other != null && other != end; other = next(other)) {
            if (++steps > most) {
                throw new MalformedUpdateException(
                        Placement.TOO_MANY_STEPS,
                        "more than " + most + " steps for its structs to find their places");
            }
            long author;
            long origin;
            int originClock;
            long rightOrigin;
            int rightClock;
            switch (other) {
                case Item item -> {
                    item.stamp = placement.stamp;
                    author = item.client.id;
                    origin = id(item.originClient);
                    originClock = item.originClock;
                    rightOrigin = id(item.rightClient);
                    rightClock = item.rightClock;
                }
                case Piece known -> {
                    known.stamp = placement.stamp;
                    author = known.author.id;
                    origin = known.origin;
                    originClock = known.originClock;
                    rightOrigin = known.rightOrigin;
                    rightClock = known.rightClock;
                }
            }
            if (isSame(piece.origin, piece.originClock, origin, originClock)) {
                if (author < piece.author.id) {
                    place = other;
                    passedSinceMove = ++placement.stamp;
                } else if (isSame(piece.rightOrigin, piece.rightClock, rightOrigin, rightClock)) {
                    break;
                }
            } else {
                int met = origin == Block.NONE ? -1 : stampAt(origin, originClock);
                if (met < passed) {
                    break;
                }
                if (met < passedSinceMove) {
                    place = other;
                    passedSinceMove = ++placement.stamp;
                }
            }
        }
        return place;
    }

    private static long id(@Nullable ClientEntry entry) {
        return entry == null ? Block.NONE : entry.id;
    }

    private static boolean isSame(long client, int clock, long otherClient, int otherClock) {
        return client == otherClient && (client == Block.NONE || clock == otherClock);
    }

    private int stampAt(long client, int clock) {
        return switch (holding(author(client), clock)) {
            case Item item -> item.stamp;
            case Piece piece -> piece.stamp;
            case null -> -1;
        };
    }

    private void startStampsAgain() {
        placement.startStampsAgain(doc.clients);
        for (Author author : authors.values()) {
            for (Piece piece : author.pieces.values()) {
                piece.stamp = 0;
                if (piece.item != null) {
                    piece.item.stamp = SKETCHED;
                }
            }
        }
    }

    private @Nullable Object parent(Block block, @Nullable Listed before, @Nullable Listed after) {
        if (block.rootName() != null) {
            TypeNode root = doc.knownRoot(block.rootName());
            return root == null ? block.rootName() : root;
        }
        if (before != null) {
            return parent(before);
        }
        if (after != null) {
            return parent(after);
        }
        return switch (holding(author(block.parent()), block.parentClock())) {
            case Item item -> item.content instanceof TypeNode type ? type : null;
            case Piece piece when piece.item != null ->
                    piece.item.content instanceof TypeNode type ? type : null;
            case Piece piece -> piece.isType ? piece : null;
            case null -> null;
        };
    }

    // --- the sketch ---

    private static @Nullable Object parent(Listed listed) {
        return switch (listed) {
            case Item item -> item.parent;
            case Piece piece -> piece.parent;
        };
    }

    private static @Nullable String key(Listed listed) {
        return switch (listed) {
            case Item item -> item.key();
            case Piece piece -> piece.key;
        };
    }

    private Head head(@Nullable Object parent, @Nullable String key) {
        if (parent == null) {
            throw new CorruptDocumentException("something in no list");
        }
        return heads.computeIfAbsent(new ListId(parent, key), ScanRehearsal::headOf);
    }

    private static Head headOf(ListId list) {
        if (!(list.parent instanceof TypeNode type)) {
            return new Head(null);
        }
        if (list.key == null) {
            return new Head(type.start);
        }
        TypeNode.Key chain = type.key(list.key);
        return new Head(chain == null ? null : chain.first);
    }

    private @Nullable Listed first(Head head) {
        return sketched(head.first);
    }

    private @Nullable Listed next(Listed listed) {
        return sketched(
                switch (listed) {
                    case Item item -> item.right;
                    case Piece piece -> piece.right;
                });
    }

    /// What stands in the sketch for something in a list.
    private @Nullable Listed sketched(@Nullable Listed listed) {
        return listed instanceof Item item && item.stamp == SKETCHED
                ? author(item.client.id).pieces.get(item.clock)
                : listed;
    }

    /// Makes sure that something in a list appears in the sketch.
    private Piece piece(Listed listed) {
        return switch (listed) {
            case Piece piece -> piece;
            case Item item -> {
                Author author = author(item.client.id);
                var piece = new Piece(author, item.clock, item.length);
                piece.item = item;
                piece.origin = id(item.originClient);
                piece.originClock = item.originClock;
                piece.rightOrigin = id(item.rightClient);
                piece.rightClock = item.rightClock;
                piece.parent = item.parent;
                piece.key = item.key();
                piece.right = item.right;
                author.pieces.put(piece.clock, piece);
                item.stamp = SKETCHED;
                yield piece;
            }
        };
    }

    /// What holds a clock; null for a GC struct.
    private static @Nullable Listed holding(Author author, int clock) {
        if (author.entry != null && clock < author.entry.state) {
            if (!(author.entry.structs.holding(clock) instanceof Item item)) {
                return null;
            }
            if (item.stamp != SKETCHED) {
                return item;
            }
        }
        Map.Entry<Integer, Piece> entry = author.pieces.floorEntry(clock);
        return entry == null || entry.getValue().parent == null ? null : entry.getValue();
    }

    private @Nullable Listed endingAt(Author author, int clock) {
        Listed holder = holding(author, clock);
        if (holder == null || clock == end(holder) - 1) {
            return holder;
        }
        Piece piece = piece(holder);
        split(piece, clock + 1 - piece.clock);
        return piece;
    }

    private @Nullable Listed startingAt(Author author, int clock) {
        Listed holder = holding(author, clock);
        if (holder == null || clock == start(holder)) {
            return holder;
        }
        Piece piece = piece(holder);
        return split(piece, clock - piece.clock);
    }

    private static int start(Listed listed) {
        return switch (listed) {
            case Item item -> item.clock;
            case Piece piece -> piece.clock;
        };
    }

    private static int end(Listed listed) {
        return switch (listed) {
            case Item item -> item.end();
            case Piece piece -> piece.end();
        };
    }

    private static Piece split(Piece piece, int diff) {
        var rest = new Piece(piece.author, piece.clock + diff, piece.length - diff);
        rest.origin = piece.author.id;
        rest.originClock = rest.clock - 1;
        rest.rightOrigin = piece.rightOrigin;
        rest.rightClock = piece.rightClock;
        rest.parent = piece.parent;
        rest.key = piece.key;
        rest.right = piece.right;
        piece.length = diff;
        piece.right = rest;
        piece.author.pieces.put(rest.clock, rest);
        return rest;
    }

    private void split(DeleteSet deletes) {
        for (int i = 0; i < deletes.clientCount(); i++) {
            Author author = author(deletes.client(i));
            for (int edge : deletes.edges(i)) {
                if (edge < author.state
                        && !(holding(author, edge) instanceof Item item && item.isDeleted())) {
                    startingAt(author, edge);
                }
            }
        }
    }

    private void forget() {
        for (Author author : authors.values()) {
            for (Piece piece : author.pieces.values()) {
                if (piece.item != null) {
                    piece.item.stamp = 0;
                }
            }
        }
    }
}
