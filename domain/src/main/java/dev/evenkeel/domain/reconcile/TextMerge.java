package dev.evenkeel.domain.reconcile;

import dev.evenkeel.domain.content.TextDiff;
import dev.evenkeel.domain.content.TextEdit;

import java.util.ArrayList;
import java.util.List;

/// Merges one text that changed on both sides.
///
/// Where one side took the other's text and went on from there, its text is the result. Otherwise:
///
/// Both sides' edits are laid over the base text. Edits of the two sides that overlap or touch make
/// up a region; no character of a region was left alone by both. A region that only one side
/// changed is that side's. One that both changed is either done (both say the same, or one side
/// says all that the other says), or both sides' words stand next to each other.
final class TextMerge {

    /// What came of it.
    ///
    /// @param onLive what is to be done to the live text
    /// @param repeats whether both sides did the same thing somewhere, so that merging both as they
    ///   are would do it twice
    /// @param conflict whether the same range changed to different things
    record Outcome(List<TextEdit> onLive, boolean repeats, boolean conflict) {}

    private final String base;
    private final List<TextEdit> theirs;
    private final List<TextEdit> mine;
    private final List<TextEdit> onLive = new ArrayList<>();
    private boolean repeats;
    private boolean conflict;

    // How much longer the live text is than the base, up to the region at hand.
    private int shift;

    private TextMerge(String base, String theirs, String live) {
        this.base = base;
        this.theirs = TextDiff.between(base, theirs);
        this.mine = TextDiff.between(base, live);
    }

    static Outcome of(String base, String theirs, String live) {
        if (Containment.ofEdits(base, theirs, live)) {
            return new Outcome(TextDiff.between(live, theirs), true, false);
        }
        if (Containment.ofEdits(base, live, theirs)) {
            return new Outcome(List.of(), true, false);
        }
        var merge = new TextMerge(base, theirs, live);
        merge.run();
        return new Outcome(List.copyOf(merge.onLive), merge.repeats, merge.conflict);
    }

    private void run() {
        int t = 0;
        int m = 0;
        while (t < theirs.size() || m < mine.size()) {
            int tStart = t;
            int mStart = m;
            int start = Math.min(at(theirs, t), at(mine, m));
            int end = start;
            boolean grew = true;
            while (grew) {
                grew = false;
                if (at(theirs, t) <= end) {
                    end = Math.max(end, theirs.get(t++).end());
                    grew = true;
                }
                if (at(mine, m) <= end) {
                    end = Math.max(end, mine.get(m++).end());
                    grew = true;
                }
            }
            region(new Region(start, end, theirs.subList(tStart, t), mine.subList(mStart, m)));
        }
    }

    private static int at(List<TextEdit> edits, int index) {
        return index < edits.size() ? edits.get(index).at() : Integer.MAX_VALUE;
    }

    private void region(Region region) {
        if (!region.theirs.isEmpty() && region.mine.isEmpty()) {
            for (TextEdit edit : region.theirs) {
                onLive.add(moved(edit, shift));
            }
        } else if (!region.theirs.isEmpty()) {
            both(region);
        }
        for (TextEdit edit : region.mine) {
            shift += edit.insert().length() - edit.remove();
        }
    }

    private void both(Region region) {
        String theirText = region.text(base, region.theirs);
        String myText = region.text(base, region.mine);
        boolean clashes = region.clashes();
        if (theirText.equals(myText) || region.saysAll(region.mine, region.theirs, clashes)) {
            repeats = true;
        } else if (region.saysAll(region.theirs, region.mine, clashes)) {
            repeats = true;
            for (TextEdit edit : TextDiff.between(myText, theirText)) {
                onLive.add(moved(edit, region.start + shift));
            }
        } else {
            conflict |= clashes;
            onLive.addAll(region.beside(shift));
        }
    }

    private static TextEdit moved(TextEdit edit, int by) {
        return new TextEdit(edit.at() + by, edit.remove(), edit.insert());
    }

    /// `[start, end)` of the base text and what each side did there.
    private record Region(int start, int end, List<TextEdit> theirs, List<TextEdit> mine) {

        /// What the region became on one side.
        String text(String base, List<TextEdit> edits) {
            List<TextEdit> inside = edits.stream().map(edit -> moved(edit, -start)).toList();
            return TextDiff.apply(base.substring(start, end), inside);
        }

        /// Whether both sides changed the same place. Of changes that only touch (each has its own
        /// characters, but what they wrote would stand side by side) that is so when they wrote the
        /// same word: it would stand there twice.
        boolean clashes() {
            for (TextEdit one : theirs) {
                for (TextEdit other : mine) {
                    boolean samePoint =
                            one.remove() == 0 && other.remove() == 0 && one.at() == other.at();
                    if (samePoint || (one.at() < other.end() && other.at() < one.end())) {
                        return true;
                    }
                }
            }
            return Containment.shareWord(written(theirs), written(mine));
        }

        /// Whether `larger` did all that `smaller` did: it removed everything here that was to be
        /// removed, and what it wrote contains what the other wrote. Where the two only touch, it
        /// must be the very same words: a letter typed next to a word is not part of it.
        boolean saysAll(List<TextEdit> larger, List<TextEdit> smaller, boolean clashes) {
            int removed = larger.stream().mapToInt(TextEdit::remove).sum();
            if (removed < end - start) {
                return false;
            }
            String written = written(larger);
            String wanted = written(smaller);
            return clashes ? Containment.of(written, wanted) : written.equals(wanted);
        }

        private static String written(List<TextEdit> edits) {
            var text = new StringBuilder();
            edits.forEach(edit -> text.append(edit.insert()));
            return text.toString();
        }

        /// Their edits on the live text, with what they wrote next to what was written here.
        List<TextEdit> beside(int shift) {
            var edits = new ArrayList<TextEdit>();
            int live = start + shift;
            int t = 0;
            int m = 0;
            int mineUntil = start;
            int theirsUntil = start;
            for (int position = start; position <= end; position++) {
                if (m < mine.size() && mine.get(m).at() == position) {
                    live += mine.get(m).insert().length();
                    mineUntil = mine.get(m++).end();
                }
                if (t < theirs.size() && theirs.get(t).at() == position) {
                    add(edits, live, 0, theirs.get(t).insert());
                    theirsUntil = theirs.get(t++).end();
                }
                if (position < end && position >= mineUntil) {
                    if (position < theirsUntil) {
                        add(edits, live, 1, "");
                    }
                    live++;
                }
            }
            return edits;
        }

        private static void add(List<TextEdit> edits, int at, int remove, String insert) {
            if (remove == 0 && insert.isEmpty()) {
                return;
            }
            if (!edits.isEmpty() && edits.getLast().end() == at) {
                TextEdit last = edits.removeLast();
                edits.add(new TextEdit(last.at(), last.remove() + remove, last.insert() + insert));
            } else {
                edits.add(new TextEdit(at, remove, insert));
            }
        }
    }
}
